import { type Finding, isFault } from '../domain/finding.ts'
import type { Incident } from '../domain/incident.ts'
import { isRefused, type Plan } from '../domain/plan.ts'
import type { ChangeRequest, RequestState } from '../domain/request.ts'
import { titleOf } from '../knowledge/explain.ts'
import type { Action, Card, Part, Showing, Tone } from './card.ts'
import {
  deadlineParts,
  firstSteps,
  isOpen,
  otherFindings,
  progressParts,
  proofParts,
  sayReported,
  toneOf,
  verdictParts,
} from './diagnosis-parts.ts'
import { hostParts } from './host-strips.ts'
import { actions, atMost, button, normal, quiet, sandboxNote, strong, under } from './parts.ts'
import { rangesParts } from './ranges-card.ts'
import { pageLinks } from './step-parts.ts'
import { until } from './time.ts'
import { subjectOf, type Voice, voiceOf } from './voice.ts'

/** An incident with what hangs on it: its requests, and for an umbrella the incidents it found. */
export interface IncidentView {
  readonly incident: Incident
  readonly requests: readonly ChangeRequest[]
  readonly children: readonly Incident[]
  readonly tenantName: string
}

const PROOF_LINES = 5
const OTHERS_SHOWN = 3
/** The further lines to run stand under "Details". */
const FIRST_STEPS = { most: 3, lines: 1, pages: ['connectors', 'alerts'] } as const
const CHILD_BUTTONS = 5
const REQUESTS_SHOWN = 6
const MOVING: readonly RequestState[] = ['waiting', 'approved', 'applying']

/** The one card of an incident: what it is, how long there is, what proves it, what to do, and the fixes as buttons. */
export function incidentCard(view: IncidentView, showing: Showing): Card {
  const voice = voiceOf(showing)
  const { incident } = view
  const title = incidentTitle(incident, view.tenantName, voice)
  return {
    title: incident.state === 'resolved' ? voice.words('cards.incident.summary-resolved', { title }) : title,
    tone: incidentTone(incident),
    summary: summaryOf(view, voice),
    parts: [
      ...sandboxNote(voice),
      ...bodyParts(view, voice),
      ...stateParts(incident, voice),
      ...requestParts(view.requests, voice),
      ...(incident.state === 'resolved' ? [] : closingParts(view, voice)),
      footer(view, voice),
      ...actions(buttons(view, voice)),
    ],
  }
}

/** `Connection refused: To on-premises`; an umbrella and a running diagnosis say so. */
export function incidentTitle(incident: Incident, tenantName: string, voice: Voice): string {
  const subject = subjectOf(incident, tenantName)
  if (incident.diagnosis && !isOpen(incident.diagnosis) && !(incident.subject.is === 'tenant')) {
    const title = titleOf(incident.diagnosis.verdict.finding, voice.showing.language)
    return voice.words('cards.incident.title', { title, subject })
  }
  if (incident.subject.is === 'tenant') return voice.words('cards.incident.umbrella-title', { tenant: tenantName })
  return voice.words('cards.incident.looking', { subject })
}

function incidentTone(incident: Incident): Tone {
  if (incident.state === 'resolved') return 'good'
  if (incident.subject.is === 'tenant') return 'warning'
  return incident.diagnosis ? toneOf(incident.diagnosis) : 'working'
}

function summaryOf({ incident, tenantName }: IncidentView, voice: Voice): string {
  const title = incidentTitle(incident, tenantName, voice)
  if (incident.state === 'resolved') return voice.words('cards.incident.summary-resolved', { title })
  const queue = incident.diagnosis?.queue
  if (!queue || queue.pending === 0) return title
  const left = queue.expires ? until(queue.expires, voice.showing.now) : 0
  const args = { title, count: queue.pending, left: voice.span(left) }
  return voice.words(left > 0 ? 'cards.incident.summary-deadline' : 'cards.incident.summary-waiting', args)
}

function bodyParts(view: IncidentView, voice: Voice): readonly Part[] {
  const { incident } = view
  if (incident.state === 'resolved') return resolvedParts(incident, voice)
  return incident.subject.is === 'tenant' ? umbrellaParts(view, voice) : troubleParts(incident, voice)
}

/** Who closed it and what it was; the proof stays behind "Details". */
function resolvedParts(incident: Incident, voice: Voice): readonly Part[] {
  const { words } = voice
  const at = voice.time(incident.resolvedAt ?? incident.lastAlertAt)
  const closed = strong(words('cards.incident.resolved', { at, by: incident.resolvedBy ?? words('cards.bot') }))
  const verdict = incident.diagnosis?.verdict
  if (!verdict) return [closed]
  const args = { code: verdict.code ?? '', at: verdict.subject }
  return [closed, normal(words(verdict.code ? 'cards.incident.was' : 'cards.incident.was-uncoded', args))]
}

function troubleParts(incident: Incident, voice: Voice): readonly Part[] {
  const { diagnosis } = incident
  const running = incident.progress.some((step) => step.is === 'running')
  if (!diagnosis) {
    const subject = subjectOf(incident)
    return [
      strong(voice.words('cards.incident.looking-strong', { subject })),
      ...reportedParts(incident, voice),
      ...progressParts(incident, voice),
    ]
  }
  return [
    ...hostParts(diagnosis, voice),
    ...verdictParts(diagnosis, incident.reported, voice),
    ...deadlineParts(diagnosis, voice),
    ...(running ? progressParts(incident, voice) : []),
    ...proofParts(diagnosis, incident.reported, PROOF_LINES, voice),
    ...otherFindings(diagnosis, isUrgent, OTHERS_SHOWN, voice),
    ...firstSteps(diagnosis, FIRST_STEPS, voice),
    ...rangesParts(diagnosis.ranges, voice),
  ]
}

