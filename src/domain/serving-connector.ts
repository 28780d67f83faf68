import { type AcceptedDomain, type OutboundConnector, servesDomain } from './tenant.ts'

/** The connector Exchange would take for a recipient domain: on, not in test mode, not bound to a rule, the most exact RecipientDomains first. */
export function servingConnector(
  connectors: readonly OutboundConnector[],
  domain: string,
  accepted: readonly AcceptedDomain[] = [],
): OutboundConnector | null {
  const serving = connectors.filter(
    (each) => each.enabled && !each.testMode && !each.isTransportRuleScoped && servesDomain(each, domain, accepted),
  )
  return [...serving].sort((a, b) => exactness(b, domain) - exactness(a, domain))[0] ?? null
}

/** The longest pattern that covers the domain wins: the domain itself, then `*.d` by length; every accepted domain, or `*`, comes last. */
function exactness(connector: OutboundConnector, domain: string): number {
  const wanted = domain.toLowerCase()
  const lengths = connector.recipientDomains.map((each) => {
    const pattern = each.toLowerCase()
    if (pattern === wanted) return Number.POSITIVE_INFINITY
    return pattern.startsWith('*.') && wanted.endsWith(pattern.slice(1)) ? pattern.length : 0
  })
  return Math.max(connector.allAcceptedDomains ? 1 : 0, ...lengths)
}
