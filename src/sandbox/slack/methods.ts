import { randomUUID } from 'node:crypto'
import { blockFaults, viewFaults } from './block-faults.ts'
import type { FileStore } from './files.ts'
import type { Triggers } from './triggers.ts'
import type { Block, SlackChannel, SlackMessage, SlackUser, SlackView, Workspace } from './workspace.ts'

export type Body = Readonly<Record<string, unknown>>
export type Reply = Readonly<Record<string, unknown>> & { readonly ok: boolean }

export interface MethodContext {
  readonly workspace: Workspace
  readonly triggers: Triggers
  readonly files: Pick<FileStore, 'get'>
  /** Scopes the app was not given. */
  readonly missing: ReadonlySet<string>
  readonly url: string
}

type Method = (context: MethodContext, body: Body) => Reply

const refuse = (error: string, messages?: readonly string[]): Reply => ({
  ok: false,
  error,
  ...(messages === undefined ? {} : { response_metadata: { messages: messages.map((each) => `[ERROR] ${each}`) } }),
})

/** Slack's Web API methods that the bot uses. Errors carry Slack's own names. */
export const METHODS: Readonly<Record<string, Method>> = {
  'auth.test': ({ workspace, url }) => ({
    ok: true,
    url: `${url}/`,
    team: 'Contoso sandbox',
    user: workspace.bot.name,
    team_id: workspace.teamId,
    user_id: workspace.bot.id,
    bot_id: workspace.botId,
    is_enterprise_install: false,
  }),
  'users.info': ({ workspace }, body) => {
    const user = workspace.users.find((each) => each.id === body.user)
    return user === undefined ? refuse('user_not_found') : { ok: true, user: userObject(workspace, user, isTrue(body.include_locale)) }
  },
  'users.lookupByEmail': ({ workspace }, body) => {
    const email = text(body.email).toLowerCase()
    const user = workspace.users.find((each) => each.email !== null && each.email === email)
    return user === undefined ? refuse('users_not_found') : { ok: true, user: userObject(workspace, user, false) }
  },
  'conversations.info': ({ workspace }, body) => {
    const channel = workspace.channel(text(body.channel))
    return channel === null ? refuse('channel_not_found') : { ok: true, channel: channelObject(workspace, channel) }
  },
  'files.info': ({ files, missing }, body) => {
    if (missing.has('files:read')) return { ok: false, error: 'missing_scope', needed: 'files:read', provided: 'chat:write,commands' }
    const file = files.get(text(body.file))
    return file === null ? refuse('file_not_found') : { ok: true, file }
  },
  'chat.postMessage': (context, body) => postMessage(context, body),
  'chat.update': (context, body) => updateMessage(context, body),
  'chat.postEphemeral': (context, body) => postEphemeral(context, body),
  'views.open': (context, body) => openView(context, body),
  'views.update': (context, body) => updateView(context, body),
}

function postMessage({ workspace }: MethodContext, body: Body): Reply {
  const channel = channelFor(workspace, text(body.channel))
  if (channel === null) return refuse('channel_not_found')
  const content = contentOf(body)
  if ('ok' in content) return content
  const threadTs = body.thread_ts === undefined ? null : text(body.thread_ts)
  if (threadTs !== null && workspace.message(channel.id, threadTs) === null) return refuse('thread_not_found')
  const metadata = parsed(body.metadata) ?? null
  const message = workspace.add({ ...content, channel: channel.id, user: workspace.bot.id, threadTs, onlyFor: null, metadata })
  return { ok: true, channel: channel.id, ts: message.ts, message: messageObject(workspace, message) }
}

function updateMessage({ workspace }: MethodContext, body: Body): Reply {
  const channel = workspace.channel(text(body.channel))
  if (channel === null) return refuse('channel_not_found')
  const before = workspace.message(channel.id, text(body.ts))
  if (before === null || before.onlyFor !== null) return refuse('message_not_found')
  if (before.user !== workspace.bot.id) return refuse('cant_update_message')
  const content = contentOf(body)
  if ('ok' in content) return content
  const metadata = body.metadata === undefined ? {} : { metadata: parsed(body.metadata) }
  const after = workspace.edit(channel.id, before.ts, { ...content, ...metadata })!
  return { ok: true, channel: channel.id, ts: after.ts, text: after.text, message: messageObject(workspace, after) }
}

function postEphemeral({ workspace }: MethodContext, body: Body): Reply {
  const channel = workspace.channel(text(body.channel))
  if (channel === null) return refuse('channel_not_found')
  if (!channel.members.includes(text(body.user))) return refuse('user_not_in_channel')
  const content = contentOf(body)
  if ('ok' in content) return content
  const message = workspace.add({
    ...content,
    channel: channel.id,
    user: workspace.bot.id,
    threadTs: body.thread_ts === undefined ? null : text(body.thread_ts),
    onlyFor: text(body.user),
    metadata: null,
  })
  return { ok: true, message_ts: message.ts }
}

