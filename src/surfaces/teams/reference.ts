import { z } from 'zod'
import { languageOf } from '../../domain/language.ts'
import type { Channel, ChannelKey, ConversationReference } from '../../domain/person.ts'
import type { ReplyTo } from '../../domain/post.ts'
import type { Activity } from './activity.ts'

/** All that is needed to speak into a conversation: plain JSON, kept in the store and inside jobs. */
export const Reference = z.object({
  serviceUrl: z.string(),
  /** Conversation to speak into; in a channel it may carry `;messageid=` of the thread. */
  conversation: z.string(),
  tenant: z.string(),
  bot: z.string(),
  isChannel: z.boolean(),
  /** The activity that is being answered: lets a late answer replace the card that said "working". */
  answers: z.string().optional(),
})
export type Reference = z.infer<typeof Reference>

const THREAD = ';messageid='

/** A conversation without its thread: what a channel is known by. */
export const rootOf = (conversation: string): string => conversation.split(';')[0]!

/** The conversation id of the thread that starts at `message`, or the conversation itself where there are no threads. */
export const threadOf = (reference: Reference, message: string | null): string =>
  message && reference.isChannel ? `${rootOf(reference.conversation)}${THREAD}${message}` : reference.conversation

export function referenceOf(activity: Activity, tenant: string): Reference {
  return {
    serviceUrl: activity.serviceUrl,
    conversation: activity.conversation.id,
    tenant,
    bot: activity.recipient.id,
    isChannel: isChannel(activity),
  }
}

export const keyOf = (activity: Activity, tenant: string): ChannelKey => ({
  platform: 'teams',
  organisation: tenant,
  id: rootOf(activity.conversation.id),
})

/** The conversation as the desk knows it: named by its channel, its topic, or the person in a personal chat. */
export function channelOf(activity: Activity, tenant: string): Omit<Channel, 'tenants'> {
  const isPersonal = activity.conversation.conversationType === 'personal'
  const name = isPersonal
    ? activity.from.name
    : (activity.channelData?.channel?.name ?? activity.conversation.name ?? activity.channelData?.team?.name)
  return {
    ...keyOf(activity, tenant),
    name: name ?? '',
    isPersonal,
    language: isPersonal && activity.locale ? languageOf(activity.locale) : null,
  }
}

/** What is stored to speak there again after a restart: the whole conversation, no thread. */
export function storedReference(activity: Activity, tenant: string): ConversationReference {
  const reference = referenceOf(activity, tenant)
  return { key: keyOf(activity, tenant), reference: { ...reference, conversation: rootOf(reference.conversation) } }
}

/** Where late answers to this activity go: the same conversation or thread, in place of the message `replaced` where one is named. */
export const replyTo = (activity: Activity, tenant: string, replaced: string | null = null): ReplyTo => ({
  platform: 'teams',
  is: 'conversation',
  reference: { ...referenceOf(activity, tenant), answers: activity.id },
  activity: replaced,
})

/** Messages in threads are named `thread/message`: Teams wants the thread to edit one. */
export const messageName = (thread: string | null, message: string): string => (thread ? `${thread}/${message}` : message)

export function partsOf(name: string): { readonly thread: string | null; readonly message: string } {
  const cut = name.lastIndexOf('/')
  return cut < 0 ? { thread: null, message: name } : { thread: name.slice(0, cut), message: name.slice(cut + 1) }
}

function isChannel(activity: Activity): boolean {
  return activity.conversation.conversationType === 'channel' || Boolean(activity.channelData?.channel)
}
