import { afterEach, beforeEach, describe, expect, test } from '@jest/globals'
import { type SocketServer, startSocketServer } from './socket-server.ts'
import { openWorld, textOf, type World } from './world.ts'

let socket: SocketServer
let world: World

beforeEach(async () => {
  socket = await startSocketServer()
  world = await openWorld({}, { appToken: 'xapp-test', signingSecret: null }, (api) => {
    api.on('apps.connections.open', () => ({ ok: true, url: socket.url }))
  })
  await world.api.until(() => socket.connections() > 0, 'the connection')
})

afterEach(async () => {
  await world.stop()
  await socket.stop()
})

const person = { team: { id: 'T1' }, user: { id: 'USAM', team_id: 'T1' }, api_app_id: 'A1' }
const acknowledged = (id: string) =>
  world.api.until(() => socket.heard.find((each) => each.envelope_id === id), `the acknowledgement of ${id}`)

describe('Socket Mode', () => {
  test('a command is acknowledged and answered to the one who typed it', async () => {
    const payload = {
      command: '/mailflow',
      text: 'help',
      team_id: 'T1',
      user_id: 'UALEX',
      channel_id: 'C1',
      response_url: 'https://hooks.slack.com/commands/T1/1/a',
      trigger_id: 'trigger-1',
    }
    socket.send({ type: 'slash_commands', envelope_id: 'e1', accepts_response_payload: true, payload })
    await acknowledged('e1')
    const answer = await world.api.until(() => world.api.responses[0], 'the answer')
    expect(textOf(answer.blocks)).toContain('/mailflow explain TEXT')
  })

  test('the same press in two envelopes has one effect', async () => {
    const value = JSON.stringify({ verb: 'approve', request: 'req1', plan: '0123456789abcdef' })
    const payload = {
      ...person,
      type: 'block_actions',
      trigger_id: 'trigger-2',
      container: { type: 'message' },
      response_url: 'https://hooks.slack.com/actions/T1/1/b',
      actions: [{ type: 'button', block_id: 'b', action_id: 'press:approve:0', action_ts: '1.1', value }],
    }
    for (const envelope_id of ['e2', 'e3']) socket.send({ type: 'interactive', envelope_id, accepts_response_payload: false, payload })
    await Promise.all([acknowledged('e2'), acknowledged('e3')])
    await world.api.until(() => world.api.responses[0], 'the answer')
    await world.slack.stop()
    expect(world.fake.effects).toEqual(['sam@contoso.example approve req1'])
    expect(world.api.responses).toHaveLength(1)
  })

  test('a modal that is sent is decided inside the acknowledgement', async () => {
    const metadata = JSON.stringify({ verb: 'request', incident: 'inc1', plan: '0123456789abcdef' })
    const view = { id: 'V9', type: 'modal', hash: 'h9', callback_id: 'press', private_metadata: metadata, state: { values: {} } }
    const payload = { ...person, type: 'view_submission', trigger_id: 'trigger-3', view }
    socket.send({ type: 'interactive', envelope_id: 'e4', accepts_response_payload: true, payload })
    expect(textOf((await acknowledged('e4')).payload)).toContain('Asked for approval')
    expect(world.fake.effects).toEqual(['sam@contoso.example asks for inc1'])
  })

  test.each([
    ['is cut', () => socket.drop()],
    ['is ended by Slack, as it does every few hours', () => socket.send({ type: 'disconnect', reason: 'refresh_requested' })],
  ])('a connection that %s is opened again', async (_says, end) => {
    end()
    await world.api.until(() => world.api.of('apps.connections.open').length === 2 && socket.connections() > 0, 'the second connection')
    expect(world.log.filter((line) => line.level === 'warn' && line.message.includes('could not'))).toEqual([])
  })

  test('a reconnection that fails is tried again later and takes nothing down', async () => {
    world.api.on('apps.connections.open', () => ({ ok: false, error: 'invalid_auth' }))
    socket.drop()
    await world.api.until(() => world.log.find((line) => line.message.includes('trying again later')), 'the failure in the log')
  })

  test('the stop closes the connection', async () => {
    await world.slack.stop()
    await world.api.until(() => socket.connections() === 0, 'the goodbye')
  })

  test('a stop while the connection is being opened closes it once it stands', async () => {
    const letIn = socket.hold()
    socket.drop()
    await world.api.until(() => socket.knocking() > 0, 'the second connection')
    await world.slack.stop()
    letIn()
    expect(socket.connections()).toBe(1)
    await world.api.until(() => socket.connections() === 0, 'the goodbye')
  })

  test('a stop does not wait for a Slack that has fallen silent', async () => {
    socket.fallSilent()
    await world.slack.stop()
    expect(socket.connections()).toBe(1)
    socket.drop()
  }, 15_000)
})
