import type { Person } from './person.ts'
import type { Plan, PropertyValue } from './plan.ts'

export const REQUEST_STATES = [
  'waiting',
  'approved',
  'applying',
  'applied',
  'verified',
  'not-fixed',
  'unclear',
  'partial',
  'rejected',
  'withdrawn',
  'expired',
  'stale',
  'failed',
  'undone',
] as const
export type RequestState = (typeof REQUEST_STATES)[number]

/** A plan someone asked for. An undo is one too: `undoes` names the request it takes back. */
export interface ChangeRequest {
  readonly id: string
  readonly tenant: string
  readonly incident: string
  readonly plan: Plan
  readonly state: RequestState
  readonly version: number
  readonly requester: Person
  /** ISO 8601. */
  readonly requestedAt: string
  readonly expiresAt: string
  readonly approvalsNeeded: number
  readonly decisions: readonly Decision[]
  readonly undoes: string | null
  /** The undo that was asked for this one and still stands, or null. */
  readonly undoneBy: string | null
  readonly change: Change | null
  readonly verification: Verification | null
}

export interface Decision {
  readonly verb: 'approve' | 'reject'
  readonly by: Person
  /** ISO 8601. */
  readonly at: string
  readonly surface: string
}

/** What was sent to the tenant and what was read back. */
export interface Change {
  readonly steps: readonly AppliedStep[]
  /** ISO 8601; null until every step was read back. */
  readonly appliedAt: string | null
}

export interface AppliedStep {
  readonly name: string
  readonly is: 'done' | 'already' | 'failed' | 'unknown' | 'not-tried'
  /** Properties read back; null when they could not be read. */
  readonly readBack: Readonly<Record<string, PropertyValue>> | null
  readonly error: string | null
}

export type VerificationOutcome = 'verified' | 'not-fixed' | 'unclear'

/** Words: `verification.<why>`. */
export type VerificationReason =
  | 'nothing-pending'
  | 'reverted'
  | 'new-deferrals'
  | 'still-pending'
  | 'unreadable'
  | 'no-traffic'
  | 'trace-lags'

export interface Verification {
  readonly outcome: VerificationOutcome
  readonly why: VerificationReason
  readonly delivered: number
  readonly bounced: number
  readonly pending: number
  /** ISO 8601. */
  readonly at: string
}

/** States in which a decision can still be taken. */
export const isWaiting = (request: ChangeRequest): boolean => request.state === 'waiting'

/** States in which the tenant holds the change, so that it can be undone. */
export const holdsChange = (request: ChangeRequest): boolean =>
  ['applied', 'verified', 'not-fixed', 'unclear', 'partial'].includes(request.state)

export const approvalsOf = (request: ChangeRequest): readonly Decision[] => request.decisions.filter((each) => each.verb === 'approve')
