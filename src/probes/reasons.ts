import { isAboutCaller } from '../domain/about-caller.ts'
import type { Evidence } from '../domain/evidence.ts'
import type { Confidence, EvidenceCode, EvidenceLine, Finding, ReasonCode } from '../domain/finding.ts'
import type { Reported } from '../domain/incident.ts'

const shows = ({ evidence }: Finding, ...codes: readonly EvidenceCode[]): boolean => evidence.some((line) => codes.includes(line.code))

/** Our own resolver did not answer, not even for the root where that was tried: nothing is known about the domain's servers. */
export const isSilentDns = ({ stage, evidence }: Finding, { resolverValidates }: Evidence): boolean =>
  stage === 'dns' && evidence.length > 0 && evidence.every((line) => isSilence(line, resolverValidates !== null))

const isSilence = ({ code, args }: EvidenceLine, resolverAnswers: boolean): boolean =>
  code === 'dns-failure' && (args.rcode === 'unreachable' || (args.rcode === 'timeout' && !resolverAnswers))

/** Whether mail is known to wait on the route. */
export const isWaiting = ({ tenant }: Evidence): boolean => tenant?.queue.is === 'found' && tenant.queue.value.pending > 0

/** Whether the server may turn us away and nobody else: it wants a certificate we have none of, names our address, or knows who may relay. */
export function mayBeUs(finding: Finding): boolean {
  if (finding.finding === 'client-certificate-demanded') return true
  if (shows(finding, 'recipient-reply', 'sender-reply')) return shows(finding, 'seen-from-here')
  const replies = finding.stage === 'starttls' ? [] : finding.evidence.filter((line) => line.code === 'reply')
  return replies.length > 0 && replies.every((line) => isAboutCaller(String(line.args.reply)))
}

const CONNECTING = /^connection-(refused|timed-out|unreachable)$/

/** Whether a thing may look otherwise from where Exchange Online stands: who may connect, who is turned away, where a name leads inside a company. */
export const isFromHere = (finding: Finding): boolean =>
  CONNECTING.test(finding.finding) || mayBeUs(finding) || (finding.finding === 'address-not-public' && !isAddressItself(finding))

/** An address in place of a name is the same for everybody. */
const isAddressItself = ({ subject, evidence }: Finding): boolean => evidence.some((line) => line.args.ip === subject)

/** How sure a fault is the cause when nobody but us says so. */
export function confidenceIn(finding: Finding, evidence: Evidence): Confidence {
  if (isSilentDns(finding, evidence)) return 'possible'
  if (mayBeUs(finding)) return isWaiting(evidence) ? 'likely' : 'possible'
  switch (finding.finding) {
    case 'connection-timed-out':
    case 'connection-unreachable': {
      if (finding.stage !== 'connect') return 'likely'
      return isWaiting(evidence) || evidence.control?.passed ? 'likely' : 'possible'
    }
    case 'dns-cname-loop':
      // How many links Exchange Online follows is not published.
      return shows(finding, 'dns-cname-long') ? 'likely' : 'certain'
    case 'dns-domain-expired':
      // The date alone may be an old one; a status is what the registry acts by.
      return shows(finding, 'domain-status') ? 'certain' : 'likely'
    case 'starttls-masked':
      // Overwritten text is past doubt, though not on which side; that STARTTLS is refused or left out may have another reason.
      return shows(finding, 'masked') && isWaiting(evidence) ? 'certain' : 'likely'
    case 'tls-handshake-failed':
      return shows(finding, 'tls-alert') ? 'certain' : 'likely'
    case 'tls-no-shared-cipher':
      return shows(finding, 'tls-weak-cipher') ? 'certain' : 'likely'
    case 'address-not-public':
      return isAddressItself(finding) ? 'certain' : 'likely'
    case 'session-refused':
    case 'service-unavailable':
    case 'dns-servers-failing':
      return everyServerFails(finding, evidence) ? 'certain' : 'likely'
    case 'connection-refused':
    case 'dns-query-failed':
    case 'dns-stale':
    case 'connection-dropped':
    case 'slow-server':
    case 'tarpit':
      return 'likely'
    default:
      return 'certain'
  }
}

