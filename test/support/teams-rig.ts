import { createSign, generateKeyPairSync, type KeyObject } from 'node:crypto'
import { once } from 'node:events'
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import express from 'express'
import nock from 'nock'
import { createTeams, type Teams, type TeamsOptions } from '../../src/surfaces/teams/teams.ts'
import { createDeskDouble, type DeskDouble } from './teams-desk.ts'

export const APP = '11111111-2222-4333-8444-555555555555'
export const TENANT = 'aaaaaaaa-0000-4000-8000-000000000001'
export const FOREIGN_TENANT = 'bbbbbbbb-0000-4000-8000-000000000002'
export const BOT = '28:11111111-2222-4333-8444-555555555555'
export const SERVICE = 'https://smba.teams.example'
export const ALEX = { id: '29:alex', name: 'Alex Martin', aadObjectId: '0a0a0a0a-0000-4000-8000-00000000000a' }
export const NOW = '2026-11-22T10:00:00.000Z'

const KEY_ID = 'rig-key'
const LOGIN = 'https://login.botframework.com'

/** A call the surface made to the connector. */
export interface ConnectorCall {
  readonly method: string
  readonly path: string
  readonly body: Record<string, unknown>
}

export interface Rig {
  readonly double: DeskDouble
  readonly teams: Teams
  readonly calls: ConnectorCall[]
  /** Members the connector knows, by Teams id. */
  readonly members: Map<string, object>
  /** What the connector answers instead, by method and part of the path; used once each. */
  readonly answers: { method: string; path: RegExp; status: number; headers?: Record<string, string>; body?: object }[]
  /** Sends an activity with a token; `claims` and `key` forge it. */
  send(activity: object, forge?: Forge): Promise<{ readonly status: number; readonly body: unknown }>
  post(body: string, headers: Readonly<Record<string, string>>): Promise<{ readonly status: number; readonly body: unknown }>
  stop(): Promise<void>
}

export interface Forge {
  readonly claims?: Readonly<Record<string, unknown>>
  readonly key?: KeyObject
  readonly authorization?: string
}

const own = generateKeyPairSync('rsa', { modulusLength: 2048 })

