import { randomBytes } from 'node:crypto'
import express, { type Request, type Response } from 'express'
import { serve } from '../serve.ts'
import { blocksText, channelText } from './channel-text.ts'
import { type AttachedFile, type FileObject, type FileStore, fileStore } from './files.ts'
import { type Body, METHODS, type Reply } from './methods.ts'
import { type ResponseUrls, responseUrls } from './response-urls.ts'
import { type SignedRequests, signedRequests } from './signed-requests.ts'
import { type Triggers, triggers } from './triggers.ts'
import { type Block, type SlackMessage, type SlackUser, type SlackView, type Workspace, workspace } from './workspace.ts'

export interface SlackPerson {
  readonly name: string
  readonly email: string
  /** `en-US` unless told. */
  readonly locale?: string
}

export interface SlackOptions {
  /** ISO 8601. */
  readonly now: () => string
  readonly requester: SlackPerson
  readonly approver: SlackPerson
  /** What the channels showed in an earlier run. */
  readonly messages?: readonly SlackMessage[]
  /** Called with all messages after each change of one. */
  readonly changed?: (messages: readonly SlackMessage[]) => void
}

export interface SlackCall {
  /** ISO 8601. */
  readonly at: string
  /** `chat.postMessage` … or `response_url`. */
  readonly method: string
  readonly body: Body
  readonly status: number
  readonly ok: boolean
}

/** Slack's side of the conversation, on loopback: the Web API, response addresses, and what people type and click. */
export interface SlackDouble extends SignedRequests {
  /** For WebClient: ends in `/api/`. */
  readonly apiUrl: string
  readonly botToken: string
  readonly signingSecret: string
  readonly teamId: string
  readonly channelId: string
  readonly botUserId: string
  /** Slack user ids. */
  readonly users: { readonly requester: string; readonly approver: string; readonly guest: string }
  calls(): readonly SlackCall[]
  messages(channel: string): readonly SlackMessage[]
  view(id: string): SlackView | null
  /** The modal opened or changed last. */
  lastView(): SlackView | null
  /** What the channel shows, as text. */
  channelText(channel: string): string
  /** What an open modal shows, as text; empty when there is none. */
  viewText(id: string): string
  /** A message of a person, as other people write them; `files` are served to the bot. */
  say(user: string, channel: string, text: string, files?: readonly AttachedFile[]): SlackMessage
  /** Names of the files that the bot asked for. */
  fetched(): readonly string[]
  /** The id of the direct conversation of the bot with a user. */
  direct(user: string): string
  /** Takes a scope away from the app, as where it was installed without it. */
  withdraw(scope: string): void
  /** Answers the next `count` calls (of one method, or of any) with 429 and `retryAfter` seconds. */
  limitNext(count: number, retryAfter: number, method?: string): void
  stop(): Promise<void>
}

const IDS = {
  team: 'T0CONTOSO',
  bot: 'B0MAILFLOW',
  channel: 'C0MAILFLOW',
  botUser: 'U0MAILFLOW',
  requester: 'U0REQUESTER',
  approver: 'U0APPROVER',
  guest: 'U0GUEST',
}

const CALLS_KEPT = 2000

/** Starts the Slack double on a free port of 127.0.0.1. Tokens and secrets are new each time. */
export async function startSlack(options: SlackOptions): Promise<SlackDouble> {
  const { now } = options
  const place = workspaceOf(options)
  const botToken = `xoxb-${randomBytes(18).toString('hex')}`
  const signingSecret = randomBytes(16).toString('hex')
  let url = ''
  const missing = new Set<string>()
  const files = fileStore({ url: () => url, teamId: IDS.team, botToken, maySee: () => !missing.has('files:read') })
  const parts = {
    place,
    tickets: responseUrls(place, now),
    opened: triggers(now),
    limit: limiter(),
    calls: [] as SlackCall[],
    files,
    missing,
  }
  const served = await serve(slackApp({ ...parts, now, botToken, url: () => url }))
  url = served.url
  const requests = signedRequests({
    workspace: place,
    signingSecret,
    now,
    issueTrigger: parts.opened.issue,
    issueResponseUrl: (channel, user, ts) => `${url}/response/${parts.tickets.issue(channel, user, ts)}`,
  })
  return {
    ...requests,
    apiUrl: `${url}/api/`,
    botToken,
    signingSecret,
    teamId: IDS.team,
    channelId: IDS.channel,
    botUserId: IDS.botUser,
    users: { requester: IDS.requester, approver: IDS.approver, guest: IDS.guest },
    calls: () => parts.calls,
    messages: place.messages,
    view: place.view,
    lastView: place.lastView,
    channelText: (channel) => channelText(place.messages(channel), place.users),
    viewText: (id) => blocksText((place.view(id)?.content.blocks ?? []) as readonly Block[]),
    say: (user, channel, text, attached = []) => place.add(sayingOf({ user, channel, text }, attached.map(files.add))),
    fetched: parts.files.asked,
    direct: (user) => place.direct(user).id,
    withdraw: (scope) => void missing.add(scope),
    limitNext: parts.limit.next,
    stop: served.stop,
  }
}

