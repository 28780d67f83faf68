import type { GuardResult } from '../../domain/plan.ts'
import type { OnPremisesOrganization, OutboundConnector } from '../../domain/tenant.ts'
import { type Guard, ruled, unreadable } from './guard.ts'

/** One more approver for a connector of the Hybrid Configuration Wizard, or one that a hybrid organisation refers to. */
export const hybridWizard: Guard = async (world, { connector }) => {
  if (!connector) return []
  const organizations = await world.exchange.onPremisesOrganizations()
  if (organizations.is === 'found') return ruleHybridWizard(connector, organizations.value)
  const ruling = ruleHybridWizard(connector, [])
  if (ruling.ruling !== 'pass') return ruling
  return unreadable('Get-OnPremisesOrganization', organizations.is === 'unknown' ? organizations.why : 'no such object')
}

function ruleHybridWizard(connector: OutboundConnector, organizations: readonly OnPremisesOrganization[]): GuardResult {
  const referred = organizations.some((each) => each.outboundConnector !== null && names(each.outboundConnector, connector))
  const hybrid = connector.connectorSource === 'HybridWizard' || referred
  return ruled('hybrid-wizard', hybrid ? 'one-more-approver' : 'pass', { connector: connector.name })
}

/** Exchange refers to a connector by name, GUID or distinguished name, whose first part is `CN=` and the name. */
export function names(reference: string, connector: OutboundConnector): boolean {
  const wanted = reference.toLowerCase()
  const known = [connector.name, connector.identity, connector.guid].map((each) => each.toLowerCase())
  return known.includes(wanted) || wanted.startsWith(`cn=${connector.name.toLowerCase()},`)
}
