import { createHmac, timingSafeEqual } from 'node:crypto'
import { asc, eq, gt } from 'drizzle-orm'
import type { AuditCheck, AuditEntry, AuditRow } from '../../domain/audit.ts'
import type { Handle } from './database.ts'
import { audit, auditHead } from './schema.ts'
import { storable } from './storable.ts'

export type AuditKey = Buffer | string

const HEAD = 1
const PAGE = 1_000

/** JSON with the keys of every object in order: the same content always gives the same text. */
function canonical(value: unknown): string {
  if (value === null || typeof value !== 'object') return JSON.stringify(value)
  if (Array.isArray(value)) return `[${value.map(canonical).join(',')}]`
  const entries = Object.entries(value).sort(([a], [b]) => (a < b ? -1 : 1))
  return `{${entries.map(([key, part]) => `${JSON.stringify(key)}:${canonical(part)}`).join(',')}}`
}

/** HMAC-SHA256, in hex, over position, content and the line before. */
function macOf(key: AuditKey, sequence: number, entry: AuditEntry, previous: string): string {
  const { at, tenant, actor, action, subject, details } = entry
  return createHmac('sha256', key)
    .update(canonical([sequence, { at, tenant, actor, action, subject, details }, previous]))
    .digest('hex')
}

/** Adds lines to the chain; the head row stays locked until the transaction ends, so lines never share a place. */
export async function appendAudit(handle: Handle, key: AuditKey, entries: readonly AuditEntry[]): Promise<void> {
  if (entries.length === 0) return
  const [head] = await handle.select().from(auditHead).where(eq(auditHead.id, HEAD)).for('update')
  let { sequence, mac } = head ?? { sequence: 0, mac: '' }
  const lines = entries.map((entry) => {
    const content = storable(entry)
    sequence += 1
    mac = macOf(key, sequence, content, mac)
    return { ...content, sequence, mac }
  })
  await handle.insert(audit).values(lines)
  await handle.update(auditHead).set({ sequence, mac }).where(eq(auditHead.id, HEAD))
}

export function auditPage(handle: Handle, after: number, limit: number): Promise<AuditRow[]> {
  return handle.select().from(audit).where(gt(audit.sequence, after)).orderBy(asc(audit.sequence)).limit(limit)
}

/**
 * Reads the whole chain against the key. An edited line is `content`, a missing one `gap`, one that was written for another place `order`;
 * `head` when the end differs from the stored head or from the exported one.
 */
export async function checkAudit(
  handle: Handle,
  key: AuditKey,
  exported?: { readonly sequence: number; readonly mac: string },
): Promise<AuditCheck> {
  let [sequence, mac, exportedSeen] = [0, '', exported === undefined || exported.sequence === 0]
  for await (const row of allRows(handle)) {
    if (row.sequence !== sequence + 1) return { is: 'broken', sequence: sequence + 1, why: 'gap' }
    sequence = row.sequence
    if (!same(row.mac, macOf(key, sequence, row, mac))) {
      return { is: 'broken', sequence, why: (await belongsElsewhere(handle, key, row)) ? 'order' : 'content' }
    }
    mac = row.mac
    if (exported?.sequence === sequence) {
      if (!same(exported.mac, mac)) return { is: 'broken', sequence, why: 'head' }
      exportedSeen = true
    }
  }
  const [head] = await handle.select().from(auditHead).where(eq(auditHead.id, HEAD))
  if (!exportedSeen || head?.sequence !== sequence || head.mac !== mac) return { is: 'broken', sequence: sequence + 1, why: 'head' }
  return { is: 'intact', rows: sequence, head: mac }
}

async function* allRows(handle: Handle): AsyncGenerator<AuditRow> {
  let after = 0
  for (;;) {
    const page = await auditPage(handle, after, PAGE)
    yield* page
    after = page.at(-1)?.sequence ?? after
    if (page.length < PAGE) return
  }
}

/** Whether the line is genuine but was written for another place: its own code then fits there, after the line now or formerly before it. */
async function belongsElsewhere(handle: Handle, key: AuditKey, line: AuditRow): Promise<boolean> {
  let before = ''
  for await (const row of allRows(handle)) {
    if (row.sequence !== line.sequence) {
      const fits = [before, row.mac].some((previous) => same(line.mac, macOf(key, row.sequence, line, previous)))
      if (fits) return true
    }
    before = row.mac
  }
  return false
}

const same = (a: string, b: string): boolean => a.length === b.length && timingSafeEqual(Buffer.from(a), Buffer.from(b))
