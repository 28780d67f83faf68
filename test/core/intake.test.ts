import { beforeEach, describe, expect, test } from '@jest/globals'
import { diagnose } from '../../src/core/diagnose.ts'
import { intake } from '../../src/core/intake.ts'
import { settle } from '../../src/core/settle.ts'
import type { NewAlert } from '../../src/domain/alert.ts'
import type { Incident } from '../../src/domain/incident.ts'
import { accepted, connector, message, NOW, tenant } from '../fixes/tenant.ts'
import { acting, type CoreWorld, MINUTE, openCore, stored } from './core-world.ts'

let core: CoreWorld
beforeEach(async () => {
  core = await openCore(tenant())
})

const alert = async (parts: Partial<NewAlert> = {}): Promise<string> => {
  const id = await stored(core, parts)
  await intake(core.world, id)
  return id
}
const named = (connector: string | null, domain: string | null = null) => ({ hints: { connector, domain, error: null, count: null } })
const incidents = () => core.world.store.incidents({})
const only = async (): Promise<Incident> => {
  const [incident, ...others] = await incidents()
  if (!incident || others.length > 0) throw new Error(`${others.length + 1} incidents`)
  return incident
}

describe('an alert', () => {
  test('counts once, however often its job runs', async () => {
    const id = await alert()
    await intake(core.world, id)
    expect((await only()).alerts).toBe(1)
  })

  test('whose job runs again after the incident was closed does not open it again', async () => {
    const id = await alert()
    await core.desk.resolve(acting(), (await only()).id)
    await intake(core.world, id)
    expect((await only()).state).toBe('resolved')
  })

  test('sent again under its id after the incident was closed changes nothing', async () => {
    await alert({ sourceId: 'one' })
    await core.desk.resolve(acting(), (await only()).id)
    const again = { ...(await core.world.store.alert(await stored(core, { sourceId: 'one' }))) }
    expect(await core.desk.receive(again as NewAlert)).toBe('seen')
    expect((await only()).state).toBe('resolved')
  })

  test('names one connector in any case, and by its GUID', async () => {
    const guid = '0b6f6f2e-8a52-4d8e-9d0a-6a4f3c1d2e3f'
    core.held.connectors = [connector({ guid })]
    for (const name of ['To on-premises', 'TO ON-PREMISES', guid, guid.toUpperCase()]) await alert(named(name))
    expect((await only()).alerts).toBe(4)
  })

  test('that names a domain meets the connector that Exchange would take for it', async () => {
    core.held.connectors = [
      connector({ name: 'Off', enabled: false }),
      connector({ name: 'For a rule', isTransportRuleScoped: true }),
      connector({ name: 'In test', testMode: true }),
      connector({ name: 'Everything', recipientDomains: ['*'] }),
      connector({ name: 'Exact', recipientDomains: ['contoso.example'] }),
      connector({ name: 'Own domains', recipientDomains: [], allAcceptedDomains: true }),
    ]
    core.held.domains = [accepted('contoso.example'), accepted('fabrikam.example')]
    await alert(named(null, 'contoso.example'))
    await alert(named(null, 'fabrikam.example'))
    await alert(named(null, 'elsewhere.example'))
    expect((await incidents()).map(({ subject }) => (subject.is === 'connector' ? subject.name : subject.is)).sort()).toEqual([
      'Everything',
      'Exact',
      'Own domains',
    ])
  })

  test('with a clock years ahead or behind does not move the incident in time', async () => {
    await alert({ at: '2099-01-01T00:00:00.000Z' })
    await alert({ at: '1999-01-01T00:00:00.000Z' })
    expect(await only()).toMatchObject({ lastAlertAt: NOW, openedAt: NOW })
  })

  test.each([
    ['6 days after the end reopens the incident', 6, 1],
    ['8 days after the end is a new incident', 8, 2],
  ])('%s', async (_says, days, count) => {
    await alert()
    await core.desk.resolve(acting(), (await only()).id)
    core.pass(days * 24 * 60 * MINUTE)
    await alert()
    expect(await incidents()).toHaveLength(count)
    expect((await incidents())[0]?.state).toBe('open')
  })

  test('on a snoozed incident is counted and does not wake it', async () => {
    await alert()
    await core.desk.snooze(acting(), (await only()).id, 4)
    await alert()
    expect(await only()).toMatchObject({ state: 'snoozed', alerts: 2 })
  })
})

