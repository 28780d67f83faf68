import type { Language } from '../../../domain/language.ts'
import type { ConsoleWorld } from '../console-world.ts'
import { EXIT, json, type Outcome, printed } from '../outcome.ts'

const MARKS = { ok: '✓', failed: '✗', unknown: '?', off: '–' } as const

/** `mailflow doctor`: configuration, database, sign-in, admin API, chat platforms and our own port 25, one line each. Exit 1 when something failed. */
export async function doctorCommand(
  world: ConsoleWorld,
  options: { readonly json?: boolean; readonly language: Language },
): Promise<Outcome> {
  const checks = await world.doctor(options.language)
  const exit = checks.some((check) => check.is === 'failed') ? EXIT.fault : EXIT.ok
  if (options.json) return json({ checks }, exit)
  const width = Math.max(...checks.map((check) => check.name.length))
  return printed(checks.map((check) => `${MARKS[check.is]} ${check.name.padEnd(width)}  ${check.detail}`).join('\n'), exit)
}