/** Each server of the zone was asked, and none does its part. */
function everyServerFails({ subject, evidence: lines }: Finding, { resolutions }: Evidence): boolean {
  const asked = resolutions.find((each) => each.host === subject)?.authority?.servers.length ?? 0
  return asked > 0 && lines.filter((line) => line.code === 'dns-lame' || line.code === 'dns-server-nameless').length === asked
}

/** What speaks for a finding, beside its stage and what was reported. */
export function reasonsOf(
  finding: Finding,
  { evidence, reported }: { evidence: Evidence; reported: readonly Reported[] },
): readonly ReasonCode[] {
  if (isSilentDns(finding, evidence)) return ['resolver-silent']
  const own: ReasonCode[] = []
  if (finding.stage === 'tenant') own.push('inside-tenant')
  if (finding.finding === 'connection-refused') own.push('host-up')
  if (isSilentHost(finding)) own.push('host-silent')
  if (mayBeUs(finding)) own.push('may-be-us')
  if (finding.finding === 'starttls-masked') own.push('masked-text')
  if (underSettings(finding, evidence)) own.push('under-settings')
  if (shows(finding, 'tls-old', 'tls-weak-cipher', 'certificate-without-sni')) own.push('second-look')
  if (beganThen(finding, evidence, reported)) own.push('began-then')
  if (onEveryAddress(finding, evidence)) own.push('every-address')
  return own
}

/** A server that took the connection is not silent: it is only slow to speak. */
const isSilentHost = ({ finding, stage }: Finding): boolean =>
  stage === 'connect' && (finding === 'connection-timed-out' || finding === 'connection-unreachable')

const underSettings = ({ finding }: Finding, { requirements }: Evidence): boolean =>
  requirements.tlsSettings !== null && /^(starttls-missing|certificate-)/.test(finding)

/** More than one address was tried, and all of them show it. Name servers are others' addresses. */
function onEveryAddress(finding: Finding, { transcripts, pending }: Evidence): boolean {
  const tried = new Set(transcripts.filter((each) => each.fault?.why.is !== 'no-route-here').map((each) => each.ip))
  const proof = finding.evidence.filter((line) => line.code !== 'no-route-here')
  const shown = new Set(proof.flatMap((line) => (line.args.ip === undefined ? [] : [String(line.args.ip)])))
  return pending === 0 && finding.stage !== 'dns' && shown.size > 1 && [...tried].every((ip) => shown.has(ip))
}

/** From the start of a trouble to the first mail that waits for it: the time between two messages on a quiet route. */
const SOON_MS = 6 * 3_600_000

/** Whether mail has been waiting, or errors have been reported, since shortly after the thing went wrong. */
function beganThen(finding: Finding, { tenant }: Evidence, reported: readonly Reported[]): boolean {
  const oldest = tenant?.queue.is === 'found' && tenant.queue.value.oldest !== null ? [tenant.queue.value.oldest] : []
  const firstReport = reported
    .map((each) => each.at)
    .sort()
    .slice(0, 1)
  const onsets = finding.evidence.flatMap(onsetIn).map((each) => Date.parse(each))
  return [...oldest, ...firstReport]
    .map((each) => Date.parse(each))
    .some((first) => onsets.some((onset) => onset <= first && first - onset <= SOON_MS))
}

/** When the thing that a line proves began, ISO 8601. */
function onsetIn({ code, args }: EvidenceLine): readonly string[] {
  switch (code) {
    case 'certificate-expired':
      return [String(args.notAfter)]
    case 'certificate-revoked':
      return [String(args.at)]
    case 'domain-expired':
      return [String(args.expires)]
    default:
      return []
  }
}