/** The real surface behind a real HTTP server, with Microsoft's sign-in and connector answered by nock. */
export async function startRig(
  answers: Pick<TeamsOptions, 'answerCommand' | 'answerPress'>,
  people: readonly string[],
  settings: { readonly keysUnreadable?: boolean } = {},
): Promise<Rig> {
  const double = createDeskDouble(people)
  const calls: ConnectorCall[] = []
  const members = new Map<string, object>([[ALEX.id, memberOf(ALEX, 'alex.martin@contoso.example')]])
  const declined: Rig['answers'] = []
  nock.disableNetConnect()
  nock.enableNetConnect('127.0.0.1')
  serveSignIn(settings.keysUnreadable ? 503 : 200)
  serveConnector(calls, members, declined)
  const teams = await createTeams({
    ...answers,
    desk: double.desk,
    credentials: { appId: APP, password: 'a-password-of-the-rig', tenantId: TENANT, type: 'SingleTenant' },
    sandbox: false,
    allowedTenants: [TENANT],
    showing: (language) => ({ language, now: NOW, sandbox: false }),
    tenantName: (id) => id,
    log: { info() {}, warn() {} },
    clock: { now: () => NOW, tick: () => performance.now() },
    remember: double.remember,
    reference: double.reference,
    conversations: async () => [...double.remembered.values()],
  })
  const server = createServer(express().use(teams.router)).listen(0, '127.0.0.1')
  await once(server, 'listening')
  const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}/api/messages`
  const post: Rig['post'] = async (body, headers) => {
    const response = await fetch(url, { method: 'POST', body, headers: { 'content-type': 'application/json', ...headers } })
    const text = await response.text()
    return { status: response.status, body: text.startsWith('{') ? JSON.parse(text) : text }
  }
  return {
    double,
    teams,
    calls,
    members,
    answers: declined,
    post,
    send: (activity, forge = {}) =>
      post(JSON.stringify(activity), {
        authorization: forge.authorization ?? `Bearer ${tokenOf(forge.claims ?? {}, forge.key ?? own.privateKey)}`,
      }),
    async stop() {
      server.closeAllConnections()
      server.close()
      await teams.stop()
      nock.cleanAll()
      nock.enableNetConnect()
    },
  }
}

/** A token as the Bot Connector signs it, with the rig's key. */
export function tokenOf(claims: Readonly<Record<string, unknown>>, key: KeyObject): string {
  const seconds = Math.floor(Date.now() / 1000)
  const payload = { iss: 'https://api.botframework.com', aud: APP, nbf: seconds - 60, exp: seconds + 600, serviceurl: SERVICE, ...claims }
  const signed = [{ alg: 'RS256', typ: 'JWT', kid: KEY_ID }, payload]
    .map((part) => Buffer.from(JSON.stringify(part)).toString('base64url'))
    .join('.')
  return `${signed}.${createSign('RSA-SHA256').update(signed).sign(key).toString('base64url')}`
}

export const strangerKey = (): KeyObject => generateKeyPairSync('rsa', { modulusLength: 2048 }).privateKey

export const memberOf = (account: { readonly id: string; readonly name: string; readonly aadObjectId: string }, upn: string): object => ({
  ...account,
  userPrincipalName: upn,
  email: upn,
  tenantId: TENANT,
  userRole: 'user',
})

let lastActivity = 0

/** An activity as Teams sends it, from Alex in a personal chat unless told otherwise. */
export function activityOf(over: Readonly<Record<string, unknown>>): Record<string, unknown> {
  return {
    type: 'message',
    id: `activity-${++lastActivity}`,
    channelId: 'msteams',
    serviceUrl: SERVICE,
    timestamp: NOW,
    locale: 'en-US',
    from: ALEX,
    recipient: { id: BOT, name: 'Mailflow Medic' },
    conversation: { id: 'a:personal', conversationType: 'personal', tenantId: TENANT },
    channelData: { tenant: { id: TENANT } },
    ...over,
  }
}

/** The parts of an activity that make it come from a thread of a channel. */
export const inChannel = {
  conversation: { id: '19:alerts@thread.tacv2;messageid=100', conversationType: 'channel', isGroup: true, tenantId: TENANT },
  channelData: {
    tenant: { id: TENANT },
    team: { id: '19:team@thread.tacv2', name: 'Messaging' },
    channel: { id: '19:alerts@thread.tacv2', name: 'Alerts' },
  },
}

function serveSignIn(keysStatus: number): void {
  const key = own.publicKey.export({ format: 'jwk' })
  nock(LOGIN)
    .persist()
    .get('/v1/.well-known/openidconfiguration')
    .reply(200, {
      issuer: 'https://api.botframework.com',
      jwks_uri: `${LOGIN}/v1/.well-known/keys`,
      id_token_signing_alg_values_supported: ['RS256'],
    })
    .get('/v1/.well-known/keys')
    .reply(keysStatus, { keys: [{ ...key, kid: KEY_ID, use: 'sig', endorsements: ['msteams'] }] })
  const authority = `https://login.microsoftonline.com`
  nock(authority)
    .persist()
    .get(/openid-configuration/)
    .reply(200, {
      issuer: `${authority}/${TENANT}/v2.0`,
      authorization_endpoint: `${authority}/${TENANT}/oauth2/v2.0/authorize`,
      token_endpoint: `${authority}/${TENANT}/oauth2/v2.0/token`,
    })
    .get(/discovery\/instance/)
    .reply(200, { tenant_discovery_endpoint: `${authority}/${TENANT}/v2.0/.well-known/openid-configuration`, metadata: [] })
    .post(/oauth2\/v2.0\/token/)
    .reply(200, { token_type: 'Bearer', expires_in: 3600, access_token: 'token-of-the-bot' })
}

function serveConnector(calls: ConnectorCall[], members: Rig['members'], answers: Rig['answers']): void {
  let lastMessage = 0
  const declinedFor = (method: string, path: string) => {
    const at = answers.findIndex((each) => each.method === method && each.path.test(path))
    return at < 0 ? null : answers.splice(at, 1)[0]!
  }
  const answer = (method: string, uri: string, body: unknown, usual: () => [number, object]): [number, object, Record<string, string>] => {
    const path = decodeURIComponent(uri)
    calls.push({ method, path, body: (body || {}) as Record<string, unknown> })
    const declined = declinedFor(method, path)
    return declined
      ? [declined.status, declined.body ?? { error: { code: 'Declined', message: 'declined' } }, declined.headers ?? {}]
      : [...usual(), {}]
  }
  const connector = nock(SERVICE).persist()
  connector.post(/\/activities/).reply((uri, body) => answer('POST', uri, body, () => [201, { id: `message-${++lastMessage}` }]))
  connector.put(/\/activities\//).reply((uri, body) => answer('PUT', uri, body, () => [200, { id: 'message' }]))
  connector.post('/v3/conversations').reply((uri, body) => answer('POST', uri, body, () => [201, { id: 'a:alone' }]))
  connector.get(/\/pagedmembers/).reply((uri) => answer('GET', uri, null, () => [200, { members: [...members.values()] }]))
  connector.get(/\/members\//).reply((uri) =>
    answer('GET', uri, null, () => {
      const member = members.get(decodeURIComponent(uri.split('/members/')[1]!))
      return member ? [200, member] : [404, { error: { code: 'MemberNotFoundInConversation', message: 'not here' } }]
    }),
  )
}
