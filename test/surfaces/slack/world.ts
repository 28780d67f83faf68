import { createHmac } from 'node:crypto'
import { once } from 'node:events'
import { createServer, type Server } from 'node:http'
import type { AddressInfo } from 'node:net'
import express from 'express'
import nock from 'nock'
import type { Desk, Identity } from '../../../src/core/desk.ts'
import { mayApprove, personOf } from '../../../src/core/policy.ts'
import { languageOf } from '../../../src/domain/language.ts'
import type { Channel, ChannelKey, Profile } from '../../../src/domain/person.ts'
import type { ReplyTo } from '../../../src/domain/post.ts'
import { refused } from '../../../src/domain/refusal.ts'
import { answerCommand } from '../../../src/surfaces/commands.ts'
import { answerPress } from '../../../src/surfaces/presses.ts'
import { createSlack, type Slack, type SlackOptions } from '../../../src/surfaces/slack/create-slack.ts'
import { incident, plan, policy, request } from '../../support/requests.ts'
import { openSlackApi, type SlackApi, slackUser } from './slack-api.ts'

export const SECRET = 'signing-secret-of-the-test'
const RESPONSE_URL = 'https://hooks.slack.com/commands/T1/1/'

/** A desk with one incident and one waiting request; what changes is counted. */
export interface FakeDesk {
  readonly desk: Desk
  readonly effects: string[]
  readonly profiles: Profile[]
  readonly later: { readonly what: string; readonly reply: ReplyTo }[]
  readonly welcomed: Omit<Channel, 'tenants'>[]
  readonly left: ChannelKey[]
  /** Stands in for the stored keys; cleared memory of the surface keeps it. */
  readonly seen: Set<string>
}

export function fakeDesk(parts: Partial<Desk> = {}): FakeDesk {
  const seen = new Set<string>()
  const effects: string[] = []
  const profiles: Profile[] = []
  const later: FakeDesk['later'] = []
  const welcomed: Omit<Channel, 'tenants'>[] = []
  const left: ChannelKey[] = []
  const all = { ...policy, organisations: new Set(['slack:T1']) }
  const accept = <T>(effect: string, value: T) => {
    effects.push(effect)
    return { is: 'accepted' as const, value }
  }
  const part: Partial<Desk> = {
    tenants: ['tenant-1'],
    fixes: ['disable-connector'],
    async identify(profile): Promise<Identity> {
      profiles.push(profile)
      const person = personOf(all, profile)
      if (person.is === 'refused') return person
      return {
        is: 'person',
        acting: { person: { id: person.id, name: profile.name }, surface: 'slack', language: languageOf(profile.locale) },
      }
    },
    firstSight: async (key) => !seen.has(key) && Boolean(seen.add(key)),
    channel: async () => null,
    incident: async (id) => (id === 'inc1' ? incident() : null),
    request: async (id) => (id === 'req1' ? request() : null),
    sees: () => ['tenant-1'],
    requests: async () => [request()],
    incidents: async () => [incident()],
    childrenOf: async () => [],
    explain: async () => [],
    examineLater: async (_tenant, target, reply) => void later.push({ what: target, reply }),
    listLater: async (_tenant, what, reply) => void later.push({ what, reply }),
    plan: async () => ({ is: 'ready', plan: plan(), incident: incident(), approvals: 1 }),
    askFor: async (acting, id) => accept(`${acting.person.id} asks for ${id}`, request()),
    decide: async (acting, id, _hash, verb) =>
      mayApprove(all, acting.person.id) ? accept(`${acting.person.id} ${verb} ${id}`, request()) : refused('not-an-approver'),
    acknowledge: async (acting, id) => accept(`${acting.person.id} acknowledges ${id}`, incident()),
    async welcome(channel) {
      welcomed.push(channel)
      return { ...channel, tenants: ['tenant-1'] }
    },
    leave: async (key) => void left.push(key),
    ...parts,
  }
  return { desk: part as Desk, effects, profiles, later, welcomed, left, seen }
}

export interface Request {
  readonly body: string
  readonly headers: Readonly<Record<string, string>>
}

export interface World {
  readonly api: SlackApi
  readonly fake: FakeDesk
  readonly slack: Slack
  readonly url: string
  readonly log: { level: string; about: object; message: string }[]
  readonly allowed: string[]
  send(request: Request): Promise<{ status: number; body: string; ms: number }>
  stop(): Promise<void>
}

export const options = (fake: FakeDesk, log: World['log'], allowed: string[]): SlackOptions => ({
  botToken: 'xoxb-test',
  signingSecret: SECRET,
  appToken: null,
  apiUrl: null,
  teamIds: [],
  channels: [],
  desk: fake.desk,
  clock: { now: () => new Date().toISOString(), tick: () => performance.now() },
  log: {
    info: (about, message) => void log.push({ level: 'info', about, message }),
    warn: (about, message) => void log.push({ level: 'warn', about, message }),
  },
  showing: (language) => ({ language, now: new Date().toISOString(), sandbox: false }),
  tenantName: () => 'Contoso',
  answerCommand,
  answerPress,
  allow: (organisation) => void allowed.push(organisation),
})

