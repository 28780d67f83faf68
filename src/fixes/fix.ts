import type { FixName, Plan, PlanDraft } from '../domain/plan.ts'
import type { RefusalCode } from '../domain/refusal.ts'
import type { AppliedStep, Verification } from '../domain/request.ts'
import type { Exchange } from '../ports/exchange.ts'
import type { Network } from '../ports/network.ts'

/** What a fix is asked to act on, taken from the incident, and narrowed or named by the person (`--set connector=…`, `domain=…`). */
export interface FixTarget {
  readonly connector: string | null
  /** Domains named by the person or the incident; empty: all those the connector serves. */
  readonly domains: readonly string[]
  /** Settings the person gave: `smart-hosts`, `tls-settings`, … */
  readonly set: Readonly<Record<string, string>>
  /** ISO 8601: now. */
  readonly at: string
}

/** What a fix may look at. */
export interface FixWorld {
  readonly exchange: Exchange
  readonly network: Network
}

export type PlanAnswer =
  | { readonly is: 'plan'; readonly plan: PlanDraft }
  /** No plan makes sense: already so, no such connector, not made for this. */
  | { readonly is: 'none'; readonly why: RefusalCode; readonly args: Readonly<Record<string, string | number>> }
  /** The tenant could not be read: nothing may be concluded. */
  | { readonly is: 'unknown'; readonly why: string }

/** Called around each call that may change the tenant, before it is sent and after it was read back. */
export type Journal = (entry: {
  readonly action: 'change.sent' | 'change.read-back'
  readonly step: number
  readonly details: Readonly<Record<string, unknown>>
}) => Promise<void>

export type ApplyOutcome =
  /** `before` no longer holds (or a guard now refuses): nothing was written. */
  | { readonly is: 'stale'; readonly differs: readonly string[] }
  | { readonly is: 'applied' | 'partial' | 'failed'; readonly steps: readonly AppliedStep[] }

/** One admin action. */
export interface Fix {
  readonly name: FixName
  /** Approvals needed before guards ask for more. */
  readonly approvals: number
  plan(world: FixWorld, target: FixTarget): Promise<PlanAnswer>
  /**
   * Re-reads the tenant, writes step by step, reads each back. Safe to call again after a crash: what already reads `after` is `already`.
   * A plan without guards is a way back (`reversed` steps): its `before` must still hold, and no guard is asked again. `failed` with
   * steps that are `unknown` also means that the tenant could not be read. `now` (ISO 8601; when it was planned unless told) is when guards look. `partial` also when something speaks against going on.
   */
  apply(world: FixWorld, plan: Plan, journal: Journal, now?: string): Promise<ApplyOutcome>
  /**
   * Whether the change holds and mail moves. `since` (when every step held), `now` and `begun` (when the first write may have been sent;
   * `since` unless told) are ISO 8601; never throws for what the tenant answers.
   */
  verify(world: FixWorld, plan: Plan, since: string, now: string, begun?: string): Promise<Verification>
}
