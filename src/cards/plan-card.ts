import type { Incident } from '../domain/incident.ts'
import { isRefused, type Plan } from '../domain/plan.ts'
import type { Card, Part, Showing } from './card.ts'
import { actions, button, normal, quiet, sandboxNote, strong, under } from './parts.ts'
import { changesParts, guardParts, wayBackParts } from './plan-parts.ts'
import { sayFix, subjectOf, targetOf, type Voice, voiceOf } from './voice.ts'

/** A plan as it is shown before anybody asks for it. */
export interface PlanView {
  readonly incident: Incident
  readonly plan: Plan
  /** Approvals it needs, guards counted. */
  readonly approvals: number
  /** Whether the person who looks may ask for it. */
  readonly canAsk: boolean
}

/** All that somebody needs to decide whether to ask: what changes, what it means, what was counted, the way back, who must agree. */
export function planCard(view: PlanView, showing: Showing): Card {
  const voice = voiceOf(showing)
  const { words } = voice
  const { plan, incident } = view
  const refused = isRefused(plan)
  const subject = targetOf(plan) || subjectOf(incident)
  const fix = voice.fix(plan.fix)
  return {
    title: words('cards.plan.title', { fix }),
    tone: refused ? 'fault' : plan.guards.some((guard) => guard.ruling !== 'pass') ? 'warning' : 'plain',
    summary: words(refused ? 'cards.plan.summary-refused' : 'cards.plan.summary', { subject, fix }),
    parts: [
      ...sandboxNote(voice),
      ...(refused ? [strong(words('cards.plan.refused'))] : []),
      strong(sayFix(plan, 'asks', words)),
      normal(words(`fixes.${plan.fix}.why`)),
      ...(refused
        ? [...guardParts(plan, voice), ...changesParts(plan, voice)]
        : [...changesParts(plan, voice), ...guardParts(plan, voice)]),
      ...(refused ? [] : [...wayBackParts(plan, voice), ...approvalParts(view, voice)]),
      quiet(words('cards.plan.subject', { subject, at: voice.time(plan.plannedAt) })),
      ...buttons(view, refused, voice),
    ],
  }
}

function approvalParts({ approvals, canAsk }: PlanView, voice: Voice): readonly Part[] {
  const { words } = voice
  const needed = normal(`${words('cards.plan.needs', { count: approvals })} ${words('cards.request.own-rule')}`)
  return under(words('cards.headings.approval'), canAsk ? [needed] : [needed, normal(words('cards.plan.cannot-ask'))])
}

function buttons({ incident, plan, canAsk }: PlanView, refused: boolean, voice: Voice): readonly Part[] {
  const ask = button(voice.words('cards.ask-for-approval'), { verb: 'request', incident: incident.id, plan: plan.hash }, 'primary')
  const back = button(voice.words('cards.buttons.back'), { verb: 'show-incident', incident: incident.id })
  return actions(canAsk && !refused ? [ask, back] : [back])
}
