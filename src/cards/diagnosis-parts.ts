import type { Explanation, PortalPage } from '../domain/explanation.ts'
import { type Finding, type FindingCode, isFault, type ReasonCode, type Verdict } from '../domain/finding.ts'
import type { Diagnosis, HostReport, Incident, ProgressStep, Reported } from '../domain/incident.ts'
import type { Queue } from '../domain/queue.ts'
import { quote } from '../domain/quote.ts'
import { revocationLine } from '../domain/revocation-line.ts'
import { explain, titleOf } from '../knowledge/explain.ts'
import type { Mark, Part, Tone } from './card.ts'
import { atMost, normal, quiet, strong, under } from './parts.ts'
import { type Fill, fillWith, numberedSteps, pageLinks, pagesOf } from './step-parts.ts'
import { until } from './time.ts'
import type { Voice } from './voice.ts'

const SETTINGS = ['EncryptionOnly', 'CertificateValidation', 'DomainValidation'] as const
/** Verdicts that accuse nobody. */
const HARMLESS: readonly FindingCode[] = ['no-fault-found', 'unrecognised', 'outside-port-25-blocked']
/** Reports that say nothing about the route. */
const MUTE: readonly FindingCode[] = ['unrecognised', 'message-expired', 'no-fault-found']
/** What a firewall that treats Microsoft's addresses in another way than ours can explain. */
const REACHED: RegExp = /^(no-fault-found|connection-|session-refused|service-unavailable|outside-port-25-blocked|address-not-public)/

/** What the verdict means for this connector. */
export const explanationOf = (diagnosis: Diagnosis, voice: Voice): Explanation =>
  explain(diagnosis.verdict.finding, voice.showing.language, diagnosis.connector?.type ?? null)

/** What lines to run on this connector and the host at fault can be filled with. */
export function fillOf({ connector, verdict, hosts, resolutions, queue }: Diagnosis): Fill {
  const { subject } = verdict
  const asked = resolutions.find((each) => each.host === subject)
  const isHost = asked?.as === 'smart-host' || hosts.some(({ transcript }) => [transcript.host, transcript.ip].includes(subject))
  const domains = connector ? connector.domains.map(({ name }) => name) : (queue?.byDomain ?? []).map(({ domain }) => domain)
  return fillWith({
    connector: connector?.name ?? null,
    host: isHost ? subject : null,
    name: isHost || asked ? subject : null,
    domain: domains.length === 1 ? (domains[0] ?? null) : null,
  })
}

/** The finding the verdict rests on, with its evidence. */
export const mainFinding = (diagnosis: Diagnosis): Finding | null =>
  diagnosis.findings.find((each) => each.finding === diagnosis.verdict.finding && each.subject === diagnosis.verdict.subject) ??
  diagnosis.findings.find((each) => each.finding === diagnosis.verdict.finding) ??
  null

/** Nothing is wrong as far as it is known, and not everything is known: no verdict at all. */
export const isOpen = ({ pending, verdict }: Diagnosis): boolean => pending > 0 && verdict.finding === 'no-fault-found'

export function toneOf(diagnosis: Diagnosis): Tone {
  if (isOpen(diagnosis)) return 'working'
  if (diagnosis.verdict.finding === 'no-fault-found') return 'good'
  const severity = mainFinding(diagnosis)?.severity ?? 'fault'
  if (severity === 'fault') return 'fault'
  return severity === 'warning' ? 'warning' : 'plain'
}

/** The verdict in one strong sentence, what it means, and where it differs from what was reported. */
export function verdictParts(diagnosis: Diagnosis, reported: readonly Reported[], voice: Voice): readonly Part[] {
  const { verdict } = diagnosis
  if (isOpen(diagnosis)) return [strong(voice.words('cards.incident.so-far'))]
  const { means } = explanationOf(diagnosis, voice)
  if (HARMLESS.includes(verdict.finding)) return [strong(means), ...disagreement(diagnosis, reported, voice)]
  const args = {
    code: codeTold(verdict, reported, voice),
    at: verdict.subject,
    confidence: voice.words(`cards.confidence.${verdict.confidence}`),
  }
  const sentence = voice.words(verdictKey(verdict), args)
  return [strong(sentence), normal(means), ...disagreement(diagnosis, reported, voice)]
}

/** An error as Exchange Online wrote it; by its meaning where no words of it were kept. */
export const sayReported = ({ text, finding }: Reported, voice: Voice): string => text || titleOf(finding, voice.showing.language)

const codeOf = ({ reply, status }: Reported): string => [reply, status].filter((each) => each !== null).join(' ')

/**
 * The code as Exchange Online itself wrote it, where it wrote one that stands for this verdict; else the one it is known to write.
 * A certificate's faults have two names: the other one stands beside the one that is told.
 */
