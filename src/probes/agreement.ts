import { plainName } from '../domain/dns.ts'
import type { Evidence, Requirements, Resolution } from '../domain/evidence.ts'
import type { Finding, FindingCode } from '../domain/finding.ts'
import type { Reported } from '../domain/incident.ts'

/** Reports that name a group of causes, or a symptom: what was seen may say which one, or where it comes from. */
const EXPLAINED: readonly { readonly reported: RegExp; readonly by: RegExp }[] = [
  { reported: /^dns-(query-failed|no-records|servers-failing|domain-missing)$/, by: /^(dns-|null-mx|mx-invalid|dane-dnssec-invalid)/ },
  { reported: /^null-mx$/, by: /^dns-(domain-expired|stale)/ },
  {
    reported: /^connection-(timed-out|refused|unreachable)$/,
    by: /^(connection-unreachable|dns-(stale|domain-expired)|address-not-public|ipv6-broken|one-of-many-down)/,
  },
  { reported: /^connection-unreachable$/, by: /^connection-timed-out/ },
  { reported: /^connection-timed-out$/, by: /^(slow-server|tarpit|connection-dropped)/ },
  {
    reported: /^connection-dropped$/,
    by: /^(connection-timed-out|not-smtp|starttls-masked|tls-handshake-failed|slow-server|tarpit|service-unavailable|dns-(stale|domain-expired))/,
  },
  {
    reported: /^session-refused$/,
    by: /^(service-unavailable|not-smtp|starttls-|tls-|client-certificate|certificate-|connection-(refused|timed-out|dropped)|address-not-public|hosts-disagree|dns-(stale|domain-expired)|one-of-many-down|ipv6-broken)/,
  },
  { reported: /^service-unavailable$/, by: /^(session-refused|tarpit|dns-(stale|domain-expired))/ },
  { reported: /^starttls-missing$/, by: /^(starttls-masked|dane-starttls-missing|hosts-disagree)/ },
  {
    reported: /^tls-handshake-failed$/,
    by: /^(tls-|client-certificate|certificate-|connection-dropped|starttls-m|dane-starttls-missing)/,
  },
  { reported: /^certificate-rejected$/, by: /^(certificate-|hosts-disagree)/ },
  { reported: /^certificate-(expired|name-mismatch|untrusted)$/, by: /^(hosts-disagree|certificate-depends-on-sni)/ },
  // Windows names both ends of the validity with one error (CERT_E_EXPIRED).
  { reported: /^certificate-expired$/, by: /^(certificate-not-yet-valid|dane-certificate-expired|mta-sts-certificate-invalid)/ },
  { reported: /^certificate-name-mismatch$/, by: /^(certificate-untrusted|dane-certificate-name-mismatch|mta-sts-certificate-invalid)/ },
  { reported: /^certificate-untrusted$/, by: /^(certificate-(revoked|weak)|dane-tlsa-invalid|mta-sts-certificate-invalid)/ },
  { reported: /^dane-/, by: /^(dane-|starttls-m|tls-)/ },
  { reported: /^mta-sts-/, by: /^(mta-sts-|starttls-m|certificate-(expired|not-yet-valid|name-mismatch|untrusted|revoked))/ },
  { reported: /^mail-loop$/, by: /^connector-misconfigured/ },
]

