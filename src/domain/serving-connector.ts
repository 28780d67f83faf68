import { type AcceptedDomain, matchesDomain, type OutboundConnector, servesDomain } from './tenant.ts'

/** The connector Exchange would take for a recipient domain: on, not in test mode, not bound to a rule, the most exact RecipientDomains first. */
export function servingConnector(
  connectors: readonly OutboundConnector[],
  domain: string,
  accepted: readonly AcceptedDomain[] = [],
): OutboundConnector | null {
  const serving = connectors.filter(
    (each) => each.enabled && !each.testMode && !each.isTransportRuleScoped && carries(each, domain, accepted),
  )
  return [...serving].sort((a, b) => exactness(b, domain) - exactness(a, domain))[0] ?? null
}

/** Whether mail for a domain leaves by a connector. `*` is the world outside: mail for an authoritative domain of the tenant stays, unless it is named. */
export function carries(connector: OutboundConnector, domain: string, accepted: readonly AcceptedDomain[]): boolean {
  const isOurs = accepted.some((each) => each.domainType === 'Authoritative' && matchesDomain(each.domainName, domain))
  const isNamed = connector.allAcceptedDomains || connector.recipientDomains.some((each) => each !== '*' && matchesDomain(each, domain))
  return servesDomain(connector, domain, accepted) && (isNamed || !isOurs)
}

/** The longest pattern that covers the domain wins: the domain itself, then `*.d` by length; every accepted domain, or `*`, comes last. */
function exactness(connector: OutboundConnector, domain: string): number {
  const lengths = connector.recipientDomains
    .filter((pattern) => pattern !== '*' && matchesDomain(pattern, domain))
    .map((pattern) => (pattern.startsWith('*.') ? pattern.length : Number.POSITIVE_INFINITY))
  return Math.max(connector.allAcceptedDomains ? 1 : 0, ...lengths)
}
