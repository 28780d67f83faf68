import { messageOf } from '../../domain/failure.ts'
import type { Deps, Turn } from './turn.ts'

/** The chat of the bot with whoever acts, opened where there is none; null where Teams allows none. */
export async function openChat(turn: Turn, deps: Deps): Promise<string | null> {
  const { recipient, from } = turn.activity
  const parameters = {
    isGroup: false,
    bot: { id: recipient.id, name: recipient.name ?? '' },
    members: [{ id: from.id, name: from.name ?? '' }],
    tenantId: turn.tenant,
    channelData: { tenant: { id: turn.tenant } },
  }
  try {
    return (await turn.conversations.createConversation(parameters)).id ?? null
  } catch (thrown) {
    deps.log.warn({ why: messageOf(thrown) }, 'no private chat could be opened in Teams')
    return null
  }
}

/** The same turn as if it had happened in that chat: people are looked up and answers are given there. */
export const turnIn = (chat: string, { activity, ...turn }: Turn): Turn => ({
  ...turn,
  activity: {
    ...activity,
    conversation: { id: chat, conversationType: 'personal', tenantId: turn.tenant },
    channelData: { tenant: { id: turn.tenant } },
  },
})
