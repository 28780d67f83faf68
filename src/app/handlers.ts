import type { Showing } from '../cards/card.ts'
import { diagnosisCard, failureCard, refusalCard, validationCard } from '../cards/index.ts'
import { apply } from '../core/apply.ts'
import type { Desk } from '../core/desk.ts'
import { diagnose } from '../core/diagnose.ts'
import { expire } from '../core/expire.ts'
import { intake } from '../core/intake.ts'
import { missedConnector } from '../core/missed-connector.ts'
import { planNow } from '../core/request-actions.ts'
import { settle } from '../core/settle.ts'
import { validateNow } from '../core/validate.ts'
import { verify } from '../core/verify.ts'
import type { World } from '../core/world.ts'
import { Failure } from '../domain/failure.ts'
import { fingerprint } from '../domain/incident.ts'
import type { Language } from '../domain/language.ts'
import type { ReplyTo } from '../domain/post.ts'
import { refused } from '../domain/refusal.ts'
import type { JobHandlers } from '../ports/jobs.ts'
import { listing } from '../surfaces/commands.ts'
import { type PressAnswer, planAnswer } from '../surfaces/presses.ts'
import type { Publisher } from '../surfaces/publisher.ts'

export interface HandlerOptions {
  readonly world: World
  readonly desk: Desk
  readonly publisher: Publisher
  readonly showing: (language: Language) => Showing
  readonly tenantName: (tenant: string) => string
}

/** The one table: job → what runs. Every handler may run again with the same payload and changes nothing the second time. */
export function jobHandlers({ world, desk, publisher, showing, tenantName }: HandlerOptions): JobHandlers {
  /** Somebody waits for it: what cannot be had is told at once, instead of being tried again behind a card that says "working". */
  const answer = async (reply: ReplyTo, language: Language, work: () => Promise<PressAnswer>): Promise<void> => {
    const found = await work().catch((thrown: unknown): PressAnswer => {
      const failure =
        thrown instanceof Failure ? thrown : new Failure('internal', { why: thrown instanceof Error ? thrown.name : 'unknown' })
      return { is: 'notice', card: failureCard(failure, showing(language)) }
    })
    await publisher.answer(reply, found)
  }
  return {
    intake: ({ alert }) => intake(world, alert),
    diagnose: ({ incident }) => diagnose(world, incident),
    publish: (job) => publisher.publish(job),
    propose: ({ incident, fix, set, reply, language }) =>
      answer(reply, language, async () => planAnswer(await planNow(world, incident, fix, set), { showing: showing(language) })),
    examine: ({ tenant, target, reply, language, report }) =>
      answer(reply, language, async () => {
        if (await missedConnector(world.exchanges(tenant), target))
          return { is: 'notice', card: refusalCard(refused('unknown-target', { name: target.slice(0, 100) }), showing(language)) }
        const diagnosis = await desk.examine(tenant, target, report)
        const incident =
          diagnosis.connector && (await world.store.openIncident(fingerprint(tenant, { is: 'connector', name: diagnosis.connector.name })))
        return {
          is: 'notice',
          card: diagnosisCard({ diagnosis, incident, tenant, tenantName: tenantName(tenant) }, showing(language)),
        }
      }),
    list: ({ tenant, what, reply, language }) =>
      answer(reply, language, async () => ({
        is: 'notice',
        card: await listing(desk, tenant, what, showing(language), tenantName(tenant)),
      })),
    validate: (job) => validateNow(world, job),
    validated: (job) =>
      answer(job.reply, job.language, async () => ({
        is: 'notice',
        card: validationCard({ ...job, tenantName: tenantName(job.tenant) }, showing(job.language)),
      })),
    apply: ({ request }) => apply(world, request),
    verify: ({ request, attempt }) => verify(world, request, attempt),
    expire: ({ request }) => expire(world, request),
    settle: ({ incident }) => settle(world, incident),
  }
}
