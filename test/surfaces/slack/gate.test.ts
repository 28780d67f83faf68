import { once } from 'node:events'
import { createServer } from 'node:http'
import { type AddressInfo, connect } from 'node:net'
import { afterEach, beforeEach, describe, expect, test } from '@jest/globals'
import { command, event, openWorld, pressOnMessage, signed, submission, type World } from './world.ts'

const APPROVE = { verb: 'approve', request: 'req1', plan: '0123456789abcdef' }
const ASK = JSON.stringify({ verb: 'request', incident: 'inc1', plan: '0123456789abcdef' })

let world: World
beforeEach(async () => {
  world = await openWorld()
})
afterEach(() => world.stop())

describe('what is not Slack’s own fresh word is refused', () => {
  test('a forged signature', async () => {
    expect((await world.send(command('help', {}, { secret: 'another' }))).status).toBe(401)
    expect(world.api.responses).toEqual([])
  })

  test('other bytes under a signature that was good', async () => {
    const good = command('help')
    expect((await world.send(good)).status).toBe(200)
    expect((await world.send({ ...good, body: `${good.body}&x=1` })).status).toBe(401)
  })

  test('no signature at all', async () => {
    expect((await world.send({ body: 'command=/mailflow', headers: { 'content-type': 'application/x-www-form-urlencoded' } })).status).toBe(
      401,
    )
  })

  test.each([
    ['from a day ahead', 86_400],
    ['from 90 seconds ahead', 90],
    ['ten minutes old', -600],
  ])('a good signature %s', async (_says, at) => {
    expect((await world.send(command('help', {}, { at }))).status).toBe(401)
  })

  test('a clock half a minute ahead is forgiven', async () => {
    expect((await world.send(command('help', {}, { at: 30 }))).status).toBe(200)
  })

  test('a body over 512 KB', async () => {
    expect((await world.send(command('x'.repeat(600_000)))).status).toBe(413)
  })

  test('a truncated body: another signature would fit it', async () => {
    const { headers, body } = command('help')
    expect((await world.send({ headers, body: body.slice(0, -10) })).status).toBe(401)
  })

  test('signed nonsense', async () => {
    expect((await world.send(signed('payload=%7B', {}))).status).toBe(400)
    expect((await world.send(signed('{"type":', { type: 'application/json' }))).status).toBe(400)
  })

  test('a connection that breaks in the middle leaves the service standing', async () => {
    const { headers, body } = command('help')
    const { hostname, port } = new URL(world.url)
    const socket = connect(Number(port), hostname)
    const head = Object.entries({ ...headers, host: hostname, 'content-length': String(body.length) })
    socket.write(
      `POST /slack/events HTTP/1.1\r\n${head.map(([name, value]) => `${name}: ${value}`).join('\r\n')}\r\n\r\n${body.slice(0, 20)}`,
    )
    await new Promise((resolve) => setTimeout(resolve, 50))
    socket.destroy()
    expect((await world.send(command('help'))).status).toBe(200)
  })

  test('the other methods and paths are not there', async () => {
    expect((await fetch(world.url)).status).toBe(404)
    expect((await fetch(`${world.url}/more`, { method: 'POST' })).status).toBe(404)
  })
})

describe('the same bytes again', () => {
  test('have one effect and get the first answer', async () => {
    const request = submission(ASK)
    const [first, second] = [await world.send(request), await world.send(request)]
    expect(first.status).toBe(200)
    expect(JSON.parse(first.body)).toMatchObject({ response_action: 'update' })
    expect(second).toMatchObject({ status: 200, body: first.body })
    expect(world.fake.effects).toEqual(['alex@contoso.example asks for inc1'])
  })

  test('ten at a time have one effect', async () => {
    const request = pressOnMessage(APPROVE, 'USAM')
    const answers = await Promise.all(Array.from({ length: 10 }, () => world.send(request)))
    expect(answers.map((each) => each.status)).toEqual(Array(10).fill(200))
    await world.api.until(() => world.api.responses.length > 0, 'the answer')
    expect(world.fake.effects).toEqual(['sam@contoso.example approve req1'])
    expect(world.api.responses).toHaveLength(1)
  })

  test('have no effect on another replica or after a restart either', async () => {
    const request = pressOnMessage(APPROVE, 'USAM')
    const form = submission(ASK)
    await world.send(request)
    await world.send(form)
    await world.api.until(() => world.api.responses.length > 0, 'the answer')
    const seen = [...world.fake.seen]
    await world.stop()
    world = await openWorld()
    for (const key of seen) world.fake.seen.add(key)
    expect((await world.send(request)).status).toBe(200)
    expect((await world.send(form)).body).toContain('Not done')
    await world.slack.stop()
    expect(world.fake.effects).toEqual([])
    expect(world.api.responses).toEqual([])
  })

  test('an event that Slack sends again under a new signature counts once', async () => {
    const said = { channel: 'D1', channel_type: 'im', user: 'UALEX', text: 'help' }
    for (let time = 0; time < 3; time += 1) {
      expect((await world.send(event('message', { ...said, event_ts: String(time) }, 'Ev1'))).status).toBe(200)
    }
    await world.api.until(() => world.api.of('chat.postMessage').length > 0, 'the answer')
    await world.slack.stop()
    expect(world.api.of('chat.postMessage')).toHaveLength(1)
  })
})

describe('in front of Express', () => {
  test('the same door takes Slack’s requests, and everything else goes on', async () => {
    const seen: (string | undefined)[] = []
    const server = createServer(
      world.slack.before?.((request, response) => {
        seen.push(request.url)
        response.writeHead(204).end()
      }),
    )
    server.listen(0, '127.0.0.1')
    await once(server, 'listening')
    const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`
    const post = async (path: string, { body, headers }: ReturnType<typeof command>) =>
      (await fetch(`${url}${path}`, { method: 'POST', body, headers })).status
    expect(await post('/slack/events', command('help'))).toBe(200)
    expect(await post('/slack/events', command('help', {}, { secret: 'another' }))).toBe(401)
    expect(await post('/slack/events', command('help', {}, { at: 90 }))).toBe(401)
    expect(await post('/hooks/alerts', command('help'))).toBe(204)
    expect((await fetch(`${url}/slack/events`)).status).toBe(204)
    expect(seen).toEqual(['/hooks/alerts', '/slack/events'])
    server.closeAllConnections()
    server.close()
  })
})

test('Slack’s checks of the address are answered', async () => {
  const challenge = signed(JSON.stringify({ type: 'url_verification', challenge: 'c-1' }), { type: 'application/json' })
  expect(await world.send(challenge)).toMatchObject({ status: 200, body: '{"challenge":"c-1"}' })
  expect((await world.send(signed('ssl_check=1&token=x', { secret: 'none' }))).status).toBe(200)
})
