import type { GuardResult } from '../../domain/plan.ts'
import type { Listing, Recipient } from '../../domain/tenant.ts'
import { type Guard, list, ruled, unreadable } from './guard.ts'

/** Refuses while recipients outside the cloud are served: their mail would no longer arrive. */
export const onPremisesRecipients: Guard = async (world, { domains }) => {
  const answer = await world.exchange.mailUsers(domains)
  if (answer.is !== 'found') return unreadable('Get-Recipient', answer.is === 'unknown' ? answer.why : 'no such object')
  return ruleOnPremisesRecipients(answer.value, domains)
}

/** An incomplete listing without a hit proves nothing. */
function ruleOnPremisesRecipients(users: Listing<Recipient>, domains: readonly string[]): GuardResult {
  const count = users.items.length
  if (count === 0 && !users.complete) return unreadable('Get-Recipient', 'the list could not be read to its end')
  return ruled('on-premises-recipients', count > 0 ? 'refuse' : 'pass', { count, domains: list(domains) }, !users.complete)
}
