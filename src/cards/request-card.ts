import { approvalsOf, type ChangeRequest, type RequestState } from '../domain/request.ts'
import type { Action, Card, Part, Showing, Tone } from './card.ts'
import { actions, button, normal, quiet, sandboxNote, strong, under } from './parts.ts'
import { changesParts, guardParts, wayBackParts } from './plan-parts.ts'
import { afterwards, headOf, nameOf, peopleLine, type RequestView, requestFooter } from './request-parts.ts'
import { resultCard } from './result-card.ts'
import { until } from './time.ts'
import { sayFix, type Voice, voiceOf } from './voice.ts'

/** A request in any state; once its change has reached the tenant, its result. */
export function requestCard(view: RequestView, showing: Showing): Card {
  switch (view.request.state) {
    case 'waiting':
      return waitingCard(view, showing)
    case 'approved':
    case 'applying':
    case 'rejected':
    case 'withdrawn':
    case 'expired':
    case 'stale':
      return decidedCard(view, view.request.state, showing)
    case 'applied':
    case 'verified':
    case 'not-fixed':
    case 'unclear':
    case 'partial':
    case 'failed':
    case 'undone':
      return resultCard(view, showing)
  }
}

function waitingCard(view: RequestView, showing: Showing): Card {
  const voice = voiceOf(showing)
  const { words } = voice
  const { request } = view
  const { plan } = request
  const { title, summary, subject } = headOf(view, voice)
  return {
    title,
    tone: 'warning',
    summary,
    parts: [
      ...sandboxNote(voice),
      ...mentionParts(view, voice),
      strong(words('cards.request.says-waiting', { by: request.requester.name, subject })),
      normal(request.undoes ? nameOf(request, voice) : sayFix(plan, 'asks', words)),
      ...changesParts(plan, voice),
      ...guardParts(plan, voice),
      ...wayBackParts(plan, voice),
      ...under(words('cards.headings.approval'), [normal(progressLine(request, voice)), quiet(words('cards.request.own-rule'))]),
      requestFooter(view, voice),
      ...actions(waitingButtons(request, voice)),
    ],
  }
}

function mentionParts({ approvers }: RequestView, voice: Voice): readonly Part[] {
  if (approvers.length === 0) return []
  return [{ is: 'mentions', lead: voice.words('cards.request.lead-approve'), people: approvers }]
}

function progressLine(request: ChangeRequest, voice: Voice): string {
  const left = until(request.expiresAt, voice.showing.now)
  const args = {
    given: approvalsOf(request).length,
    needed: request.approvalsNeeded,
    at: voice.time(request.expiresAt),
    left: voice.span(left),
  }
  const line = voice.words(left > 0 ? 'cards.request.progress' : 'cards.request.progress-late', args)
  const names = approvalsOf(request)
    .map((each) => each.by.name)
    .join(', ')
  return names ? `${line} ${voice.words('cards.request.approved-by', { names })}` : line
}

function waitingButtons(request: ChangeRequest, voice: Voice): readonly Action[] {
  const { id, plan } = request
  return [
    button(voice.words('cards.buttons.approve'), { verb: 'approve', request: id, plan: plan.hash }, 'primary'),
    button(voice.words('cards.buttons.reject'), { verb: 'reject', request: id, plan: plan.hash }, 'danger'),
    button(voice.words('cards.buttons.withdraw'), { verb: 'withdraw', request: id }),
  ]
}

type Decided = Extract<RequestState, 'approved' | 'applying' | 'rejected' | 'withdrawn' | 'expired' | 'stale'>

const TONES: Readonly<Record<Decided, Tone>> = {
  approved: 'working',
  applying: 'working',
  rejected: 'plain',
  withdrawn: 'plain',
  expired: 'warning',
  stale: 'warning',
}

/** Decided, but nothing has reached the tenant: who, what was not done, what next. */
function decidedCard(view: RequestView, state: Decided, showing: Showing): Card {
  const voice = voiceOf(showing)
  const { request } = view
  const { title, summary } = headOf(view, voice)
  const moving = state === 'approved' || state === 'applying'
  const who = decider(request, state)
  const args = { by: who, at: voice.time(request.expiresAt) }
  const next = moving ? [] : [normal(voice.words(`cards.request.next-${state}`, { by: who }))]
  return {
    title,
    tone: TONES[state],
    summary,
    parts: [
      ...sandboxNote(voice),
      strong(voice.words(`cards.request.says-${state}`, args)),
      ...next,
      ...changesParts(request.plan, voice),
      quiet(peopleLine(request, voice)),
      requestFooter(view, voice),
      ...actions(moving ? [] : afterwards(view, voice)),
    ],
  }
}

function decider(request: ChangeRequest, state: Decided): string {
  if (state === 'withdrawn') return request.requester.name
  const verb = state === 'rejected' ? 'reject' : 'approve'
  const names = request.decisions.filter((each) => each.verb === verb).map((each) => each.by.name)
  return names.join(', ')
}
