/** What can go wrong outside our control. Words and the next step: `failures.<code>` in the locales. */
export const FAILURE_CODES = [
  'config', //               names
  'config-file', //          path, why
  'port-taken', //           port
  'folder-unwritable', //    path
  'data-in-use', //          path
  'other-mode', //           place, found, wanted   data of the sandbox and of the live service never mix
  'database-unreachable', // why
  'database-newer', //       found, known
  'migration-failed', //     why
  'no-ranges', //            why         the web service of Microsoft's addresses does not answer, and no copy exists
  'connectors-unreadable', // what, why    whether one has that name could not be found out
  'no-service', //           —           the command needs a running service
  'not-in-live-mode', //     verb
  'unknown-scenario', //     name
  'lost-race', //            subject     gave up after several tries
  'audit-broken', //         row, why
  'bad-input', //            what
  'not-found', //            what
  'sign-in-failed', //       why
  'api', //                  status, why
  'internal', //             why
] as const
export type FailureCode = (typeof FAILURE_CODES)[number]

/** Anything that went wrong outside our control. Expected answers are values, never a Failure. */
export class Failure extends Error {
  override readonly name = 'Failure'
  readonly code: FailureCode
  readonly args: Readonly<Record<string, string | number>>

  constructor(code: FailureCode, args: Readonly<Record<string, string | number>> = {}, options?: { cause?: unknown }) {
    super(`${code} ${JSON.stringify(args)}`, options)
    this.code = code
    this.args = args
  }
}

/**
 * The message of anything thrown, for logs and `unknown` answers. The database layer writes a query's values into its message: then the first line, and
 * what the database itself said, are all that is told.
 */
export function messageOf(thrown: unknown): string {
  if (!(thrown instanceof Error)) return String(thrown)
  if (!thrown.message.startsWith('Failed query')) return thrown.message
  return thrown.cause instanceof Error ? `the database refused a query: ${thrown.cause.message}` : 'the database refused a query'
}
