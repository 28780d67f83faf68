import type { GuardResult } from '../../domain/plan.ts'
import { lower, withoutRoute } from '../steps/served-domains.ts'
import { type Guard, type GuardContext, list, ruled } from './guard.ts'

/** Refuses when an Internal Relay domain would be left without a connector to our own servers. */
export const domainWithoutRoute: Guard = async (_world, context) => ruleDomainWithoutRoute(context)

function ruleDomainWithoutRoute({ after, domains }: Pick<GuardContext, 'after' | 'domains'>): GuardResult {
  const left = withoutRoute(after, domains)
  const relays = after.domains.filter((each) => each.domainType === 'InternalRelay').map((each) => lower(each.domainName))
  const shown = left.length > 0 ? left : domains.filter((domain) => relays.includes(domain))
  return ruled('domain-without-route', left.length > 0 ? 'refuse' : 'pass', { domains: list(shown) })
}
