import { type Answer, unknown } from '../domain/answer.ts'
import type { Jobs } from '../domain/job.ts'
import type { ReplyTo } from '../domain/post.ts'
import { refused } from '../domain/refusal.ts'
import type { ValidationTask } from '../domain/validation.ts'
import type { Acting, Desk, Ruling } from './desk.ts'
import { mayRequest } from './policy.ts'
import type { World } from './world.ts'

/** One address, as it is put on a command line of Exchange: nothing that could end it. */
const ADDRESS = /^[^\s<>"(),:;[\]\\@]{1,64}@[a-z\d](?:[a-z\d.-]{0,251}[a-z\d])?$/i

export const isMailAddress = (text: string): boolean => ADDRESS.test(text)

/** Asking for a test message through a connector. It changes no setting, but it is an effect: requesters only, and in the audit. */
export function validationActions(world: World): Pick<Desk, 'validate'> {
  return { validate: (acting, asked, reply) => validate(world, acting, asked, reply) }
}

type Asked = { readonly tenant: string; readonly connector: string; readonly recipient: string }

async function validate(world: World, acting: Acting, asked: Asked, reply: ReplyTo): Promise<Ruling<Asked>> {
  const { tenant, connector, recipient } = asked
  if (!mayRequest(world.policy, acting.person.id)) return refused('not-a-requester')
  if (!world.exchanges(tenant)) return refused('unknown-tenant', { tenant })
  if (!isMailAddress(recipient)) return refused('bad-address', { address: recipient })
  return world.store.transaction(async (tx) => {
    const details = { recipient, surface: acting.surface }
    const at = world.clock.now()
    await tx.audit({ at, tenant, actor: acting.person.id, action: 'connector.validation-asked', subject: connector, details })
    await tx.enqueue({ name: 'validate', data: { id: world.random.id(), ...asked, reply, language: acting.language } })
    return { is: 'accepted', value: asked }
  })
}

/**
 * Runs the validation once. A job that is tried again after a crash finds that it was started: no second message is sent, and what
 * became of the first cannot be told.
 */
export async function validateNow(
  world: World,
  { id, tenant, connector, recipient }: Jobs['validate'],
): Promise<Answer<readonly ValidationTask[]>> {
  const exchange = world.exchanges(tenant)
  if (!exchange) return unknown(`tenant ${tenant} is not configured`)
  const first = await world.store.transaction((tx) => tx.firstSight(`validate:${id}`, world.clock.now()))
  if (!first) return unknown('Validate-OutboundConnector: interrupted after it was started')
  const answer = await exchange.validateOutboundConnector(connector, [recipient])
  const details =
    answer.is === 'found' ? { ok: answer.value.every((task) => task.ok), tasks: answer.value.length } : { ok: null, why: answer.is }
  await world.store.transaction((tx) =>
    tx.audit({
      at: world.clock.now(),
      tenant,
      actor: 'bot',
      action: 'connector.validated',
      subject: connector,
      details: { recipient, ...details },
    }),
  )
  return answer
}
