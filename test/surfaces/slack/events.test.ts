import { afterEach, describe, expect, test } from '@jest/globals'
import { incident } from '../../support/requests.ts'
import { event, openWorld, textOf, type World } from './world.ts'

let world: World
afterEach(() => world.stop())

const called = (method: string) => world.api.until(() => world.api.of(method).at(-1), method)

describe('messages to the bot', () => {
  test('in its own conversation are commands, answered there', async () => {
    world = await openWorld()
    await world.send(event('message', { channel: 'D1', channel_type: 'im', user: 'UALEX', text: 'incidents' }))
    const { args } = await called('chat.postMessage')
    expect(args).toMatchObject({ channel: 'D1', unfurl_links: 'false', unfurl_media: 'false' })
    expect(textOf(args.blocks)).toContain('inc1')
  })

  test('that mention it in a channel are answered to the one who wrote', async () => {
    world = await openWorld()
    await world.send(event('app_mention', { channel: 'C1', user: 'UALEX', text: '<@UBOT>, help' }))
    const { args } = await called('chat.postEphemeral')
    expect(args).toMatchObject({ channel: 'C1', user: 'UALEX' })
    expect(textOf(args.blocks)).toContain('explain TEXT')
    expect(world.api.of('chat.postMessage')).toEqual([])
  })

  test('the real answer of a slow command takes the place of the message that said "working"', async () => {
    world = await openWorld()
    await world.send(event('message', { channel: 'D1', channel_type: 'im', user: 'UALEX', text: 'connectors' }))
    await called('chat.postMessage')
    const { reply } = world.fake.later[0]!
    await world.slack.poster.answer(reply, { platform: 'slack', text: 'done', body: [] })
    expect((await called('chat.update')).args).toMatchObject({ channel: 'D1', ts: '1700000000.000100', text: 'done' })
  })

  test.each([
    ['an edit', { subtype: 'message_changed', message: {} }],
    ['another bot', { bot_id: 'B9', text: 'help' }],
    ['the bot itself', { user: 'UBOT', text: 'help' }],
    ['a message in a channel', { channel: 'C1', channel_type: 'channel', text: 'help' }],
  ])('%s is no command', async (_says, fields) => {
    world = await openWorld()
    await world.send(event('message', { channel: 'D1', channel_type: 'im', user: 'UALEX', ...fields }))
    await world.slack.stop()
    expect(world.fake.profiles).toEqual([])
    expect(world.api.of('chat.postMessage')).toEqual([])
  })
})

describe('the home tab', () => {
  test('shows the open incidents and what can be asked, within a hundred blocks', async () => {
    const many = Array.from({ length: 300 }, (_, at) => incident({ id: `inc${at}` }))
    world = await openWorld({ incidents: async () => [...many, incident({ id: 'closed', state: 'resolved' })] })
    await world.send(event('app_home_opened', { user: 'UALEX', tab: 'home', channel: 'D1' }))
    const { args } = await called('views.publish')
    const view = args.view as { type: string; blocks: unknown[] }
    expect(args.user_id).toBe('UALEX')
    expect(view.type).toBe('home')
    expect(view.blocks.length).toBeLessThanOrEqual(100)
    expect(textOf(view.blocks)).toContain('/mailflow diagnose')
    expect(textOf(view.blocks)).not.toContain('closed ·')
  })

  test('tells a stranger nothing but the refusal', async () => {
    world = await openWorld()
    await world.send(event('app_home_opened', { user: 'USTRANGER', tab: 'home', channel: 'D1' }))
    const { args } = await called('views.publish')
    expect(textOf(args.view)).toContain('Not done')
    expect(textOf(args.view)).not.toContain('inc1')
  })

  test('the messages tab is no home tab', async () => {
    world = await openWorld()
    await world.send(event('app_home_opened', { user: 'UALEX', tab: 'messages', channel: 'D1' }))
    await world.slack.stop()
    expect(world.api.of('views.publish')).toEqual([])
  })
})

describe('channels', () => {
  test('that the bot joins are greeted and get its cards', async () => {
    world = await openWorld()
    world.api.on('conversations.info', () => ({ ok: true, channel: { id: 'C5', name: 'mail-ops', is_member: true } }))
    await world.send(event('member_joined_channel', { channel: 'C5', user: 'UBOT', team: 'T1' }))
    expect(textOf((await called('chat.postMessage')).args.blocks)).toContain('Contoso')
    expect(world.fake.welcomed).toEqual([expect.objectContaining({ platform: 'slack', organisation: 'T1', id: 'C5', name: 'mail-ops' })])
  })

  test('that somebody else joins are not', async () => {
    world = await openWorld()
    await world.send(event('member_joined_channel', { channel: 'C5', user: 'UALEX', team: 'T1' }))
    await world.slack.stop()
    expect(world.fake.welcomed).toEqual([])
  })

  test.each(['channel_left', 'group_left'])('%s ends the cards there', async (type) => {
    world = await openWorld()
    await world.send(event(type, { channel: 'C5' }))
    await world.api.until(() => world.fake.left.length > 0, 'the farewell')
    expect(world.fake.left).toEqual([{ platform: 'slack', organisation: 'T1', id: 'C5' }])
  })

  test.each([
    ['app_uninstalled', {}],
    ['tokens_revoked', { tokens: { oauth: [], bot: ['UBOT'] } }],
  ])('%s ends them everywhere', async (type, fields) => {
    world = await openWorld({}, { channels: [] })
    world.api.on('conversations.info', ({ channel }) => ({ ok: true, channel: { id: channel, name: 'x', is_member: true } }))
    await world.send(event('member_joined_channel', { channel: 'C5', user: 'UBOT', team: 'T1' }))
    await called('chat.postMessage')
    await world.send(event(type, fields))
    await world.api.until(() => world.fake.left.length > 0, 'the farewell')
  })

  test('a person’s token that is revoked changes nothing', async () => {
    world = await openWorld()
    await world.send(event('tokens_revoked', { tokens: { oauth: ['UALEX'], bot: [] } }))
    await world.slack.stop()
    expect(world.fake.left).toEqual([])
  })
})
