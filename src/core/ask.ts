import type { Incident } from '../domain/incident.ts'
import type { Person } from '../domain/person.ts'
import { isRefused, type Plan, reversed } from '../domain/plan.ts'
import { type Refused, refused } from '../domain/refusal.ts'
import { type ChangeRequest, holdsChange, type RequestState } from '../domain/request.ts'
import { withHash } from './plan-hash.ts'
import { approvalsFor, expiryMs, mayRequest, type Policy } from './policy.ts'

export type Asked = { readonly is: 'asked'; readonly request: ChangeRequest } | Refused

interface Asking {
  readonly policy: Policy
  readonly person: Person
  readonly now: string
  readonly id: string
  readonly frozenUntil: string | null
}

/** A request that may still change the tenant. */
export const OPEN_STATES: readonly RequestState[] = ['waiting', 'approved', 'applying']

/** Whether a person may ask for a plan of an incident, and the request that follows. Pure. */
export function ask(
  incident: Incident,
  requests: readonly ChangeRequest[],
  planHash: string,
  ownApprovals: number,
  freshMs: number,
  asking: Asking,
): Asked {
  if (!mayRequest(asking.policy, asking.person.id)) return refused('not-a-requester')
  if (asking.frozenUntil) return refused('frozen', { until: asking.frozenUntil })
  if (incident.state === 'resolved') return refused('incident-resolved')
  const plan = incident.offers.find((offer) => offer.hash === planHash)
  if (!plan) return refused('plan-changed')
  if (Date.parse(asking.now) - Date.parse(plan.plannedAt) > freshMs) return refused('plan-stale')
  if (isRefused(plan)) return refused('guards-refuse')
  const standing = requests.find((request) => OPEN_STATES.includes(request.state))
  if (standing) return refused('already-requested', { request: standing.id })
  const oneMore = plan.guards.some((guard) => guard.ruling === 'one-more-approver')
  return { is: 'asked', request: newRequest(incident, plan, approvalsFor(asking.policy, plan.fix, ownApprovals, oneMore), asking, null) }
}

/**
 * The way back, as a request of its own. The new plan carries no guards: it restores what the first one found. For the same reason there is no way
 * back from it: that would be the first change once more, and nobody would have judged it. Pure.
 */
export function askUndo(request: ChangeRequest, incident: Incident, asking: Asking): Asked {
  if (!mayRequest(asking.policy, asking.person.id)) return refused('not-a-requester')
  if (asking.frozenUntil) return refused('frozen', { until: asking.frozenUntil })
  if (request.undoes) return refused('undo-is-final')
  if (request.state === 'undone') return refused('already-undone')
  if (request.undoneBy) return refused('already-requested', { request: request.undoneBy })
  if (!holdsChange(request)) return refused('nothing-to-undo', { state: request.state })
  const took = request.change?.steps ?? []
  const steps = request.plan.steps.filter((_step, index) => took[index]?.is !== 'not-tried' && took[index]?.is !== 'failed')
  if (steps.length === 0) return refused('nothing-to-undo', { state: request.state })
  const plan = withHash({ ...request.plan, steps: reversed(steps), guards: [], plannedAt: asking.now })
  return { is: 'asked', request: newRequest(incident, plan, approvalsFor(asking.policy, 'undo', 1, false), asking, request.id) }
}

function newRequest(incident: Incident, plan: Plan, approvalsNeeded: number, asking: Asking, undoes: string | null): ChangeRequest {
  return {
    id: asking.id,
    tenant: incident.tenant,
    incident: incident.id,
    plan,
    state: 'waiting',
    version: 1,
    requester: asking.person,
    requestedAt: asking.now,
    expiresAt: new Date(Date.parse(asking.now) + expiryMs(asking.policy, undoes ? 'undo' : plan.fix)).toISOString(),
    approvalsNeeded,
    decisions: [],
    undoes,
    undoneBy: null,
    change: null,
    verification: null,
  }
}
