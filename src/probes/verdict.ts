import type { Evidence } from '../domain/evidence.ts'
import { type Confidence, type Finding, type FindingCode, isFault, type ReasonCode, STAGES, type Verdict } from '../domain/finding.ts'
import type { Reported } from '../domain/incident.ts'
import { predicted } from '../domain/predicted-codes.ts'
import { nothingPending } from '../domain/transcript.ts'

/** Reports that name a group of causes: what was seen here may say which one. */
const LOOSE: readonly { readonly reported: FindingCode; readonly seen: RegExp }[] = [
  { reported: 'dns-query-failed', seen: /^(dns-|null-mx|mx-invalid)/ },
  { reported: 'dns-no-records', seen: /^(dns-|mx-invalid)/ },
  { reported: 'connection-timed-out', seen: /^(connection-unreachable|address-not-public|ipv6-broken|one-of-many-down)/ },
  { reported: 'connection-refused', seen: /^(connection-unreachable|address-not-public|one-of-many-down)/ },
  { reported: 'connection-unreachable', seen: /^(connection-timed-out|address-not-public|ipv6-broken|one-of-many-down)/ },
  { reported: 'connection-dropped', seen: /^(connection-timed-out|not-smtp|starttls-masked|tls-handshake-failed)/ },
  {
    reported: 'session-refused',
    seen: /^(service-unavailable|not-smtp|starttls-|tls-|client-certificate|certificate-|connection-timed-out)/,
  },
  { reported: 'service-unavailable', seen: /^session-refused/ },
  { reported: 'starttls-missing', seen: /^starttls-masked/ },
  { reported: 'tls-handshake-failed', seen: /^(tls-|client-certificate|certificate-|connection-dropped)/ },
  { reported: 'certificate-rejected', seen: /^certificate-/ },
]

/** Reports that say nothing about the route. */
const MUTE: ReadonlySet<FindingCode> = new Set(['unrecognised', 'message-expired'])

/** Seen only by connecting, and so only from where we stand. */
const FROM_HERE: ReadonlySet<FindingCode> = new Set(['connection-refused', 'connection-timed-out', 'connection-unreachable'])

const SEVERITIES = ['fault', 'warning', 'info'] as const

/** Faults first, then warnings, each in the order in which a delivery attempt meets them. */
export function inOrder(findings: readonly Finding[]): readonly Finding[] {
  const rank = ({ severity, stage }: Finding): number => SEVERITIES.indexOf(severity) * STAGES.length + STAGES.indexOf(stage)
  return findings.toSorted((one, other) => rank(one) - rank(other))
}

/**
 * The one finding that most likely keeps mail from leaving. `findings` in any order, `reported` newest first.
 * Earliest stage wins; what Exchange Online itself wrote outranks what can only be seen from here, and settles which of several faults it
 * is; and when nothing is wrong from here, Exchange's own word stands as long as mail may be waiting.
 */
export function verdict(findings: readonly Finding[], evidence: Evidence, reported: readonly Reported[]): Verdict {
  const said = reported.find((each) => !MUTE.has(each.finding)) ?? null
  const faults = inOrder(findings).filter(isFault)
  if (faults.length > 0) return amongFaults(faults, evidence, said)
  if (said && !nothingPending(evidence)) return byReport(findings, evidence, said)
  return withoutFault(findings, evidence, said)
}

function amongFaults(faults: readonly Finding[], evidence: Evidence, said: Reported | null): Verdict {
  const [first] = faults
  const agreeing = said && (faults.find((each) => each.finding === said.finding) ?? faults.find((each) => fits(said, each)))
  const chosen = agreeing ?? first
  if (!chosen) return withoutFault(faults, evidence, said)
  if (said && !agreeing && FROM_HERE.has(chosen.finding))
    return fromReport(said, evidence, 'likely', ['trace-says-so', 'disagrees-with-report'])
  const why: ReasonCode[] = [...reasonsOf(chosen, evidence)]
  if (agreeing) why.push('agrees-with-report')
  else if (said) why.push('disagrees-with-report')
  if (faults.length > 1 && chosen === first) why.push('earliest-stage')
  return build(chosen, agreeing && !silentDns(chosen) ? 'certain' : confidenceIn(chosen, evidence), why)
}

