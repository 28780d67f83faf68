import { mailUsersStayRouted } from './guards/mail-users-stay-routed.ts'
import { matchSubDomains } from './guards/match-sub-domains.ts'
import { notCovered } from './guards/not-covered.ts'
import { specialDomain } from './guards/special-domain.ts'
import { unknownRecipientsDelivered } from './guards/unknown-recipients-delivered.ts'
import { changeDomains } from './steps/change-domains.ts'
import { makeFix } from './steps/make-fix.ts'

/** Internal Relay to Authoritative: recipients that the tenant does not know are rejected at once instead of being relayed. */
export const makeDomainAuthoritative = makeFix({
  name: 'make-domain-authoritative',
  approvals: 1,
  choose: (state, target) => changeDomains(state, target, 'InternalRelay', 'Authoritative'),
  guards: () => [unknownRecipientsDelivered, matchSubDomains, specialDomain, mailUsersStayRouted, notCovered],
})
