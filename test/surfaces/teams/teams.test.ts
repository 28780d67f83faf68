import { afterEach, beforeEach, describe, expect, jest, test } from '@jest/globals'
import type { Card } from '../../../src/cards/card.ts'
import type { Press } from '../../../src/domain/press.ts'
import type { CommandContext } from '../../../src/surfaces/commands.ts'
import type { PressAnswer } from '../../../src/surfaces/presses.ts'
import { createTeams } from '../../../src/surfaces/teams/teams.ts'
import { ALEX, activityOf, FOREIGN_TENANT, inChannel, memberOf, type Rig, startRig, strangerKey, TENANT } from '../../support/teams-rig.ts'

const plain = (title: string): Card => ({ title, tone: 'plain', summary: title, parts: [] })
const facts = (title: string): Card => ({ ...plain(title), parts: [{ is: 'facts', facts: [['Enabled', 'True']] }] })

let rig: Rig
let commands: { text: string; context: CommandContext }[]
let presses: Press[]
let answerTo: { command: Card; press: PressAnswer }

beforeEach(async () => {
  jest.spyOn(console, 'error').mockImplementation(() => {})
  commands = []
  presses = []
  answerTo = { command: facts('Answer'), press: { is: 'notice', card: plain('Noted') } }
  rig = await startRig(
    {
      async answerCommand(text, context) {
        commands.push({ text, context })
        return answerTo.command
      },
      async answerPress(press) {
        presses.push(press)
        return answerTo.press
      },
    },
    ['alex.martin@contoso.example'],
  )
})
afterEach(async () => {
  await rig.stop()
  jest.restoreAllMocks()
})

const sent = () => rig.calls.filter((call) => call.method === 'POST' && call.path.includes('/activities'))
const shown = (call = sent()[0]!) => JSON.stringify(call.body.attachments)
const invoke = (data: unknown, over: object = {}) =>
  activityOf({
    type: 'invoke',
    name: 'adaptiveCard/action',
    replyToId: '100',
    value: { action: { type: 'Action.Execute', data } },
    ...over,
  })

describe('who may speak to the bot', () => {
  test('a message with a valid token is answered', async () => {
    expect((await rig.send(activityOf({ text: 'help' }))).status).toBe(200)
    expect(commands.map((each) => each.text)).toEqual(['help'])
    expect(shown()).toContain('Answer')
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
    expect((await rig.send(activityOf({ text: 'help' }), forge)).status).toBe(401)
    expect(commands).toEqual([])
    expect(rig.calls).toEqual([])
  })

  test('a valid token does not let another organisation in', async () => {
    const foreign = {
      conversation: { id: 'a:x', conversationType: 'personal', tenantId: FOREIGN_TENANT },
      channelData: { tenant: { id: FOREIGN_TENANT } },
    }
    expect((await rig.send(activityOf({ text: 'help', ...foreign }))).status).toBe(403)
    expect(commands).toEqual([])
  })

  test('an activity that names two organisations, or none, is refused', async () => {
    const two = activityOf({ text: 'help', channelData: { tenant: { id: FOREIGN_TENANT } } })
    const none = activityOf({ text: 'help', channelData: {}, conversation: { id: 'a:x', conversationType: 'personal' } })
    expect([(await rig.send(two)).status, (await rig.send(none)).status]).toEqual([403, 403])
    expect(commands).toEqual([])
  })

  test('another channel than Teams is refused', async () => {
    const status = (await rig.send(activityOf({ text: 'help', channelId: 'webchat' }))).status
    expect([401, 403]).toContain(status)
    expect(commands).toEqual([])
  })

  test('bodies that are too large, cut off or no activity are refused', async () => {
    const large = await rig.post(JSON.stringify(activityOf({ text: 'x'.repeat(300_000) })), {})
    const cut = await rig.post('{"type":"message","te', {})
    const other = await rig.post('{"hello":"world"}', {})
    const list = await rig.post('[]', {})
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
    await Promise.all([rig.send(again), rig.send(again)])
    await rig.send(again)
    expect(commands).toHaveLength(1)
    expect(sent()).toHaveLength(1)
  })

  test('a press has one effect and gets the first answer again', async () => {
    const again = invoke({ verb: 'approve', request: 'req1', plan: '0123456789abcdef' })
    const first = await rig.send(again)
    answerTo.press = { is: 'notice', card: plain('Something else') }
    expect((await rig.send(again)).body).toEqual(first.body)
    expect(presses).toHaveLength(1)
  })
})

