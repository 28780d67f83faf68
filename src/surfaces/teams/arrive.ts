import type { Activity } from './activity.ts'
import { isRefused, personOf } from './person.ts'
import { channelOf, keyOf, storedReference } from './reference.ts'
import { type Deps, done, type Turn, type TurnAnswer } from './turn.ts'

/** Both tellings of one installation come within this time. */
const SAME_ARRIVAL_MS = 5_000

/** The bot was added to, or removed from, a conversation. */
export async function comeOrGo(turn: Turn, deps: Deps): Promise<TurnAnswer> {
  const { activity, tenant } = turn
  if (isRemoval(activity)) {
    await deps.desk.leave(keyOf(activity, tenant))
    deps.log.info({ conversation: activity.conversation.conversationType }, 'removed from a Teams conversation')
  } else if (activity.channelData?.eventType === 'channelDeleted' && activity.channelData.channel?.id) {
    await deps.desk.leave({ ...keyOf(activity, tenant), id: activity.channelData.channel.id })
  } else if (isArrival(activity)) {
    if (await isGuestAlone(turn, deps)) await keepReference(turn, deps)
    else await arrive(turn, deps)
  }
  return done
}

/** A guest who opens a private chat is told so when they speak; the tenant's incidents are not for them. */
async function isGuestAlone(turn: Turn, deps: Deps): Promise<boolean> {
  if (turn.activity.conversation.conversationType !== 'personal') return false
  const who = await personOf(turn, deps)
  return isRefused(who) && who.args.reason === 'guest'
}

export async function arrive(turn: Turn, deps: Deps): Promise<void> {
  const { activity, tenant } = turn
  const channel = channelOf(activity, tenant)
  const anew = !isUpgrade(activity) && (await isFirstWord(turn, channel.id, deps)) ? 'anew' : undefined
  await deps.desk.welcome(channel, storedReference(activity, tenant), anew)
  deps.log.info({ conversation: activity.conversation.conversationType }, 'a Teams conversation opened')
}

/** Teams tells of one installation twice, as installationUpdate and as conversationUpdate, in either order: only the first starts from nothing. */
async function isFirstWord({ tenant }: Turn, conversation: string, { desk, showing }: Deps): Promise<boolean> {
  const moment = Math.floor(Date.parse(showing('en').now) / SAME_ARRIVAL_MS)
  const seen = await Promise.all([moment, moment - 1].map((each) => desk.firstSight(`teams-arrival:${tenant}:${conversation}:${each}`)))
  return seen.every(Boolean)
}

/** Where we can be spoken to, we can speak: kept for every conversation that is heard from, so that `bind` works in any channel. */
export async function keepReference(turn: Turn, deps: Deps): Promise<void> {
  await deps.remember(storedReference(turn.activity, turn.tenant))
}

const isBot = (activity: Activity) => (account: { readonly id: string }) => account.id === activity.recipient.id

/** An upgrade takes the bot out and puts it back: that is no farewell. */
const isRemoval = (activity: Activity): boolean =>
  activity.type === 'installationUpdate' ? activity.action === 'remove' : Boolean(activity.membersRemoved?.some(isBot(activity)))

const isUpgrade = (activity: Activity): boolean => activity.type === 'installationUpdate' && activity.action === 'add-upgrade'

const isArrival = (activity: Activity): boolean =>
  activity.type === 'installationUpdate'
    ? activity.action === 'add' || activity.action === 'add-upgrade'
    : Boolean(activity.membersAdded?.some(isBot(activity)))
