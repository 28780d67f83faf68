import { Failure } from '../../../domain/failure.ts'
import type { Language } from '../../../domain/language.ts'
import { wordsOf } from '../../../locales/words.ts'
import type { ServiceWorld } from '../console-world.ts'
import { misused } from '../misused.ts'
import { EXIT, json, type Outcome, printed } from '../outcome.ts'

const PAGE = 500

/** `mailflow audit verify [--head SEQUENCE:MAC]`: recomputes the chain; with the head of an export it also shows what was cut off after it. */
export async function auditVerify(
  service: ServiceWorld,
  options: { readonly head?: string; readonly json?: boolean; readonly language: Language },
): Promise<Outcome> {
  const head = options.head === undefined ? undefined : headOf(options.head)
  if (head === null) return misused(wordsOf(options.language), ['audit', 'verify'], 'no-head')
  const check = await service.store.verifyAudit(head)
  if (options.json) return json(check, check.is === 'intact' ? EXIT.ok : EXIT.failed)
  const words = wordsOf(options.language)
  if (check.is === 'broken')
    throw new Failure('audit-broken', {
      row: check.sequence,
      why: words(check.why === 'head' ? 'console.audit.cut' : `console.audit.${check.why}`),
    })
  return printed(words('console.audit.intact', { count: check.rows, head: `${check.rows}:${check.head}` }))
}

function headOf(text: string): { sequence: number; mac: string } | null {
  const [, sequence, mac] = /^(\d+):([0-9a-f]{64})$/.exec(text.trim()) ?? []
  if (!sequence || !mac) return null
  return { sequence: Number(sequence), mac }
}

/** `mailflow audit export`: JSON Lines, one row a line, and the head last. */
export async function auditExport(service: ServiceWorld): Promise<Outcome> {
  const lines: string[] = []
  let last = { sequence: 0, mac: '' }
  for (let rows = await service.store.auditRows(0, PAGE); rows.length > 0; rows = await service.store.auditRows(last.sequence, PAGE)) {
    for (const row of rows) lines.push(JSON.stringify(row))
    const end = rows.at(-1)
    if (end) last = { sequence: end.sequence, mac: end.mac }
  }
  lines.push(JSON.stringify({ head: `${last.sequence}:${last.mac}` }))
  return printed(lines.join('\n'))
}
