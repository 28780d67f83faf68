import { createHash } from 'node:crypto'
import { unknown } from '../domain/answer.ts'
import type { Jobs } from '../domain/job.ts'
import { isMailbox } from '../domain/mailbox.ts'
import type { ReplyTo } from '../domain/post.ts'
import { refused } from '../domain/refusal.ts'
import type { Transaction } from '../ports/store.ts'
import type { Acting, Desk, Ruling } from './desk.ts'
import { mayRequest } from './policy.ts'
import type { World } from './world.ts'

/** Asking for a test message through a connector. It changes no setting, but it is an effect: requesters only, and in the audit. */
export function validationActions(world: World): Pick<Desk, 'validate'> {
  return { validate: (acting, asked, reply) => validate(world, acting, asked, reply) }
}

type Asked = { readonly tenant: string; readonly connector: string; readonly recipient: string }

async function validate(world: World, acting: Acting, asked: Asked, reply: ReplyTo): Promise<Ruling<Asked>> {
  const { tenant, connector, recipient } = asked
  if (!mayRequest(world.policy, acting.person.id)) return refused('not-a-requester')
  if (!world.exchanges(tenant)) return refused('unknown-tenant', { tenant })
  if (!isMailbox(recipient)) return refused('bad-address', { address: recipient })
  return world.store.transaction(async (tx) => {
    const at = world.clock.now()
    const accepted = { is: 'accepted', value: asked } as const
    if (!(await isNewWish(tx, acting, asked, reply, at))) return accepted
    const details = { recipient, surface: acting.surface }
    await tx.audit({ at, tenant, actor: acting.person.id, action: 'connector.validation-asked', subject: connector, details })
    await tx.enqueue({ name: 'validate', data: { id: world.random.id(), ...asked, reply, language: acting.language } })
    return accepted
  })
}

/** A second press within this time is the nervous half of a double click. */
const SAME_WISH_MS = 10_000

/**
 * Whether a press wishes for a message of its own. One press that is delivered twice does not: where it wants its answer names it (Slack gives
 * every press its own address, Teams its own activity). Neither does a double click of one person. A later press does.
 */
async function isNewWish(
  tx: Transaction,
  acting: Acting,
  { tenant, connector, recipient }: Asked,
  reply: ReplyTo,
  at: string,
): Promise<boolean> {
  const wish = [tenant, connector.toLowerCase(), recipient.toLowerCase(), acting.person.id]
  const isFirst = (of: unknown): Promise<boolean> => tx.firstSight(`validation:${digest([...wish, of])}`, at)
  if (!(await isFirst(reply))) return false
  const moment = Math.floor(Date.parse(at) / SAME_WISH_MS)
  const here = await isFirst(moment)
  return (await isFirst(moment - 1)) && here
}

const digest = (of: readonly unknown[]): string => createHash('sha256').update(JSON.stringify(of)).digest('hex')

const INTERRUPTED = 'Validate-OutboundConnector: interrupted after it was started'

/**
 * Runs the validation once, and leaves what came of it to a job of its own: an answer that the chat platform refuses is given again without a second
 * message. A job that is tried again after a crash finds that it was started: nothing is sent, and what became of the first message cannot be told.
 */
export async function validateNow(world: World, { id, tenant, connector, recipient, reply, language }: Jobs['validate']): Promise<void> {
  const exchange = world.exchanges(tenant)
  const told = { id, tenant, connector, recipient, reply, language }
  if (!exchange) {
    const result = unknown(`tenant ${tenant} is not configured`)
    return world.store.transaction((tx) => tx.enqueue({ name: 'validated', data: { ...told, result } }))
  }
  const isFirst = await world.store.transaction((tx) => tx.firstSight(`validate:${id}`, world.clock.now()))
  if (!isFirst) return tellInterrupted(world, told)
  const result = await exchange.validateOutboundConnector(connector, [recipient])
  const details =
    result.is === 'found' ? { ok: result.value.every((task) => task.ok), tasks: result.value.length } : { ok: null, why: result.is }
  await world.store.transaction(async (tx) => {
    const at = world.clock.now()
    await tx.audit({ at, tenant, actor: 'bot', action: 'connector.validated', subject: connector, details: { recipient, ...details } })
    await tx.firstSight(ended(id), at)
    await tx.enqueue({ name: 'validated', data: { ...told, result } })
  })
}

/** Said once, and not where the result is already on its way. */
async function tellInterrupted(world: World, told: Jobs['validate']): Promise<void> {
  await world.store.transaction(async (tx) => {
    if (!(await tx.firstSight(ended(told.id), world.clock.now()))) return
    await tx.enqueue({ name: 'validated', data: { ...told, result: unknown(INTERRUPTED) } })
  })
}

const ended = (id: string): string => `validated:${id}`