interface Parts {
  readonly place: Workspace
  readonly tickets: ResponseUrls
  readonly opened: Triggers
  readonly limit: ReturnType<typeof limiter>
  readonly calls: SlackCall[]
  readonly files: FileStore
  readonly missing: ReadonlySet<string>
  readonly now: () => string
  readonly botToken: string
  readonly url: () => string
}

function slackApp(parts: Parts): express.Express {
  const { tickets, limit } = parts
  const log = (method: string, body: Body, status: number, ok: boolean): void => {
    parts.calls.push({ at: parts.now(), method, body: withoutToken(body), status, ok })
    if (parts.calls.length > CALLS_KEPT) parts.calls.shift()
  }
  const app = express()
  app.disable('x-powered-by')
  app.use(express.json({ limit: '2mb' }), express.urlencoded({ extended: false, limit: '2mb' }))
  app.post('/response/:ticket', (request, response) => {
    const body = (request.body ?? {}) as Body
    const answer = tickets.take(String(request.params.ticket), body)
    log('response_url', body, answer.status, answer.status === 200)
    response.status(answer.status).type('text/plain').send(answer.text)
  })
  app.get(['/files-pri/:place/download/:name', '/files-pri/:place/:name'], (request, response) => parts.files.serve(request, response))
  app.all('/api/:method', (request, response) => {
    const method = String(request.params.method)
    const wait = limit.hit(method)
    const body = { ...request.query, ...(request.body as Body | undefined) }
    const reply = wait === null ? call(parts, request, method, body) : ({ ok: false, error: 'ratelimited' } as const)
    log(method, body, wait === null ? 200 : 429, reply.ok)
    send(response, reply, wait)
  })
  return app
}

function call(parts: Parts, request: Request, method: string, body: Body): Reply {
  const token = /^Bearer (.+)$/i.exec(request.get('authorization') ?? '')?.[1] ?? body.token
  if (token === undefined) return { ok: false, error: 'not_authed' }
  if (token !== parts.botToken) return { ok: false, error: 'invalid_auth' }
  const context = { workspace: parts.place, triggers: parts.opened, files: parts.files, missing: parts.missing, url: parts.url() }
  return METHODS[method]?.(context, body) ?? { ok: false, error: 'unknown_method' }
}

const sayingOf = (said: Pick<SlackMessage, 'user' | 'channel' | 'text'>, files: readonly FileObject[]) => ({
  ...said,
  blocks: [],
  threadTs: null,
  onlyFor: null,
  metadata: null,
  ...(files.length > 0 ? { files } : {}),
})

function workspaceOf({ now, requester, approver, messages, changed }: SlackOptions): Workspace {
  const users = [
    member(IDS.requester, requester),
    member(IDS.approver, approver),
    { ...member(IDS.guest, { name: 'Robin Guest', email: 'robin@litware.example' }), isGuest: true },
    { ...member(IDS.botUser, { name: 'Mailflow Medic', email: '' }), email: null, isEmailConfirmed: false, isBot: true },
  ]
  const members = users.map((user) => user.id)
  const channels = [{ id: IDS.channel, name: 'mail-flow', isDirect: false, members }]
  return workspace({ teamId: IDS.team, botId: IDS.bot, users, channels, messages: messages ?? [] }, now, changed ?? (() => {}))
}

function member(id: string, { name, email, locale }: SlackPerson): SlackUser {
  const handle = name.toLowerCase().replaceAll(' ', '.')
  return { id, name: handle, realName: name, email, isEmailConfirmed: true, isGuest: false, isBot: false, locale: locale ?? 'en-US' }
}

function limiter() {
  let left: { count: number; readonly retryAfter: number; readonly method: string | undefined } | null = null
  return {
    next(count: number, retryAfter: number, method?: string): void {
      left = { count, retryAfter, method }
    },
    /** Seconds to wait when this call is one too many. */
    hit(method: string): number | null {
      if (left === null || left.count === 0 || (left.method !== undefined && left.method !== method)) return null
      left.count -= 1
      return left.retryAfter
    },
  }
}

function send(response: Response, reply: Reply, wait: number | null): void {
  if (wait !== null) response.status(429).set('Retry-After', String(wait))
  response.json(reply)
}

function withoutToken(body: Body): Body {
  const { token: _token, ...rest } = body
  return rest
}