describe('commands', () => {
  test('the mention of the bot and a leading slash are not part of the command', async () => {
    const mention = {
      type: 'mention',
      text: '<at>Mailflow Medic</at>',
      mentioned: { id: rig ? '28:11111111-2222-4333-8444-555555555555' : '' },
    }
    await rig.send(activityOf({ ...inChannel, text: '<at>Mailflow Medic</at>\u00a0/diagnose mail.contoso.example\n', entities: [mention] }))
    expect(commands[0]!.text).toBe('diagnose mail.contoso.example')
  })

  test('the lines of a pasted report stay lines', async () => {
    await rig.send(activityOf({ text: 'explain 450 4.4.316\nConnection refused' }))
    expect(commands[0]!.text).toBe('explain 450 4.4.316\nConnection refused')
  })

  test('in a channel the answer stands in the thread, and the channel is known without it', async () => {
    await rig.send(activityOf({ ...inChannel, text: 'incidents' }))
    expect(sent()[0]!.path).toContain('/19:alerts@thread.tacv2;messageid=100/')
    expect(commands[0]!.context.channel).toMatchObject({
      id: '19:alerts@thread.tacv2',
      name: 'Alerts',
      isPersonal: false,
      organisation: TENANT,
    })
  })

  test('a conversation that is heard from can be spoken to later', async () => {
    await rig.send(activityOf({ ...inChannel, text: 'incidents' }))
    const outcome = await rig.teams.poster.post({ ...commands[0]!.context.channel, tenants: [] }, drawing, null)
    expect(outcome.is).toBe('posted')
  })

  test('a refusal in a channel goes to the person alone', async () => {
    rig.members.set(ALEX.id, memberOf(ALEX, 'nobody@contoso.example'))
    await rig.send(activityOf({ ...inChannel, text: 'connectors' }))
    expect(commands).toEqual([])
    expect(sent().map((call) => call.path)).toEqual([expect.stringContaining('/a:alone/')])
  })

  test('where no private chat can be opened the refusal is given in the thread', async () => {
    rig.members.set(ALEX.id, memberOf(ALEX, 'nobody@contoso.example'))
    rig.answers.push({ method: 'POST', path: /^\/v3\/conversations$/, status: 403 })
    await rig.send(activityOf({ ...inChannel, text: 'connectors' }))
    expect(sent().map((call) => call.path)).toEqual([expect.stringContaining('messageid=100')])
  })

  test('a refusal is in the language of the Teams client', async () => {
    rig.members.set(ALEX.id, memberOf(ALEX, 'nobody@contoso.example'))
    await rig.send(activityOf({ text: 'connectors', locale: 'fr-FR' }))
    expect(shown()).toMatch(/compte|personne|vous/i)
  })

  test('a late answer replaces the card that said it was working', async () => {
    answerTo.command = { ...plain('Looking'), tone: 'working' }
    await rig.send(activityOf({ text: 'diagnose contoso' }))
    const { reply } = commands[0]!.context
    expect(await rig.teams.poster.answer(reply, drawing)).toEqual({ is: 'posted', message: 'message-1' })
    expect(await rig.teams.poster.answer(reply, drawing)).toEqual({ is: 'posted', message: 'message-2' })
    expect(rig.calls.filter((call) => call.path.includes('/activities')).map((call) => call.method)).toEqual(['POST', 'PUT', 'POST'])
  })

  test('the text of a notification is never put where Teams reads markdown', async () => {
    await rig.send(activityOf({ text: 'help' }))
    expect(sent()[0]!.body).toMatchObject({ textFormat: 'plain', summary: 'Answer' })
    expect(sent()[0]!.body.text).toBeUndefined()
  })
})

const drawing = { platform: 'teams', text: 'Line', body: { type: 'AdaptiveCard', version: '1.5', body: [] } } as const

