import { afterEach, beforeEach, describe, expect, jest, test } from '@jest/globals'
import type { Channel } from '../../../src/domain/person.ts'
import type { Drawing } from '../../../src/domain/post.ts'
import { ALEX, BOT, memberOf, type Rig, SERVICE, startRig, TENANT } from '../../support/teams-rig.ts'

const channel: Channel = {
  platform: 'teams',
  organisation: TENANT,
  id: '19:alerts@thread.tacv2',
  name: 'Alerts',
  isPersonal: false,
  tenants: ['contoso.example'],
  language: null,
}
const personal: Channel = { ...channel, id: 'a:personal', name: 'Alex Martin', isPersonal: true }
const drawing: Drawing = { platform: 'teams', text: 'Line', body: { type: 'AdaptiveCard', version: '1.5', body: [] } }
const unused = async () => {
  throw new Error('not asked here')
}

let rig: Rig
beforeEach(async () => {
  jest.spyOn(console, 'error').mockImplementation(() => {})
  rig = await startRig({ answerCommand: unused, answerPress: unused }, [])
  for (const each of [channel, personal]) {
    const reference = { serviceUrl: SERVICE, conversation: each.id, tenant: TENANT, bot: BOT, isChannel: !each.isPersonal }
    await rig.double.remember({ key: { platform: 'teams', organisation: TENANT, id: each.id }, reference })
  }
})
afterEach(async () => {
  await rig.stop()
  jest.restoreAllMocks()
})

describe('posting', () => {
  test('a card is sent as the bot, with its line for notifications', async () => {
    expect(await rig.teams.poster.post(channel, drawing, null)).toEqual({ is: 'posted', message: 'message-1' })
    expect(rig.calls).toMatchObject([
      { method: 'POST', path: '/v3/conversations/19:alerts@thread.tacv2/activities', body: { summary: 'Line', from: { id: BOT } } },
    ])
  })

  test('a request stands in the thread of its incident, and is edited there', async () => {
    const posted = await rig.teams.poster.post(channel, drawing, '100')
    expect(posted).toEqual({ is: 'posted', message: '100/message-1' })
    expect(await rig.teams.poster.edit(channel, '100/message-1', drawing)).toEqual({ is: 'posted', message: '100/message-1' })
    expect(rig.calls.map((call) => call.path)).toEqual([
      '/v3/conversations/19:alerts@thread.tacv2;messageid=100/activities',
      '/v3/conversations/19:alerts@thread.tacv2;messageid=100/activities/message-1',
    ])
  })

  test('the first message of a thread is edited in its own thread', async () => {
    await rig.teams.poster.edit(channel, '100', drawing)
    expect(rig.calls[0]).toMatchObject({ method: 'PUT', path: '/v3/conversations/19:alerts@thread.tacv2;messageid=100/activities/100' })
  })

  test('a personal chat has no threads', async () => {
    await rig.teams.poster.post(personal, drawing, '100')
    await rig.teams.poster.edit(personal, 'message-1', drawing)
    expect(rig.calls.map((call) => call.path)).toEqual([
      '/v3/conversations/a:personal/activities',
      '/v3/conversations/a:personal/activities/message-1',
    ])
  })

  test('where the bot has never been, nothing is sent', async () => {
    expect(await rig.teams.poster.post({ ...channel, id: '19:elsewhere' }, drawing, null)).toMatchObject({ is: 'gone' })
    expect(rig.calls).toEqual([])
  })
})

describe('when Teams declines', () => {
  test.each([
    ['asks for patience', 429, { 'retry-after': '7' }, { is: 'wait', ms: 7000 }],
    ['asks for patience for ever', 429, { 'retry-after': '99999' }, { is: 'wait', ms: 300_000 }],
    ['asks for patience without a time', 429, {}, { is: 'wait', ms: 2000 }],
    ['meets another write', 412, {}, { is: 'wait', ms: 2000 }],
    ['has trouble inside', 502, {}, { is: 'wait', ms: 2000 }],
    ['has trouble inside for long', 504, {}, { is: 'wait', ms: 2000 }],
    ['was told to be silent', 403, {}, { is: 'gone' }],
    ['knows the place no more', 404, {}, { is: 'gone' }],
    ['finds the card too large', 413, {}, { is: 'failed' }],
    ['does not believe our token', 401, {}, { is: 'failed' }],
  ])('because it %s, one attempt was made and the publisher is told', async (_why, status, headers, outcome) => {
    const started = performance.now()
    rig.answers.push({ method: 'POST', path: /activities/, status, headers })
    expect(await rig.teams.poster.post(channel, drawing, null)).toMatchObject(outcome)
    rig.answers.push({ method: 'PUT', path: /activities/, status, headers })
    expect(await rig.teams.poster.edit(channel, '100', drawing)).toMatchObject(outcome)
    expect(rig.calls).toHaveLength(2)
    expect(performance.now() - started).toBeLessThan(2000)
  })

  test('an answer that had to wait still finds the card it replaces', async () => {
    const reply = {
      platform: 'teams',
      is: 'conversation',
      reference: rig.double.remembered.values().next().value!.reference,
      activity: 'm1',
    } as const
    rig.answers.push({ method: 'PUT', path: /activities/, status: 429 })
    expect(await rig.teams.poster.answer(reply, drawing)).toMatchObject({ is: 'wait' })
    expect(await rig.teams.poster.answer(reply, drawing)).toEqual({ is: 'posted', message: 'm1' })
  })

  test('an answer whose card was deleted is given as a new message', async () => {
    const reply = {
      platform: 'teams',
      is: 'conversation',
      reference: rig.double.remembered.values().next().value!.reference,
      activity: 'm1',
    } as const
    rig.answers.push({ method: 'PUT', path: /activities/, status: 404 })
    expect(await rig.teams.poster.answer(reply, drawing)).toEqual({ is: 'posted', message: 'message-1' })
  })

  test('an address of another platform is not answered', async () => {
    const reply = { platform: 'slack', is: 'response-url', url: 'https://hooks.slack.example' } as const
    expect(await rig.teams.poster.answer(reply, drawing)).toMatchObject({ is: 'failed' })
  })
})

describe('finding an approver who has never spoken', () => {
  test('a member of one of our conversations is found by the principal name', async () => {
    const sam = { id: '29:sam', name: 'Sam Dubois', aadObjectId: '0c0c0c0c-0000-4000-8000-00000000000c' }
    rig.members.set(sam.id, memberOf(sam, 'Sam.Dubois@contoso.example'))
    const answer = await rig.teams.directory.findByEmail(TENANT, 'sam.dubois@contoso.example')
    expect(answer).toMatchObject({ is: 'found', value: { mention: '29:sam', email: 'sam.dubois@contoso.example', disqualified: null } })
  })

  test('nobody of that name is told apart from members that could not be read', async () => {
    rig.members.set(ALEX.id, memberOf(ALEX, 'alex.martin@contoso.example'))
    expect(await rig.teams.directory.findByEmail(TENANT, 'nobody@contoso.example')).toEqual({ is: 'absent' })
    rig.answers.push({ method: 'GET', path: /pagedmembers/, status: 503 })
    expect(await rig.teams.directory.findByEmail(TENANT, 'nobody@contoso.example')).toMatchObject({ is: 'unknown' })
  })
})