function codeTold(verdict: Verdict, reported: readonly Reported[], voice: Voice): string {
  const { code } = verdict
  const written = restsOnReport(verdict) ? writtenFor(verdict, reported) : undefined
  const told = (written && codeOf(written)) || code || ''
  if (!isCertificateFault(verdict)) return told
  if (!written) return voice.words('cards.incident.code-seldom', { code: USUAL, other: DOCUMENTED })
  return told === DOCUMENTED ? voice.words('cards.incident.code-mostly', { code: told, other: USUAL }) : told
}

/** Microsoft documents the second for certificates; published traces mostly carry the first. */
const USUAL = '450 4.4.317'
const DOCUMENTED = '450 4.7.320'

const isCertificateFault = ({ finding, code, alsoReportedAs }: Verdict): boolean =>
  /^(certificate-|hosts-disagree$)/.test(finding) &&
  [code, ...alsoReportedAs].includes(USUAL) &&
  [code, ...alsoReportedAs].includes(DOCUMENTED)

/** The report that stands for a verdict: by its code, else by its meaning. */
const writtenFor = ({ finding, code, alsoReportedAs }: Verdict, reported: readonly Reported[]): Reported | undefined =>
  reported.find((each) => codeOf(each) === code || alsoReportedAs.includes(codeOf(each))) ??
  reported.find((each) => each.finding === finding)

/** What Exchange Online wrote is told apart from what it is known to answer in such a case. */
function verdictKey(verdict: Verdict) {
  if (!verdict.code) return 'cards.incident.verdict-uncoded'
  return restsOnReport(verdict) ? 'cards.incident.verdict' : 'cards.incident.verdict-predicted'
}

const REPORTED: readonly ReasonCode[] = ['trace-says-so', 'agrees-with-report', 'only-report']

const restsOnReport = ({ why }: Verdict): boolean => why.some((reason) => REPORTED.includes(reason))

function disagreement(diagnosis: Diagnosis, reported: readonly Reported[], voice: Voice): readonly Part[] {
  if (!diagnosis.verdict.why.includes('disagrees-with-report')) return []
  const said = reported.find((each) => !MUTE.includes(each.finding)) ?? reported[0]
  const code = said ? codeOf(said) : ''
  const wayOut = said && /^connection-/.test(said.finding) ? true : REACHED.test(diagnosis.verdict.finding)
  if (!code) return [normal(voice.words('cards.incident.disagrees-uncoded'))]
  if (said && isShutOut(said) && worksFromHere(diagnosis)) return [normal(voice.words('cards.incident.disagrees-sound', { code }))]
  return [normal(voice.words(wayOut ? 'cards.incident.disagrees' : 'cards.incident.disagrees-otherwise', { code }))]
}

/** A firewall that turns Microsoft's addresses away looks like this to Exchange Online. */
const isShutOut = ({ finding }: Reported): boolean => /^connection-(timed-out|refused|unreachable)$/.test(finding)

const worksFromHere = ({ hosts, findings, pending }: Diagnosis): boolean =>
  pending === 0 && hosts.length > 0 && hosts.every(({ transcript }) => transcript.fault === null) && !findings.some(isFault)

/** Why the verdict was preferred, as sentences. */
export const reasonsPart = (diagnosis: Diagnosis, voice: Voice): readonly Part[] => {
  const reasons = diagnosis.verdict.why.map((each) => voice.words(`reasons.${each}`)).join(' ')
  return reasons ? [quiet(voice.words('cards.incident.why', { reasons }))] : []
}

/** How many messages wait, since when, and when the first one bounces. */
export function deadline(queue: Queue, voice: Voice): string {
  const count = queue.pending
  if (count === 0) return voice.words(queue.complete ? 'cards.incident.waiting-none' : 'cards.incident.waiting-none-seen')
  const tail = queue.complete ? '' : ` ${voice.words('cards.incident.at-least')}`
  if (!queue.oldest || !queue.expires) return `${voice.words('cards.incident.waiting-undated', { count })}${tail}`
  const since = voice.time(queue.oldest)
  const left = until(queue.expires, voice.showing.now)
  if (!(left > 0)) return `${voice.words('cards.incident.waiting-late', { count, since })}${tail}`
  return `${voice.words('cards.incident.waiting', { count, since, left: voice.span(left), at: voice.time(queue.expires) })}${tail}`
}

/** The deadline of an incident's mail. A bare host has no queue, and nothing is said of it. */
export function deadlineParts(diagnosis: Diagnosis, voice: Voice): readonly Part[] {
  if (diagnosis.queue) return [strong(deadline(diagnosis.queue, voice))]
  return diagnosis.connector ? [normal(voice.words('cards.incident.waiting-unknown'))] : []
}

