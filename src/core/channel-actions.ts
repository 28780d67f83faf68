import type { Language } from '../domain/language.ts'
import type { Channel, ChannelKey, ConversationReference } from '../domain/person.ts'
import { channelKey } from '../domain/person.ts'
import { refused } from '../domain/refusal.ts'
import type { Transaction } from '../ports/store.ts'
import type { Acting, Desk, Ruling } from './desk.ts'
import { mayRequest } from './policy.ts'
import type { World } from './world.ts'

/** Which channels get the cards of which tenants. */
export function channelActions(world: World): Pick<Desk, 'bind' | 'welcome' | 'leave' | 'channel' | 'languageIn'> {
  return {
    bind: (acting, channel, tenant) => bind(world, acting, channel, tenant),
    welcome: (channel, conversation, anew) => welcome(world, channel, conversation, anew),
    leave: (key) => world.store.transaction((tx) => tx.removeChannel(key)),
    channel: (key) => world.store.channel(key),
    languageIn: (key) => languageIn(world, key),
  }
}

async function languageIn({ store, tenants }: World, key: ChannelKey): Promise<Language> {
  const channel = await store.channel(key)
  const served = channel?.tenants ?? []
  const tenant = tenants.find((each) => served.includes(each.id)) ?? (tenants.length === 1 ? tenants[0] : undefined)
  return channel?.language ?? tenant?.language ?? 'en'
}

async function bind(world: World, acting: Acting, channel: Omit<Channel, 'tenants'>, named: string): Promise<Ruling<Channel>> {
  if (!mayRequest(world.policy, acting.person.id)) return refused('not-a-requester')
  const wanted = named.toLowerCase()
  const tenant = world.tenants.find((each) => each.id.toLowerCase() === wanted || each.name.toLowerCase() === wanted)
  if (!tenant) return refused('unknown-tenant', { tenant: named })
  return world.store.transaction(async (tx) => {
    const known = await tx.channel(channel)
    const language = channel.language ?? known?.language ?? null
    const bound: Channel = { ...channel, language, tenants: [...new Set([...(known?.tenants ?? []), tenant.id])] }
    await tx.saveChannel(bound)
    await tx.audit({
      at: world.clock.now(),
      tenant: tenant.id,
      actor: acting.person.id,
      action: 'channel.bound',
      subject: channelKey(channel),
      details: { name: channel.name },
    })
    await publishOpen(tx, bound)
    return { is: 'accepted', value: bound }
  })
}

/** A conversation that opened. With a single tenant there is nothing to choose; with several somebody binds it. */
async function welcome(
  world: World,
  channel: Omit<Channel, 'tenants'>,
  conversation: ConversationReference | null,
  anew?: 'anew',
): Promise<Channel> {
  return world.store.transaction(async (tx) => {
    if (conversation) await tx.saveConversation(conversation)
    if (anew) await tx.forgetPosts(channel)
    const known = await tx.channel(channel)
    const [only, ...others] = world.tenants
    const tenants = known?.tenants.length ? known.tenants : only && others.length === 0 ? [only.id] : []
    const welcomed: Channel = { ...channel, language: channel.language ?? known?.language ?? null, tenants }
    await tx.saveChannel(welcomed)
    await publishOpen(tx, welcomed)
    return welcomed
  })
}

async function publishOpen(tx: Transaction, channel: Channel): Promise<void> {
  const key: ChannelKey = { platform: channel.platform, organisation: channel.organisation, id: channel.id }
  for (const tenant of channel.tenants) {
    const open = await tx.incidents({ tenant, states: ['open', 'diagnosed', 'acknowledged', 'snoozed'] })
    for (const incident of [...open].reverse()) {
      await tx.enqueue(
        { name: 'publish', data: { subject: { is: 'incident', id: incident.id }, channel: key } },
        { key: `incident:${incident.id}:${channelKey(channel)}` },
      )
      const waiting = await tx.requests({ incident: incident.id, states: ['waiting', 'approved', 'applying'] })
      for (const request of waiting) {
        await tx.enqueue(
          { name: 'publish', data: { subject: { is: 'request', id: request.id }, channel: key } },
          { key: `request:${request.id}:${channelKey(channel)}` },
        )
      }
    }
  }
}
