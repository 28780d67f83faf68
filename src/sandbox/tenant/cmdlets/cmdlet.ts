import type { Surroundings } from '../behave.ts'
import type { Arguments, ParameterKinds } from '../parameters.ts'
import type { TenantState } from '../state.ts'

/** What a cmdlet works on: the tenant as it is now. */
export interface CmdletContext {
  readonly state: TenantState
  /** ISO 8601. */
  readonly now: string
  /** ISO 8601: the trace tells what had happened by then. */
  readonly traceSeen: string
  /** Milliseconds until mail flow goes by a change. */
  readonly delayMs: number
  readonly around: Surroundings
}

export type Row = Readonly<Record<string, unknown>>

export interface CmdletResult {
  readonly rows: readonly Row[]
  readonly warnings?: readonly string[]
  /** The tenant after the call; left out when it is as before. */
  readonly state?: TenantState
}

/** One cmdlet of the admin API. `run` is pure; it throws CmdletFailure for what Exchange refuses. */
export interface Cmdlet {
  readonly parameters: ParameterKinds
  readonly required?: readonly string[]
  run(context: CmdletContext, args: Arguments): CmdletResult
}

/** The first `ResultSize` rows (default 1000), with Exchange's warning when there are more. */
export function limited(rows: readonly Row[], resultSize: unknown): CmdletResult {
  const size = typeof resultSize === 'number' ? resultSize : 1000
  if (rows.length <= size) return { rows }
  const warning =
    'There are more results available than are currently displayed. To view them, increase the value for the ResultSize parameter.'
  return { rows: rows.slice(0, size), warnings: [warning] }
}

/** Whether an object answers to this identity: name, identity or GUID, in any case. */
export function answersTo(object: { readonly Name: string; readonly Identity: string; readonly Guid: string }, identity: string): boolean {
  const wanted = identity.toLowerCase()
  return [object.Name, object.Identity, object.Guid].some((each) => each.toLowerCase() === wanted)
}
