import { createHash } from 'node:crypto'
import type { Plan, PlanDraft } from '../domain/plan.ts'

/**
 * Names the content of a plan: tenant, fix, every step with before and after, and each guard's ruling. Counts are left out, so that a
 * message more in the queue does not turn a plan somebody is reading into another one; a ruling that changes does.
 */
export function withHash(draft: PlanDraft): Plan {
  const content = canonical({
    tenant: draft.tenant,
    fix: draft.fix,
    steps: draft.steps,
    rulings: draft.guards.map((guard) => `${guard.guard}:${guard.ruling}`),
    connector: draft.connector,
    domains: draft.domains,
  })
  return { ...draft, hash: createHash('sha256').update(content).digest('hex').slice(0, 32) }
}

function canonical(value: unknown): string {
  return JSON.stringify(value, (_key, each) =>
    each && typeof each === 'object' && !Array.isArray(each)
      ? Object.fromEntries(Object.entries(each).sort(([a], [b]) => (a < b ? -1 : 1)))
      : each,
  )
}
