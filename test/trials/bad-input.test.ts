import { mkdtemp, readFile, rm } from 'node:fs/promises'
import { createServer, request as httpRequest } from 'node:http'
import { type AddressInfo, connect } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout as pause } from 'node:timers/promises'
import { afterAll, afterEach, beforeAll, describe, expect, test } from '@jest/globals'
import { type Endpoint, openEndpoint } from '../../src/surfaces/console/endpoint.ts'
import { signedHeaders } from '../support/service.ts'
import { teamsPerson } from './teams-double.ts'
import { ALEX, CONNECTOR, sendSlack, signedSlack, startTrial, type Trial, until } from './trial.ts'

const MEGABYTE = 'x'.repeat(1_000_000)
const HOUR_MS = 3_600_000

let trial: Trial
let endpoint: Endpoint
let folder: string

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'mailflow-endpoint-'))
  trial = await startTrial({ people: [teamsPerson('noise', 'Noise', 'noise@contoso.example')] })
  endpoint = await openEndpoint(folder, async () => ({ out: '', err: '', exit: 0 }))
}, 120_000)
afterAll(async () => {
  await endpoint?.close()
  await trial?.stop()
  await rm(folder, { recursive: true, force: true })
})

const counts = async () => ({
  incidents: (await trial.app.store.incidents({})).length,
  requests: (await trial.app.store.requests({})).length,
  writes: trial.controls.tenant().writes,
})

let broken = false
afterEach(async () => {
  if (broken) return
  const ready = await fetch(`${trial.url}/readyz`)
  expect([ready.status, await ready.json()]).toEqual([200, { status: 'ready', database: true, jobs: true }])
})

interface Answer {
  readonly status: number
  readonly text: string
}

async function post(url: string, body: string | Buffer, headers: Readonly<Record<string, string>> = {}): Promise<Answer> {
  const send = () => fetch(url, { method: 'POST', body, headers: { 'content-type': 'application/json', ...headers } })
  // A kept-alive connection may end as it is used again.
  const answer = await send().catch(send)
  return { status: answer.status, text: await answer.text() }
}

