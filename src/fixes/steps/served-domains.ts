import { type AcceptedDomain, type OutboundConnector, patternsOf, servesDomain } from '../../domain/tenant.ts'
import type { TenantState } from './tenant-state.ts'

/** Whether mail may take this connector without a rule sending it there. */
const isActive = (connector: OutboundConnector): boolean => connector.enabled && !connector.testMode && !connector.isTransportRuleScoped

/** The accepted domains whose mail a connector takes when it is on. */
export const acceptedServedBy = (connector: OutboundConnector, accepted: readonly AcceptedDomain[]): readonly AcceptedDomain[] =>
  accepted.filter((each) => servesDomain(connector, each.domainName, accepted))

/** All recipient domains of a connector in lower case: accepted ones, with the subdomains that they take in, then its own entries, patterns included. */
export const routeDomains = (connector: OutboundConnector, accepted: readonly AcceptedDomain[]): readonly string[] => {
  const served = accepted.flatMap(patternsOf).filter((pattern) => servesDomain(connector, pattern, accepted))
  return [...new Set([...served, ...connector.recipientDomains.map(lower)])]
}

/** The active connectors to our own servers that take the mail of an accepted domain. One to a partner is no way home for it. */
export const routesHome = (state: TenantState, domain: string): readonly OutboundConnector[] =>
  state.connectors.filter((each) => isActive(each) && each.connectorType === 'OnPremises' && servesDomain(each, domain, state.domains))

/**
 * Internal Relay domains among `domains` without an active connector to our own servers: mail for recipients unknown to the tenant
 * has nowhere to go (Microsoft, "Manage accepted domains": Internal Relay needs a connector).
 */
export const withoutRoute = (state: TenantState, domains: readonly string[]): readonly string[] =>
  state.domains
    .filter((each) => each.domainType === 'InternalRelay' && domains.includes(lower(each.domainName)))
    .filter((each) => routesHome(state, each.domainName).length === 0)
    .map((each) => lower(each.domainName))

export const lower = (text: string): string => text.toLowerCase()
