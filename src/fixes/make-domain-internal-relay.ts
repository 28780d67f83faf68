import { edgeBlockingEnds } from './guards/edge-blocking-ends.ts'
import { noConnectorServes } from './guards/no-connector-serves.ts'
import { changeDomains } from './steps/change-domains.ts'
import { makeFix } from './steps/make-fix.ts'

/** Authoritative to Internal Relay: recipients that the tenant does not know are relayed through a connector again. */
export const makeDomainInternalRelay = makeFix({
  name: 'make-domain-internal-relay',
  approvals: 1,
  choose: (state, target) => changeDomains(state, target, 'Authoritative', 'InternalRelay'),
  guards: () => [noConnectorServes, edgeBlockingEnds],
})