/** The surface on a real port, Slack behind nock. Alex asks, Sam approves, Fred reads French. */
export async function openWorld(
  parts: Partial<Desk> = {},
  settings: Partial<SlackOptions> = {},
  change: (api: SlackApi) => void = () => {},
): Promise<World> {
  nock.disableNetConnect()
  nock.enableNetConnect('127.0.0.1')
  const api = openSlackApi()
  const users = [
    slackUser({ id: 'UALEX', email: 'alex@contoso.example' }),
    slackUser({ id: 'USAM', email: 'sam@contoso.example' }),
    slackUser({ id: 'UFRED', email: 'fred@contoso.example', locale: 'fr-FR' }),
  ]
  let views = 0
  api.on('auth.test', () => ({ ok: true, team_id: 'T1', user_id: 'UBOT', bot_id: 'BBOT' }))
  api.on('users.info', ({ user }) => {
    const found = users.find((each) => each.id === user)
    return found ? { ok: true, user: found } : { ok: false, error: 'user_not_found' }
  })
  api.on('views.open', () => ({ ok: true, view: { id: `V${++views}`, hash: `hash-${views}` } }))
  for (const method of ['views.update', 'views.publish']) api.on(method, () => ({ ok: true }))
  for (const method of ['chat.postMessage', 'chat.update']) api.on(method, () => ({ ok: true, ts: '1700000000.000100' }))
  api.on('chat.postEphemeral', () => ({ ok: true, message_ts: '1700000000.000200' }))
  change(api)
  const fake = fakeDesk(parts)
  const log: World['log'] = []
  const allowed: string[] = []
  const slack = await createSlack({ ...options(fake, log, allowed), ...settings })
  const app = express().disable('x-powered-by')
  const server = createServer(slack.before?.(app) ?? app)
  server.listen(0, '127.0.0.1')
  await once(server, 'listening')
  await slack.start()
  const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}/slack/events`
  return {
    api,
    fake,
    slack,
    url,
    log,
    allowed,
    async send({ body, headers }) {
      const began = performance.now()
      const answer = await fetch(url, { method: 'POST', body, headers })
      return { status: answer.status, body: await answer.text(), ms: performance.now() - began }
    },
    stop: () => close(server, slack),
  }
}

async function close(server: Server, slack: Slack): Promise<void> {
  await slack.stop()
  server.closeAllConnections()
  await new Promise((resolve) => server.close(resolve))
  nock.cleanAll()
  nock.enableNetConnect()
}

let counter = 0
const next = (): string => `${Date.now()}.${++counter}`

export interface Signing {
  readonly at?: number
  readonly secret?: string
  readonly type?: string
}

/** A request as Slack signs it (docs.slack.dev, verifying requests). */
export function signed(body: string, { at = 0, secret = SECRET, type = 'application/x-www-form-urlencoded' }: Signing = {}): Request {
  const timestamp = String(Math.floor(Date.now() / 1000) + at)
  const signature = createHmac('sha256', secret).update(`v0:${timestamp}:${body}`).digest('hex')
  return {
    body,
    headers: { 'content-type': type, 'x-slack-request-timestamp': timestamp, 'x-slack-signature': `v0=${signature}` },
  }
}

export const command = (text: string, fields: Readonly<Record<string, string>> = {}, signing: Signing = {}): Request =>
  signed(
    new URLSearchParams({
      command: '/mailflow',
      text,
      team_id: 'T1',
      user_id: 'UALEX',
      channel_id: 'C1',
      channel_name: 'mail',
      response_url: `${RESPONSE_URL}${next()}`,
      trigger_id: next(),
      ...fields,
    }).toString(),
    signing,
  )

export const interaction = (payload: object): Request =>
  signed(
    new URLSearchParams({
      payload: JSON.stringify({
        team: { id: 'T1' },
        user: { id: 'UALEX', team_id: 'T1' },
        trigger_id: next(),
        api_app_id: 'A1',
        ...payload,
      }),
    }).toString(),
  )

const press = (value: unknown) => [
  {
    type: 'button',
    block_id: 'b',
    action_id: 'press:any:0',
    action_ts: next(),
    value: typeof value === 'string' ? value : JSON.stringify(value),
  },
]

export const pressOnMessage = (value: unknown, user = 'UALEX'): Request =>
  interaction({
    type: 'block_actions',
    user: { id: user, team_id: 'T1' },
    channel: { id: 'C1', name: 'mail' },
    container: { type: 'message', message_ts: '1.1', channel_id: 'C1' },
    message: { ts: '1.1', text: 'card' },
    response_url: `https://hooks.slack.com/actions/T1/1/${next()}`,
    actions: press(value),
  })

export const pressInView = (value: unknown, view: object): Request =>
  interaction({
    type: 'block_actions',
    container: { type: 'view' },
    view: { id: 'V9', type: 'modal', hash: 'h9', ...view },
    actions: press(value),
  })

export const submission = (privateMetadata: string, user = 'UALEX'): Request =>
  interaction({
    type: 'view_submission',
    user: { id: user, team_id: 'T1' },
    view: { id: 'V9', type: 'modal', hash: 'h9', callback_id: 'press', private_metadata: privateMetadata, state: { values: {} } },
  })

export const event = (type: string, fields: object, id = `Ev${next()}`): Request =>
  signed(
    JSON.stringify({ type: 'event_callback', team_id: 'T1', api_app_id: 'A1', event_id: id, event: { type, event_ts: next(), ...fields } }),
    { type: 'application/json' },
  )

export const textOf = (value: unknown): string => JSON.stringify(value)
