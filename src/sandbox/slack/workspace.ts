/** What the Slack double remembers. */

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
}

export function workspace(seed: WorkspaceSeed, now: () => string): Workspace {
  const channels = new Map(seed.channels.map((channel) => [channel.id, channel]))
  const messages = new Map<string, SlackMessage[]>()
  const views = new Map<string, SlackView>()
  const bot = seed.users.find((user) => user.isBot)!
  const nextTs = stamps(now)
  const listOf = (channel: string): SlackMessage[] => {
    const list = messages.get(channel) ?? []
    messages.set(channel, list)
    return list
  }
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
    messages: (channel) => listOf(channel),
    message: (channel, ts) => listOf(channel).find((each) => each.ts === ts) ?? null,
    add(message) {
      const added = { ...message, ts: nextTs(), edits: 0 }
      listOf(message.channel).push(added)
      return added
    },
    edit(channel, ts, change) {
      const list = listOf(channel)
      const index = list.findIndex((each) => each.ts === ts)
      const before = list[index]
      if (before === undefined) return null
      const after = { ...before, ...change, edits: before.edits + 1 }
      list[index] = after
      return after
    },
    remove(channel, ts) {
      const list = listOf(channel)
      const index = list.findIndex((each) => each.ts === ts)
      if (index >= 0) list.splice(index, 1)
      return index >= 0
    },
    view: (id) => views.get(id) ?? null,
    lastView: () => [...views.values()].at(-1) ?? null,
    putView(view) {
      views.delete(view.id)
      views.set(view.id, view)
      return view
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
