import { createHmac } from 'node:crypto'
import { messageObject, viewObject } from './methods.ts'
import type { Block, SlackMessage, SlackUser, SlackView, Workspace } from './workspace.ts'

/** A request as Slack sends it to the app: post `body` to the app's Slack address with these headers. */
export interface SlackRequest {
  readonly headers: Readonly<Record<string, string>>
  readonly body: string
}

export interface SignedRequestsOptions {
  readonly workspace: Workspace
  readonly signingSecret: string
  /** ISO 8601. */
  readonly now: () => string
  readonly issueTrigger: (user: string) => string
  /** Address for a delayed answer. */
  readonly issueResponseUrl: (channel: string, user: string, ts: string | null) => string
}

type Part = Readonly<Record<string, unknown>>

/** Makes what Slack would send when somebody types or clicks. */
export interface SignedRequests {
  /** `text` with the command itself: `/mailflow help`. */
  command(user: string, channel: string, text: string): SlackRequest
  /** A click on the element with that action id in a message, or in an open modal (`view`). Throws when there is none. */
  press(user: string, where: { readonly channel: string; readonly ts: string } | { readonly view: string }, actionId: string): SlackRequest
  /** The message shortcut with that callback id, chosen on a message. Throws when there is no such message. */
  shortcut(user: string, where: { readonly channel: string; readonly ts: string }, callbackId: string): SlackRequest
  /** A message as the Events API tells it: to the bot in its direct conversation, or one that mentions it. */
  told(message: SlackMessage): SlackRequest
  /** Submits an open modal; `values` by block id and action id. */
  submit(user: string, view: string, values?: Part): SlackRequest
}

const DOMAIN = 'contoso-sandbox'
const APP = { api_app_id: 'A0MAILFLOW', token: 'not-used' }

export function signedRequests(options: SignedRequestsOptions): SignedRequests {
  const { workspace } = options
  const interactive = (user: string, payload: object): SlackRequest => {
    const team = { id: workspace.teamId, domain: DOMAIN }
    const trigger_id = options.issueTrigger(user)
    const whole = { ...APP, team, user: userStub(workspace, user), trigger_id, enterprise: null, is_enterprise_install: false, ...payload }
    return signed(options, new URLSearchParams({ payload: JSON.stringify(whole) }).toString())
  }
  return {
    command: (user, channel, text) => signed(options, commandForm(options, user, channel, text)),
    press: (user, where, actionId) =>
      interactive(user, 'view' in where ? pressInView(options, where.view, actionId) : pressInMessage(options, user, where, actionId)),
    shortcut: (user, { channel, ts }, callbackId) =>
      interactive(user, {
        type: 'message_action',
        callback_id: callbackId,
        channel: { id: channel, name: workspace.channel(channel)?.name ?? 'directmessage' },
        message_ts: ts,
        message: messageObject(workspace, messageAt(workspace, channel, ts)),
        response_url: options.issueResponseUrl(channel, user, null),
      }),
    told: (message) => signed(options, JSON.stringify(eventOf(workspace, message)), 'application/json'),
    submit(user, id, values = {}) {
      const view = openView(workspace, id)
      return interactive(user, { type: 'view_submission', view: { ...viewObject(workspace, view), state: { values } }, response_urls: [] })
    },
  }
}

function pressInView(options: SignedRequestsOptions, id: string, actionId: string): object {
  const view = openView(options.workspace, id)
  const actions = [action(options, (view.content.blocks ?? []) as readonly Block[], actionId)]
  return { type: 'block_actions', container: { type: 'view', view_id: view.id }, view: viewObject(options.workspace, view), actions }
}

function pressInMessage(
  options: SignedRequestsOptions,
  user: string,
  where: { readonly channel: string; readonly ts: string },
  actionId: string,
): object {
  const { workspace } = options
  const message = messageAt(workspace, where.channel, where.ts)
  const { channel, ts, onlyFor } = message
  return {
    type: 'block_actions',
    container: { type: 'message', message_ts: ts, channel_id: channel, is_ephemeral: onlyFor !== null },
    channel: { id: channel, name: workspace.channel(channel)?.name ?? '' },
    message: messageObject(workspace, message),
    response_url: options.issueResponseUrl(channel, user, ts),
    actions: [action(options, message.blocks, actionId)],
  }
}

function messageAt(workspace: Workspace, channel: string, ts: string): SlackMessage {
  const message = workspace.message(channel, ts)
  if (message === null) throw new Error(`no message ${ts} in ${channel}`)
  return message
}

function eventOf(workspace: Workspace, message: SlackMessage): object {
  const isDirect = workspace.channel(message.channel)?.isDirect === true
  const event = {
    ...messageObject(workspace, message),
    type: isDirect ? 'message' : 'app_mention',
    ...(isDirect ? { channel_type: 'im' } : {}),
    ...(message.files && isDirect ? { subtype: 'file_share' } : {}),
    channel: message.channel,
    event_ts: message.ts,
  }
  return { ...APP, type: 'event_callback', team_id: workspace.teamId, event_id: `Ev${message.ts.replace('.', '')}`, event }
}

function openView(workspace: Workspace, id: string): SlackView {
  const view = workspace.view(id)
  if (view === null) throw new Error(`no modal ${id}`)
  return view
}

function commandForm(options: SignedRequestsOptions, user: string, channel: string, text: string): string {
  const [command = '', ...rest] = text.trim().split(' ')
  const { workspace } = options
  return new URLSearchParams({
    token: APP.token,
    team_id: workspace.teamId,
    team_domain: DOMAIN,
    channel_id: channel,
    channel_name: workspace.channel(channel)?.name ?? 'directmessage',
    user_id: user,
    user_name: userStub(workspace, user).username,
    command,
    text: rest.join(' '),
    api_app_id: APP.api_app_id,
    is_enterprise_install: 'false',
    response_url: options.issueResponseUrl(channel, user, null),
    trigger_id: options.issueTrigger(user),
  }).toString()
}

function action(options: SignedRequestsOptions, blocks: readonly Block[], actionId: string): object {
  for (const block of blocks) {
    const elements = [...((block.elements ?? []) as readonly Part[]), (block.accessory ?? {}) as Part]
    const element = elements.find((each) => each.action_id === actionId)
    if (element === undefined) continue
    const at = String(Date.parse(options.now()) / 1000)
    return {
      type: element.type,
      action_id: actionId,
      block_id: block.block_id ?? 'block',
      text: element.text,
      value: element.value,
      action_ts: at,
    }
  }
  throw new Error(`nothing here has the action id ${actionId}`)
}

function userStub(workspace: Workspace, id: string) {
  const user: SlackUser | undefined = workspace.users.find((each) => each.id === id)
  return { id, username: user?.name ?? id, name: user?.name ?? id, team_id: workspace.teamId }
}

function signed({ signingSecret, now }: SignedRequestsOptions, body: string, type = 'application/x-www-form-urlencoded'): SlackRequest {
  const timestamp = String(Math.floor(Date.parse(now()) / 1000))
  const signature = createHmac('sha256', signingSecret).update(`v0:${timestamp}:${body}`).digest('hex')
  return {
    headers: {
      'content-type': type,
      'x-slack-request-timestamp': timestamp,
      'x-slack-signature': `v0=${signature}`,
    },
    body,
  }
}
