import { afterEach, describe, expect, test } from '@jest/globals'
import nock from 'nock'
import { Failure } from '../../../src/domain/failure.ts'
import { createSlack } from '../../../src/surfaces/slack/create-slack.ts'
import { command, fakeDesk, openWorld, options, textOf, type World } from './world.ts'

let world: World | null = null
afterEach(async () => {
  await world?.stop()
  world = null
  nock.cleanAll()
  nock.enableNetConnect()
})

const channelOf = (id: unknown, fields: object = {}) => ({ ok: true, channel: { id, name: `name-of-${id}`, is_member: true, ...fields } })

describe('which way Slack is heard', () => {
  test('with an app token, over Socket Mode: no route, and nothing is asked before the start', async () => {
    nock.disableNetConnect()
    const calls: unknown[] = []
    nock.emitter.on('no match', (request) => calls.push(request))
    const slack = await createSlack({ ...options(fakeDesk(), [], []), appToken: 'xapp-1', signingSecret: null })
    expect(slack.before).toBeNull()
    expect(slack.poster.platform).toBe('slack')
    await slack.stop()
    expect(calls).toEqual([])
    nock.emitter.removeAllListeners('no match')
  })

  test('with a signing secret, over HTTP', async () => {
    const slack = await createSlack(options(fakeDesk(), [], []))
    expect(slack.before).not.toBeNull()
    await slack.stop()
  })

  test('with neither, it does not open', async () => {
    const opening = createSlack({ ...options(fakeDesk(), [], []), signingSecret: null })
    await expect(opening).rejects.toBeInstanceOf(Failure)
    await expect(opening).rejects.toMatchObject({ code: 'config', args: { names: expect.stringContaining('SLACK_SIGNING_SECRET') } })
  })
})

describe('the start', () => {
  test('lets in the workspace of the token', async () => {
    world = await openWorld()
    expect(world.allowed).toEqual(['T1'])
  })

  test('does not let in a workspace the configuration does not name, and says so', async () => {
    world = await openWorld({}, { teamIds: ['T7'] })
    expect(world.allowed).toEqual([])
    expect(textOf(world.log)).toContain('SLACK_TEAM_IDS')
    await world.send(command('help'))
    const answer = await world.api.until(() => world?.api.responses.at(-1), 'the refusal')
    expect(textOf(answer.blocks)).toContain('Not done')
    expect(world.fake.profiles[0]).toMatchObject({ disqualified: 'stranger' })
  })

  test('opens the configured channels it is in, and names those it is not in', async () => {
    const channels = { C1: channelOf('C1'), C2: channelOf('C2', { is_member: false }), C3: { ok: false, error: 'channel_not_found' } }
    world = await openWorld()
    const { fake, log } = world
    world.api.on('conversations.info', ({ channel }) => channels[channel as keyof typeof channels])
    const slack = await createSlack({ ...options(fake, log, []), channels: ['C1', 'C2', 'C3'] })
    await slack.start()
    await slack.stop()
    expect(fake.welcomed).toEqual([expect.objectContaining({ platform: 'slack', organisation: 'T1', id: 'C1', name: 'name-of-C1' })])
    const warned = log.filter((line) => line.level === 'warn').map((line) => (line.about as { channel?: string }).channel)
    expect(warned).toEqual(['C2', 'C3'])
  })

  test('survives a Slack that does not answer', async () => {
    world = await openWorld()
    const { fake, api } = world
    api.on('auth.test', () => ({ ok: false, error: 'internal_error' }))
    const log: { level: string; about: object; message: string }[] = []
    const allowed: string[] = []
    const slack = await createSlack({ ...options(fake, log, allowed) })
    await slack.start()
    expect(allowed).toEqual([])
    expect(textOf(log)).toContain('internal_error')
    await slack.stop()
  })

  test('while Slack does not say which workspace this is, people are told that, not that they are strangers', async () => {
    const late = await openLate()
    world = late.world
    await late.world.send(command('help'))
    const first = await late.world.api.until(() => late.world.api.responses.at(-1), 'the refusal')
    expect(textOf(first.blocks)).toContain('internal_error')
    late.heal()
    await late.world.send(command('help'))
    const second = await late.world.api.until(() => late.world.api.responses[1], 'the answer')
    expect(textOf(second.blocks)).toContain('/mailflow')
    expect(late.world.allowed).toEqual(['T1'])
  })
})

/** A world whose Slack does not know itself until it heals. */
async function openLate() {
  let well = false
  const opened = await openWorld({}, {}, (api) => {
    api.on('auth.test', () =>
      well ? { ok: true, team_id: 'T1', user_id: 'UBOT', bot_id: 'BBOT' } : { ok: false, error: 'internal_error' },
    )
  })
  return {
    world: opened,
    heal: () => {
      well = true
    },
  }
}
