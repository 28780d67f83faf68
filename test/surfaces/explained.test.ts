import { describe, expect, test } from '@jest/globals'
import type { Card } from '../../src/cards/card.ts'
import type { Desk } from '../../src/core/desk.ts'
import type { Channel } from '../../src/domain/person.ts'
import { Press } from '../../src/domain/press.ts'
import { readErrors } from '../../src/knowledge/read-error.ts'
import { answerCommand, type CommandContext, explainInput } from '../../src/surfaces/commands.ts'
import { answerPress, type PressContext } from '../../src/surfaces/presses.ts'
import { AT, alex, incident } from '../support/requests.ts'

const HERE: Channel = {
  platform: 'slack',
  organisation: 'T1',
  id: 'C1',
  name: 'mail',
  isPersonal: false,
  tenants: ['tenant-2'],
  language: null,
}
const LINE = '450 4.4.316 Connection refused [Message=Socket error code 10061] [LastAttemptedServerName=mail.fabrikam.example]'
const NDR = `Delivery has failed to these recipients:\nadele@fabrikam.example\nRemote server returned '550 5.4.316 Message expired, connection refused [LastAttemptedServerName=mail.fabrikam.example]'`

/** Two tenants; the channel serves the second, and speaks French. */
function worldOf(changes: Partial<Channel> = {}, sees: readonly string[] = []) {
  const effects: unknown[] = []
  const here = { ...HERE, ...changes }
  const desk = {
    tenants: ['tenant-1', 'tenant-2'],
    sees: () => sees,
    channel: async () => here,
    languageIn: async () => 'fr',
    explain: (text: string | Uint8Array) => readErrors(text),
    examineLater: async (...args: unknown[]) => void effects.push(args),
    openDestination: async (_acting: unknown, tenant: string, domain: string, reports: unknown) => {
      effects.push([tenant, domain, reports])
      return { is: 'accepted', value: incident() }
    },
  } as unknown as Desk
  const reply = { platform: 'slack', is: 'response-url', url: 'https://hooks.slack.com/x' } as const
  const common = {
    desk,
    acting: { person: alex, surface: 'slack', language: 'en' } as const,
    showing: { language: 'en', now: AT, sandbox: false } as const,
    tenantName: (tenant: string) => tenant,
  }
  const command: CommandContext = { ...common, reply, channel: here, prefix: '/mailflow' }
  const pressed: PressContext = { ...common, reply, channel: { platform: 'slack', organisation: 'T1', id: 'C1' } }
  return { effects, command, pressed }
}

const pressesOf = (card: Card): readonly Press[] =>
  card.parts.flatMap((part) => (part.is === 'actions' ? part.actions.map((action) => action.press) : []))
const pressIn = <V extends Press['verb']>(card: Card, verb: V) =>
  pressesOf(card).find((press): press is Extract<Press, { verb: V }> => press.verb === verb)
const textOf = (card: Card): string => JSON.stringify(card.parts)

describe('what an error means', () => {
  test('comes with what can be done here: the tenant is the channel’s, the target is the server', async () => {
    const { command } = worldOf()
    const card = await answerCommand(`explain ${LINE}`, command)
    expect(pressIn(card, 'examine')).toMatchObject({ verb: 'examine', tenant: 'tenant-2', target: 'mail.fabrikam.example' })
    expect(pressIn(card, 'share')).toMatchObject({ to: 'C1' })
  })

  test('in a private chat is not offered to be shared', async () => {
    const { command } = worldOf({ isPersonal: true })
    expect(pressesOf(await explainInput(LINE, command)).map((press) => press.verb)).not.toContain('share')
  })

  test('where no tenant is known nothing of a tenant is offered', async () => {
    const { command } = worldOf({ tenants: [] })
    expect(pressesOf(await explainInput(LINE, command)).map((press) => press.verb)).toEqual(['partner-note', 'share', 'show-code'])
  })

  test('a connector named in the pasted details is what an incident is opened for', async () => {
    const { command } = worldOf()
    const card = await explainInput(`${LINE}\nTenantOutboundConnectorCustomData=Name=To partner;ConnectorType=Partner`, command)
    expect(pressIn(card, 'open-incident')).toMatchObject({
      verb: 'open-incident',
      tenant: 'tenant-2',
      connector: 'To partner',
      reports: [{ finding: 'connection-refused' }],
    })
  })
})

describe('an error behind a connector that the pasted details call a partner’s', () => {
  const partners = `${LINE}\nTenantOutboundConnectorCustomData=Name=To partner;ConnectorType=Partner`
  const ours = 'If nothing is on-premises any more'
  const theirs = 'Send the partner this error'

  test('has the partner’s steps, also when it is shared', async () => {
    const { command, pressed } = worldOf()
    const card = await explainInput(partners, command)
    expect(textOf(card)).toContain(theirs)
    expect(textOf(card)).not.toContain(ours)
    const shared = await answerPress(pressIn(card, 'share')!, { ...pressed, desk: { ...pressed.desk, languageIn: async () => 'en' } })
    expect(textOf(shared.card)).toContain(theirs)
    expect(textOf(shared.card)).not.toContain(ours)
  })

  test('keeps the organization’s own steps elsewhere', async () => {
    for (const text of [LINE, partners.replace('=Partner', '=OnPremises')])
      expect(textOf(await explainInput(text, worldOf().command))).toContain(ours)
  })
})

