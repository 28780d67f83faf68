import { exchangesOf, plainName } from '../domain/dns.ts'
import type { Evidence, TenantEvidence } from '../domain/evidence.ts'
import type { EvidenceLine, Finding, Severity } from '../domain/finding.ts'
import { quote } from '../domain/quote.ts'
import { servingConnector } from '../domain/serving-connector.ts'
import { type AcceptedDomain, matchesDomain, type OutboundConnector, servesDomain } from '../domain/tenant.ts'
import { isWayIn, isWayInOf } from '../domain/way-in.ts'

/** Whether the connector itself is set up so that mail can leave by it. What could not be read is said, not guessed. */
export function connector(evidence: Evidence): readonly Finding[] {
  const { tenant } = evidence
  if (!tenant) return []
  if (tenant.connector.is === 'unknown') return [unreadable(evidence.target, 'connector', tenant.connector.why)]
  if (tenant.connector.is === 'absent') return tenant.connectorName ? [missing(tenant.connectorName)] : strandedDomain(evidence)
  const own = tenant.connector.value
  if (own.enabled && !own.testMode) return [...enabledFaults(own, evidence), ...swallowed(own, evidence)]
  return idle(own, evidence)
}

/** An alert or a person named a connector the tenant does not have: renamed, removed, or misspelt. */
const missing = (name: string): Finding => misconfigured(name, 'fault', [{ code: 'connector-not-found', args: { connector: name } }])

function enabledFaults(own: OutboundConnector, evidence: Evidence): readonly Finding[] {
  const findings: Finding[] = []
  const { name: subject, tlsDomain } = own
  const looping = own.useMxRecord ? ownDomains(own, evidence).filter((domain) => leadsToExchangeOnline(domain.domainName, evidence)) : []
  const back = own.useMxRecord ? [] : own.smartHosts.filter((host) => leadsIntoTenant(host, evidence))
  if (!own.useMxRecord && own.smartHosts.length === 0) {
    findings.push(misconfigured(subject, 'fault', [{ code: 'connector-no-route', args: { connector: subject } }]))
  }
  for (const { domainName: domain, domainType } of looping) {
    // Of an authoritative domain only mail users outside the cloud are sent on.
    const severity = domainType === 'InternalRelay' ? 'fault' : 'warning'
    findings.push(misconfigured(subject, severity, [{ code: 'connector-mx-loops', args: { connector: subject, domain } }]))
  }
  if (back.length > 0) {
    const lines = back.map((name): EvidenceLine => ({ code: 'connector-host-loops', args: { connector: subject, name: quote(name) } }))
    findings.push(misconfigured(subject, back.length === own.smartHosts.length ? 'fault' : 'warning', lines))
  }
  if (tlsDomain !== null && own.tlsSettings !== 'DomainValidation') {
    findings.push(misconfigured(subject, 'warning', [{ code: 'connector-tls-domain-alone', args: { connector: subject, tlsDomain } }]))
  }
  return findings
}

/**
 * A connector that is off, or in test mode, is a fault only while a domain that is relayed has no other way out. Off is then how someone wanted
 * it; test mode is more often forgotten.
 */
function idle(own: OutboundConnector, evidence: Evidence): readonly Finding[] {
  const line: EvidenceLine = own.enabled
    ? { code: 'connector-test-mode', args: { connector: own.name } }
    : { code: 'connector-disabled', args: { connector: own.name, since: own.whenChanged ?? '' } }
  const stranded = relayedBy(own, evidence).filter((domain) => !servedByAnother(domain, evidence))
  const lines = stranded.map(({ domainName: domain }): EvidenceLine => ({ code: 'domain-relays-nowhere', args: { domain } }))
  const mild = own.enabled ? 'warning' : 'info'
  return [misconfigured(own.name, stranded.length > 0 ? 'fault' : mild, [line, ...lines])]
}

/**
 * Domains whose mail another connector takes, because it names them more exactly; none that a transport rule sends here. A fault when nothing is
 * left for this one, and the trace does not show mail on it. Which of two that name a domain alike is taken, Microsoft does not say.
 */
function swallowed(own: OutboundConnector, { tenant }: Evidence): readonly Finding[] {
  if (tenant?.connectors.is !== 'found' || own.isTransportRuleScoped) return []
  const all = tenant.connectors.value.filter((each) => each.guid !== own.guid)
  const accepted = tenant.domains.is === 'found' ? tenant.domains.value : []
  const { named, whole } = knownDomains(own, accepted)
  const taker = (domain: string, rivals: readonly OutboundConnector[]): OutboundConnector | null =>
    servingConnector([own, ...rivals], domain, accepted)
  const lost = named.flatMap((domain) => {
    const other = taker(domain, all)
    return other && other.guid !== own.guid ? [{ domain, other: other.name }] : []
  })
  const shared = named.flatMap((domain) => {
    const rival = all.find((each) => servingConnector([each, own], domain, accepted)?.guid === each.guid)
    return rival && taker(domain, all)?.guid === own.guid ? [{ domain, other: rival.name }] : []
  })
  const lines = [
    ...lost.map((each): EvidenceLine => ({ code: 'connector-swallowed', args: { connector: own.name, ...each } })),
    ...shared.map((each): EvidenceLine => ({ code: 'connector-shared', args: { connector: own.name, ...each } })),
  ]
  const nothingLeft = whole && lost.length === named.length && !isTaken(own, tenant)
  return lines.length > 0 ? [misconfigured(own.name, nothingLeft ? 'fault' : 'warning', lines)] : []
}

