import { once } from 'node:events'
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import express from 'express'
import type { Card, Part, Showing } from '../../src/cards/card.ts'
import type { Channel, ConversationReference } from '../../src/domain/person.ts'
import type { Press } from '../../src/domain/press.ts'
import { draw } from '../../src/surfaces/draw.ts'
import type { PressAnswer, PressContext } from '../../src/surfaces/presses.ts'
import { createTeams, type Teams } from '../../src/surfaces/teams/teams.ts'
import { createDeskDouble, type DeskDouble } from '../support/teams-desk.ts'

const HASH = '0123456789abcdef'
const showing = (language: Showing['language']): Showing => ({ language, now: new Date().toISOString(), sandbox: true })

export const text = (line: string): Part => ({ is: 'text', text: line, weight: 'normal' })
export const card = (title: string, ...parts: Part[]): Card => ({ title, tone: 'plain', summary: title, parts })
const buttons = (...list: [string, Press][]): Part => ({
  is: 'actions',
  actions: list.map(([label, press]) => ({ label, press, style: 'plain' })),
})

export const incidentCard = (state: string): Card =>
  card(
    `Contoso hybrid: ${state}`,
    text('Nothing reaches mail.contoso.example'),
    buttons(['Disable connector', { verb: 'plan', incident: 'inc1', fix: 'disable-connector' }]),
  )
const requestCard = (state: string): Card =>
  card(`Request: ${state}`, text('Disable Contoso hybrid'), buttons(['Approve', { verb: 'approve', request: 'req1', plan: HASH }]))

export interface MiniBot {
  readonly url: string
  readonly double: DeskDouble
  readonly teams: Teams
  /** Cards posted by themselves, with the channel they went to. */
  readonly posts: { readonly channel: Channel; readonly message: string }[]
  stop(): Promise<void>
}

/** The Teams surface with a pretended desk behind it: enough to see that the client and the surface understand each other. */
export async function startMiniBot(tenant: string, people: readonly string[]): Promise<MiniBot> {
  const double = createDeskDouble(people)
  const posts: MiniBot['posts'] = []
  const place = { teams: null as Teams | null }
  const posted = async (channel: Channel, drawn: Card, thread: string | null): Promise<void> => {
    const outcome = await place.teams!.poster.post(channel, draw(drawn, 'teams'), thread)
    if (outcome.is !== 'posted') throw new Error(`not posted: ${JSON.stringify(outcome)}`)
    posts.push({ channel, message: outcome.message })
  }
  const desk = new Proxy(double.desk, {
    get(target, name) {
      if (name !== 'welcome') return Reflect.get(target, name)
      return async (channel: Omit<Channel, 'tenants'>, conversation: ConversationReference | null, anew?: 'anew') => {
        const known = await double.desk.welcome(channel, conversation)
        if (anew) await posted(known, incidentCard('open'), null)
        return known
      }
    },
  })
  const answerPress = async (press: Press, context: PressContext): Promise<PressAnswer> => {
    if (press.verb === 'plan') {
      const submit = { label: 'Ask for approval', press: { verb: 'request', incident: 'inc1', plan: HASH } as const }
      return { is: 'dialog', card: card('Plan', text('Enabled becomes False')), submit }
    }
    if (press.verb === 'request') {
      for (const { channel, message } of [...posts]) {
        await place.teams!.poster.edit(channel, message, draw(incidentCard('request waiting'), 'teams'))
        await posted(channel, requestCard('waiting'), message)
      }
      return { is: 'notice', card: card('Asked for approval') }
    }
    return { is: 'notice', card: card(`${press.verb} by ${context.acting.person.id}`) }
  }
  place.teams = await createTeams({
    desk,
    credentials: null,
    sandbox: true,
    allowedTenants: [tenant],
    showing,
    tenantName: (id) => id,
    async answerCommand(said, { reply }) {
      if (said !== 'diagnose') return card(`You said: ${said}`)
      setTimeout(() => void place.teams!.poster.answer(reply, draw(card('Diagnosis finished'), 'teams')), 300)
      return { ...card('Looking…'), tone: 'working' }
    },
    answerPress,
    log: { info() {}, warn: (about, message) => console.warn(message, about) },
    clock: { now: () => new Date().toISOString(), tick: () => performance.now() },
    remember: double.remember,
    reference: double.reference,
    conversations: async () => [...double.remembered.values()],
  })
  const server = createServer(express().use(place.teams.router)).listen(0, '127.0.0.1')
  await once(server, 'listening')
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}/api/messages`,
    double,
    teams: place.teams,
    posts,
    async stop() {
      server.closeAllConnections()
      server.close()
      await place.teams!.stop()
    },
  }
}
