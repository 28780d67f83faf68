import { once } from 'node:events'
import { createServer, type Server } from 'node:http'
import type { AddressInfo } from 'node:net'
import { afterEach, beforeEach, describe, expect, test } from '@jest/globals'
import express from 'express'
import type { SlackRequest } from '../../../src/sandbox/slack/signed-requests.ts'
import { type SlackDouble, startSlack } from '../../../src/sandbox/slack/start-slack.ts'
import { createSlack, type Slack } from '../../../src/surfaces/slack/create-slack.ts'
import { plan } from '../../support/requests.ts'
import { type FakeDesk, fakeDesk, options } from './world.ts'

let double: SlackDouble
let slack: Slack
let server: Server
let fake: FakeDesk
const log: { level: string; about: object; message: string }[] = []

beforeEach(async () => {
  log.length = 0
  double = await startSlack({
    now: () => new Date().toISOString(),
    requester: { name: 'Alex', email: 'alex@contoso.example' },
    approver: { name: 'Sam', email: 'sam@contoso.example' },
  })
  fake = fakeDesk({
    requests: async () => [],
    identify: async (profile) => ({
      is: 'person',
      acting: { person: { id: profile.email ?? '', name: profile.name }, surface: 'slack', language: 'en' },
    }),
  })
  const { botToken, signingSecret, apiUrl, channelId } = double
  slack = await createSlack({ ...options(fake, log, []), botToken, signingSecret, apiUrl, channels: [channelId] })
  const app = express()
  server = createServer(slack.before?.(app) ?? app).listen(0, '127.0.0.1')
  await once(server, 'listening')
  await slack.start()
})

afterEach(async () => {
  await slack.stop()
  server.closeAllConnections()
  server.close()
  await double.stop()
})

async function send({ headers, body }: SlackRequest): Promise<string> {
  const answer = await fetch(`http://127.0.0.1:${(server.address() as AddressInfo).port}/slack/events`, { method: 'POST', headers, body })
  expect(answer.status).toBe(200)
  return answer.text()
}

async function until<T>(look: () => T | null | undefined | false): Promise<T> {
  for (let waited = 0; waited < 4000; waited += 10) {
    const seen = look()
    if (seen) return seen
    await new Promise((resolve) => setTimeout(resolve, 10))
  }
  throw new Error(`never happened; log: ${JSON.stringify(log)}`)
}

/** The sandbox's Slack judges blocks, modals, triggers and answers as Slack does. */
describe('what is drawn is taken by a Slack that checks it', () => {
  test('the configured channel is opened at the start', () => {
    expect(fake.welcomed).toEqual([expect.objectContaining({ organisation: double.teamId, id: double.channelId, name: 'mail-flow' })])
  })

  test.each(['help', 'incidents', 'requests', 'explain 450 4.4.316 connection refused', 'connectors', 'nonsense'])(
    '/mailflow %s',
    async (text) => {
      await send(double.command(double.users.requester, double.channelId, `/mailflow ${text}`))
      const [message] = await until(() => double.messages(double.channelId).length > 0 && double.messages(double.channelId))
      expect(message?.onlyFor).toBe(double.users.requester)
      expect(log.filter((line) => line.level === 'warn')).toEqual([])
    },
  )

  test('from the list to the plan to the request, in one modal', async () => {
    await send(double.command(double.users.requester, double.channelId, '/mailflow incidents'))
    const [message] = await until(() => double.messages(double.channelId).length > 0 && double.messages(double.channelId))
    const show = message!.blocks.flatMap((block) => (block.type === 'actions' ? (block.elements as { action_id: string }[]) : []))[0]!
    await send(double.press(double.users.requester, { channel: double.channelId, ts: message!.ts }, show.action_id))
    const view = await until(() => double.lastView())
    await until(() => double.viewText(view.id).includes('To on-premises'))
    const blocks = double.lastView()?.content.blocks as { type: string; elements?: { action_id: string; value?: string }[] }[]
    const offer = blocks.flatMap((block) => block.elements ?? []).find((element) => element.value?.includes('"plan"'))
    await send(double.press(double.users.requester, { view: view.id }, offer!.action_id))
    await until(() => double.lastView()?.content.submit)
    expect(await send(double.submit(double.users.requester, view.id))).toContain('Asked for approval')
    expect(fake.effects).toEqual(['alex@contoso.example asks for inc1'])
    expect(JSON.parse(String(double.lastView()?.content.private_metadata))).toMatchObject({ plan: plan().hash })
    expect(log.filter((line) => line.level === 'warn')).toEqual([])
  })
})
