import type { Card, Showing } from '../cards/card.ts'
import { detailsCard, incidentCard, moreCard, noticeCard, planCard, refusalCard, requestCard, workingCard } from '../cards/index.ts'
import type { Acting, Desk, PlanReady, Ruling } from '../core/desk.ts'
import type { Incident } from '../domain/incident.ts'
import type { ChannelKey } from '../domain/person.ts'
import { isRefused } from '../domain/plan.ts'
import type { ReplyTo } from '../domain/post.ts'
import type { Press } from '../domain/press.ts'
import { type Refused, refused } from '../domain/refusal.ts'
import { wordsOf } from '../locales/words.ts'
import { answerExplained } from './explained.ts'

export interface PressContext {
  readonly desk: Desk
  readonly acting: Acting
  readonly showing: Showing
  /** Where slow answers go; null where the platform has no such place. */
  readonly reply: ReplyTo | null
  /** Where the button was; null where the platform does not say. */
  readonly channel: ChannelKey | null
  /** Name of a tenant for people. */
  readonly tenantName: (tenant: string) => string
}

/**
 * `notice`: a private answer. `dialog`: a card that wants a next press (a modal with a submit button on Slack, a card in place on Teams). `public`: told to
 * everybody in the channel the button was in, or in the channel `to` where the answer was given elsewhere; `told` is for the one who pressed.
 */
export type PressAnswer =
  | { readonly is: 'public'; readonly card: Card; readonly to: string | null; readonly told: Card }
  | { readonly is: 'notice'; readonly card: Card }
  | { readonly is: 'dialog'; readonly card: Card; readonly submit: { readonly label: string; readonly press: Press } | null }

/** What a press leads to. Reads and decides in the database only; whatever needs tenant or network answers later through `reply`. */
export async function answerPress(press: Press, context: PressContext): Promise<PressAnswer> {
  const { desk, acting, showing } = context
  switch (press.verb) {
    case 'plan':
      return planAnswer(await desk.plan(acting, press.incident, press.fix, press.set ?? {}, context.reply), context)
    case 'request':
      return noticeOf(await desk.askFor(acting, press.incident, press.plan), showing, 'requested')
    case 'approve':
    case 'reject':
      return noticeOf(
        await desk.decide(acting, press.request, press.plan, press.verb),
        showing,
        press.verb === 'approve' ? 'approved' : 'rejected',
      )
    case 'withdraw':
      return noticeOf(await desk.withdraw(acting, press.request), showing, 'withdrawn')
    case 'undo':
      return noticeOf(await desk.undo(acting, press.request), showing, 'requested')
    case 'acknowledge':
      return noticeOf(await desk.acknowledge(acting, press.incident), showing, 'acknowledged')
    case 'snooze':
      return noticeOf(await desk.snooze(acting, press.incident, press.hours), showing, 'snoozed')
    case 'resolve':
      return noticeOf(await desk.resolve(acting, press.incident), showing, 'resolved')
    case 'diagnose':
      return noticeOf(await desk.diagnoseAgain(acting, press.incident), showing, 'diagnosing')
    case 'open-incident':
      return noticeOf(await desk.openIncident(acting, press.tenant, press.connector, press.reports), showing, 'opened')
    case 'validate':
      return validate(press, context)
    case 'examine':
    case 'open-destination':
    case 'partner-note':
    case 'share':
    case 'show-code':
      return answerExplained(press, context)
    case 'show-request':
      return showRequest(press.request, context)
    case 'show-incident':
    case 'details':
    case 'more':
      return showIncident(press.verb, press.incident, context)
  }
}

/** The card of a plan that is ready, being read, or refused. The submit button asks for approval of exactly this plan. */
export function planAnswer(ready: PlanReady, context: Pick<PressContext, 'showing'>): PressAnswer {
  const { showing } = context
  switch (ready.is) {
    case 'refused':
      return { is: 'notice', card: refusalCard(ready, showing) }
    case 'working':
      return { is: 'dialog', card: workingCard({ what: 'reading-tenant', subject: '' }, showing), submit: null }
    case 'ready': {
      const canAsk = !isRefused(ready.plan)
      const card = planCard({ incident: ready.incident, plan: ready.plan, approvals: ready.approvals, canAsk }, showing)
      const press: Press = { verb: 'request', incident: ready.incident.id, plan: ready.plan.hash }
      return { is: 'dialog', card, submit: canAsk ? { label: wordsOf(showing.language)('cards.ask-for-approval'), press } : null }
    }
  }
}

async function validate(
  { tenant, connector, recipient }: Extract<Press, { verb: 'validate' }>,
  context: PressContext,
): Promise<PressAnswer> {
  const { desk, acting, showing, reply } = context
  if (!reply) return { is: 'notice', card: refusalCard(refused('too-late'), showing) }
  const ruling = await desk.validate(acting, { tenant, connector, recipient }, reply)
  const card = ruling.is === 'refused' ? refusalCard(ruling, showing) : workingCard({ what: 'validating', subject: connector }, showing)
  return { is: 'notice', card }
}

function noticeOf(ruling: Ruling<unknown> | Refused, showing: Showing, what: Parameters<typeof noticeCard>[0]['what']): PressAnswer {
  return { is: 'notice', card: ruling.is === 'refused' ? refusalCard(ruling, showing) : noticeCard({ what, args: {} }, showing) }
}

async function showRequest(id: string, { desk, showing, tenantName }: PressContext): Promise<PressAnswer> {
  const request = await desk.request(id)
  const incident = request && (await desk.incident(request.incident))
  if (!request || !incident) return { is: 'notice', card: refusalCard(refused('unknown-request', { id }), showing) }
  return {
    is: 'dialog',
    card: requestCard({ request, incident, approvers: [], tenantName: tenantName(request.tenant) }, showing),
    submit: null,
  }
}

async function showIncident(verb: 'show-incident' | 'details' | 'more', id: string, context: PressContext): Promise<PressAnswer> {
  const { desk, showing } = context
  const incident = await desk.incident(id)
  if (!incident) return { is: 'notice', card: refusalCard(refused('unknown-incident', { id }), showing) }
  if (verb === 'more') return { is: 'dialog', card: moreCard({ incident, fixes: desk.fixes }, showing), submit: null }
  const view = await incidentView(desk, incident, context.tenantName)
  return { is: 'dialog', card: verb === 'details' ? detailsCard(view, showing) : incidentCard(view, showing), submit: null }
}

/** What the incident cards need to know around the incident. */
export async function incidentView(
  desk: Pick<Desk, 'requests' | 'childrenOf'>,
  incident: Incident,
  tenantName: PressContext['tenantName'],
) {
  const [requests, children] = await Promise.all([
    desk.requests(incident.id),
    incident.subject.is === 'tenant' ? desk.childrenOf(incident.id) : [],
  ])
  return { incident, requests, children, tenantName: tenantName(incident.tenant) }
}
