import type { ChannelKey, ConversationReference } from '../../domain/person.ts'
import type { Drawing } from '../../domain/post.ts'
import type { Poster, PostOutcome } from '../../ports/poster.ts'
import { outcomeOf } from './declined.ts'
import { messageOfDrawing } from './message.ts'
import { messageName, partsOf, Reference, rootOf, threadOf } from './reference.ts'
import type { Seam } from './seam.ts'
import type { Working } from './working.ts'

export interface PosterOptions {
  readonly seam: Seam
  readonly working: Working
  /** The stored reference of a conversation; null when the bot has never been there. */
  reference(key: ChannelKey): Promise<ConversationReference | null>
}

/** Speaks in Teams. In channels a thread starts at the message it is about; personal and group chats have no threads. */
export function createPoster({ seam, working, reference }: PosterOptions): Poster {
  const place = async (key: ChannelKey): Promise<Reference | null> => {
    const stored = Reference.safeParse((await reference(key))?.reference)
    return stored.success ? stored.data : null
  }
  return {
    platform: 'teams',
    async post(channel, drawing, thread) {
      const where = await place(channel)
      if (!where) return neverThere
      const root = where.isChannel && thread ? (partsOf(thread).thread ?? partsOf(thread).message) : null
      return send(seam, where, threadOf(where, root), drawing, root)
    },
    async edit(channel, message, drawing) {
      const where = await place(channel)
      if (!where) return neverThere
      const { thread, message: id } = partsOf(message)
      return replace(seam, where, threadOf(where, thread ?? id), id, drawing, message)
    },
    async answer(reply, drawing) {
      const read = reply.platform === 'teams' ? Reference.safeParse(reply.reference) : null
      if (reply.platform !== 'teams' || !read?.success) return { is: 'failed', why: 'the address of the answer cannot be read' }
      const where = read.data
      const waiting = await working.find(where)
      const said = reply.activity ?? waiting
      const outcome = said
        ? await replace(seam, where, where.conversation, said, drawing, said)
        : await send(seam, where, where.conversation, drawing, null)
      if (outcome.is === 'posted') working.forget(where)
      if (outcome.is !== 'gone' || !said) return outcome
      working.forget(where)
      return send(seam, where, where.conversation, drawing, null)
    },
  }
}

const neverThere: PostOutcome = { is: 'gone', why: 'no conversation is known there' }

async function send(seam: Seam, where: Reference, conversation: string, drawing: Drawing, thread: string | null): Promise<PostOutcome> {
  try {
    const activity = { ...messageOfDrawing(drawing, where.bot), conversation: { id: conversation, tenantId: where.tenant } }
    const sent = await seam.speak(where.serviceUrl, (conversations) => conversations.sendToConversation(conversation, activity))
    return sent.id ? { is: 'posted', message: messageName(thread, sent.id) } : { is: 'failed', why: 'Teams named no message' }
  } catch (thrown) {
    return outcomeOf(thrown)
  }
}

/** In a channel every message lives in a thread, the first one in its own. */
async function replace(seam: Seam, where: Reference, thread: string, id: string, drawing: Drawing, name: string): Promise<PostOutcome> {
  const conversation = where.isChannel ? thread : rootOf(where.conversation)
  try {
    const activity = { ...messageOfDrawing(drawing, where.bot), id, conversation: { id: conversation, tenantId: where.tenant } }
    await seam.speak(where.serviceUrl, (conversations) => conversations.updateActivity(conversation, id, activity))
    return { is: 'posted', message: name }
  } catch (thrown) {
    return outcomeOf(thrown)
  }
}
