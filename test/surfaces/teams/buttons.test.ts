import { describe, expect, test } from '@jest/globals'
import type { Press } from '../../../src/domain/press.ts'
import { ALEX, activityOf, FOREIGN_TENANT, inChannel, memberOf, TENANT } from '../../support/teams-rig.ts'
import { facts, invoke, setStage } from './stage.ts'

const stage = setStage()

describe('buttons', () => {
  test('what only says something is a line under the card', async () => {
    const { status, body } = await stage.rig.send(invoke({ verb: 'acknowledge', incident: 'inc1' }))
    expect([status, body]).toEqual([200, { statusCode: 200, type: 'application/vnd.microsoft.activity.message', value: 'Noted' }])
    expect(stage.sent()).toEqual([])
  })

  test('a step that wants another press is a card for the one who pressed, with the button on it', async () => {
    const press: Press = { verb: 'request', incident: 'inc1', plan: '0123456789abcdef' }
    stage.answerTo.press = { is: 'dialog', card: facts('Plan'), submit: { label: 'Ask for approval', press } }
    const { body } = await stage.rig.send(invoke({ verb: 'plan', incident: 'inc1', fix: 'disable-connector' }))
    expect(body).toMatchObject({ statusCode: 200, type: 'application/vnd.microsoft.card.adaptive', value: { type: 'AdaptiveCard' } })
    expect(JSON.stringify(body)).toContain('Ask for approval')
    expect(stage.rig.calls.filter((call) => call.method !== 'GET')).toEqual([])
  })

  test.each([
    ['an unknown verb', { verb: 'drop-tenant', incident: 'inc1' }],
    ['a field too many', { verb: 'acknowledge', incident: 'inc1', as: 'admin' }],
    ['no data', undefined],
    ['a hash that is none', { verb: 'approve', request: 'req1', plan: '<script>' }],
  ])('a press with %s is answered with an error and nothing happens', async (_which, data) => {
    const { status, body } = await stage.rig.send(invoke(data))
    expect(status).toBe(200)
    expect(body).toMatchObject({ statusCode: 400, type: 'application/vnd.microsoft.error', value: { code: 'BadRequest' } })
    expect(stage.presses).toEqual([])
  })

  test.each([
    ['a person nobody named', memberOf(ALEX, 'nobody@contoso.example')],
    ['a guest', { ...memberOf(ALEX, 'alex.martin@contoso.example'), userRole: 'guest' }],
    ['a guest by name', memberOf(ALEX, 'alex.martin_contoso.example#EXT#@partner.example')],
    ['somebody of another tenant', { ...memberOf(ALEX, 'alex.martin@contoso.example'), tenantId: FOREIGN_TENANT }],
    ['somebody without an object id', { ...memberOf(ALEX, 'alex.martin@contoso.example'), aadObjectId: undefined }],
    [
      'somebody with another object id',
      { ...memberOf(ALEX, 'alex.martin@contoso.example'), aadObjectId: '0b0b0b0b-0000-4000-8000-00000000000b' },
    ],
  ])('%s is refused with the reason', async (_who, member) => {
    stage.rig.members.set(ALEX.id, member)
    const { body } = await stage.rig.send(invoke({ verb: 'approve', request: 'req1', plan: '0123456789abcdef' }))
    expect(stage.presses).toEqual([])
    expect(body).toMatchObject({ statusCode: 200, value: expect.stringMatching(/\w{10}/) })
  })

  test('when Teams cannot say who it is, nothing is decided', async () => {
    stage.rig.answers.push({ method: 'GET', path: /members/, status: 500 })
    await stage.rig.send(invoke({ verb: 'approve', request: 'req1', plan: '0123456789abcdef' }))
    expect(stage.presses).toEqual([])
  })

  test('Teams is not asked again who somebody is for every press', async () => {
    await stage.rig.send(invoke({ verb: 'acknowledge', incident: 'inc1' }))
    await stage.rig.send(invoke({ verb: 'resolve', incident: 'inc1' }))
    expect(stage.rig.calls.filter((call) => call.method === 'GET')).toHaveLength(1)
    expect(stage.presses).toHaveLength(2)
  })

  test('an invoke of another kind is declined', async () => {
    expect((await stage.rig.send(activityOf({ type: 'invoke', name: 'task/fetch', value: {} }))).status).toBe(501)
  })
})

describe('coming and going', () => {
  const install = (action: string) => activityOf({ ...inChannel, type: 'installationUpdate', action })
  const joined = activityOf({ ...inChannel, type: 'conversationUpdate', membersAdded: [{ id: '28:11111111-2222-4333-8444-555555555555' }] })

  test('an installation that is told twice is one conversation', async () => {
    await Promise.all([stage.rig.send(install('add')), stage.rig.send(joined)])
    expect(new Set(stage.rig.double.welcomed.map(({ channel }) => channel.id)).size).toBe(1)
    expect(stage.rig.double.welcomed[0]).toMatchObject({
      channel: { platform: 'teams', organisation: TENANT, id: '19:alerts@thread.tacv2', name: 'Alerts' },
      conversation: { reference: { conversation: '19:alerts@thread.tacv2', isChannel: true } },
    })
  })

  test('other people who join are not an installation', async () => {
    await stage.rig.send(activityOf({ type: 'conversationUpdate', membersAdded: [{ id: '29:somebody' }] }))
    expect(stage.rig.double.welcomed).toEqual([])
  })

  test('a removal is noted, an upgrade is not one', async () => {
    await stage.rig.send(install('remove-upgrade'))
    expect(stage.rig.double.left).toEqual([])
    await stage.rig.send(install('remove'))
    expect(stage.rig.double.left).toEqual([{ platform: 'teams', organisation: TENANT, id: '19:alerts@thread.tacv2' }])
  })

  test('a guest’s private chat gets no cards, neither when it opens nor when they write', async () => {
    stage.rig.members.set(ALEX.id, { ...memberOf(ALEX, 'alex_partner.example#EXT#@contoso.example'), userRole: 'guest' })
    await stage.rig.send(activityOf({ type: 'installationUpdate', action: 'add' }))
    await stage.rig.send(activityOf({ text: 'help' }))
    expect(stage.rig.double.welcomed).toEqual([])
    expect(stage.sent()).toHaveLength(1)
  })

  test('a first message in a personal chat is an opening too', async () => {
    await stage.rig.send(activityOf({ text: 'help' }))
    await stage.rig.send(activityOf({ text: 'help' }))
    expect(stage.rig.double.welcomed).toHaveLength(1)
  })
})
