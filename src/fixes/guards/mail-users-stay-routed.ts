import type { GuardResult } from '../../domain/plan.ts'
import type { Listing, Recipient } from '../../domain/tenant.ts'
import { type Guard, list, ruled, unreadable } from './guard.ts'

/** Says how many MailUsers an Authoritative domain keeps routing to their external addresses. */
export const mailUsersStayRouted: Guard = async (world, { changed }) => {
  const answer = await world.exchange.mailUsers(changed)
  if (answer.is !== 'found') return unreadable('Get-Recipient', answer.is === 'unknown' ? answer.why : 'no such object')
  return ruleMailUsersStayRouted(answer.value, changed)
}

function ruleMailUsersStayRouted(users: Listing<Recipient>, domains: readonly string[]): GuardResult {
  const count = users.items.length
  const ruling = count > 0 || !users.complete ? 'warn' : 'pass'
  return ruled('mail-users-stay-routed', ruling, { count, domain: list(domains) }, !users.complete)
}
