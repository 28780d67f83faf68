/** What the Slack double remembers. */

import type { FileObject } from './files.ts'

export interface SlackUser {
  readonly id: string
  readonly name: string
  readonly realName: string
  readonly email: string | null
  readonly isEmailConfirmed: boolean
  readonly isGuest: boolean
  readonly isBot: boolean
  readonly locale: string
}

export interface SlackChannel {
  readonly id: string
  readonly name: string
  readonly isDirect: boolean
  readonly members: readonly string[]
}

export type Block = Readonly<Record<string, unknown>> & { readonly type: string }

export interface SlackMessage {
  readonly channel: string
  readonly ts: string
  readonly user: string
  readonly text: string
  readonly blocks: readonly Block[]
  readonly threadTs: string | null
  /** The only one who sees it; null: everybody in the channel. */
  readonly onlyFor: string | null
  readonly metadata: unknown
  /** Left out where there are none. */
  readonly files?: readonly FileObject[]
  /** How often it was edited. */
  readonly edits: number
}

export interface SlackView {
  readonly id: string
  readonly hash: string
  readonly user: string
  readonly content: Readonly<Record<string, unknown>>
}

export interface Workspace {
  readonly teamId: string
  readonly bot: SlackUser
  readonly botId: string
  readonly users: readonly SlackUser[]
  channel(id: string): SlackChannel | null
  /** The direct conversation of the bot with a user. */
  direct(user: string): SlackChannel
  messages(channel: string): readonly SlackMessage[]
  message(channel: string, ts: string): SlackMessage | null
  add(message: Omit<SlackMessage, 'ts' | 'edits'>): SlackMessage
  edit(channel: string, ts: string, change: Partial<SlackMessage>): SlackMessage | null
  remove(channel: string, ts: string): boolean
  view(id: string): SlackView | null
  /** The modal opened or changed last. */
  lastView(): SlackView | null
  putView(view: SlackView): SlackView
}

export interface WorkspaceSeed {
  readonly teamId: string
  readonly botId: string
  readonly users: readonly SlackUser[]
  readonly channels: readonly SlackChannel[]
  /** Of an earlier run. */
  readonly messages: readonly SlackMessage[]
}

/** `changed` is told all messages after each change of one. */
export function workspace(seed: WorkspaceSeed, now: () => string, changed: (messages: readonly SlackMessage[]) => void): Workspace {
  const channels = new Map(seed.channels.map((channel) => [channel.id, channel]))
  const views = new Map<string, SlackView>()
  const bot = seed.users.find((user) => user.isBot)!
  const log = messageLog(seed.messages, now, changed)
  return {
    teamId: seed.teamId,
    bot,
    botId: seed.botId,
    users: seed.users,
    channel: (id) => channels.get(id) ?? null,
    direct(user) {
      const id = `D${user.slice(1)}`
      const channel = channels.get(id) ?? { id, name: 'direct', isDirect: true, members: [user, bot.id] }
      channels.set(id, channel)
      return channel
    },
    ...log,
    view: (id) => views.get(id) ?? null,
    lastView: () => [...views.values()].at(-1) ?? null,
    putView(view) {
      views.delete(view.id)
      views.set(view.id, view)
      return view
    },
  }
}

type MessageLog = Pick<Workspace, 'messages' | 'message' | 'add' | 'edit' | 'remove'>

function messageLog(earlier: readonly SlackMessage[], now: () => string, changed: (messages: readonly SlackMessage[]) => void): MessageLog {
  let all: readonly SlackMessage[] = earlier
  const nextTs = stamps(now)
  const isIt = (channel: string, ts: string) => (each: SlackMessage) => each.channel === channel && each.ts === ts
  const keep = (messages: readonly SlackMessage[]): void => {
    all = messages
    changed(all)
  }
  return {
    messages: (channel) => all.filter((each) => each.channel === channel),
    message: (channel, ts) => all.find(isIt(channel, ts)) ?? null,
    add(message) {
      const added = { ...message, ts: nextTs(), edits: 0 }
      keep([...all, added])
      return added
    },
    edit(channel, ts, change) {
      const before = all.find(isIt(channel, ts))
      if (before === undefined) return null
      const after = { ...before, ...change, edits: before.edits + 1 }
      keep(all.map((each) => (each === before ? after : each)))
      return after
    },
    remove(channel, ts) {
      const rest = all.filter((each) => !isIt(channel, ts)(each))
      const removed = rest.length < all.length
      if (removed) keep(rest)
      return removed
    },
  }
}

/** Message ids as Slack makes them: seconds, a dot, six digits; never the same twice. */
function stamps(now: () => string): () => string {
  let last = 0
  return () => {
    last = Math.max(last + 1, Date.parse(now()) * 1000)
    return `${Math.floor(last / 1_000_000)}.${String(last % 1_000_000).padStart(6, '0')}`
  }
}
