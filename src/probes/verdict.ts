import type { Evidence } from '../domain/evidence.ts'
import { type Confidence, type Finding, type FindingCode, isFault, type ReasonCode, type Verdict } from '../domain/finding.ts'
import type { Reported } from '../domain/incident.ts'
import { type Prediction, predicted } from '../domain/predicted-codes.ts'
import { delivers, nothingPending, tried } from '../domain/transcript.ts'
import { concerns, fits, isFreshTrace, isIgnored, isOfToday, kinOf, names } from './agreement.ts'
import { inOrder } from './ranking.ts'
import { confidenceIn, isFromHere, isSilentDns, isWaiting, mayBeUs, reasonsOf } from './reasons.ts'

export { inOrder } from './ranking.ts'

/** Reports that say nothing about the route. */
const MUTE: ReadonlySet<FindingCode> = new Set(['unrecognised', 'message-expired', 'no-fault-found'])

/** All that the choice rests on. */
interface Case {
  /** In order. */
  readonly findings: readonly Finding[]
  readonly faults: readonly Finding[]
  readonly evidence: Evidence
  /** The newest report that says something about the route. */
  readonly said: Reported | null
  readonly reported: readonly Reported[]
}

/**
 * The one finding that most likely keeps mail from leaving. `findings` in any order, `reported` newest first.
 * 1. Where a known-good target fails too, silence says nothing. 2. What Exchange Online itself wrote of a try outranks what was seen from here,
 * and settles which of several faults it is. 3. The earliest stage wins; findings that these settings look away from are never the cause.
 * 4. When nothing is wrong from here, Exchange's own word stands as long as mail may be waiting; then what fails on some addresses only;
 * then what Microsoft reports of itself.
 */
export function verdict(findings: readonly Finding[], evidence: Evidence, reported: readonly Reported[]): Verdict {
  const ordered = inOrder(findings)
  const said = reported.find((each) => !MUTE.has(each.finding)) ?? null
  const own: Case = { findings: ordered, faults: ordered.filter(isFault), evidence, said, reported }
  return soFar(own.faults.length > 0 ? amongFaults(own) : withoutFault(own), evidence)
}

/** While addresses are still being tried nothing is certain, and no fault so far is none. */
function soFar(verdict: Verdict, { pending }: Evidence): Verdict {
  if (pending === 0) return verdict
  if (verdict.finding === 'no-fault-found') return { ...verdict, confidence: 'possible', why: ['could-not-look'] }
  return verdict.confidence === 'certain' ? { ...verdict, confidence: 'likely' } : verdict
}

function amongFaults(own: Case): Verdict {
  const { faults, evidence, said } = own
  const [first] = faults
  const agreement = agreementIn(own)
  const chosen = agreement?.seen ?? first
  if (!chosen) return withoutFault(own)
  const against = !agreement && said && concerns(said, chosen, evidence) ? said : null
  if (against && chosen.stage !== 'tenant' && overrules(against, chosen, evidence))
    return fromReport(own, against, 'likely', ['trace-says-so', 'disagrees-with-report'])
  const why: ReasonCode[] = [...reasonsOf(chosen, own)]
  if (agreement) why.push('agrees-with-report')
  else if (against) why.push('disagrees-with-report')
  if (faults.length > 1 && chosen === first) why.push('earliest-stage')
  const sure = agreement !== null && bearsOut(agreement.said, chosen, evidence)
  return build(own, chosen, sure ? 'certain' : confidenceIn(chosen, evidence), why, agreement?.said)
}

/** The newest report that a fault bears out; an older one only where it speaks of another domain. */
function agreementIn({ faults, evidence, said, reported }: Case): { readonly said: Reported; readonly seen: Finding } | null {
  const elsewhere = (each: Reported): boolean => each.domain !== undefined && each.domain.toLowerCase() !== said?.domain?.toLowerCase()
  const told = reported.filter((each) => each === said || (!MUTE.has(each.finding) && elsewhere(each)))
  const pairs = told.flatMap((each) => {
    const seen = faults.find((fault) => fits(each, fault) && concerns(each, fault, evidence))
    return seen ? [{ said: each, seen }] : []
  })
  return pairs[0] ?? null
}

/** A try that Exchange Online made lately, or of late where what was seen may rest on where we stand. */
const overrules = (said: Reported, chosen: Finding, { at }: Evidence): boolean =>
  isFreshTrace(said, at) || (isOfToday(said, at) && isFromHere(chosen))

/** Silence that is ours proves nothing; and a group of causes alone does not bear out a silence or refusal that may be meant for us. */
function bearsOut(said: Reported, chosen: Finding, evidence: Evidence): boolean {
  if (isSilentDns(chosen, evidence)) return false
  return names(said, chosen) || !isFromHere(chosen)
}

function withoutFault(own: Case): Verdict {
  const { findings, evidence, said } = own
  if (said && !nothingPending(evidence)) return byReport(own, said)
  const blocked = findings.find((each) => each.finding === 'outside-port-25-blocked')
  if (blocked) {
    const control = evidence.control?.passed === false
    const why: ReasonCode = control ? 'control-failed' : blocked.stage === 'dns' ? 'resolver-silent' : 'could-not-look'
    return build(own, blocked, control ? 'certain' : 'likely', [why])
  }
  return (nothingPending(evidence) ? null : behindWaitingMail(own)) ?? noFault(own)
}