describe('the bot ends an incident by itself', () => {
  const look = async (): Promise<Incident> => {
    await diagnose(core.world, (await only()).id)
    return only()
  }

  test('when nothing is wrong and nothing waits for the settle time', async () => {
    await alert()
    expect((await look()).state).toBe('diagnosed')
    core.pass(30 * MINUTE)
    expect((await look()).state).toBe('diagnosed')
    core.pass(30 * MINUTE)
    expect((await look()).state).toBe('resolved')
  })

  test.each([
    ['the queue could not be read', { unreadable: ['trace'] }],
    ['the queue could be read only in part', { incomplete: ['trace'] }],
    ['the connector could not be read', { unreadable: ['connectors'] }],
    ['the connector is not there', { connectors: [] }],
  ])('but not when %s', async (_says, changes) => {
    Object.assign(core.held, changes)
    await alert()
    for (let hours = 0; hours < 4; hours += 1) {
      expect((await look()).state).toBe('diagnosed')
      core.pass(60 * MINUTE)
    }
  })

  test('but not right after an alert: the settle time begins anew', async () => {
    await alert()
    await look()
    core.pass(55 * MINUTE)
    await alert()
    core.pass(10 * MINUTE)
    expect((await look()).state).toBe('diagnosed')
  })

  test('but not at the first look after an alert opened it again', async () => {
    await alert()
    await look()
    core.pass(60 * MINUTE)
    expect((await look()).state).toBe('resolved')
    core.pass(24 * 60 * MINUTE)
    await alert()
    expect((await look()).state).toBe('diagnosed')
  })

  test('and leaves alone what a person ended meanwhile', async () => {
    await alert()
    const { id } = await look()
    await core.desk.resolve(acting(), id)
    core.pass(60 * MINUTE)
    await look()
    expect(await only()).toMatchObject({ state: 'resolved', resolvedBy: 'Alex' })
  })
})

describe('an umbrella', () => {
  const umbrella = async (): Promise<Incident> => {
    const found = (await incidents()).find((each) => each.subject.is === 'tenant')
    if (!found) throw new Error('no umbrella')
    return found
  }

  test.each([
    ['the trace cannot be read', { unreadable: ['trace'] }],
    ['the connectors cannot be read', { unreadable: ['connectors'] }],
    ['the trace ends early', { incomplete: ['trace'] }],
  ])('stays open while %s', async (_says, changes) => {
    Object.assign(core.held, changes)
    await alert(named(null))
    await diagnose(core.world, (await umbrella()).id)
    core.pass(180 * MINUTE)
    await settle(core.world, (await umbrella()).id)
    expect((await umbrella()).state).toBe('diagnosed')
  })

  test('ends when nothing waits any more', async () => {
    await alert(named(null))
    await diagnose(core.world, (await umbrella()).id)
    core.pass(180 * MINUTE)
    await settle(core.world, (await umbrella()).id)
    expect((await umbrella()).state).toBe('resolved')
  })

  test('opens one incident per route that holds mail', async () => {
    core.held.connectors = [connector(), connector({ guid: 'g2', name: 'Partner', recipientDomains: ['*.partner.example'] })]
    core.held.messages = [
      message('Pending', 'a@contoso.example', 30),
      message('Pending', 'b@sales.partner.example', 30),
      message('Pending', 'c@nobody.example', 30),
    ].map((each) => ({ ...each, events: [] }))
    await alert(named(null))
    await diagnose(core.world, (await umbrella()).id)
    const under = await core.world.store.incidents({ umbrella: (await umbrella()).id })
    expect(under.map(({ subject }) => JSON.stringify(subject)).sort()).toEqual(
      [
        { is: 'connector', name: 'Partner' },
        { is: 'connector', name: 'To on-premises' },
        { is: 'destination', domain: 'nobody.example' },
      ]
        .map((each) => JSON.stringify(each))
        .sort(),
    )
  })
})
