import type { GuardCode, GuardResult, Ruling } from '../../domain/plan.ts'
import type { OutboundConnector } from '../../domain/tenant.ts'
import type { FixWorld } from '../fix.ts'
import type { TenantState } from '../steps/tenant-state.ts'

/** What a guard judges: a plan, seen against the tenant before and after it. */
export interface GuardContext {
  readonly connector: OutboundConnector | null
  /** Recipient domains the plan concerns, lower case, patterns included. */
  readonly domains: readonly string[]
  /** Accepted domains whose type the plan changes, lower case. */
  readonly changed: readonly string[]
  readonly before: TenantState
  readonly after: TenantState
  /** ISO 8601: now. */
  readonly at: string
}

/** Looks, then rules. Reports what it counted also when it lets the plan pass; what it could not read refuses. */
export type Guard = (world: FixWorld, context: GuardContext) => Promise<GuardResult | readonly GuardResult[]>

export const ruled = (guard: GuardCode, ruling: Ruling, args: GuardResult['args'], atLeast = false): GuardResult => ({
  guard,
  ruling,
  atLeast,
  args,
})

/** `what` is the cmdlet or DNS question, which needs no translation. */
export const unreadable = (what: string, why: string): GuardResult => ruled('unreadable', 'refuse', { what, why })

export const list = (names: readonly string[]): string => names.join(', ')
