import { once } from 'node:events'
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import express, { type Request } from 'express'
import type { Press } from '../../src/domain/press.ts'

/** Somebody with a Teams account. */
export interface TeamsPerson {
  readonly id: string
  readonly name: string
  readonly aadObjectId: string
  readonly userPrincipalName: string | null
  readonly userRole?: string
  /** Entra tenant of the account; the tenant of the team unless told. */
  readonly tenantId?: string
}

export interface TeamsMessage {
  readonly id: string
  readonly conversation: string
  readonly card: string
  readonly summary: string
  readonly edits: number
}

export interface TeamsAnswer {
  readonly status: number
  readonly body: { readonly statusCode?: number; readonly type?: string; readonly value?: unknown } | null
  /** All that the answer says, as JSON text. */
  readonly says: string
}

/** Microsoft's side of a Teams conversation on loopback: the connector, and what people type and press. */
export interface TeamsDouble {
  readonly tenant: string
  readonly channel: string
  /** The cards of the channel and of private chats, in the order they came. */
  messages(): readonly TeamsMessage[]
  /** Calls of the bot that show something, with the time they came in (ms). */
  calls(): readonly { readonly at: number; readonly method: string }[]
  /** The bot is added to the team. */
  install(bot: string): Promise<void>
  /** An invoke as Teams sends it, to be sent once or several times; `message`: the one the button is on. */
  pressOf(person: TeamsPerson, press: Press | object, message?: string): Record<string, unknown>
  /** A message to the bot in the channel. */
  messageOf(person: TeamsPerson, text: string): Record<string, unknown>
  send(bot: string, activity: object): Promise<TeamsAnswer>
  stop(): Promise<void>
}

const BOT = '28:mailflow'
const TEAM = '19:team@thread.tacv2'
const CHANNEL = '19:alerts@thread.tacv2'

export const teamsPerson = (handle: string, name: string, upn: string | null, more: Partial<TeamsPerson> = {}): TeamsPerson => ({
  id: `29:${handle}`,
  name,
  aadObjectId: `00000000-0000-4000-8000-${Buffer.from(handle.padEnd(6).slice(0, 6)).toString('hex')}`,
  userPrincipalName: upn,
  ...more,
})

export async function startTeamsDouble(tenant: string, people: readonly TeamsPerson[]): Promise<TeamsDouble> {
  const messages = new Map<string, TeamsMessage>()
  const calls: { at: number; method: string }[] = []
  let last = 0
  const next = (): string => String(++last)

  const app = express().use(express.json({ limit: '1mb' }))
  const shown = (request: Request, id: string, edits: number): TeamsMessage => ({
    id,
    conversation: String(request.params.conversation),
    card: JSON.stringify(request.body.attachments?.[0]?.content ?? null),
    summary: String(request.body.summary ?? ''),
    edits,
  })
  app.post('/v3/conversations', (_request, response) => void response.status(201).json({ id: `a:alone-${next()}` }))
  app.post(['/v3/conversations/:conversation/activities', '/v3/conversations/:conversation/activities/:activity'], (request, response) => {
    calls.push({ at: Date.now(), method: 'POST' })
    const id = next()
    messages.set(id, shown(request, id, 0))
    response.status(201).json({ id })
  })
  app.put('/v3/conversations/:conversation/activities/:activity', (request, response) => {
    calls.push({ at: Date.now(), method: 'PUT' })
    const id = String(request.params.activity)
    const before = messages.get(id)
    if (!before) return void response.status(404).json({ error: { code: 'ActivityNotFoundInConversation', message: id } })
    messages.set(id, shown(request, id, before.edits + 1))
    response.json({ id })
  })
  const memberOf = (person: TeamsPerson): object => ({ tenantId: tenant, userRole: 'user', email: person.userPrincipalName, ...person })
  app.get('/v3/conversations/:conversation/pagedmembers', (_request, response) => void response.json({ members: people.map(memberOf) }))
  app.get('/v3/conversations/:conversation/members/:member', (request, response) => {
    const person = people.find((each) => each.id === request.params.member)
    if (person) response.json(memberOf(person))
    else response.status(404).json({ error: { code: 'MemberNotFoundInConversation', message: 'not here' } })
  })
  const server = createServer(app).listen(0, '127.0.0.1')
  await once(server, 'listening')
  const serviceUrl = `http://127.0.0.1:${(server.address() as AddressInfo).port}`

  const activity = (over: object): Record<string, unknown> => ({
    id: `activity-${next()}`,
    channelId: 'msteams',
    serviceUrl,
    timestamp: new Date().toISOString(),
    locale: 'en-US',
    recipient: { id: BOT, name: 'Mailflow Medic' },
    conversation: { id: CHANNEL, conversationType: 'channel', isGroup: true, tenantId: tenant },
    channelData: { tenant: { id: tenant }, team: { id: TEAM, name: 'Messaging' }, channel: { id: CHANNEL, name: 'Alerts' } },
    ...over,
  })
  const from = ({ id, name, aadObjectId }: TeamsPerson) => ({ id, name, aadObjectId })

  const send = async (bot: string, body: object): Promise<TeamsAnswer> => {
    const post = () =>
      fetch(`${bot}/api/messages`, { method: 'POST', headers: { 'content-type': 'application/json' }, body: JSON.stringify(body) })
    // A kept-alive connection may end as it is used again: then Teams sends once more, and the same activity counts once.
    const response = await post().catch(post)
    const text = await response.text()
    const answer = text.startsWith('{') ? (JSON.parse(text) as TeamsAnswer['body']) : null
    return { status: response.status, body: answer, says: JSON.stringify(answer?.value ?? '') }
  }

  return {
    tenant,
    channel: CHANNEL,
    messages: () => [...messages.values()],
    calls: () => calls,
    async install(bot) {
      const added = activity({ type: 'conversationUpdate', from: from(people[0]!), membersAdded: [{ id: BOT, name: 'Mailflow Medic' }] })
      const { status } = await send(bot, added)
      if (status !== 200) throw new Error(`the arrival was answered ${status}`)
    },
    pressOf: (person, press, message = '1') =>
      activity({
        type: 'invoke',
        name: 'adaptiveCard/action',
        from: from(person),
        replyToId: message,
        value: { action: { type: 'Action.Execute', data: press } },
      }),
    messageOf: (person, text) => activity({ type: 'message', from: from(person), text }),
    send,
    async stop() {
      server.closeAllConnections()
      await new Promise((resolve) => server.close(resolve))
    },
  }
}
