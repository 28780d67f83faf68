import { z } from 'zod'
import { welcomeCard } from '../../cards/index.ts'
import type { Channel } from '../../domain/person.ts'
import { draw } from '../draw.ts'
import { askChannel, type Rooms } from './channels.ts'
import { answerTyped } from './hear.ts'
import { publishHome } from './home.ts'
import { saidIn } from './message-text.ts'
import { afterMention, plainText } from './plain-text.ts'
import type { Deps, Origin } from './turn.ts'

const text = z.string().nullish()
const Envelope = z.object({
  event_id: z.string(),
  team_id: text,
  event: z.object({
    type: z.string(),
    user: text,
    channel: z.unknown().optional(),
    channel_type: text,
    text,
    files: z.array(z.unknown()).nullish(),
    attachments: z.array(z.unknown()).nullish(),
    tab: text,
    subtype: text,
    bot_id: text,
    tokens: z.object({ bot: z.array(z.string()).nullish() }).nullish(),
  }),
})
type Envelope = z.infer<typeof Envelope>

/** Something that happened in the workspace. Bolt has acknowledged it; Slack sends it up to three times more, so it counts once. */
export async function happened(body: unknown, deps: Deps, rooms: Rooms): Promise<void> {
  const read = Envelope.safeParse(body)
  if (!read.success) return deps.log.warn({}, 'an event of Slack could not be read')
  deps.lane.run(() => handle(read.data, deps, rooms))
}

async function handle(envelope: Envelope, deps: Deps, rooms: Rooms): Promise<void> {
  const { event } = envelope
  const channel = typeof event.channel === 'string' ? event.channel : null
  switch (event.type) {
    case 'app_home_opened':
      return event.tab === 'home' && event.user ? publishHome(originOf(envelope, event.user), deps) : undefined
    case 'app_mention':
      return channel && event.user ? hearMessage(envelope, channel, event.user, deps) : undefined
    case 'message':
      return channel && event.user && isSaidToUs(envelope) ? hearMessage(envelope, channel, event.user, deps) : undefined
    case 'member_joined_channel':
      return channel && event.user ? joined(envelope, channel, event.user, deps, rooms) : undefined
    case 'channel_left':
    case 'group_left':
      return channel ? rooms.leave(channel) : undefined
    case 'app_uninstalled':
      return rooms.leaveAll('the app was uninstalled')
    case 'tokens_revoked':
      // Tokens of people are none of ours.
      return event.tokens?.bot?.length ? rooms.leaveAll('the bot token was revoked') : undefined
  }
}

const originOf = ({ event_id, team_id }: Envelope, user: string): Origin => ({
  once: `slack:event:${event_id}`,
  team: team_id ?? null,
  user,
})

/** A message in the conversation with the bot, typed by a person: no edit, no joining, no other bot. */
const isSaidToUs = ({ event }: Envelope): boolean =>
  event.channel_type === 'im' && !event.bot_id && (!event.subtype || event.subtype === 'file_share')

function hearMessage(envelope: Envelope, channel: string, user: string, deps: Deps): Promise<void> {
  const { event } = envelope
  if (event.bot_id || user === deps.workspace.known()?.botUser) return Promise.resolve()
  const origin = originOf(envelope, user)
  const organisation = deps.workspace.known()?.team ?? envelope.team_id ?? ''
  const reply = { platform: 'slack', is: 'user', organisation, channel, user } as const
  const text = plainText(afterMention(event.text ?? ''))
  return answerTyped({ text, along: saidIn(event), prefix: '', origin, reply, channel: { id: channel, name: '' } }, deps)
}

/** Somebody joined a channel: when it is the bot, its incidents are posted there from now on. */
async function joined(envelope: Envelope, channel: string, user: string, deps: Deps, rooms: Rooms): Promise<void> {
  const own = await deps.workspace.get()
  if (own.is !== 'found' || user !== own.value.botUser) return
  if (!(await deps.desk.firstSight(`slack:event:${envelope.event_id}`))) return
  const asked = await askChannel(channel, own.value.team, deps.client)
  const welcomed = await rooms.welcome(asked.is === 'found' ? asked.value : unnamed(channel, own.value.team))
  const tenant = welcomed.tenants.map(deps.tenantName).join(', ') || null
  const card = welcomeCard({ tenantName: tenant }, deps.showing(welcomed.language ?? 'en'))
  await deps.poster.post(welcomed, draw(card, 'slack'), null)
}

const unnamed = (id: string, organisation: string): Omit<Channel, 'tenants'> => ({
  platform: 'slack',
  organisation,
  id,
  name: id,
  isPersonal: false,
  language: null,
})