/** What else keeps mail from leaving, and Microsoft's own trouble, which may do so too. */
const isUrgent = (finding: Finding): boolean =>
  isFault(finding) || (finding.finding === 'service-incident' && finding.severity === 'warning')

/** The newest error text as Exchange Online wrote it. */
function reportedParts(incident: Incident, voice: Voice): readonly Part[] {
  const last = incident.reported[0]
  return last ? under(voice.words('cards.headings.reported'), [{ is: 'proof', lines: [sayReported(last, voice)] }]) : []
}

function umbrellaParts({ incident, children }: IncidentView, voice: Voice): readonly Part[] {
  const count = children.length
  const sentence = count > 0 ? voice.words('cards.incident.umbrella-found', { count }) : voice.words('cards.incident.umbrella-none')
  const items = children.map((child) => childLine(child, voice))
  const list: readonly Part[] = items.length > 0 ? [{ is: 'list', ordered: false, items }] : []
  return [
    strong(sentence),
    ...reportedParts(incident, voice),
    ...progressParts(incident, voice),
    ...under(voice.words('cards.headings.children'), list),
  ]
}

function titleIn({ diagnosis, subject }: Incident, voice: Voice): string {
  if (!diagnosis || isOpen(diagnosis)) return voice.words('cards.incident.being-diagnosed')
  return subject.is === 'tenant' ? voice.words('cards.incident.named-nothing') : titleOf(diagnosis.verdict.finding, voice.showing.language)
}

/** One line about an incident among others. */
export function childLine(child: Incident, voice: Voice, tenantName: string | null = null): string {
  const { diagnosis } = child
  const title = titleIn(child, voice)
  const line = voice.words('cards.incident.child', {
    subject: subjectOf(child, tenantName),
    title,
    state: voice.words(`terms.incident.${child.state}`),
  })
  return diagnosis?.queue && child.state !== 'resolved'
    ? `${line}, ${voice.words('cards.incident.holds', { count: diagnosis.queue.pending })}`
    : line
}

function stateParts(incident: Incident, voice: Voice): readonly Part[] {
  const bot = voice.words('cards.bot')
  switch (incident.state) {
    case 'acknowledged':
      return [normal(voice.words('cards.incident.acknowledged', { by: incident.acknowledgedBy ?? bot }))]
    case 'snoozed':
      return incident.snoozedUntil ? [normal(voice.words('cards.incident.snoozed', { at: voice.time(incident.snoozedUntil) }))] : []
    case 'open':
    case 'diagnosed':
    case 'resolved':
      return []
  }
}

function requestParts(requests: readonly ChangeRequest[], voice: Voice): readonly Part[] {
  if (requests.length === 0) return []
  const items = requests.map((request) => {
    const title = voice.fix(request.plan.fix)
    const fix = request.undoes ? voice.words('cards.request.undo', { fix: title }) : title
    return voice.words('cards.incident.request', { fix, state: voice.words(`terms.request.${request.state}`), by: request.requester.name })
  })
  return under(voice.words('cards.headings.requests'), [{ is: 'list', ordered: false, items: atMost(items, REQUESTS_SHOWN, voice) }])
}

/** Why a fix that fits is not offered, and where to look oneself. */
function closingParts({ incident }: IncidentView, voice: Voice): readonly Part[] {
  const refusedOnes = incident.offers.filter(isRefused).map((plan) => quiet(notOffered(plan, voice)))
  const isTold = incident.diagnosis && incident.subject.is !== 'tenant'
  return [...refusedOnes, ...(isTold ? [] : pageLinks(FIRST_STEPS.pages, voice))]
}

function notOffered(plan: Plan, voice: Voice): string {
  const guard = plan.guards.find((each) => each.ruling === 'refuse')
  return voice.words('cards.incident.not-offered', { fix: voice.fix(plan.fix), reason: guard ? voice.guard(guard) : '' })
}

function footer({ incident, tenantName }: IncidentView, voice: Voice): Part {
  const { words, time } = voice
  const line = words('cards.footer', { tenant: tenantName, id: incident.id, at: time(incident.openedAt) })
  return quiet(`${line} · ${words('cards.alerts', { count: incident.alerts })}`)
}

function buttons({ incident, requests, children }: IncidentView, voice: Voice): readonly Action[] {
  const say = (key: 'details' | 'diagnose' | 'acknowledge' | 'more' | 'resolve' | 'show-request') => voice.words(`cards.buttons.${key}`)
  const { id } = incident
  const details = button(say('details'), { verb: 'details', incident: id })
  if (incident.state === 'resolved') return [details]
  const moving = requests.filter((request) => MOVING.includes(request.state))
  const offered = incident.offers.filter((plan) => !isRefused(plan) && !moving.some((request) => request.plan.fix === plan.fix))
  return [
    ...offered.map((plan, n) => button(voice.fix(plan.fix), { verb: 'plan', incident: id, fix: plan.fix }, n === 0 ? 'primary' : 'plain')),
    ...moving.map((request) => button(say('show-request'), { verb: 'show-request', request: request.id })),
    ...children.slice(0, CHILD_BUTTONS).map((child) => button(subjectOf(child), { verb: 'show-incident', incident: child.id })),
    details,
    button(say('diagnose'), { verb: 'diagnose', incident: id }),
    ...(incident.state === 'acknowledged' ? [] : [button(say('acknowledge'), { verb: 'acknowledge', incident: id })]),
    button(say('more'), { verb: 'more', incident: id }),
    button(say('resolve'), { verb: 'resolve', incident: id }),
  ]
}