function openView({ workspace, triggers }: MethodContext, body: Body): Reply {
  const view = parsed(body.view)
  const user = triggers.use(text(body.trigger_id))
  if (user.is !== 'good') return refuse(user.is)
  if (view === null) return refuse('invalid_arguments', ['missing required field: view'])
  const faults = viewFaults(view)
  if (faults.length > 0) return refuse('invalid_arguments', faults)
  const opened = workspace.putView({
    id: `V${randomUUID().replaceAll('-', '').slice(0, 10).toUpperCase()}`,
    hash: randomUUID(),
    user: user.user,
    content: view,
  })
  return { ok: true, view: viewObject(workspace, opened) }
}

function updateView({ workspace }: MethodContext, body: Body): Reply {
  const before = workspace.view(text(body.view_id))
  if (before === null) return refuse('not_found')
  if (body.hash !== undefined && body.hash !== before.hash) return refuse('hash_conflict')
  const view = parsed(body.view)
  if (view === null) return refuse('invalid_arguments', ['missing required field: view'])
  const faults = viewFaults(view)
  if (faults.length > 0) return refuse('invalid_arguments', faults)
  return { ok: true, view: viewObject(workspace, workspace.putView({ ...before, hash: randomUUID(), content: view })) }
}

/** Text and blocks of a message, or what Slack has against them. */
export function contentOf(body: Body): { readonly text: string; readonly blocks: readonly Block[] } | Reply {
  const blocks = body.blocks === undefined ? [] : parsed(body.blocks)
  if (blocks === null || !Array.isArray(blocks)) return refuse('invalid_blocks_format')
  const message = text(body.text)
  if (message === '' && blocks.length === 0) return refuse('no_text')
  if (message.length > 40_000) return refuse('msg_too_long')
  const faults = blockFaults(blocks as readonly Block[], 50)
  return faults.length > 0 ? refuse('invalid_blocks', faults) : { text: message, blocks: blocks as readonly Block[] }
}

function channelFor(workspace: Workspace, id: string): SlackChannel | null {
  const isUser = workspace.users.some((user) => user.id === id && !user.isBot)
  return isUser ? workspace.direct(id) : workspace.channel(id)
}

/** JSON text (as forms carry it) or the value itself; null when it is neither. */
function parsed(value: unknown): Body | null {
  if (typeof value === 'object') return value as Body | null
  try {
    return JSON.parse(text(value)) as Body
  } catch {
    return null
  }
}

const text = (value: unknown): string => (typeof value === 'string' ? value : '')
const isTrue = (value: unknown): boolean => value === true || value === 'true' || value === '1'

function userObject(workspace: Workspace, user: SlackUser, withLocale: boolean): object {
  return {
    id: user.id,
    team_id: workspace.teamId,
    name: user.name,
    real_name: user.realName,
    deleted: false,
    is_bot: user.isBot,
    is_admin: false,
    is_owner: false,
    is_restricted: user.isGuest,
    is_ultra_restricted: false,
    is_app_user: false,
    is_email_confirmed: user.isEmailConfirmed,
    ...(withLocale ? { locale: user.locale } : {}),
    profile: {
      real_name: user.realName,
      display_name: user.realName,
      team: workspace.teamId,
      ...(user.email === null ? {} : { email: user.email }),
    },
  }
}

const channelObject = (workspace: Workspace, channel: SlackChannel): object => ({
  id: channel.id,
  name: channel.name,
  is_channel: !channel.isDirect,
  is_im: channel.isDirect,
  is_private: channel.isDirect,
  is_archived: false,
  is_ext_shared: false,
  is_member: true,
  context_team_id: workspace.teamId,
})

export const messageObject = (workspace: Workspace, message: SlackMessage): object => ({
  type: 'message',
  user: message.user,
  ts: message.ts,
  team: workspace.teamId,
  text: message.text,
  blocks: message.blocks,
  ...(message.user === workspace.bot.id ? { bot_id: workspace.botId } : {}),
  ...(message.threadTs === null ? {} : { thread_ts: message.threadTs }),
  ...(message.metadata === null ? {} : { metadata: message.metadata }),
  ...(message.files ? { files: message.files } : {}),
})

export const viewObject = (workspace: Workspace, view: SlackView): object => ({
  ...view.content,
  id: view.id,
  team_id: workspace.teamId,
  hash: view.hash,
  root_view_id: view.id,
  app_id: 'A0MAILFLOW',
  bot_id: workspace.botId,
  state: { values: {} },
})
