import type { Person } from '../domain/person.ts'
import { type Refused, refused } from '../domain/refusal.ts'
import { approvalsOf, type ChangeRequest, type Decision } from '../domain/request.ts'
import { idOf, mayApprove, type Policy } from './policy.ts'

export interface Deciding {
  readonly by: Person
  readonly verb: 'approve' | 'reject'
  /** The plan on the card the person pressed. */
  readonly planHash: string
  readonly surface: string
  /** ISO 8601. */
  readonly now: string
  /** End of a freeze on changes that is in force, ISO 8601; nothing is approved during one. */
  readonly frozenUntil?: string | null
}

export type Decided = { readonly is: 'decided'; readonly request: ChangeRequest } | Refused

/** The whole approval policy. Pure: the same request, decision and policy always give the same answer; a refusal is a value. */
export function decide(request: ChangeRequest, deciding: Deciding, policy: Policy): Decided {
  const { by, verb, now } = deciding
  if (!mayApprove(policy, by.id)) return refused('not-an-approver')
  if (request.state !== 'waiting') return refused(request.state === 'expired' ? 'request-expired' : 'already-decided', decidedBy(request))
  if (now >= request.expiresAt) return refused('request-expired')
  if (deciding.planHash !== request.plan.hash) return refused('plan-changed')
  if (verb === 'approve' && by.id === idOf(policy, request.requester.id)) return refused('own-request')
  if (request.decisions.some((each) => idOf(policy, each.by.id) === by.id)) return refused('already-approved-by-you')
  if (verb === 'approve' && deciding.frozenUntil) return refused('frozen', { until: deciding.frozenUntil })
  const decision: Decision = { verb, by, at: now, surface: deciding.surface }
  const next = { ...request, decisions: [...request.decisions, decision], version: request.version + 1 }
  if (verb === 'reject') return { is: 'decided', request: { ...next, state: 'rejected' } }
  return { is: 'decided', request: { ...next, state: approversOf(next, policy).size >= request.approvalsNeeded ? 'approved' : 'waiting' } }
}

/** Distinct people whose approval counts now: configuration may have joined or removed some since they decided. */
const approversOf = (request: ChangeRequest, policy: Policy): ReadonlySet<string> =>
  new Set(
    approvalsOf(request)
      .map((each) => idOf(policy, each.by.id))
      .filter((id) => mayApprove(policy, id) && id !== idOf(policy, request.requester.id)),
  )

function decidedBy(request: ChangeRequest): Readonly<Record<string, string>> {
  return { state: request.state, by: request.decisions.at(-1)?.by.name ?? '' }
}

/** Only the requester may take a request back, while it waits. Pure. */
export function withdraw(request: ChangeRequest, by: Person): Decided {
  if (by.id !== request.requester.id) return refused('not-yours')
  if (request.state !== 'waiting') return refused('already-decided', decidedBy(request))
  return { is: 'decided', request: { ...request, state: 'withdrawn', version: request.version + 1 } }
}
