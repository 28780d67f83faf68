import { afterEach, beforeEach, describe, expect, test } from '@jest/globals'
import type { Channel } from '../../../src/domain/person.ts'
import type { Drawing, ReplyTo } from '../../../src/domain/post.ts'
import { slackUser } from './slack-api.ts'
import { openWorld, type World } from './world.ts'

const CHANNEL: Channel = {
  platform: 'slack',
  organisation: 'T1',
  id: 'C1',
  name: 'mail',
  isPersonal: false,
  tenants: ['tenant-1'],
  language: null,
}
const DRAWING: Drawing = { platform: 'slack', text: 'Mail waits', body: [{ type: 'divider' }] }

let world: World
beforeEach(async () => {
  world = await openWorld()
})
afterEach(() => world.stop())

describe('messages', () => {
  test('are posted with fallback text, without previews, and give their timestamp back', async () => {
    expect(await world.slack.poster.post(CHANNEL, DRAWING, null)).toEqual({ is: 'posted', message: '1700000000.000100' })
    expect(world.api.of('chat.postMessage')[0]?.args).toEqual({
      channel: 'C1',
      text: 'Mail waits',
      blocks: [{ type: 'divider' }],
      unfurl_links: 'false',
      unfurl_media: 'false',
    })
  })

  test('go into the thread named', async () => {
    await world.slack.poster.post(CHANNEL, DRAWING, '1.1')
    expect(world.api.of('chat.postMessage')[0]?.args.thread_ts).toBe('1.1')
  })

  test('whose thread was deleted are posted without it: the channel is still there', async () => {
    world.api.on('chat.postMessage', ({ thread_ts }) => (thread_ts ? { ok: false, error: 'thread_not_found' } : { ok: true, ts: '2.2' }))
    expect(await world.slack.poster.post(CHANNEL, DRAWING, '1.1')).toEqual({ is: 'posted', message: '2.2' })
  })

  test('are edited in place', async () => {
    expect(await world.slack.poster.edit(CHANNEL, '1.1', DRAWING)).toMatchObject({ is: 'posted' })
    expect(world.api.of('chat.update')[0]?.args).toMatchObject({ channel: 'C1', ts: '1.1', text: 'Mail waits' })
  })

  test('of 429 wait as long as Slack asks, after one attempt', async () => {
    world.api.limitOnce('chat.postMessage', 7)
    expect(await world.slack.poster.post(CHANNEL, DRAWING, null)).toEqual({ is: 'wait', ms: 7000 })
    expect(world.api.of('chat.postMessage')).toHaveLength(1)
  })

  test('a 429 in one channel does not hold up another call', async () => {
    world.api.limitOnce('chat.postMessage', 30)
    const first = world.slack.poster.post(CHANNEL, DRAWING, null)
    expect(await world.slack.poster.edit({ ...CHANNEL, id: 'C2' }, '1.1', DRAWING)).toMatchObject({ is: 'posted' })
    expect(await first).toMatchObject({ is: 'wait' })
  })

  test.each(['channel_not_found', 'not_in_channel', 'is_archived', 'account_inactive'])('%s: the channel is gone', async (error) => {
    world.api.on('chat.postMessage', () => ({ ok: false, error }))
    expect(await world.slack.poster.post(CHANNEL, DRAWING, null)).toEqual({ is: 'gone', why: error })
  })

  test('message_not_found: the message is gone', async () => {
    world.api.on('chat.update', () => ({ ok: false, error: 'message_not_found' }))
    expect(await world.slack.poster.edit(CHANNEL, '1.1', DRAWING)).toEqual({ is: 'gone', why: 'message_not_found' })
  })

  test.each(['invalid_blocks', 'internal_error', 'invalid_auth'])('%s is a failure, and nothing is given up for it', async (error) => {
    world.api.on('chat.postMessage', () => ({ ok: false, error }))
    expect(await world.slack.poster.post(CHANNEL, DRAWING, null)).toEqual({ is: 'failed', why: error })
  })
})

describe('private answers', () => {
  const url = 'https://hooks.slack.com/commands/T1/1/z'

  test('whose address has run out are gone', async () => {
    world.api.respondWith(404, 'expired_url')
    expect(await world.slack.poster.answer({ platform: 'slack', is: 'response-url', url }, DRAWING)).toEqual({
      is: 'gone',
      why: 'expired_url',
    })
  })

  test('never replace what they do not know to be theirs: it may be the card of everybody', async () => {
    await world.slack.poster.answer({ platform: 'slack', is: 'response-url', url }, DRAWING)
    expect(world.api.responses[0]).toMatchObject({ replace_original: false, response_type: 'ephemeral' })
  })

  test.each([
    'https://evil.example/x',
    'http://hooks.slack.com/x',
    'https://hooks.slack.com.evil.example/x',
    'file:///etc/passwd',
    'nonsense',
  ])('are not sent to %s', async (address) => {
    const reply: ReplyTo = { platform: 'slack', is: 'response-url', url: address }
    expect(await world.slack.poster.answer(reply, DRAWING)).toMatchObject({ is: 'failed' })
    expect(world.api.responses).toEqual([])
  })

  test('to a closed modal are gone', async () => {
    world.api.on('views.update', () => ({ ok: false, error: 'not_found' }))
    const reply: ReplyTo = { platform: 'slack', is: 'view', organisation: 'T1', view: 'V1' }
    expect(await world.slack.poster.answer(reply, DRAWING)).toEqual({ is: 'gone', why: 'not_found' })
  })
})

describe('people by address', () => {
  test('are found with what mentions them', async () => {
    world.api.on('users.lookupByEmail', () => ({ ok: true, user: slackUser({ id: 'USAM', email: 'sam@contoso.example' }) }))
    expect(await world.slack.directory.findByEmail('T1', 'sam@contoso.example')).toMatchObject({
      is: 'found',
      value: { user: 'USAM', mention: 'USAM', email: 'sam@contoso.example', disqualified: null },
    })
  })

  test('whom Slack does not know are absent', async () => {
    world.api.on('users.lookupByEmail', () => ({ ok: false, error: 'users_not_found' }))
    expect(await world.slack.directory.findByEmail('T1', 'kim@contoso.example')).toEqual({ is: 'absent' })
  })

  test.each(['missing_scope', 'internal_error'])('%s is never reported as absence', async (error) => {
    world.api.on('users.lookupByEmail', () => ({ ok: false, error }))
    expect(await world.slack.directory.findByEmail('T1', 'kim@contoso.example')).toEqual({ is: 'unknown', why: error })
  })
})