describe('code', () => {
  test.each(['code 4.4.316', 'code connexion refusée', 'Code 5.4.316'])('%s answers with the page', async (typed) => {
    expect((await answerCommand(typed, worldOf().command)).title).toBe('The destination server refuses the connection')
  })

  test('alone is help', async () => {
    expect((await answerCommand('code', worldOf().command)).title).toContain('What you can ask')
  })
})

describe('a press on an explanation', () => {
  const explained = async (text = NDR, changes: Partial<Channel> = {}, sees: readonly string[] = []) => {
    const world = worldOf(changes, sees)
    const card = await explainInput(text, world.command)
    const press = async <V extends Press['verb']>(verb: V) => {
      // As it comes back from a platform.
      const sent = Press.parse(JSON.parse(JSON.stringify(pressIn(card, verb))))
      return answerPress(sent, world.pressed)
    }
    return { ...world, card, press }
  }

  test('diagnoses the server now and answers later', async () => {
    const { press, effects } = await explained()
    const { card } = await press('examine')
    expect(card.tone).toBe('working')
    const told = expect.objectContaining({ finding: 'connection-refused', status: '5.4.316', recipient: null })
    expect(effects).toEqual([['tenant-2', 'mail.fabrikam.example', expect.anything(), 'en', told]])
  })

  test.each([
    ['a tenant the channel does not serve and the person does not see', [], 'refused'],
    ['a tenant the person sees elsewhere', ['tenant-1'], 'working'],
  ])('diagnoses for %s: %s', async (_who, sees, outcome) => {
    const { pressed, effects } = worldOf({}, sees)
    const { card } = await answerPress({ verb: 'examine', tenant: 'tenant-1', target: 'mail.x.example' }, pressed)
    expect(card.tone).toBe(outcome === 'working' ? 'working' : 'warning')
    expect(effects).toHaveLength(outcome === 'working' ? 1 : 0)
  })

  test('opens an incident for the recipient’s domain', async () => {
    const { press, effects } = await explained()
    const { card } = await press('open-destination')
    expect(card.summary).toContain('fabrikam.example')
    expect(effects).toEqual([['tenant-2', 'fabrikam.example', [expect.objectContaining({ recipient: '@fabrikam.example' })]]])
  })

  test('writes the note, and its other language from there', async () => {
    const { press, pressed } = await explained()
    const { card } = await press('partner-note')
    expect(textOf(card)).toContain('Hello,')
    const french = await answerPress(pressIn(card, 'partner-note')!, pressed)
    expect(textOf(french.card)).toContain('Bonjour,')
    expect(textOf(card)).not.toContain('adele')
  })

  test('shows everything about the code', async () => {
    const { card } = await (await explained()).press('show-code')
    expect(textOf(card)).toContain('4.4.316, 5.4.316')
  })

  test('shares it in the channel’s language, with who shared it and without whom it was for', async () => {
    const answer = await (await explained()).press('share')
    if (answer.is !== 'public') throw new Error('not shared')
    expect(answer.card.title).toContain('Le serveur de destination refuse la connexion')
    expect(textOf(answer.card)).toContain('Partagé par Alex')
    expect(JSON.stringify(answer.card)).not.toContain('adele')
    expect(answer.to).toBe('C1')
    expect(answer.told.summary).toBe('Shared in the channel.')
    expect(pressesOf(answer.card).map((press) => press.verb)).toEqual(expect.arrayContaining(['examine', 'partner-note', 'show-code']))
    expect(pressesOf(answer.card).map((press) => press.verb)).not.toContain('share')
  })

  test('that names another person in a forged report still shares none', async () => {
    const { pressed } = worldOf()
    const report = {
      recipient: 'adele@x.example',
      reply: '450',
      status: '4.4.316',
      finding: 'connection-refused',
      server: null,
      ip: null,
      detail: 'adele@x.example',
    }
    const answer = await answerPress(Press.parse({ verb: 'share', reports: [report] }), pressed)
    expect(JSON.stringify(answer)).not.toContain('adele')
  })

  test('without a channel is refused with the way to do it', async () => {
    const { pressed } = worldOf()
    const report = { recipient: null, reply: null, status: null, finding: 'mail-loop', server: null, ip: null, detail: null }
    const answer = await answerPress(Press.parse({ verb: 'share', reports: [report] }), { ...pressed, channel: null })
    expect([answer.is, answer.card.tone]).toEqual(['notice', 'warning'])
  })
})
