import type { webApi } from '@slack/bolt'
import type { Desk } from '../../core/desk.ts'
import { type Answer, absent, found, unknown } from '../../domain/answer.ts'
import type { Channel } from '../../domain/person.ts'
import { errorOf, whyOf } from './call.ts'
import type { Log } from './turn.ts'
import type { Workspace } from './workspace.ts'

/** A channel the bot can post in; `absent` when there is none, or the bot is not in it. */
export async function askChannel(id: string, organisation: string, client: webApi.WebClient): Promise<Answer<Omit<Channel, 'tenants'>>> {
  try {
    const { channel } = await client.conversations.info({ channel: id })
    if (channel?.is_member === false || channel?.is_archived) return absent
    return found({ platform: 'slack', organisation, id, name: channel?.name ?? id, isPersonal: channel?.is_im === true, language: null })
  } catch (thrown) {
    return errorOf(thrown) === 'channel_not_found' ? absent : unknown(whyOf(thrown))
  }
}

/** The channels this process has met. */
export interface Rooms {
  welcome(channel: Omit<Channel, 'tenants'>): Promise<Channel>
  leave(channel: string): Promise<void>
  leaveAll(why: string): Promise<void>
  /** Welcomes the configured channels that were not welcomed yet; false while Slack has not told about all of them. */
  openConfigured(): Promise<boolean>
}

export interface RoomsOptions {
  readonly desk: Desk
  readonly client: webApi.WebClient
  readonly workspace: Workspace
  readonly channels: readonly string[]
  readonly log: Log
}

export function createRooms({ desk, client, workspace, channels, log }: RoomsOptions): Rooms {
  const met = new Set<string>()
  const left = new Set(channels)

  async function leave(id: string): Promise<void> {
    met.delete(id)
    const organisation = workspace.known()?.team
    if (organisation) await desk.leave({ platform: 'slack', organisation, id })
  }

  async function welcome(channel: Omit<Channel, 'tenants'>): Promise<Channel> {
    met.add(channel.id)
    left.delete(channel.id)
    return desk.welcome(channel, null)
  }

  async function openOne(id: string, organisation: string): Promise<void> {
    const asked = await askChannel(id, organisation, client)
    if (asked.is === 'found') await welcome(asked.value)
    if (asked.is === 'unknown') return log.warn({ channel: id, why: asked.why }, 'Slack could not tell about a configured channel')
    if (asked.is === 'absent')
      log.warn({ channel: id }, 'a configured Slack channel cannot be posted in: invite the bot there with /invite')
    left.delete(id)
  }

  return {
    welcome,
    leave,
    async leaveAll(why) {
      log.warn({ why, channels: met.size }, 'the bot was removed from the Slack workspace')
      for (const id of met) await leave(id)
    },
    async openConfigured() {
      const own = await workspace.get()
      if (own.is !== 'found') return false
      for (const id of left) await openOne(id, own.value.team)
      return left.size === 0
    },
  }
}