/** The evidence of the finding behind the verdict, else what Exchange Online wrote, at most `most` lines; that nothing is wrong needs none. */
export function proofParts(diagnosis: Diagnosis, reported: readonly Reported[], most: number, voice: Voice): readonly Part[] {
  const { verdict } = diagnosis
  const main = verdict.finding === 'no-fault-found' ? null : mainFinding(diagnosis)
  const written = !main && restsOnReport(verdict) ? writtenFor(verdict, reported)?.text : undefined
  const report = written ? [voice.evidence({ code: 'reported', args: { text: quote(written) } })] : []
  const lines = [...report, ...(main?.evidence ?? []).map(voice.evidence)]
  return lines.length > 0 ? under(voice.words('cards.headings.proof'), [{ is: 'proof', lines: atMost(lines, most, voice) }]) : []
}

/** What was found besides the verdict and is worth a line here, each with the first line that proves it and is not read above, at most `most`. */
export function otherFindings(diagnosis: Diagnosis, isShown: (finding: Finding) => boolean, most: number, voice: Voice): readonly Part[] {
  const main = mainFinding(diagnosis)
  const said = new Set(main?.evidence.map(voice.evidence))
  const items = diagnosis.findings
    .filter((finding) => finding !== main && isShown(finding))
    .map((each) => {
      const severity = voice.words(`terms.severity.${each.severity}`)
      const title = titleOf(each.finding, voice.showing.language)
      const finding = voice.words('cards.finding', { severity, title, subject: each.subject })
      const proof = each.evidence.map(voice.evidence).find((line) => !said.has(line))
      return proof ? voice.words('cards.proven', { finding, proof }) : finding
    })
  return items.length > 0
    ? under(voice.words('cards.headings.also'), [{ is: 'list', ordered: false, items: atMost(items, most, voice) }])
    : []
}

/** What to do first: at most `most` steps with the pages they lead to (and `pages`), and at most `lines` lines to run; none before a verdict. */
export function firstSteps(
  diagnosis: Diagnosis,
  { most, lines, pages = [] }: { readonly most: number; readonly lines: number; readonly pages?: readonly PortalPage[] },
  voice: Voice,
): readonly Part[] {
  const steps = isOpen(diagnosis) ? [] : explanationOf(diagnosis, voice).steps.slice(0, most)
  const parts = [...numberedSteps(steps, voice, fillOf(diagnosis), lines), ...pageLinks([...pagesOf(steps), ...pages], voice)]
  return steps.length > 0 ? under(voice.words('cards.headings.first'), parts) : pageLinks(pages, voice)
}

const ADDRESSES_NAMED = 4

/** The TlsSettings that what the addresses show would satisfy, and whether anybody was asked if a certificate that is good otherwise was revoked. */
export function satisfiesParts(hosts: readonly HostReport[], voice: Voice): readonly Part[] {
  const settings = satisfiesLines(hosts, voice).join(' · ')
  if (!settings) return []
  const key = hosts.length === 1 ? 'cards.diagnosis.satisfies' : 'cards.diagnosis.satisfies-each'
  return [quiet([voice.words(key, { settings }), ...revocationLines(hosts, voice)].join(' · '))]
}

function revocationLines(hosts: readonly HostReport[], voice: Voice): readonly string[] {
  const lines = hosts.flatMap(({ transcript: { tls }, satisfies }) => {
    const line = tls && satisfies?.CertificateValidation ? revocationLine(tls) : null
    return line ? [voice.evidence(line)] : []
  })
  return [...new Set(lines)]
}

/** Which TlsSettings the addresses that spoke TLS would satisfy; those that satisfy the same stand together, and are not named where all do. */
export function satisfiesLines(hosts: readonly HostReport[], voice: Voice): readonly string[] {
  const bySettings = new Map<string, string[]>()
  for (const { transcript, satisfies } of hosts) {
    if (!satisfies) continue
    const settings = SETTINGS.filter((each) => satisfies[each] === true).join(', ') || voice.words('terms.none')
    bySettings.set(settings, [...(bySettings.get(settings) ?? []), transcript.ip])
  }
  const alike = bySettings.size === 1 && [...bySettings.values()][0]?.length === hosts.length
  return [...bySettings].map(([settings, ips]) =>
    alike ? settings : voice.words('cards.incident.satisfies', { ip: atMost(ips, ADDRESSES_NAMED, voice).join(', '), settings }),
  )
}

const PROGRESS_MARKS: Readonly<Record<ProgressStep['is'], Mark>> = { running: 'running', done: 'ok', failed: 'failed', skipped: 'skipped' }

/** The diagnosis while it runs. */
export function progressParts(incident: Incident, voice: Voice): readonly Part[] {
  const steps = incident.progress.map((each) => ({
    mark: PROGRESS_MARKS[each.is],
    label: voice.words(`cards.progress.${each.step}`),
    detail: each.says ? voice.evidence(each.says) : null,
  }))
  return steps.length > 0 ? under(voice.words('cards.headings.progress'), [{ is: 'progress', steps }]) : []
}
