import { exchangesOf } from '../domain/dns.ts'
import type { Evidence } from '../domain/evidence.ts'
import type { EvidenceLine, Finding, Severity } from '../domain/finding.ts'
import { type AcceptedDomain, type OutboundConnector, servesDomain } from '../domain/tenant.ts'

/** Where Exchange Online itself takes mail in. */
const EXCHANGE_ONLINE = /(^|\.)(mail\.protection\.outlook\.com|mx\.microsoft)$/

/** Whether the connector itself is set up so that mail can leave by it. What could not be read is said, not guessed. */
export function connector(evidence: Evidence): readonly Finding[] {
  const { tenant } = evidence
  if (!tenant) return []
  if (tenant.connector.is === 'unknown') return [unreadable(evidence.target, 'connector', tenant.connector.why)]
  if (tenant.connector.is === 'absent') return tenant.connectorName ? [missing(tenant.connectorName)] : strandedDomain(evidence)
  const own = tenant.connector.value
  return own.enabled ? enabledFaults(own, evidence) : disabled(own, evidence)
}

/** An alert or a person named a connector the tenant does not have: renamed, removed, or misspelt. */
const missing = (name: string): Finding => misconfigured(name, 'fault', [{ code: 'connector-not-found', args: { connector: name } }])

function enabledFaults(own: OutboundConnector, evidence: Evidence): readonly Finding[] {
  const findings: Finding[] = []
  const { name: subject, tlsDomain } = own
  const looping = own.useMxRecord ? internalRelays(evidence).filter((domain) => leadsToExchangeOnline(domain.domainName, evidence)) : []
  if (!own.useMxRecord && own.smartHosts.length === 0) {
    findings.push(misconfigured(subject, 'fault', [{ code: 'connector-no-route', args: { connector: subject } }]))
  }
  for (const { domainName: domain } of looping) {
    findings.push(misconfigured(subject, 'fault', [{ code: 'connector-mx-loops', args: { connector: subject, domain } }]))
  }
  if (tlsDomain !== null && own.tlsSettings !== 'DomainValidation') {
    findings.push(misconfigured(subject, 'warning', [{ code: 'connector-tls-domain-alone', args: { connector: subject, tlsDomain } }]))
  }
  return findings
}

/** A disabled connector is a fault only while a domain that is relayed has no other way out; else it is how someone wanted it. */
function disabled(own: OutboundConnector, evidence: Evidence): readonly Finding[] {
  const line: EvidenceLine = { code: 'connector-disabled', args: { connector: own.name, since: own.whenChanged ?? '' } }
  const all = evidence.tenant?.domains.is === 'found' ? evidence.tenant.domains.value : []
  const stranded = internalRelays(evidence).filter(
    (domain) => servesDomain(own, domain.domainName, all) && !servedByAnother(domain, evidence),
  )
  const lines = stranded.map(({ domainName: domain }): EvidenceLine => ({ code: 'domain-relays-nowhere', args: { domain } }))
  return [misconfigured(own.name, stranded.length > 0 ? 'fault' : 'info', [line, ...lines])]
}

/** No connector is concerned: the destination may be a domain of the tenant that is relayed, but to nowhere except back here. */
function strandedDomain(evidence: Evidence): readonly Finding[] {
  return internalRelays(evidence)
    .filter((domain) => evidence.resolutions.some((each) => same(each.host, domain.domainName)))
    .filter((domain) => !servedByAnother(domain, evidence) && leadsToExchangeOnline(domain.domainName, evidence))
    .map(({ domainName: domain }) => misconfigured(domain, 'fault', [{ code: 'domain-relays-nowhere', args: { domain } }]))
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
    .some(({ host, replies }) => exchangesOf(host, replies).some((each) => EXCHANGE_ONLINE.test(each.exchange)))

const same = (one: string, other: string): boolean => one.toLowerCase() === other.toLowerCase()

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
