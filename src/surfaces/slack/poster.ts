import type { webApi } from '@slack/bolt'
import type { Drawing, ReplyTo } from '../../domain/post.ts'
import type { Poster, PostOutcome } from '../../ports/poster.ts'
import { outcomeOf } from './call.ts'
import { blocksOf, modalOfDrawing } from './modal.ts'
import type { Replaceable } from './replaceable.ts'
import { respond } from './respond.ts'

export interface Speaking {
  readonly client: webApi.WebClient
  /** Slack's own when null. */
  readonly apiUrl: string | null
}

export interface PosterOptions extends Speaking {
  readonly replaceable: Replaceable
}

export type SlackReply = Extract<ReplyTo, { platform: 'slack' }>

const QUIET = { unfurl_links: false, unfurl_media: false }

/** Messages, edits, modals and private answers through Slack's Web API. */
export function createPoster(options: PosterOptions): Poster {
  const { client } = options
  const send = (channel: string, drawing: Drawing, thread: string | null): Promise<PostOutcome> =>
    outcomeOf(() =>
      client.chat.postMessage({
        channel,
        text: drawing.text,
        blocks: blocksOf(drawing),
        ...QUIET,
        ...(thread ? { thread_ts: thread } : {}),
      }),
    )
  return {
    platform: 'slack',
    async post({ id }, drawing, thread) {
      const outcome = await send(id, drawing, thread)
      // The message of the incident was deleted: its thread is gone, the channel is not.
      const threadGone = thread && outcome.is === 'failed' && /thread_not_found|message_not_found/.test(outcome.why)
      return threadGone ? send(id, drawing, null) : outcome
    },
    edit: ({ id }, ts, drawing) => outcomeOf(() => client.chat.update({ channel: id, ts, text: drawing.text, blocks: blocksOf(drawing) })),
    async answer(reply, drawing) {
      if (reply.platform !== 'slack') return { is: 'failed', why: 'not an answer for Slack' }
      const replaced = reply.is === 'view' ? null : await options.replaceable.take(addressOf(reply))
      return say(reply, drawing, replaced, options)
    },
  }
}

/** Where an answer goes, as one word: what was said there before may wait to be replaced. */
export const addressOf = (reply: SlackReply): string => {
  switch (reply.is) {
    case 'response-url':
      return reply.url
    case 'view':
      return reply.view
    case 'user':
      return `${reply.organisation} ${reply.channel} ${reply.user}`
  }
}

/** Says something privately. `replaced`: the earlier answer that gives way (empty for a response_url, which knows its own), or null. */
export async function say(reply: SlackReply, drawing: Drawing, replaced: string | null, options: Speaking): Promise<PostOutcome> {
  const { client, apiUrl } = options
  switch (reply.is) {
    case 'response-url':
      return respond(reply.url, { text: drawing.text, blocks: blocksOf(drawing), replace_original: replaced !== null }, apiUrl)
    case 'view':
      return outcomeOf(async () => {
        await client.views.update({ view_id: reply.view, view: modalOfDrawing(drawing) })
        return {}
      })
    case 'user':
      return whisper(reply, drawing, replaced, client)
  }
}

type ToUser = Extract<SlackReply, { is: 'user' }>

/** In a conversation with the bot alone everything is private and a message stays; elsewhere only an ephemeral one is. */
async function whisper(
  { channel, user }: ToUser,
  drawing: Drawing,
  replaced: string | null,
  client: webApi.WebClient,
): Promise<PostOutcome> {
  const content = { text: drawing.text, blocks: blocksOf(drawing) }
  if (!isDirect(channel)) {
    return outcomeOf(async () => ({ ts: (await client.chat.postEphemeral({ channel, user, ...content })).message_ts ?? '' }))
  }
  return outcomeOf(() =>
    replaced ? client.chat.update({ channel, ts: replaced, ...content }) : client.chat.postMessage({ channel, ...content, ...QUIET }),
  )
}

/** Ids of direct conversations begin with D (docs.slack.dev, conversation object). */
export const isDirect = (channel: string): boolean => channel.startsWith('D')