/** Words of the other side inside the report: it was reached, and spoke. */
const SPOKEN = /\bMessage=["'\s]{0,3}[45]\d\d[ -]/

/** Whether a thing seen is what a report means: the same, or what lies behind it. */
export const fits = (said: Reported, seen: Finding): boolean =>
  said.finding === seen.finding ||
  (EXPLAINED.some((each) => each.reported.test(said.finding) && each.by.test(seen.finding)) && !gotFurther(said, seen))

/** A server that spoke to Exchange Online was found and connected to; one that closed the session was connected to. */
const gotFurther = (said: Reported, { stage, severity }: Finding): boolean =>
  severity === 'fault' &&
  ((SPOKEN.test(said.text) && (stage === 'dns' || stage === 'connect')) || (said.finding === 'connection-dropped' && stage === 'connect'))

/** Whether a report names this very thing, not only a group of causes that it belongs to. */
export const names = (said: Reported, seen: Finding): boolean =>
  said.finding === seen.finding && (!CATCH_ALL.includes(said.finding) || SPOKEN.test(said.text))

/** Whether a report may speak of a thing seen: on a route to several domains, only of the one whose mail was tried. */
export function concerns(said: Reported, { subject, stage }: Finding, { resolutions }: Evidence): boolean {
  const domains = resolutions.filter((each) => each.as === 'domain')
  const wanted = domains.find((each) => plainName(each.host) === plainName(said.domain ?? ''))
  const own = domains.filter((each) => leadsTo(each, subject))
  return stage === 'tenant' || wanted === undefined || own.length === 0 || own.includes(wanted)
}

const leadsTo = ({ host, addresses }: Resolution, subject: string): boolean =>
  [host, ...addresses.map((each) => each.host)].some((name) => plainName(name) === plainName(subject))

/** Codes under which Exchange Online gathers many causes. */
const CATCH_ALL: readonly FindingCode[] = ['session-refused', 'dns-query-failed', 'certificate-rejected']
/** What only the message trace tells: its own detail, or the words of the other side. */
const TRACE = /\bLED ?=|\bMessage=|socket error code|winsock error/i
const FRESH_MS = 6 * 3_600_000

/** Whether a report is Exchange Online's own account of a try made lately, and says what went wrong in it. `at`: now, ISO 8601. */
export const isFreshTrace = (said: Reported, at: string): boolean =>
  TRACE.test(said.text) && (!CATCH_ALL.includes(said.finding) || SPOKEN.test(said.text)) && Date.parse(at) - Date.parse(said.at) <= FRESH_MS

const LIFETIME_MS = 24 * 3_600_000

/** Whether a report may be of mail that still waits: none is kept longer than a day (Microsoft, "Mail flow intelligence in EOP"). */
export const isOfToday = (said: Reported, at: string): boolean => Date.parse(at) - Date.parse(said.at) <= LIFETIME_MS

/** One thing under two names: by the connector's settings and by a policy of the destination. */
const KIN: readonly RegExp[] = [
  /^(starttls-missing|starttls-masked|tls-|dane-starttls-missing$|mta-sts-certificate-invalid$)/,
  /^(certificate-expired|dane-certificate-expired|mta-sts-certificate-invalid)$/,
  /^(certificate-name-mismatch|dane-certificate-name-mismatch|mta-sts-certificate-invalid)$/,
  /^(certificate-(untrusted|revoked|not-yet-valid)|dane-tlsa-invalid|mta-sts-certificate-invalid)$/,
]
const POLICY = /^(dane|mta-sts)-/

/** Findings that are the chosen one by another name. */
export const kinOf = (chosen: Finding, findings: readonly Finding[]): readonly Finding[] =>
  findings.filter(
    (each) =>
      each.finding !== chosen.finding &&
      POLICY.test(each.finding) !== POLICY.test(chosen.finding) &&
      each.severity !== 'info' &&
      KIN.some((kin) => kin.test(each.finding) && kin.test(chosen.finding)),
  )

/** Whether the settings look away from such a thing, so that it can never be why mail waits. */
export function isIgnored({ finding, stage }: Finding, { tlsSettings }: Requirements): boolean {
  if (finding === 'certificate-expires-soon') return true
  if (finding === 'certificate-name-mismatch' || finding === 'certificate-depends-on-sni') return tlsSettings !== 'DomainValidation'
  if (/^starttls-(missing|masked)$/.test(finding) || (finding === 'hosts-disagree' && stage === 'starttls')) return tlsSettings === null
  return /^(certificate-|hosts-disagree)/.test(finding) && (tlsSettings === null || tlsSettings === 'EncryptionOnly')
}
