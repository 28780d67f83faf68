import { afterEach, describe, expect, test } from '@jest/globals'
import { slackUser } from './slack-api.ts'
import { command, openWorld, textOf, type World } from './world.ts'

let world: World
afterEach(() => world.stop())

const answered = () => world.api.until(() => world.api.responses.at(-1), 'an answer through response_url')

describe('a slash command', () => {
  test('is acknowledged empty, then answered to the one who typed it', async () => {
    world = await openWorld()
    const sent = await world.send(command('help'))
    expect(sent).toMatchObject({ status: 200, body: '' })
    const answer = await answered()
    expect(answer).toMatchObject({ response_type: 'ephemeral', replace_original: false })
    expect(textOf(answer.blocks)).toContain('/mailflow explain TEXT')
  })

  test('is acknowledged before Slack or the database has said anything', async () => {
    let release = () => {}
    const stuck = new Promise<boolean>((resolve) => {
      release = () => resolve(true)
    })
    world = await openWorld({ firstSight: () => stuck })
    world.api.on('users.info', () => stuck.then(() => ({ ok: true, user: slackUser({ id: 'UALEX' }) })))
    expect((await world.send(command('help'))).status).toBe(200)
    expect(world.api.responses).toEqual([])
    release()
    await answered()
  })

  test('is answered in the language of the person', async () => {
    world = await openWorld()
    await world.send(command('help', { user_id: 'UFRED' }))
    expect(textOf((await answered()).blocks)).toContain('connecteurs')
  })

  test('that nobody knows is refused with its name and the way on', async () => {
    world = await openWorld()
    await world.send(command('frobnicate now'))
    const answer = await answered()
    expect(textOf(answer.blocks)).toContain('frobnicate')
    expect(textOf(answer.blocks)).toContain('What to do next')
  })

  test('asks Slack about a person once in a while, not every time', async () => {
    world = await openWorld()
    await world.send(command('help'))
    await answered()
    await world.send(command('incidents'))
    await world.api.until(() => world.api.responses.length === 2, 'the second answer')
    expect(world.api.of('users.info')).toHaveLength(1)
    expect(world.fake.profiles).toHaveLength(2)
  })

  test('that takes long says so, and the real answer takes its place', async () => {
    world = await openWorld()
    await world.send(command('connectors'))
    const working = await answered()
    expect(working.replace_original).toBe(false)
    const { reply } = world.fake.later[0]!
    const drawing = { platform: 'slack' as const, text: 'done', body: [{ type: 'divider' }] }
    expect(await world.slack.poster.answer(reply, drawing)).toMatchObject({ is: 'posted' })
    expect(world.api.responses.at(-1)).toMatchObject({ path: working.path, text: 'done', replace_original: true })
  })

  test('a quick real answer waits for the "working" it replaces', async () => {
    const drawing = { platform: 'slack' as const, text: 'done', body: [] }
    const early: Promise<unknown>[] = []
    world = await openWorld({
      listLater: async (_tenant, _what, reply) => void early.push(world.slack.poster.answer(reply, drawing)),
    })
    await world.send(command('domains'))
    await world.api.until(() => world.api.responses.length === 2, 'both answers')
    expect(world.api.responses.map((each) => each.replace_original)).toEqual([false, true])
    expect(await early[0]).toMatchObject({ is: 'posted' })
  })

  test('when the desk fails, says that nothing was changed', async () => {
    world = await openWorld({
      incidents: async () => {
        throw new TypeError('secret inside')
      },
    })
    await world.send(command('incidents'))
    const answer = textOf((await answered()).blocks)
    expect(answer).toContain('Something went wrong')
    expect(answer).toContain('Nothing was changed')
    expect(answer).not.toContain('secret inside')
  })

  test('when the database is away, the person hears of it', async () => {
    world = await openWorld({
      firstSight: async () => {
        throw new Error('no database')
      },
    })
    await world.send(command('help'))
    expect(textOf((await answered()).blocks)).toContain('Something went wrong')
  })

  test('hostile text comes back as text', async () => {
    world = await openWorld()
    await world.send(command('<!channel>&lt;!here&gt;*_`[x](https://evil.example)\u202e'))
    const answer = await answered()
    const all = textOf([answer.blocks, answer.text])
    expect(all).not.toMatch(/<!|<@|\u202e/)
    expect(all).toContain('!channel&gt;')
  })

  test('is not answered at an address that is not Slack’s', async () => {
    world = await openWorld()
    await world.send(command('help', { response_url: 'http://169.254.169.254/latest' }))
    await world.api.until(() => world.log.find((line) => line.message.includes('did not take an answer')), 'the refusal in the log')
    expect(world.api.responses).toEqual([])
  })

  test('a 429 on the answer is waited out once', async () => {
    world = await openWorld()
    world.api.respondWith(429, '')
    await world.send(command('help'))
    await answered()
    world.api.respondWith(200, 'ok')
    await world.api.until(() => world.api.responses.length === 2, 'the second attempt')
  })
})

describe('people who do not count are refused with the reason', () => {
  test.each([
    ['a guest', { is_restricted: true }, 'guest'],
    ['a single-channel guest', { is_restricted: true, is_ultra_restricted: true }, 'guest'],
    ['an address Slack has not confirmed', { is_email_confirmed: false }, 'unconfirmed-email'],
    ['a stranger from a shared channel', { is_stranger: true, team_id: 'T2' }, 'stranger'],
    ['a member of another workspace', { team_id: 'T2' }, 'stranger'],
    ['a bot', { is_bot: true }, 'bot'],
    ['a deactivated account', { deleted: true }, 'deactivated'],
  ])('%s', async (_says, fields, disqualified) => {
    world = await openWorld()
    world.api.on('users.info', () => ({ ok: true, user: slackUser({ id: 'UALEX', email: 'sam@contoso.example', ...fields }) }))
    await world.send(command('incidents'))
    const answer = await answered()
    expect(textOf(answer.blocks)).toContain('Not done')
    expect(world.fake.profiles).toEqual([expect.objectContaining({ disqualified, email: null })])
  })

  test('an account without an address', async () => {
    world = await openWorld()
    world.api.on('users.info', () => ({ ok: true, user: slackUser({ id: 'UALEX', email: null }) }))
    await world.send(command('incidents'))
    expect(textOf((await answered()).blocks)).toContain('Not done')
  })

  test('a command from another workspace: Slack is not even asked', async () => {
    world = await openWorld()
    await world.send(command('incidents', { team_id: 'T666' }))
    expect(textOf((await answered()).blocks)).toContain('Not done')
    expect(world.api.of('users.info')).toEqual([])
    expect(world.fake.profiles[0]).toMatchObject({ organisation: 'T666', disqualified: 'stranger' })
  })

  test('a member of the same Enterprise organisation counts in the workspace they belong to', async () => {
    world = await openWorld()
    const user = slackUser({ id: 'UALEX', email: 'alex@contoso.example', team_id: 'E1', enterprise_user: { teams: ['T9', 'T1'] } })
    world.api.on('users.info', () => ({ ok: true, user }))
    await world.send(command('help'))
    expect(textOf((await answered()).blocks)).toContain('/mailflow')
    expect(world.fake.profiles[0]).toMatchObject({ disqualified: null, email: 'alex@contoso.example' })
  })

  test('an account that could not be looked up is not taken for a stranger', async () => {
    world = await openWorld()
    world.api.on('users.info', () => ({ ok: false, error: 'internal_error' }))
    await world.send(command('incidents'))
    expect(textOf((await answered()).blocks)).toContain('internal_error')
    expect(world.fake.profiles).toEqual([])
  })
})
