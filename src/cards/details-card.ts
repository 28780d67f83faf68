import type { Finding } from '../domain/finding.ts'
import { FINDING_CODES } from '../domain/finding.ts'
import type { Diagnosis, HistoryEntry, Incident } from '../domain/incident.ts'
import { FIX_NAMES } from '../domain/plan.ts'
import type { Queue } from '../domain/queue.ts'
import { titleOf } from '../knowledge/explain.ts'
import { reportedOf } from '../knowledge/read-error.ts'
import type { Card, Part, Showing } from './card.ts'
import { connectorFacts } from './connector-facts.ts'
import {
  deadlineParts,
  explanationOf,
  fillOf,
  isOpen,
  progressParts,
  reasonsPart,
  satisfiesLines,
  sayReported,
  toneOf,
  verdictParts,
} from './diagnosis-parts.ts'
import { sourceLinks } from './explanation-parts.ts'
import { everyStage } from './host-strips.ts'
import { type IncidentView, incidentTitle } from './incident-card.ts'
import { noteButtons } from './note-facts.ts'
import { actions, button, normal, sandboxNote, under } from './parts.ts'
import { policyParts } from './policy-parts.ts'
import { rangesParts } from './ranges-card.ts'
import { numberedSteps, pageLinks, pagesOf } from './step-parts.ts'
import { sayDay } from './time.ts'
import { type Voice, voiceOf } from './voice.ts'

/** Everything known of an incident: the verdict's grounds, every finding with its evidence, steps, sources and history. */
export function detailsCard(view: IncidentView, showing: Showing): Card {
  const voice = voiceOf(showing)
  const { incident, tenantName } = view
  const title = incidentTitle(incident, tenantName, voice)
  const back = button(voice.words('cards.buttons.back'), { verb: 'show-incident', incident: incident.id })
  return {
    title,
    tone: incident.state === 'resolved' ? 'good' : incident.diagnosis ? toneOf(incident.diagnosis) : 'working',
    summary: title,
    parts: [
      ...sandboxNote(voice),
      ...(incident.diagnosis ? diagnosisParts(incident, voice) : progressParts(incident, voice)),
      ...reportedParts(incident, voice),
      ...historyParts(incident.history, voice),
      ...actions([...(incident.diagnosis ? noteButtons(incident.diagnosis, incident.reported, voice) : []), back]),
    ],
  }
}

function diagnosisParts(incident: Incident, voice: Voice): readonly Part[] {
  const { diagnosis } = incident
  if (!diagnosis) return []
  const { words } = voice
  const also = diagnosis.verdict.alsoReportedAs.join(', ')
  return [
    ...verdictParts(diagnosis, incident.reported, voice),
    ...(also ? [normal(words('cards.also', { codes: also }))] : []),
    ...reasonsPart(diagnosis, voice),
    ...deadlineParts(diagnosis, voice),
    ...queueParts(incident, voice),
    ...connectorFacts(diagnosis.connector, voice),
    ...serverParts(incident, voice),
    ...everyStage(diagnosis, voice),
    ...certificateParts(incident, voice),
    ...policyParts(diagnosis.policies, voice),
    ...under(
      words('cards.headings.findings'),
      diagnosis.findings.filter((finding) => !isDeadline(finding)).flatMap((finding) => findingParts(finding, voice)),
    ),
    ...meaningParts(diagnosis, voice),
  ]
}

/** What the verdict means at length; nothing before there is one. */
function meaningParts(diagnosis: Diagnosis, voice: Voice): readonly Part[] {
  if (isOpen(diagnosis)) return []
  const explanation = explanationOf(diagnosis, voice)
  return [
    ...under(voice.words('cards.headings.causes'), listOf(explanation.causes)),
    ...under(voice.words('cards.headings.steps'), numberedSteps(explanation.steps, voice, fillOf(diagnosis))),
    ...pageLinks(pagesOf(explanation.steps), voice),
    ...rangesParts(diagnosis.ranges, voice),
    ...under(voice.words('cards.headings.sources'), sourceLinks(explanation.sources)),
  ]
}

const listOf = (items: readonly string[]): readonly Part[] => (items.length > 0 ? [{ is: 'list', ordered: false, items }] : [])
const proofOf = (lines: readonly string[]): readonly Part[] => (lines.length > 0 ? [{ is: 'proof', lines }] : [])

/** What waits and until when is said above, in full. */
const isDeadline = ({ severity, evidence }: Finding): boolean =>
  severity === 'info' && evidence.length > 0 && evidence.every(({ code }) => code === 'pending' || code === 'pending-undated')

