import { afterEach, describe, expect, test } from '@jest/globals'
import { readErrors } from '../../../src/knowledge/read-error.ts'
import { command, openWorld, pressInView, pressOnMessage, textOf, type World } from './world.ts'

const LINE = '450 4.4.316 Connection refused [Message=Socket error code 10061] [LastAttemptedServerName=mail.fabrikam.example]'
const report = {
  recipient: 'adele@fabrikam.example',
  reply: '450',
  status: '4.4.316',
  finding: 'connection-refused',
  server: 'mail.fabrikam.example',
  ip: null,
  detail: null,
}
const SHARE = { verb: 'share', reports: [report], to: 'C1' }
const PARTS = { languageIn: async () => 'fr' as const, explain: (text: string | Uint8Array) => readErrors(text) }

let world: World
afterEach(() => world.stop())

const responses = (count: number) =>
  world.api.until(() => (world.api.responses.length >= count ? world.api.responses : undefined), `${count} answers through response_url`)

describe('sharing an explanation on Slack', () => {
  test('posts it for everybody in the channel’s language, and tells the one who pressed', async () => {
    world = await openWorld(PARTS)
    await world.send(pressOnMessage(SHARE))
    const [shared, told] = await responses(2)
    expect(shared).toMatchObject({ response_type: 'in_channel', replace_original: false })
    expect(textOf(shared)).toContain('Le serveur de destination refuse la connexion')
    expect(textOf(shared)).toContain('Partagé par')
    expect(textOf(shared)).not.toContain('adele')
    expect(told).toMatchObject({ response_type: 'ephemeral', replace_original: false })
    expect(textOf(told)).toContain('Shared in the channel.')
  })

  test('from a modal, which has no address of its own, goes to the channel by its id', async () => {
    world = await openWorld(PARTS)
    await world.send(pressInView({ ...SHARE, to: 'C7' }, { id: 'V7' }))
    const update = await world.api.until(() => world.api.of('views.update').at(-1), 'the modal told')
    expect(world.api.of('chat.postMessage').map((call) => call.args.channel)).toEqual(['C7'])
    expect(textOf(update.args.view)).toContain('Shared in the channel.')
  })

  test('where Slack does not take it, the person is told so', async () => {
    world = await openWorld(PARTS)
    world.api.on('chat.postMessage', () => ({ ok: false, error: 'not_in_channel' }))
    await world.send(pressInView({ ...SHARE, to: 'C7' }, { id: 'V7' }))
    const update = await world.api.until(() => world.api.of('views.update').at(-1), 'the modal told')
    expect(textOf(update.args.view)).toContain('Not done')
  })

  test('the same press again shares nothing twice', async () => {
    world = await openWorld(PARTS)
    const press = pressOnMessage(SHARE)
    await world.send(press)
    await responses(2)
    await world.send(press)
    await world.slack.stop()
    expect(world.api.responses).toHaveLength(2)
  })
})

describe('an explanation on Slack', () => {
  test('is private, with its buttons', async () => {
    world = await openWorld(PARTS)
    await world.send(command(`explain ${LINE}`))
    const [answer] = await responses(1)
    expect(answer).toMatchObject({ response_type: 'ephemeral' })
    for (const verb of ['examine', 'partner-note', 'share', 'show-code']) expect(textOf(answer)).toContain(`press:${verb}:`)
  })

  test('its note and its page open in a modal, and the note turns in place', async () => {
    world = await openWorld(PARTS)
    await world.send(pressOnMessage({ verb: 'partner-note', report }))
    const first = await world.api.until(() => world.api.of('views.update').at(-1), 'the note')
    expect(textOf(first.args.view)).toContain('Hello,')
    await world.send(pressInView({ verb: 'partner-note', report, language: 'fr' }, { id: 'V1' }))
    const turned = await world.api.until(
      () => world.api.of('views.update').find((call) => textOf(call.args.view).includes('Bonjour,')),
      'it in French',
    )
    expect(turned.args.view_id).toBe('V1')
  })

  test('asked to diagnose stays where it is; the answer comes below it', async () => {
    world = await openWorld(PARTS)
    await world.send(pressOnMessage({ verb: 'examine', tenant: 'tenant-1', target: 'mail.fabrikam.example' }))
    const [answer] = await responses(1)
    expect(answer).toMatchObject({ response_type: 'ephemeral', replace_original: false })
    expect(world.fake.later).toMatchObject([{ what: 'mail.fabrikam.example', reply: { is: 'response-url' } }])
  })

  test('code finds by words, privately', async () => {
    world = await openWorld(PARTS)
    await world.send(command('code certificate'))
    const [answer] = await responses(1)
    expect(answer).toMatchObject({ response_type: 'ephemeral' })
    expect(textOf(answer)).toContain('press:show-code:')
  })

  test('French people are answered in French', async () => {
    world = await openWorld(PARTS)
    await world.send(command('code certificat expiré', { user_id: 'UFRED' }))
    expect(textOf((await responses(1))[0])).toContain('Le certificat du serveur a expiré')
  })
})
