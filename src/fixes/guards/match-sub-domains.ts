import type { GuardResult } from '../../domain/plan.ts'
import { lower } from '../steps/served-domains.ts'
import { type Guard, type GuardContext, list, ruled } from './guard.ts'

/** Refuses while a domain also covers its subdomains: that needs Internal Relay (Set-AcceptedDomain, -MatchSubDomains). */
export const matchSubDomains: Guard = async (_world, context) => (context.changed.length > 0 ? ruleMatchSubDomains(context) : [])

function ruleMatchSubDomains({ before, changed }: Pick<GuardContext, 'before' | 'changed'>): GuardResult {
  const covering = before.domains
    .filter((each) => each.matchSubDomains && changed.includes(lower(each.domainName)))
    .map((each) => each.domainName)
  return ruled('match-sub-domains', covering.length > 0 ? 'refuse' : 'pass', { domain: list(covering.length > 0 ? covering : changed) })
}
