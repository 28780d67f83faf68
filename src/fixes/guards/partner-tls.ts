import type { GuardResult } from '../../domain/plan.ts'
import type { OutboundConnector } from '../../domain/tenant.ts'
import { type Guard, ruled } from './guard.ts'

/** One more approver for a connector to a partner: what it demands of TLS falls away with it. */
export const partnerTls: Guard = async (_world, { connector }) => (connector ? rulePartnerTls(connector) : [])

function rulePartnerTls(connector: OutboundConnector): GuardResult {
  const ruling = connector.connectorType === 'Partner' ? 'one-more-approver' : 'pass'
  return ruled('partner-tls', ruling, { connector: connector.name, tlsSettings: connector.tlsSettings ?? 'opportunistic TLS' })
}