describe('buttons', () => {
  test('what only says something is a line under the card', async () => {
    const { status, body } = await rig.send(invoke({ verb: 'acknowledge', incident: 'inc1' }))
    expect([status, body]).toEqual([200, { statusCode: 200, type: 'application/vnd.microsoft.activity.message', value: 'Noted' }])
    expect(sent()).toEqual([])
  })

  test('a step that wants another press is a card for the one who pressed, with the button on it', async () => {
    const press: Press = { verb: 'request', incident: 'inc1', plan: '0123456789abcdef' }
    answerTo.press = { is: 'dialog', card: facts('Plan'), submit: { label: 'Ask for approval', press } }
    const { body } = await rig.send(invoke({ verb: 'plan', incident: 'inc1', fix: 'disable-connector' }))
    expect(body).toMatchObject({ statusCode: 200, type: 'application/vnd.microsoft.card.adaptive', value: { type: 'AdaptiveCard' } })
    expect(JSON.stringify(body)).toContain('Ask for approval')
    expect(rig.calls.filter((call) => call.method !== 'GET')).toEqual([])
  })

  test.each([
    ['an unknown verb', { verb: 'drop-tenant', incident: 'inc1' }],
    ['a field too many', { verb: 'acknowledge', incident: 'inc1', as: 'admin' }],
    ['no data', undefined],
    ['a hash that is none', { verb: 'approve', request: 'req1', plan: '<script>' }],
  ])('a press with %s is answered with an error and nothing happens', async (_which, data) => {
    const { status, body } = await rig.send(invoke(data))
    expect(status).toBe(200)
    expect(body).toMatchObject({ statusCode: 400, type: 'application/vnd.microsoft.error', value: { code: 'BadRequest' } })
    expect(presses).toEqual([])
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
    rig.members.set(ALEX.id, member)
    const { body } = await rig.send(invoke({ verb: 'approve', request: 'req1', plan: '0123456789abcdef' }))
    expect(presses).toEqual([])
    expect(body).toMatchObject({ statusCode: 200, value: expect.stringMatching(/\w{10}/) })
  })

  test('when Teams cannot say who it is, nothing is decided', async () => {
    rig.answers.push({ method: 'GET', path: /members/, status: 500 })
    await rig.send(invoke({ verb: 'approve', request: 'req1', plan: '0123456789abcdef' }))
    expect(presses).toEqual([])
  })

  test('Teams is not asked again who somebody is for every press', async () => {
    await rig.send(invoke({ verb: 'acknowledge', incident: 'inc1' }))
    await rig.send(invoke({ verb: 'resolve', incident: 'inc1' }))
    expect(rig.calls.filter((call) => call.method === 'GET')).toHaveLength(1)
    expect(presses).toHaveLength(2)
  })

  test('an invoke of another kind is declined', async () => {
    expect((await rig.send(activityOf({ type: 'invoke', name: 'task/fetch', value: {} }))).status).toBe(501)
  })
})

describe('coming and going', () => {
  const install = (action: string) => activityOf({ ...inChannel, type: 'installationUpdate', action })
  const joined = activityOf({ ...inChannel, type: 'conversationUpdate', membersAdded: [{ id: '28:11111111-2222-4333-8444-555555555555' }] })

  test('an installation that is told twice is welcomed once', async () => {
    await Promise.all([rig.send(install('add')), rig.send(joined)])
    expect(rig.double.welcomed).toHaveLength(1)
    expect(rig.double.welcomed[0]).toMatchObject({
      channel: { platform: 'teams', organisation: TENANT, id: '19:alerts@thread.tacv2', name: 'Alerts' },
      conversation: { reference: { conversation: '19:alerts@thread.tacv2', isChannel: true } },
    })
  })

  test('other people who join are not an installation', async () => {
    await rig.send(activityOf({ type: 'conversationUpdate', membersAdded: [{ id: '29:somebody' }] }))
    expect(rig.double.welcomed).toEqual([])
  })

  test('a removal is noted, an upgrade is not one', async () => {
    await rig.send(install('remove-upgrade'))
    expect(rig.double.left).toEqual([])
    await rig.send(install('remove'))
    expect(rig.double.left).toEqual([{ platform: 'teams', organisation: TENANT, id: '19:alerts@thread.tacv2' }])
  })

  test('a first message in a personal chat is an opening too', async () => {
    await rig.send(activityOf({ text: 'help' }))
    await rig.send(activityOf({ text: 'help' }))
    expect(rig.double.welcomed).toHaveLength(1)
  })
})
