import { type AppliedStep, type ChangeRequest, holdsChange, type RequestState } from '../domain/request.ts'
import type { Action, Card, Mark, Part, Showing, Tone } from './card.ts'
import { actions, button, normal, quiet, sandboxNote, strong, under } from './parts.ts'
import { changesParts, sayProperties, sayTarget } from './plan-parts.ts'
import { afterwards, headOf, peopleLine, type RequestView, requestFooter } from './request-parts.ts'
import { sayFix, type Voice, voiceOf } from './voice.ts'

type Ended = Extract<RequestState, 'applied' | 'verified' | 'not-fixed' | 'unclear' | 'partial' | 'failed' | 'undone'>

const TONES: Readonly<Record<Ended, Tone>> = {
  applied: 'working',
  verified: 'good',
  'not-fixed': 'fault',
  unclear: 'warning',
  partial: 'fault',
  failed: 'fault',
  undone: 'plain',
}

/** What became of a change: what was sent and read back, whether it helped, and the way back while the tenant holds it. */
export function resultCard(view: RequestView, showing: Showing): Card {
  const voice = voiceOf(showing)
  const { request } = view
  const { title, summary } = headOf(view, voice)
  const state = endedAs(request.state)
  return {
    title,
    tone: TONES[state],
    summary,
    parts: [
      ...sandboxNote(voice),
      ...saysParts(request, state, voice),
      ...verificationParts(request, voice),
      ...sentParts(request, voice),
      ...changesParts(request.plan, voice),
      ...(request.undoneBy && state !== 'undone' ? [normal(voice.words('cards.request.undo-waiting'))] : []),
      quiet(peopleLine(request, voice)),
      requestFooter(view, voice),
      ...actions(buttons(view, state, voice)),
    ],
  }
}

/** A request that has not reached the tenant has no result: it is shown as applied only once it was. */
function endedAs(state: RequestState): Ended {
  switch (state) {
    case 'applied':
    case 'verified':
    case 'not-fixed':
    case 'unclear':
    case 'partial':
    case 'failed':
    case 'undone':
      return state
    case 'waiting':
    case 'approved':
    case 'applying':
    case 'rejected':
    case 'withdrawn':
    case 'expired':
    case 'stale':
      throw new RangeError(`A request that is ${state} has no result`)
  }
}

function saysParts(request: ChangeRequest, state: Ended, voice: Voice): readonly Part[] {
  const { words } = voice
  const at = voice.time(request.change?.appliedAt ?? request.requestedAt)
  const says = strong(words(`cards.request.says-${state}`, { at }))
  const held = request.undoes ? [] : [normal(sayFix(request.plan, 'done', words))]
  switch (state) {
    case 'applied':
    case 'verified':
      return [says, ...held]
    case 'not-fixed':
    case 'unclear':
      return [says, ...held, normal(words(`cards.request.next-${state}`))]
    case 'failed':
      return [says, normal(words('cards.request.next-failed'))]
    case 'partial':
    case 'undone':
      return [says]
  }
}

function verificationParts(request: ChangeRequest, voice: Voice): readonly Part[] {
  const { words } = voice
  const { verification } = request
  if (!verification) return []
  const facts = [
    [words('cards.labels.delivered'), voice.number(verification.delivered)],
    [words('cards.labels.bounced'), voice.number(verification.bounced)],
    [words('cards.labels.pending'), voice.number(verification.pending)],
  ] as const
  return under(words('cards.headings.verification'), [
    // That it worked is the first thing the card says.
    ...(verification.why === 'nothing-pending' ? [] : [normal(words(`verification.${verification.why}`))]),
    { is: 'facts', facts },
    quiet(words('cards.request.verified-at', { at: voice.time(verification.at) })),
  ])
}

const STEP_MARKS: Readonly<Record<AppliedStep['is'], Mark>> = {
  done: 'ok',
  already: 'ok',
  failed: 'failed',
  unknown: 'warning',
  'not-tried': 'skipped',
}

function sentParts(request: ChangeRequest, voice: Voice): readonly Part[] {
  const { words } = voice
  const steps = (request.change?.steps ?? []).map((step, index) => {
    const planned = request.plan.steps[index]
    const read = step.readBack ? words('cards.applied.read-back', { values: sayProperties(step.readBack, voice) }) : null
    const error = step.error ? words('cards.applied.error', { error: voice.cause(step.error) }) : null
    return {
      mark: STEP_MARKS[step.is],
      label: planned ? sayTarget(planned, voice) : step.name,
      detail: [words(`cards.applied.${step.is}`), read, error].filter((each) => each !== null).join('. '),
    }
  })
  return steps.length > 0 ? under(words('cards.headings.sent'), [{ is: 'progress', steps }]) : []
}

function buttons(view: RequestView, state: Ended, voice: Voice): readonly Action[] {
  const { request, incident } = view
  const undoable = holdsChange(request) && request.undoneBy === null && request.undoes === null
  const undo = button(voice.words('cards.buttons.undo'), { verb: 'undo', request: request.id }, 'danger')
  const rest = button(voice.words('cards.buttons.go-on'), { verb: 'plan', incident: incident.id, fix: request.plan.fix })
  const back = button(voice.words('cards.buttons.show-incident'), { verb: 'show-incident', incident: incident.id })
  if (state === 'failed' || state === 'undone') return afterwards(view, voice)
  return [...(undoable ? [undo] : []), ...(state === 'partial' && !request.undoes ? [rest] : []), back]
}