/** Whether mail that waits was last tried over this very connector. */
const isTaken = ({ name }: OutboundConnector, { queue }: TenantEvidence): boolean =>
  queue.is === 'found' && queue.value.defers.some((each) => each.connector !== null && same(each.connector, name))

/** Domains that a connector is for, as far as they can be listed; `whole` when those are all: `*` and `*.d` stand for more. */
function knownDomains(
  { recipientDomains, allAcceptedDomains }: OutboundConnector,
  accepted: readonly AcceptedDomain[],
): { readonly named: readonly string[]; readonly whole: boolean } {
  const wild = recipientDomains.filter((each) => each.startsWith('*'))
  const under = (domain: string): boolean => wild.some((pattern) => pattern !== '*' && matchesDomain(pattern, domain))
  const known = accepted.map((each) => each.domainName.toLowerCase()).filter((domain) => allAcceptedDomains || under(domain))
  const exact = recipientDomains.filter((each) => !each.startsWith('*')).map((each) => each.toLowerCase())
  return { named: [...new Set([...exact, ...known])], whole: wild.length === 0 }
}

/** No connector is concerned: the destination may be a domain of the tenant that is relayed, but to nowhere except back here. */
function strandedDomain(evidence: Evidence): readonly Finding[] {
  return internalRelays(evidence)
    .filter((domain) => evidence.resolutions.some((each) => same(each.host, domain.domainName)))
    .filter((domain) => !servedByAnother(domain, evidence) && leadsToExchangeOnline(domain.domainName, evidence))
    .map(({ domainName: domain }) => misconfigured(domain, 'fault', [{ code: 'domain-relays-nowhere', args: { domain } }]))
}

const relayedBy = (own: OutboundConnector, evidence: Evidence): readonly AcceptedDomain[] => {
  const all = evidence.tenant?.domains.is === 'found' ? evidence.tenant.domains.value : []
  return internalRelays(evidence).filter((domain) => servesDomain(own, domain.domainName, all))
}

/** Domains of the tenant whose mail the connector takes out: those that are relayed, and any that it names. */
const ownDomains = (own: OutboundConnector, evidence: Evidence): readonly AcceptedDomain[] => {
  const all = evidence.tenant?.domains.is === 'found' ? evidence.tenant.domains.value : []
  const relayed = relayedBy(own, evidence)
  return all.filter((domain) => relayed.includes(domain) || own.recipientDomains.some((name) => same(name, domain.domainName)))
}

const internalRelays = ({ tenant }: Evidence): readonly AcceptedDomain[] =>
  tenant?.domains.is === 'found' ? tenant.domains.value.filter((each) => each.domainType === 'InternalRelay') : []

/** True also when the connectors could not be read: then nothing is claimed. */
function servedByAnother(domain: AcceptedDomain, { tenant }: Evidence): boolean {
  if (tenant?.connectors.is !== 'found' || tenant.domains.is !== 'found') return true
  const accepted = tenant.domains.value
  return tenant.connectors.value.some(
    (each) => each.enabled && !each.isTransportRuleScoped && !each.testMode && servesDomain(each, domain.domainName, accepted),
  )
}

const leadsToExchangeOnline = (domain: string, { resolutions }: Evidence): boolean =>
  resolutions
    .filter((each) => same(each.host, domain))
    .some(({ host, replies }) => exchangesOf(host, replies).some((each) => isWayIn(each.exchange)))

/** Whether a host is the way into this very tenant. A partner's tenant has another. */
function leadsIntoTenant(host: string, { tenant, resolutions }: Evidence): boolean {
  const own = tenant?.domains.is === 'found' ? tenant.domains.value : []
  const exchanges = resolutions.filter((each) => same(each.host, host)).flatMap((each) => exchangesOf(each.host, each.replies))
  return [host, ...exchanges.map((each) => each.exchange)].some((name) => own.some((domain) => isWayInOf(domain, name)))
}

const same = (one: string, other: string): boolean => plainName(one) === plainName(other)

const misconfigured = (subject: string, severity: Severity, evidence: readonly EvidenceLine[]): Finding => ({
  finding: 'connector-misconfigured',
  severity,
  subject,
  stage: 'tenant',
  evidence,
})

const unreadable = (subject: string, what: string, why: string): Finding => ({
  finding: 'unrecognised',
  severity: 'info',
  subject,
  stage: 'tenant',
  evidence: [{ code: 'unreadable', args: { what, why } }],
})
