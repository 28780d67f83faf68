import { newIncident } from '../../src/core/change-incident.ts'
import { withHash } from '../../src/core/plan-hash.ts'
import type { Policy } from '../../src/core/policy.ts'
import type { Incident } from '../../src/domain/incident.ts'
import type { Person } from '../../src/domain/person.ts'
import type { Plan, PlanDraft } from '../../src/domain/plan.ts'
import type { ChangeRequest } from '../../src/domain/request.ts'

export const AT = '2026-11-22T10:00:00.000Z'
export const alex: Person = { id: 'alex@contoso.example', name: 'Alex' }
export const sam: Person = { id: 'sam@contoso.example', name: 'Sam' }
export const kim: Person = { id: 'kim@contoso.example', name: 'Kim' }
export const guest: Person = { id: 'guest@elsewhere.example', name: 'Alex' }

export const policy: Policy = {
  requesters: new Set([alex.id]),
  approvers: new Set([sam.id, kim.id]),
  joined: new Map([['s.dubois@contoso.example', sam.id]]),
  organisations: new Set(['slack:T1', 'teams:tenant-1']),
  quorum: {},
  expiryMinutes: {},
  defaultExpiryMinutes: 30,
}

/** A plan that turns one connector off; parts may be replaced. */
export function plan(parts: Partial<PlanDraft> = {}): Plan {
  return withHash({
    tenant: 'tenant-1',
    fix: 'disable-connector',
    steps: [{ object: 'outbound-connector', identity: 'c1', name: 'To on-premises', before: { Enabled: true }, after: { Enabled: false } }],
    guards: [{ guard: 'on-premises-recipients', ruling: 'pass', atLeast: false, args: { count: 0, domains: 'contoso.example' } }],
    connector: 'To on-premises',
    domains: ['contoso.example'],
    plannedAt: AT,
    ...parts,
  })
}

export function incident(parts: Partial<Incident> = {}): Incident {
  return {
    ...newIncident('inc1', 'tenant-1', { is: 'connector', name: 'To on-premises' }, AT, null),
    state: 'diagnosed',
    offers: [plan()],
    ...parts,
  }
}

export function request(parts: Partial<ChangeRequest> = {}): ChangeRequest {
  return {
    id: 'req1',
    tenant: 'tenant-1',
    incident: 'inc1',
    plan: plan(),
    state: 'waiting',
    version: 1,
    requester: alex,
    requestedAt: AT,
    expiresAt: '2026-11-22T10:30:00.000Z',
    approvalsNeeded: 1,
    decisions: [],
    undoes: null,
    undoneBy: null,
    change: null,
    verification: null,
    ...parts,
  }
}