function findingParts(finding: Finding, voice: Voice): readonly Part[] {
  const title = titleOf(finding.finding, voice.showing.language)
  const severity = voice.words(`terms.severity.${finding.severity}`)
  return [
    normal(voice.words('cards.finding', { severity, title, subject: finding.subject })),
    ...proofOf(finding.evidence.map(voice.evidence)),
  ]
}

function queueParts(incident: Incident, voice: Voice): readonly Part[] {
  const queue = incident.diagnosis?.queue
  if (!queue || queue.pending === 0) return []
  const facts = queue.byDomain.map((each) => [each.domain, voice.words('cards.incident.holds', { count: each.pending })] as const)
  const defers = unlike(queue.defers).map((each) => `${voice.time(each.at)}  ${each.text}`)
  return [...under(voice.words('cards.headings.queue'), facts.length > 0 ? [{ is: 'facts', facts }] : []), ...proofOf(defers)]
}

/** Of texts that mean the same, the first alone: Exchange writes one for every try. */
function unlike(defers: Queue['defers']): Queue['defers'] {
  const meanings = new Map(defers.toReversed().map((each) => [meaningOf(each), each]))
  return defers.filter((each) => meanings.get(meaningOf(each)) === each)
}

function meaningOf({ text, at, recipientDomain }: Queue['defers'][number]): string {
  const { reply, status, finding } = reportedOf(text, at)
  return [recipientDomain, reply, status, finding].join(' ')
}

function serverParts(incident: Incident, voice: Voice): readonly Part[] {
  const lines = (incident.diagnosis?.resolutions ?? []).map((each) => {
    const addresses = each.addresses.map(({ host, ip }) => (host === each.host ? ip : `${host} ${ip}`)).join(', ')
    return `${each.host} → ${addresses || voice.words('terms.none')}`
  })
  return under(voice.words('cards.headings.servers'), proofOf(lines))
}

function certificateParts(incident: Incident, voice: Voice): readonly Part[] {
  const { words, showing } = voice
  const hosts = incident.diagnosis?.hosts ?? []
  const tls = hosts.find((each) => each.transcript.tls)?.transcript.tls
  if (!tls) return []
  const { certificate } = tls
  const day = (iso: string) => sayDay(iso, showing.language)
  const facts = [
    [words('cards.labels.name'), certificate.subject],
    [words('cards.labels.names'), certificate.names.join(', ')],
    [words('cards.labels.issuer'), `${certificate.issuer} (${words(`terms.trust.${tls.trust}`)})`],
    [words('cards.labels.validity'), `${day(certificate.notBefore)} – ${day(certificate.notAfter)}`],
    [words('cards.labels.protocol'), `${tls.protocol}, ${tls.cipher}, ${certificate.keyType} ${certificate.bits}`],
    [words('cards.labels.satisfies'), satisfiesLines(hosts, voice).join(' · ') || words('terms.none')],
  ] as const
  return under(words('cards.headings.certificate'), [{ is: 'facts', facts }])
}

function reportedParts(incident: Incident, voice: Voice): readonly Part[] {
  const queue = incident.diagnosis?.queue
  const above = new Set(queue && queue.pending > 0 ? queue.defers.map((defer) => defer.text) : [])
  const others = incident.reported.filter((each) => !above.has(each.text))
  const lines = others.map((each) => `${voice.time(each.at)}  ${sayReported(each, voice)}${each.domain ? `  → ${each.domain}` : ''}`)
  return under(voice.words('cards.headings.reported'), proofOf(lines))
}

function historyParts(history: readonly HistoryEntry[], voice: Voice): readonly Part[] {
  return under(
    voice.words('cards.headings.history'),
    listOf(history.map((entry) => `${voice.time(entry.at)}  ${sayHistory(entry, voice)}`)),
  )
}

/** One line of history in words; codes among its arguments become titles. */
function sayHistory(entry: HistoryEntry, voice: Voice): string {
  const { language } = voice.showing
  const by = entry.by ?? voice.words('cards.bot')
  const named = Object.entries(entry.args).map(([key, value]) => {
    const code = FINDING_CODES.find((each) => each === value)
    if (code && ['finding', 'from', 'to'].includes(key)) return [key, titleOf(code, language)]
    const fix = key === 'fix' ? FIX_NAMES.find((each) => each === value) : undefined
    if (fix) return [key, entry.args.undo ? voice.words('cards.request.undo', { fix: voice.fix(fix) }) : voice.fix(fix)]
    return [key, value]
  })
  const event = entry.event === 'reopened' && entry.by ? 'reopened-by' : entry.event
  return voice.words(`history.${event}`, {
    fix: '',
    finding: '',
    from: '',
    to: '',
    hours: '',
    incident: '',
    ...Object.fromEntries(named),
    by,
  })
}
