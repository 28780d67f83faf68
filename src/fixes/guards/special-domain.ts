import type { GuardResult } from '../../domain/plan.ts'
import type { AcceptedDomain } from '../../domain/tenant.ts'
import { lower } from '../steps/served-domains.ts'
import { type Guard, type GuardContext, list, ruled } from './guard.ts'

/** One more approver for the domain new addresses are made in, and for the tenant's first one, which services rely on. */
export const specialDomain: Guard = async (_world, context) => (context.changed.length > 0 ? ruleSpecialDomain(context) : [])

function ruleSpecialDomain({ before, changed }: Pick<GuardContext, 'before' | 'changed'>): readonly GuardResult[] {
  const touched = before.domains.filter((each) => changed.includes(lower(each.domainName)))
  return [
    rule(
      'default-domain',
      touched,
      touched.filter((each) => each.isDefault),
    ),
    rule(
      'initial-domain',
      touched,
      touched.filter((each) => each.isInitial),
    ),
  ]
}

const rule = (
  guard: 'default-domain' | 'initial-domain',
  touched: readonly AcceptedDomain[],
  special: readonly AcceptedDomain[],
): GuardResult =>
  ruled(guard, special.length > 0 ? 'one-more-approver' : 'pass', {
    domain: list((special.length > 0 ? special : touched).map((each) => each.domainName)),
  })
