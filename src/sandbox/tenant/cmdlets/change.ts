import type { TenantObjects, TenantState } from '../state.ts'
import type { CmdletContext } from './cmdlet.ts'

/** The tenant after a write: the objects show it at once, mail flow goes by it when the delay has passed. */
export function written(context: CmdletContext, objects: TenantObjects): TenantState {
  const { state } = context
  const inForceAt = new Date(Date.parse(context.now) + context.delayMs).toISOString()
  return { ...state, objects, changes: [...state.changes, { inForceAt, objects }], writes: state.writes + 1 }
}

/** The properties that differ, or null when the call would change nothing. */
export function differences<T extends object>(before: T, wanted: Partial<T>): Partial<T> | null {
  const differing = Object.entries(wanted).filter(([key, value]) => JSON.stringify(before[key as keyof T]) !== JSON.stringify(value))
  return differing.length === 0 ? null : (Object.fromEntries(differing) as Partial<T>)
}

export const nothingModified = (identity: string): string =>
  `The command completed successfully but no settings of '${identity}' have been modified.`