/** No fault from here, but Exchange Online reports one and mail may be waiting. A warning that fits is what it means. */
function byReport(findings: readonly Finding[], evidence: Evidence, said: Reported): Verdict {
  const warnings = findings.filter((each) => each.severity === 'warning')
  if (warnings.some((each) => each.finding === 'outside-port-25-blocked'))
    return fromReport(said, evidence, 'likely', ['trace-says-so', 'control-failed'])
  const agreeing = warnings.find((each) => each.finding === said.finding) ?? warnings.find((each) => fits(said, each))
  if (!agreeing) return fromReport(said, evidence, 'possible', ['only-report', 'disagrees-with-report'])
  const own =
    agreeing.finding === 'one-of-many-down' || agreeing.finding === 'ipv6-broken' ? ('one-address' as const) : ('trace-says-so' as const)
  return build(agreeing, 'likely', [own, 'agrees-with-report'])
}

function withoutFault(findings: readonly Finding[], evidence: Evidence, said: Reported | null): Verdict {
  const blocked = findings.find((each) => each.finding === 'outside-port-25-blocked')
  if (blocked) {
    const control = evidence.control?.passed === false
    return build(blocked, control ? 'certain' : 'likely', [control ? 'control-failed' : 'could-not-look'])
  }
  const silent = findings.some(
    (each) => each.severity === 'warning' && (each.finding === 'connection-timed-out' || each.finding === 'connection-unreachable'),
  )
  const why: ReasonCode[] = silent ? ['host-silent'] : ['nothing-wrong']
  if (!silent && evidence.transcripts.length === 0) why.splice(0, 1, 'could-not-look')
  if (said) why.push('disagrees-with-report')
  const sure = !silent && why[0] === 'nothing-wrong' && !said
  return {
    finding: 'no-fault-found',
    code: null,
    alsoReportedAs: [],
    subject: evidence.target,
    confidence: sure ? 'likely' : 'possible',
    why,
  }
}

const fits = (said: Reported, seen: Finding): boolean =>
  LOOSE.some((each) => each.reported === said.finding && each.seen.test(seen.finding))

/** Our own DNS server did not answer: nothing is known about the domain's. */
const silentDns = ({ stage, evidence }: Finding): boolean =>
  stage === 'dns' && evidence.length > 0 && evidence.every((line) => line.code === 'dns-failure' && line.args.rcode === 'unreachable')

function confidenceIn(finding: Finding, evidence: Evidence): Confidence {
  if (silentDns(finding)) return 'possible'
  switch (finding.finding) {
    case 'connection-timed-out':
    case 'connection-unreachable': {
      const queue = evidence.tenant?.queue
      const waiting = queue?.is === 'found' && queue.value.pending > 0
      return waiting || evidence.control?.passed ? 'likely' : 'possible'
    }
    case 'connection-refused':
    case 'dns-servers-failing':
    case 'dns-query-failed':
    case 'connection-dropped':
      return 'likely'
    default:
      return 'certain'
  }
}

function reasonsOf(finding: Finding, evidence: Evidence): readonly ReasonCode[] {
  if (silentDns(finding)) return ['could-not-look']
  const own: ReasonCode[] = []
  if (finding.stage === 'tenant') own.push('inside-tenant')
  if (finding.finding === 'connection-refused') own.push('host-up')
  if (finding.finding === 'connection-timed-out' || finding.finding === 'connection-unreachable') own.push('host-silent')
  if (finding.finding === 'starttls-masked') own.push('masked-text')
  if (underSettings(finding, evidence)) own.push('under-settings')
  const ips = new Set(finding.evidence.flatMap((line) => (line.args.ip === undefined ? [] : [line.args.ip])))
  if (ips.size > 1 && ips.size === evidence.transcripts.length) own.push('every-address')
  return own
}

const underSettings = ({ finding }: Finding, { requirements }: Evidence): boolean =>
  requirements.tlsSettings !== null && /^(starttls-missing|certificate-)/.test(finding)

function build(finding: Finding, confidence: Confidence, why: readonly ReasonCode[]): Verdict {
  const known = predicted(finding.finding)
  // A server that took the connection and then fell silent is also told as a dropped connection.
  const late = finding.finding === 'connection-timed-out' && finding.stage !== 'connect' ? ['450 4.4.318'] : []
  return {
    finding: finding.finding,
    code: known?.code ?? null,
    alsoReportedAs: [...(known?.also ?? []), ...late],
    subject: finding.subject,
    confidence,
    why: why.length > 0 ? why : ['earliest-stage'],
  }
}

function fromReport(said: Reported, evidence: Evidence, confidence: Confidence, why: readonly ReasonCode[]): Verdict {
  const known = predicted(said.finding)
  const own = said.reply && said.status ? `${said.reply} ${said.status}` : null
  return { finding: said.finding, code: known?.code ?? own, alsoReportedAs: known?.also ?? [], subject: evidence.target, confidence, why }
}