/** No fault from here, but Exchange Online reports one and mail may be waiting. A warning that fits is what it means. */
function byReport(own: Case, said: Reported): Verdict {
  const warnings = own.findings.filter((each) => each.severity === 'warning' && concerns(said, each, own.evidence))
  if (warnings.some((each) => each.finding === 'outside-port-25-blocked'))
    return fromReport(own, said, 'likely', ['trace-says-so', own.evidence.control?.passed === false ? 'control-failed' : 'could-not-look'])
  const agreeing = warnings.find(
    (each) => fits(said, each) && (each.finding === said.finding || !isIgnored(each, own.evidence.requirements)),
  )
  if (agreeing) return build(own, agreeing, 'likely', [isPartial(agreeing) ? 'one-address' : 'trace-says-so', 'agrees-with-report'])
  const microsoft: readonly ReasonCode[] = incident(own) ? ['service-incident'] : []
  const traced = isFreshTrace(said, own.evidence.at) && isWaiting(own.evidence)
  return fromReport(own, said, traced ? 'likely' : 'possible', [
    traced ? 'trace-says-so' : 'only-report',
    'disagrees-with-report',
    ...microsoft,
  ])
}

/** Nobody reports a cause, yet mail waits or may wait: for an address that fails while others work, or for Microsoft. */
function behindWaitingMail(own: Case): Verdict | null {
  const partial = partialFailure(own)
  if (partial) return build(own, partial, isWaiting(own.evidence) ? 'likely' : 'possible', ['one-address', ...reasonsOf(partial, own)])
  const microsoft = isWaiting(own.evidence) ? incident(own) : undefined
  return microsoft ? build(own, microsoft, 'likely', ['service-incident']) : null
}

function noFault(own: Case): Verdict {
  const { findings, evidence, said } = own
  const silent = findings.some(
    (each) => each.severity === 'warning' && each.stage === 'connect' && /^connection-(timed-out|unreachable)$/.test(each.finding),
  )
  const seen = evidence.transcripts.some((each) => each.fault?.why.is !== 'not-public')
  const turnedAway = findings.some(mayBeUs) || tried(evidence).some((each) => !delivers(each, evidence))
  const looked: ReasonCode = partialFailure(own) ? 'one-address' : turnedAway ? 'may-be-us' : 'nothing-wrong'
  const why: ReasonCode[] = [silent ? 'host-silent' : seen ? looked : 'could-not-look']
  const unread = findings.some((each) => isSilentDns(each, evidence))
  if (seen && (unread || isQueueUnread(evidence))) why.push('could-not-look')
  if (said) why.push('disagrees-with-report')
  const sure = seen && !unread && !silent && !turnedAway && !said && !isWaiting(evidence) && !isQueueUnread(evidence)
  return {
    finding: 'no-fault-found',
    code: null,
    alsoReportedAs: [],
    subject: evidence.target,
    confidence: sure ? 'likely' : 'possible',
    why,
  }
}

/** Whether it could not be found out, or not wholly, if mail waits. */
const isQueueUnread = ({ tenant }: Evidence): boolean =>
  tenant?.queue.is === 'unknown' || (tenant?.queue.is === 'found' && !tenant.queue.value.complete)

/** An incident, not an advisory. */
const incident = ({ findings }: Case): Finding | undefined =>
  findings.find((each) => each.finding === 'service-incident' && each.severity === 'warning')

/** Whether some addresses fail at what others do. */
const isPartial = ({ finding, evidence }: Finding): boolean =>
  /^(one-of-many-down|ipv6-broken|hosts-disagree)$/.test(finding) || evidence.some((line) => line.code === 'works-elsewhere')

/** What fails on some addresses only, and matters under these settings. */
const partialFailure = ({ findings, evidence }: Case): Finding | undefined =>
  findings.find((each) => each.severity === 'warning' && isPartial(each) && !isIgnored(each, evidence.requirements))

function build(own: Case, chosen: Finding, confidence: Confidence, why: readonly ReasonCode[], said?: Reported): Verdict {
  const known = predictionOf(chosen, own.evidence)
  const kin = kinOf(chosen, own.findings).flatMap((each) => predictionOf(each, own.evidence)?.code ?? [])
  return {
    finding: chosen.finding,
    code: known?.code ?? (said ? codeOf(said) : null),
    alsoReportedAs: [...new Set([...(known?.also ?? []), ...kin])].filter((code) => code !== known?.code),
    subject: chosen.subject,
    confidence,
    why: why.length > 0 ? why : ['earliest-stage'],
  }
}

/** A domain's own absence is told at once, a smart host's only after retries: it depends on what the subject was looked up as. */
function predictionOf({ finding, subject, stage, evidence }: Finding, { resolutions }: Evidence): Prediction | null {
  const as = resolutions.find((each) => each.host === subject)?.as ?? 'smart-host'
  return predicted(finding, { as, stage, evidence })
}

function fromReport({ evidence }: Case, said: Reported, confidence: Confidence, why: readonly ReasonCode[]): Verdict {
  const as = evidence.resolutions.some((each) => each.as === 'domain') ? 'domain' : 'smart-host'
  const known = predicted(said.finding, { as })
  const code = codeOf(said) ?? known?.code ?? null
  const alsoReportedAs = [...(known ? [known.code, ...known.also] : [])].filter((each) => each !== code)
  return { finding: said.finding, code, alsoReportedAs, subject: evidence.target, confidence, why }
}

const codeOf = ({ reply, status }: Reported): string | null => (reply && status ? `${reply} ${status}` : null)
