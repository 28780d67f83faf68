import { createHash } from 'node:crypto'
import { bogusRoute, type DaneState, daneMatch, daneState, mailHosts, routeSecurity, sessionsOf } from '../domain/dane.ts'
import { plainName } from '../domain/dns.ts'
import type { Certificate, DnsReply, Evidence, Resolution, Transcript } from '../domain/evidence.ts'
import type { EvidenceLine, Finding, FindingCode, Severity, Stage } from '../domain/finding.ts'
import { listed, quote } from '../domain/quote.ts'
import { showTlsa } from '../domain/tlsa.ts'
import { keywordsOf, lacksStartTls, passed, stageMs, troubleFinding } from '../domain/transcript.ts'

const DAY_MS = 86_400_000
const MOST_RECORDS = 8

/** How one session fares under the DANE of its host. `free`: DANE asks nothing of it; `not-there`: it never came as far as TLS. */
type Outcome =
  | { readonly is: 'matches'; readonly line: EvidenceLine }
  | { readonly is: 'encrypted' | 'free' | 'not-there' | 'held' | 'no-tls' | 'mismatch' | 'other-name' }
  | { readonly is: 'out-of-date'; readonly certificate: Certificate }

/** One host of a resolution, what DANE says of it, and its sessions. */
interface Host {
  readonly name: string
  readonly state: DaneState
  readonly sessions: readonly { readonly transcript: Transcript; readonly outcome: Outcome }[]
}

const TROUBLES: readonly { readonly outcome: Outcome['is']; readonly finding: FindingCode; readonly stage: Stage }[] = [
  { outcome: 'no-tls', finding: 'dane-starttls-missing', stage: 'starttls' },
  { outcome: 'mismatch', finding: 'dane-tlsa-invalid', stage: 'certificate' },
  { outcome: 'out-of-date', finding: 'dane-certificate-expired', stage: 'certificate' },
  { outcome: 'other-name', finding: 'dane-certificate-name-mismatch', stage: 'certificate' },
]

/**
 * What TLSA records demand of each mail host, and whether it keeps to them (RFC 6698, RFC 7671, RFC 7672). They count only where a resolver
 * validated them and every answer that led there. Exchange Online documents DANE for routing by MX, so that for a smart host it is a warning.
 */
export function dane(evidence: Evidence): readonly Finding[] {
  return evidence.resolutions.flatMap((resolution) => {
    const hosts = hostsOf(resolution, evidence)
    return [...brokenSignatures(resolution, hosts, evidence), ...troubles(resolution, hosts, evidence), ...remarks(resolution, hosts)]
  })
}

function hostsOf(resolution: Resolution, evidence: Evidence): readonly Host[] {
  const sessions = sessionsOf(resolution, evidence.transcripts)
  return mailHosts(resolution).map((name) => {
    const state = daneState(name, resolution, evidence.resolverValidates)
    const own = sessions.filter((each) => plainName(each.host) === name)
    return { name, state, sessions: own.map((transcript) => ({ transcript, outcome: outcomeOf(transcript, state, evidence.at) })) }
  })
}

function outcomeOf(transcript: Transcript, state: DaneState, at: string): Outcome {
  if (state.is === 'bogus') return { is: 'held' }
  if (state.is !== 'usable' && state.is !== 'unusable') return passed(transcript, 'ehlo') ? { is: 'free' } : { is: 'not-there' }
  if (!transcript.tls) return { is: lacksTls(transcript) ? 'no-tls' : 'not-there' }
  if (state.is === 'unusable') return { is: 'encrypted' }
  const match = daneMatch(transcript.tls, state, at, sha256)
  if (match.is !== 'matches') return match
  const record = showTlsa(match.record)
  return { is: 'matches', line: { code: 'dane-match', args: { ip: transcript.ip, name: state.name, record } } }
}

const sha256 = (hex: string): string => createHash('sha256').update(Buffer.from(hex, 'hex')).digest('hex')

const lacksTls = (transcript: Transcript): boolean => transcript.fault?.stage === 'handshake' || lacksStartTls(transcript)

/** Sessions by which mail gets through as far as DANE goes. */
const soundOf = (hosts: readonly Host[]): number =>
  hosts.flatMap((each) => each.sessions).filter(({ outcome }) => ['matches', 'encrypted', 'free'].includes(outcome.is)).length

const severityFor = ({ as }: Resolution): Severity => (as === 'domain' ? 'fault' : 'warning')

function troubles(resolution: Resolution, hosts: readonly Host[], { at }: Evidence): readonly Finding[] {
  return TROUBLES.flatMap(({ outcome, finding, stage }) => {
    const concerned = hosts.filter((host) => host.sessions.some((each) => each.outcome.is === outcome))
    const affected = concerned.flatMap((host) => host.sessions.filter((each) => each.outcome.is === outcome))
    return troubleFinding({
      finding,
      stage,
      severity: severityFor(resolution),
      affected: affected.map((each) => each.transcript),
      sound: soundOf(hosts),
      prove: (transcript) => {
        const host = concerned.find((each) => each.name === plainName(transcript.host))
        const own = affected.find((each) => each.transcript === transcript)
        return host && own ? proof(host, transcript, own.outcome, at) : []
      },
      also: concerned.flatMap((host) => recordLines(host.state)),
    })
  })
}