/** A refusal tells nothing of the inside: no stack, no path. */
const tellsNothing = (text: string): void => expect(text).not.toMatch(/node_modules|\.ts:\d|\bat .*\(/)

const alertText = (more: object = {}): string =>
  JSON.stringify({
    id: `t-${Math.random()}`,
    tenant: trial.world.settings.tenantId,
    raisedAt: new Date().toISOString(),
    name: 'Delayed',
    ...more,
  })

describe('POST /hooks/alerts', () => {
  const signed = (body: string, at?: number): Promise<Answer> =>
    post(`${trial.url}/hooks/alerts`, body, signedHeaders(trial.world, body, at))

  test.each<[string, number, () => Promise<Answer>]>([
    ['nothing signed', 401, () => post(`${trial.url}/hooks/alerts`, alertText())],
    [
      'another body under the signature',
      401,
      () => post(`${trial.url}/hooks/alerts`, alertText(), signedHeaders(trial.world, alertText())),
    ],
    [
      'a body cut short',
      401,
      () => {
        const body = alertText()
        return post(`${trial.url}/hooks/alerts`, body.slice(0, -9), signedHeaders(trial.world, body))
      },
    ],
    [
      'an unknown source',
      401,
      () => {
        const body = alertText()
        return post(`${trial.url}/hooks/alerts`, body, { ...signedHeaders(trial.world, body), 'x-mailflow-source': '__proto__' })
      },
    ],
    ['a date in the future', 401, () => signed(alertText(), Date.now() + HOUR_MS)],
    ['a date long past', 401, () => signed(alertText(), Date.now() - HOUR_MS)],
    ['signed text that is no JSON', 400, () => signed('{"id":')],
    ['an empty body', 400, () => signed('')],
    ['JSON that is no alert', 400, () => signed('[null]')],
    ['a field too many', 400, () => signed(alertText({ approve: true }))],
    ['a megabyte in every field', 413, () => signed(alertText({ name: MEGABYTE, connector: MEGABYTE, domain: MEGABYTE, error: MEGABYTE }))],
    ['fields longer than an alert’s', 400, () => signed(alertText({ name: 'n'.repeat(201) }))],
    ['brackets nested thousands of times', 400, () => signed('['.repeat(30_000))],
    ['a tenant that is not looked after', 422, () => signed(alertText({ tenant: 'elsewhere' }))],
  ])('%s: %d, nothing is stored', async (_says, status, sent) => {
    const before = await counts()
    const answer = await sent()
    expect(answer.status).toBe(status)
    expect(answer.text).toContain('Nothing was stored')
    tellsNothing(answer.text)
    await pause(50)
    expect(await counts()).toEqual(before)
  })

  test('the same bytes again get the same answer and count once', async () => {
    const { headers, body } = trial.world.fire('after-migration')
    const answers = await Promise.all(Array.from({ length: 5 }, () => post(`${trial.url}/hooks/alerts`, body, headers)))
    expect(new Set(answers.map((answer) => `${answer.status} ${answer.text}`)).size).toBe(1)
    const incident = await trial.incidentOf(CONNECTOR)
    await pause(300)
    expect((await trial.app.desk.incident(incident.id))?.alerts).toBe(1)
  }, 60_000)

  test('a connection that ends in the middle of a body harms nobody', async () => {
    const { port } = new URL(trial.url)
    const socket = connect(Number(port), '127.0.0.1')
    socket.on('error', () => {})
    socket.write('POST /hooks/alerts HTTP/1.1\r\nhost: x\r\ncontent-length: 5000\r\n\r\n{"id":')
    await pause(50)
    socket.destroy()
  })
})

describe('POST /hooks/activity', () => {
  const notice = (contentUri: string, tenantId = trial.world.settings.tenantId) =>
    JSON.stringify([{ tenantId, contentId: `c-${Math.random()}`, contentUri, contentType: 'Audit.General' }])
  const send = (body: string, authId = trial.world.settings.activityAuthId) =>
    post(`${trial.url}/hooks/activity`, body, authId ? { 'webhook-authid': authId } : {})

  test.each<[string, number, () => Promise<Answer>]>([
    ['no authId', 401, () => send(notice('https://manage.office.com/x'), '')],
    ['a forged authId', 401, () => send(notice('https://manage.office.com/x'), 'f'.repeat(32))],
    ['a body cut short', 400, () => send('[{"tenantId":"')],
    ['something else', 400, () => send('"hello"')],
    ['a megabyte', 413, () => send(notice(`https://manage.office.com/${MEGABYTE}`))],
    ['another tenant’s notice', 200, () => send(notice('https://manage.office.com/x', 'elsewhere'))],
  ])('%s: %d, nothing comes of it', async (_says, status, sent) => {
    const before = await counts()
    const answer = await sent()
    expect(answer.status).toBe(status)
    tellsNothing(answer.text)
    await pause(50)
    expect(await counts()).toEqual(before)
  })

  test('content is never fetched from a host that is not the expected one', async () => {
    const asked: string[] = []
    const lure = createServer((request, response) => {
      asked.push(`${request.url} ${request.headers.authorization}`)
      response.end('[]')
    }).listen(0, '127.0.0.1')
    await pause(20)
    const { port } = lure.address() as AddressInfo
    const before = await counts()
    expect((await send(notice(`http://127.0.0.1:${port}/api/v1.0/${trial.world.settings.tenantId}/activity/feed/audit/1`))).status).toBe(
      200,
    )
    await pause(1500)
    expect(asked).toEqual([])
    expect(await counts()).toEqual(before)
    lure.close()
  })
})

describe('POST /slack/events', () => {
  const url = () => `${trial.url}/slack/events`
  const command = (): { headers: Readonly<Record<string, string>>; body: string } =>
    trial.world.slack.command(trial.world.slack.users.requester, trial.world.slack.channelId, '/mailflow help')
  const resigned = (aheadSeconds: number) => signedSlack(trial.world, command().body, { aheadSeconds })

  test.each<[string, number, () => Promise<Answer>]>([
    ['nothing signed', 401, () => post(url(), command().body, { 'content-type': 'application/x-www-form-urlencoded' })],
    [
      'a forged signature',
      401,
      () => {
        const { headers, body } = signedSlack(trial.world, command().body, { secret: 'another-secret' })
        return post(url(), body, headers)
      },
    ],
    [
      'a body cut short',
      401,
      () => {
        const { headers, body } = command()
        return post(url(), body.slice(0, -7), headers)
      },
    ],
    ['a date in the future', 401, () => post(url(), resigned(3600).body, resigned(3600).headers)],
    ['a date long past', 401, () => post(url(), resigned(-3600).body, resigned(-3600).headers)],
    [
      'a megabyte',
      413,
      () => {
        const { headers, body } = signedSlack(trial.world, `text=${MEGABYTE}`)
        return post(url(), body, headers)
      },
    ],
  ])('%s: %d, nobody is told anything', async (_says, status, sent) => {
    const before = trial.world.slack.calls().length
    const answer = await sent()
    expect(answer.status).toBe(status)
    tellsNothing(answer.text)
    await pause(100)
    const said = trial.world.slack
      .calls()
      .slice(before)
      .filter((call) => call.method === 'response_url')
    expect(said).toEqual([])
  })

  test.each([
    ['a payload cut short', 'payload=%7B%22type%22%3A'],
    ['a payload that is a number', 'payload=7'],
    ['a payload of nothing', `payload=${encodeURIComponent(JSON.stringify({ type: 'block_actions', actions: null }))}`],
    [
      'a press without a user',
      `payload=${encodeURIComponent(JSON.stringify({ type: 'block_actions', actions: [{ action_id: 'press:x', value: '{}', type: 'button' }], team: null }))}`,
    ],
  ])('%s, signed, does no harm', async (_says, body) => {
    const { headers } = signedSlack(trial.world, body)
    const answer = await post(url(), body, headers)
    expect(answer.status).toBeLessThan(600)
    tellsNothing(answer.text)
  })

  test('the same bytes again are answered and count once', async () => {
    const request = command()
    const before = trial.world.slack.calls().filter((call) => call.method === 'response_url').length
    expect(await Promise.all([1, 2, 3].map(() => sendSlack(trial.url, request)))).toEqual([200, 200, 200])
    const told = () => trial.world.slack.calls().filter((call) => call.method === 'response_url').length - before
    await until('the answer', async () => told() > 0)
    await pause(300)
    expect(told()).toBe(1)
  })
})

describe('POST /api/messages', () => {
  const url = () => `${trial.teamsUrl}/api/messages`
  const press = (over: object = {}) => ({ ...trial.teams.pressOf(ALEX, { verb: 'acknowledge', incident: 'nosuchone' }), ...over })

  test.each<[string, number, () => Promise<Answer>]>([
    ['text that is no JSON', 400, () => post(url(), '{"type":')],
    ['JSON that is no activity', 400, () => post(url(), '{}')],
    ['a megabyte', 413, () => post(url(), JSON.stringify(press({ text: MEGABYTE })))],
    ['another channel', 403, () => post(url(), JSON.stringify(press({ channelId: 'webchat' })))],
    ['an address of answers that is not here', 403, () => post(url(), JSON.stringify(press({ serviceUrl: 'https://evil.example' })))],
    ['no tenant', 403, () => post(url(), JSON.stringify(press({ conversation: { id: 'a' }, channelData: {} })))],
    ['two tenants', 403, () => post(url(), JSON.stringify(press({ channelData: { tenant: { id: 'elsewhere' } } })))],
    ['an invoke of another kind', 501, () => post(url(), JSON.stringify(press({ name: 'composeExtension/query' })))],
  ])('%s: %d', async (_says, status, sent) => {
    const before = trial.teams.calls().length
    const answer = await sent()
    expect(answer.status).toBe(status)
    tellsNothing(answer.text)
    expect(trial.teams.calls()).toHaveLength(before)
  })

  test('another host name in the address is refused', async () => {
    expect(await withHost(url(), 'evil.example', JSON.stringify(press()))).toBe(403)
  })

  test('the same activity again gets the same answer', async () => {
    const activity = press()
    const first = await trial.teams.send(trial.teamsUrl, activity)
    expect(first.says).toContain('There is no incident nosuchone')
    expect(await trial.teams.send(trial.teamsUrl, activity)).toEqual(first)
  })
})

describe('the local endpoint', () => {
  const command = JSON.stringify({ argv: ['incidents'], stdin: '', language: 'en', colour: false, width: 80 })
  const token = async (): Promise<string> => (JSON.parse(await readFile(join(folder, 'service.json'), 'utf8')) as { token: string }).token
  const send = async (body: string, headers: Readonly<Record<string, string>> = {}): Promise<Answer> =>
    post(`${endpoint.url}/command`, body, { authorization: `Bearer ${await token()}`, ...headers })

  test.each<[string, number, () => Promise<Answer>]>([
    ['a command with the token', 200, () => send(command)],
    ['no token', 403, () => send(command, { authorization: '' })],
    ['a wrong token', 403, () => send(command, { authorization: `Bearer ${'0'.repeat(64)}` })],
    ['a page in a browser', 403, () => send(command, { origin: 'https://evil.example' })],
    ['text that is no JSON', 400, () => send('{"argv":')],
    ['something else', 400, () => send('{}')],
    ['six megabytes', 413, () => send(JSON.stringify({ argv: [MEGABYTE.repeat(6)] }))],
  ])('%s: %d', async (_says, status, sent) => {
    const answer = await sent()
    expect(answer.status).toBe(status)
    tellsNothing(answer.text)
  })

  test('another host name in the address is refused', async () => {
    expect(await withHost(`${endpoint.url}/command`, 'evil.example', command, { authorization: `Bearer ${await token()}` })).toBe(403)
  })
})

test('a service that lost its database says so, and nothing of its inside', async () => {
  broken = true
  await trial.app.store.close()
  const { headers, body } = trial.world.alertFor('after-migration')
  const answer = await post(`${trial.url}/hooks/alerts`, body, headers)
  expect([answer.status, JSON.parse(answer.text)]).toEqual([500, { error: 'internal' }])
  expect((await fetch(`${trial.url}/readyz`)).status).toBe(503)
  expect((await fetch(`${trial.url}/healthz`)).status).toBe(200)
})

/** fetch sets Host itself. */
function withHost(url: string, host: string, body: string, headers: Readonly<Record<string, string>> = {}): Promise<number> {
  return new Promise((resolve, reject) => {
    const sent = httpRequest(url, { method: 'POST', headers: { host, 'content-type': 'application/json', ...headers } }, (response) => {
      response.resume()
      resolve(response.statusCode ?? 0)
    })
    sent.on('error', reject)
    sent.end(body)
  })
}
