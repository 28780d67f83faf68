import { and, eq } from 'drizzle-orm'
import { type Post, subjectKey } from '../../domain/post.ts'
import type { Transaction } from '../../ports/store.ts'
import type { Handle } from './database.ts'
import { isPlace } from './reads.ts'
import { channels, conversations, posts } from './schema.ts'
import { storable } from './storable.ts'

type PlaceWrites = Pick<Transaction, 'savePost' | 'removePost' | 'forgetPosts' | 'saveChannel' | 'removeChannel' | 'saveConversation'>

/** Where cards live, and where the bot may speak. */
export function placeWrites(handle: Handle): PlaceWrites {
  return {
    async savePost(post) {
      const set = { message: post.message, shown: post.shown }
      const target = [posts.subject, posts.platform, posts.organisation, posts.channel]
      await handle
        .insert(posts)
        .values({ ...postKey(post), ...set })
        .onConflictDoUpdate({ target, set })
    },
    async removePost(post) {
      const { subject, platform, organisation, channel } = postKey(post)
      const place = and(eq(posts.platform, platform), eq(posts.organisation, organisation), eq(posts.channel, channel))
      await handle.delete(posts).where(and(eq(posts.subject, subject), place, eq(posts.message, post.message)))
    },
    async forgetPosts({ platform, organisation, id }) {
      await handle.delete(posts).where(and(eq(posts.platform, platform), eq(posts.organisation, organisation), eq(posts.channel, id)))
    },
    async saveChannel(channel) {
      const { platform, organisation, id, name, isPersonal, tenants, language } = storable(channel)
      const set = { name, isPersonal, tenants, language }
      const target = [channels.platform, channels.organisation, channels.id]
      await handle
        .insert(channels)
        .values({ platform, organisation, id, ...set })
        .onConflictDoUpdate({ target, set })
    },
    async removeChannel(key) {
      await handle.delete(channels).where(isPlace(channels, key))
    },
    async saveConversation(conversation) {
      const { key, reference } = storable(conversation)
      const target = [conversations.platform, conversations.organisation, conversations.id]
      const row = { platform: key.platform, organisation: key.organisation, id: key.id, reference }
      await handle.insert(conversations).values(row).onConflictDoUpdate({ target, set: { reference } })
    },
  }
}

const postKey = (post: Post) => ({
  subject: subjectKey(post.subject),
  platform: post.channel.platform,
  organisation: post.channel.organisation,
  channel: post.channel.id,
})
