import { z } from 'zod'

const account = z.looseObject({
  id: z.string().min(1).max(512),
  name: z.string().max(512).optional(),
  aadObjectId: z.string().max(128).optional(),
})

/** What hangs on a message: its HTML, files, cards, quoted messages. `content` is text or JSON, as the type says. */
export const Attachment = z.looseObject({
  contentType: z.string().max(256).nullish(),
  contentUrl: z.string().nullish(),
  name: z.string().nullish(),
  content: z.unknown().optional(),
})
export type Attachment = z.infer<typeof Attachment>

/** What we read of a Bot Framework activity from Teams; everything else in it is ignored. */
export const Activity = z.looseObject({
  type: z.string().min(1).max(64),
  id: z.string().min(1).max(512),
  channelId: z.string().max(64),
  serviceUrl: z.url({ protocol: /^https?$/ }).max(2048),
  from: account,
  recipient: account,
  conversation: z.looseObject({
    id: z.string().min(1).max(1024),
    name: z.string().max(1024).nullish(),
    conversationType: z.enum(['personal', 'groupChat', 'channel']).optional(),
    tenantId: z.string().max(128).optional(),
  }),
  channelData: z
    .looseObject({
      tenant: z.looseObject({ id: z.string().max(128) }).nullish(),
      team: z.looseObject({ id: z.string().max(1024).optional(), name: z.string().max(1024).nullish() }).nullish(),
      channel: z.looseObject({ id: z.string().max(1024).optional(), name: z.string().max(1024).nullish() }).nullish(),
      eventType: z.string().max(64).nullish(),
    })
    .nullish(),
  locale: z.string().max(64).nullish(),
  text: z.string().nullish(),
  entities: z
    .array(
      z.looseObject({
        type: z.string().max(128).optional(),
        text: z.string().nullish(),
        mentioned: z.looseObject({ id: z.string().max(512) }).nullish(),
      }),
    )
    .max(200)
    .nullish(),
  attachments: z.array(Attachment).nullish(),
  name: z.string().max(256).nullish(),
  action: z.string().max(64).nullish(),
  replyToId: z.string().max(512).nullish(),
  membersAdded: z.array(account).max(5000).nullish(),
  membersRemoved: z.array(account).max(5000).nullish(),
  value: z.unknown().optional(),
})
export type Activity = z.infer<typeof Activity>

/**
 * The Entra tenant an activity belongs to, in lower case; null when it names none, or two different ones.
 * The token proves the sender is Teams, not which organisation speaks: this is what the allow-list is held against.
 */
export function tenantOf(activity: Activity): string | null {
  const named = [activity.conversation.tenantId, activity.channelData?.tenant?.id].filter((id) => id !== undefined && id !== '')
  const [first, ...others] = named.map((id) => id!.toLowerCase())
  return first !== undefined && others.every((other) => other === first) ? first : null
}

/** The text of a message without the mentions of the bot, and without the slash that Teams' slash commands start with. */
export function commandOf(activity: Activity): string {
  let text = activity.text ?? ''
  for (const entity of activity.entities ?? []) {
    if (entity.type === 'mention' && entity.mentioned?.id === activity.recipient.id && entity.text) text = text.replaceAll(entity.text, ' ')
  }
  return text.replaceAll('\u00a0', ' ').trim().replace(/^\//, '')
}
