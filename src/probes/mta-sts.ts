import { mailHosts, sessionsOf } from '../domain/dane.ts'
import type { Evidence, Resolution, TlsFacts, Transcript } from '../domain/evidence.ts'
import type { EvidenceLine, Finding } from '../domain/finding.ts'
import { matchesPolicy, policyUrl, readPolicy, type StsPolicy, stsRecord, tlsReporting } from '../domain/mta-sts.ts'
import { listed, quote } from '../domain/quote.ts'
import { coversDomain, datedCertificates } from '../domain/satisfies.ts'
import { lacksStartTls, troubleFinding } from '../domain/transcript.ts'

const DAY_SECONDS = 86_400

/**
 * Whether the hosts of a domain keep to its MTA-STS policy (RFC 8461): each must be named in it, offer TLS, and show a certificate that is
 * publicly trusted, in time and made out to the host. A policy in testing stops nothing, and one that cannot be read protects nothing. Whom
 * the domain asks to be told of failures (TLS-RPT, RFC 8460) is shown along with it.
 */
export function mtaSts(evidence: Evidence): readonly Finding[] {
  return evidence.resolutions.filter((each) => each.as === 'domain').flatMap((resolution) => domainFindings(resolution, evidence))
}

function domainFindings(resolution: Resolution, evidence: Evidence): readonly Finding[] {
  const { host: domain, mtaSts: file } = resolution
  const record = stsRecord(resolution)
  const reports = reportLines(resolution)
  if (record.is === 'invalid') return [unavailable(domain, invalidLine(domain, record.line)), ...remark(domain, reports)]
  if (record.is !== 'announced' || !file) return remark(domain, reports)
  if (file.is !== 'found')
    return [unavailable(domain, fetchLine(domain, file.is === 'unknown' ? file.why : 'not found')), ...remark(domain, reports)]
  const read = readPolicy(file.value)
  if (read.is === 'invalid') return [unavailable(domain, invalidLine(domain, read.line)), ...remark(domain, reports)]
  const lines = [policyLine(domain, read.policy), ...reports]
  const findings = read.policy.mode === 'none' ? [] : broken(resolution, read.policy, lines, evidence)
  return findings.length > 0 ? findings : remark(domain, lines)
}

function broken(resolution: Resolution, policy: StsPolicy, lines: readonly EvidenceLine[], evidence: Evidence): readonly Finding[] {
  return [...strangers(resolution, policy, lines), ...weakSessions(resolution, policy, lines, evidence)]
}

/** Exchanges that the policy does not name. Mail goes on by those it does. */
function strangers(resolution: Resolution, policy: StsPolicy, lines: readonly EvidenceLine[]): readonly Finding[] {
  const hosts = mailHosts(resolution)
  const others = hosts.filter((each) => !matchesPolicy(each, policy))
  if (others.length === 0) return []
  const { host: domain } = resolution
  const sound = hosts.length - others.length
  return [
    {
      finding: 'mta-sts-mx-mismatch',
      severity: policy.mode === 'enforce' && sound === 0 ? 'fault' : 'warning',
      subject: domain,
      stage: 'dns',
      evidence: [
        ...others.map((exchange): EvidenceLine => ({ code: 'mta-sts-mx', args: { domain, exchange, patterns: listed(policy.mx) } })),
        ...(sound > 0 ? [{ code: 'works-elsewhere' as const, args: { ok: sound, total: hosts.length } }] : []),
        ...lines,
      ],
    },
  ]
}

/** Hosts of the policy without TLS or without a certificate that it takes. A handshake that fails is told by whoever judges TLS itself. */
function weakSessions(
  resolution: Resolution,
  policy: StsPolicy,
  lines: readonly EvidenceLine[],
  { transcripts, at }: Evidence,
): readonly Finding[] {
  const named = sessionsOf(resolution, transcripts).filter((each) => matchesPolicy(each.host, policy))
  const flawed = named.filter((each) => flaw(each, at).length > 0)
  const bare = flawed.length > 0 && flawed.every((each) => !each.tls)
  return troubleFinding({
    finding: 'mta-sts-certificate-invalid',
    stage: bare ? 'starttls' : 'certificate',
    severity: policy.mode === 'enforce' ? 'fault' : 'warning',
    affected: flawed,
    sound: named.filter((each) => each.tls !== null && !flawed.includes(each)).length,
    prove: (each) => flaw(each, at),
    also: lines,
  })
}

function flaw(transcript: Transcript, at: string): readonly EvidenceLine[] {
  const { host: exchange, ip, tls } = transcript
  if (!tls) return lacksStartTls(transcript) ? [{ code: 'mta-sts-no-starttls', args: { ip, exchange } }] : []
  const reasons = invalidity(tls, exchange, at)
  if (reasons.length === 0) return []
  const { subject, issuer, names, notBefore, notAfter } = tls.certificate
  return [
    { code: 'mta-sts-certificate', args: { ip, exchange, reason: reasons.join(', ') } },
    { code: 'certificate', args: { subject: quote(subject), issuer: quote(issuer), names: listed(names), notBefore, notAfter } },
  ]
}

/** What a certificate lacks (RFC 8461 §4.1); a chain that could not be checked is no proof against it. */
function invalidity(tls: TlsFacts, exchange: string, at: string): readonly string[] {
  const inTime = datedCertificates(tls).every(
    ({ notBefore, notAfter }) => (notBefore === '' || notBefore <= at) && (notAfter === '' || at <= notAfter),
  )
  return [
    ...((tls.trust === 'trusted' || tls.trust === 'unknown') && !tls.limit ? [] : ['chain']),
    ...(inTime ? [] : ['dates']),
    ...(coversDomain(tls.certificate, exchange) ? [] : ['name']),
  ]
}

const unavailable = (domain: string, line: EvidenceLine): Finding => ({
  finding: 'mta-sts-policy-unavailable',
  severity: 'warning',
  subject: domain,
  stage: 'dns',
  evidence: [line],
})

const remark = (domain: string, evidence: readonly EvidenceLine[]): readonly Finding[] =>
  evidence.length === 0 ? [] : [{ finding: 'no-fault-found', severity: 'info', subject: domain, stage: 'dns', evidence }]

const invalidLine = (domain: string, line: string): EvidenceLine => ({ code: 'mta-sts-invalid', args: { domain, line: quote(line) } })
const fetchLine = (domain: string, why: string): EvidenceLine => ({
  code: 'mta-sts-fetch',
  args: { url: policyUrl(domain), why: quote(why) },
})

/** Senders may go by the policy they last fetched until it is as old as it allows (RFC 8461 §3.3). */
const policyLine = (domain: string, { mode, maxAge }: StsPolicy): EvidenceLine => ({
  code: 'mta-sts-policy',
  args: { domain, mode, count: Math.ceil(maxAge / DAY_SECONDS) },
})

function reportLines(resolution: Resolution): readonly EvidenceLine[] {
  const reporting = tlsReporting(resolution)
  return reporting.is === 'present' ? [{ code: 'tls-rpt', args: { domain: resolution.host, rua: listed(reporting.rua) } }] : []
}
