import { describe, expect, test } from '@jest/globals'
import { createTeams } from '../../../src/surfaces/teams/teams.ts'
import { activityOf, FOREIGN_TENANT, strangerKey, TENANT } from '../../support/teams-rig.ts'
import { invoke, plain, setStage, shown } from './stage.ts'

const stage = setStage()

describe('who may speak to the bot', () => {
  test('a message with a valid token is answered', async () => {
    expect((await stage.rig.send(activityOf({ text: 'help' }))).status).toBe(200)
    expect(stage.commands.map((each) => each.text)).toEqual(['help'])
    expect(shown(stage.sent()[0])).toContain('Answer')
  })

  const now = Math.floor(Date.now() / 1000)
  test.each([
    ['signed by somebody else', { key: strangerKey() }],
    ['that expired ten minutes ago', { claims: { exp: now - 600, nbf: now - 1200 } }],
    ['that is not valid yet', { claims: { nbf: now + 3600, exp: now + 7200 } }],
    ['for another bot', { claims: { aud: '99999999-2222-4333-8444-555555555555' } }],
    ['of another issuer', { claims: { iss: 'https://login.evil.example' } }],
    ['for another service address', { claims: { serviceurl: 'https://smba.evil.example' } }],
    ['that is missing', { authorization: '' }],
    ['that is no token', { authorization: 'Bearer junk' }],
    ['with broken parts', { authorization: 'Bearer a.b.c' }],
  ])('a token %s is refused', async (_which, forge) => {
    expect((await stage.rig.send(activityOf({ text: 'help' }), forge)).status).toBe(401)
    expect(stage.commands).toEqual([])
    expect(stage.rig.calls).toEqual([])
  })

  test('a valid token does not let another organisation in', async () => {
    const foreign = {
      conversation: { id: 'a:x', conversationType: 'personal', tenantId: FOREIGN_TENANT },
      channelData: { tenant: { id: FOREIGN_TENANT } },
    }
    expect((await stage.rig.send(activityOf({ text: 'help', ...foreign }))).status).toBe(403)
    expect(stage.commands).toEqual([])
  })

  test('an activity that names two organisations, or none, is refused', async () => {
    const two = activityOf({ text: 'help', channelData: { tenant: { id: FOREIGN_TENANT } } })
    const none = activityOf({ text: 'help', channelData: {}, conversation: { id: 'a:x', conversationType: 'personal' } })
    expect([(await stage.rig.send(two)).status, (await stage.rig.send(none)).status]).toEqual([403, 403])
    expect(stage.commands).toEqual([])
  })

  test('another channel than Teams is refused', async () => {
    const status = (await stage.rig.send(activityOf({ text: 'help', channelId: 'webchat' }))).status
    expect([401, 403]).toContain(status)
    expect(stage.commands).toEqual([])
  })

  test('bodies that are too large, cut off or no activity are refused', async () => {
    const large = await stage.rig.post(JSON.stringify(activityOf({ text: 'x'.repeat(300_000) })), {})
    const cut = await stage.rig.post('{"type":"message","te', {})
    const other = await stage.rig.post('{"hello":"world"}', {})
    const list = await stage.rig.post('[]', {})
    expect([large, cut, other, list].map((each) => each.status)).toEqual([413, 400, 400, 400])
  })

  test('without credentials it does not start outside the sandbox', async () => {
    const options = { credentials: null, sandbox: false, allowedTenants: [TENANT] } as unknown as Parameters<typeof createTeams>[0]
    await expect(createTeams(options)).rejects.toMatchObject({ code: 'config' })
  })
})

describe('the same activity twice', () => {
  test('a message has one effect', async () => {
    const again = activityOf({ text: 'help' })
    await Promise.all([stage.rig.send(again), stage.rig.send(again)])
    await stage.rig.send(again)
    expect(stage.commands).toHaveLength(1)
    expect(stage.sent()).toHaveLength(1)
  })

  test('a press has one effect and gets the first answer again', async () => {
    const again = invoke({ verb: 'approve', request: 'req1', plan: '0123456789abcdef' })
    const first = await stage.rig.send(again)
    stage.answerTo.press = { is: 'notice', card: plain('Something else') }
    expect((await stage.rig.send(again)).body).toEqual(first.body)
    expect(stage.presses).toHaveLength(1)
  })
})
