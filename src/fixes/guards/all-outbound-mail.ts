import type { GuardResult, Ruling } from '../../domain/plan.ts'
import type { OutboundConnector } from '../../domain/tenant.ts'
import { type Guard, ruled } from './guard.ts'

/** Refuses to stop centralized mail transport; a connector for every recipient domain needs one more approver. */
export const allOutboundMail: Guard = async (_world, { connector }) => (connector ? ruleAllOutboundMail(connector) : [])

function ruleAllOutboundMail(connector: OutboundConnector): GuardResult {
  return ruled('all-outbound-mail', rulingFor(connector), { connector: connector.name })
}

function rulingFor(connector: OutboundConnector): Ruling {
  if (connector.routeAllMessagesViaOnPremises) return 'refuse'
  return connector.recipientDomains.includes('*') && !connector.isTransportRuleScoped ? 'one-more-approver' : 'pass'
}