function proof({ name, state }: Host, transcript: Transcript, outcome: Outcome, at: string): readonly EvidenceLine[] {
  const { ip, tls } = transcript
  if (!tls) return [failureLine(transcript)]
  const { subject, issuer, names, notBefore, notAfter } = tls.certificate
  const shown: EvidenceLine = {
    code: 'certificate',
    args: { subject: quote(subject), issuer: quote(issuer), names: listed(names), notBefore, notAfter },
  }
  switch (outcome.is) {
    case 'out-of-date':
      return [dateLine(outcome.certificate, at), shown]
    case 'other-name':
      return [{ code: 'certificate-name', args: { names: listed(names), wanted: name, setting: 'DANE' } }, shown]
    default: {
      const count = state.is === 'usable' ? state.records.length : 0
      return [{ code: 'dane-mismatch', args: { ip, name: state.is === 'usable' ? state.name : name, count } }, shown]
    }
  }
}

function failureLine(transcript: Transcript): EvidenceLine {
  const { ip, fault } = transcript
  const stage = fault?.stage ?? 'starttls'
  switch (fault?.why.is) {
    case 'tls':
      return { code: 'tls-alert', args: { ip, error: quote(fault.why.error) } }
    case 'reply':
      return { code: 'reply', args: { ip, stage, reply: quote(fault.why.text) } }
    case 'timed-out':
      return { code: 'no-answer', args: { ip, stage, ms: stageMs(transcript, stage) } }
    case 'closed':
      return { code: 'closed-by-peer', args: { ip, stage, error: quote(fault.why.error) } }
    default:
      return { code: 'starttls-not-offered', args: { ip, keywords: listed(keywordsOf(transcript)) } }
  }
}

function dateLine({ subject, notBefore, notAfter }: Certificate, at: string): EvidenceLine {
  if (notBefore > at) return { code: 'certificate-not-yet', args: { subject: quote(subject), notBefore } }
  const days = Math.floor((Date.parse(at) - Date.parse(notAfter)) / DAY_MS)
  return { code: 'certificate-expired', args: { subject: quote(subject), notAfter, days } }
}

function recordLines(state: DaneState): readonly EvidenceLine[] {
  if (!('records' in state)) return []
  const records = state.is === 'usable' ? state.records.map(showTlsa) : state.records
  return records.slice(0, MOST_RECORDS).map((record) => ({ code: 'dane-record', args: { name: state.name, record: quote(record) } }))
}

/**
 * Answers whose signatures do not hold. Of MX and addresses they keep any mail from finding its way; of TLSA, mail may not go to that host
 * (RFC 7672 §2.1.1), as it may not where the question fails in a zone that is signed.
 */
function brokenSignatures(resolution: Resolution, hosts: readonly Host[], evidence: Evidence): readonly Finding[] {
  const { host, as, addresses } = resolution
  const route = bogusRoute(resolution, evidence.resolverValidates)
  const tlsa = hosts.flatMap(({ state }) => (state.is === 'bogus' ? state.replies : []))
  const bogus = [...route, ...tlsa]
  const lost =
    route.some((each) => each.question.type === 'MX' && plainName(each.question.name) === plainName(host)) || addresses.length === 0
  const others = as === 'smart-host' && evidence.resolutions.some((each) => each !== resolution && each.addresses.length > 0)
  const stops = lost
    ? route.length > 0 && !others
    : as === 'domain' && soundOf(hosts) === 0 && hosts.every((each) => each.state.is === 'bogus')
  const unread = hosts.flatMap(({ name, state }) =>
    state.is === 'unread' && routeSecurity(name, resolution) === 'secure' ? state.replies : [],
  )
  return [
    ...dnsFinding('dane-dnssec-invalid', stops ? 'fault' : 'warning', host, bogus, (each) => ({
      code: 'dns-bogus',
      args: questionOf(each),
    })),
    ...dnsFinding('dns-servers-failing', 'warning', host, unread, (each) => ({
      code: 'dns-failure',
      args: { ...questionOf(each), rcode: each.rcode },
    })),
  ]
}

const questionOf = ({ question: { name, type }, server }: DnsReply) => ({ name: plainName(name), type, server })

const dnsFinding = (
  finding: FindingCode,
  severity: Severity,
  subject: string,
  replies: readonly DnsReply[],
  line: (reply: DnsReply) => EvidenceLine,
): readonly Finding[] => (replies.length === 0 ? [] : [{ finding, severity, subject, stage: 'dns', evidence: replies.map(line) }])

/** What holds no mail up: records that fit, that cannot be used, that do not count, or of which it cannot be said whether they do. */
function remarks(resolution: Resolution, hosts: readonly Host[]): readonly Finding[] {
  const told = (is: DaneState['is'], first: (name: string) => EvidenceLine): readonly EvidenceLine[] =>
    hosts.flatMap(({ state }) => (state.is === is && 'name' in state ? [first(state.name), ...recordLines(state)] : []))
  const fitting = hosts.flatMap((each) => each.sessions.flatMap(({ outcome }) => (outcome.is === 'matches' ? [outcome.line] : [])))
  const unsigned = told('unsigned', (name) => ({ code: 'dane-unsigned', args: { name } }))
  const unknown = told('unknown', () => ({ code: 'dnssec-unknown', args: {} }))
  const unusable = told('unusable', (name) => ({ code: 'dane-unusable', args: { name } }))
  const remark = (finding: FindingCode, severity: Severity, stage: Stage, evidence: readonly EvidenceLine[]): readonly Finding[] =>
    evidence.length === 0 ? [] : [{ finding, severity, subject: resolution.host, stage, evidence }]
  return [
    ...remark('dane-tlsa-invalid', 'warning', 'certificate', unusable),
    ...remark('no-fault-found', 'info', 'certificate', [...fitting, ...unsigned]),
    ...remark('unrecognised', 'info', 'dns', unknown),
  ]
}
