import type { GuardResult } from '../../domain/plan.ts'
import { withoutRoute } from '../steps/served-domains.ts'
import { type Guard, type GuardContext, list, ruled } from './guard.ts'

/** Refuses Internal Relay for a domain that no active connector to our own servers serves. */
export const noConnectorServes: Guard = async (_world, context) => ruleNoConnectorServes(context)

function ruleNoConnectorServes({ after, changed }: Pick<GuardContext, 'after' | 'changed'>): GuardResult {
  const left = withoutRoute(after, changed)
  return ruled('no-connector-serves', left.length > 0 ? 'refuse' : 'pass', { domain: list(left.length > 0 ? left : changed) })
}
