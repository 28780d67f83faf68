import { describe, expect, test } from '@jest/globals'
import { type FixName, type Plan, reversed } from '../../src/domain/plan.ts'
import type { Journal } from '../../src/fixes/fix.ts'
import { fixFor } from '../../src/fixes/index.ts'
import { differingProperties } from '../../src/fixes/steps/object-properties.ts'
import { accepted, connector, mailUser, message, NOW, type Tenant, tenant, worldOf } from './tenant.ts'

const silent: Journal = async () => {}

/** A plan as it was approved: made in a tenant where nothing speaks against it. */
async function approved(fix: FixName = 'retire-on-premises-route', held = tenant()): Promise<Plan> {
  const answer = await fixFor(fix)?.plan(worldOf(held), { connector: 'To on-premises', domains: [], set: {}, at: NOW })
  if (answer?.is !== 'plan') throw new Error('no plan')
  return { ...answer.plan, hash: 'abc' }
}

const apply = (plan: Plan, held: Tenant, journal = silent) => fixFor(plan.fix)?.apply(worldOf(held), plan, journal)
const reads = (held: Tenant) => [held.domains[0]?.domainType, held.connectors[0]?.enabled]
const authoritative = [accepted('contoso.example', { domainType: 'Authoritative' })]

describe('applying', () => {
  test('writes the steps in order and reads each back', async () => {
    const held = tenant()
    expect(await apply(await approved(), held)).toEqual({
      is: 'applied',
      steps: [
        { name: 'contoso.example', is: 'done', readBack: { DomainType: 'Authoritative' }, error: null },
        { name: 'To on-premises', is: 'done', readBack: { Enabled: false }, error: null },
      ],
    })
    expect(held.sent).toEqual([
      { identity: 'contoso.example', properties: { DomainType: 'Authoritative' } },
      { identity: 'guid-on-prem', properties: { Enabled: false } },
    ])
  })

  test('every call is journalled before it is sent and after it was read back', async () => {
    const held = tenant()
    const lines: string[] = []
    const journal: Journal = async ({ action, step }) => void lines.push(`${action} ${step}, writes so far ${held.sent.length}`)
    await apply(await approved(), held, journal)
    expect(lines).toEqual([
      'change.sent 0, writes so far 0',
      'change.read-back 0, writes so far 1',
      'change.sent 1, writes so far 1',
      'change.read-back 1, writes so far 2',
    ])
  })

  test('a journal that cannot be written stops everything before the tenant is touched', async () => {
    const held = tenant()
    const broken: Journal = async () => {
      throw new Error('database gone')
    }
    await expect(apply(await approved(), held, broken)).rejects.toThrow('database gone')
    expect(held.sent).toEqual([])
  })

  test('a second time changes nothing', async () => {
    const [plan, held] = [await approved(), tenant()]
    await apply(plan, held)
    expect(await apply(plan, held)).toMatchObject({ is: 'applied', steps: [{ is: 'already' }, { is: 'already' }] })
    expect(held.sent).toHaveLength(2)
  })

  test('after a crash between two steps it goes on where the tenant stands', async () => {
    const held = tenant({ domains: authoritative })
    expect(await apply(await approved(), held)).toMatchObject({ is: 'applied', steps: [{ is: 'already' }, { is: 'done' }] })
    expect(held.sent).toHaveLength(1)
  })
})

describe('a plan that no longer stands is stale, and nothing is written', () => {
  const external = [accepted('contoso.example', { domainType: 'ExternalRelay' })]
  test.each<[string, readonly string[], Partial<Tenant>]>([
    ['the domain has a third type', ['contoso.example DomainType'], { domains: external }],
    ['the domain is gone', ['contoso.example'], { domains: [] }],
    ['the connector is gone', ['To on-premises'], { connectors: [] }],
    ['a mail user came', ['on-premises-recipients'], { recipients: [mailUser('ann@contoso.example')] }],
    ['a stranger got mail', ['unknown-recipients-delivered'], { messages: [message('Delivered', 'x@contoso.example', 5)] }],
    [
      'a rule was bound: more approvers than agreed',
      ['rules-bound'],
      { rules: [{ name: 'R', enabled: true, routeMessageOutboundConnector: 'To on-premises' }] },
    ],
    ['a guard cannot read', ['unreadable'], { unreadable: ['mailUsers'] }],
  ])('%s', async (_says, differs, changes) => {
    const held = tenant(changes)
    expect(await apply(await approved(), held)).toEqual({ is: 'stale', differs })
    expect(held.sent).toEqual([])
  })

  test('a guard that was approved with one more approver does not stop it', async () => {
    const wizard = { connectors: [connector({ connectorSource: 'HybridWizard' })] }
    expect(await apply(await approved('retire-on-premises-route', tenant(wizard)), tenant(wizard))).toMatchObject({ is: 'applied' })
  })

  test('a renamed connector is still the same', async () => {
    const held = tenant({ connectors: [connector({ name: 'Renamed', identity: 'Renamed' })] })
    expect(await apply(await approved(), held)).toMatchObject({ is: 'applied' })
  })

  test('where one step holds already, it is partial: "nothing was written" would be wrong', async () => {
    const held = tenant({ domains: authoritative, recipients: [mailUser('ann@contoso.example')] })
    expect(await apply(await approved(), held)).toEqual({
      is: 'partial',
      steps: [
        { name: 'contoso.example', is: 'already', readBack: { DomainType: 'Authoritative' }, error: null },
        { name: 'To on-premises', is: 'not-tried', readBack: null, error: 'on-premises-recipients' },
      ],
    })
    expect(held.sent).toEqual([])
  })

  test('a tenant that cannot be read is a failure with unknown steps', async () => {
    const held = tenant({ unreadable: ['connectors'] })
    expect(await apply(await approved(), held)).toMatchObject({
      is: 'failed',
      steps: [{ is: 'unknown', error: 'connectors is down' }, { is: 'unknown' }],
    })
  })
})

describe('writes that go wrong', () => {
  const disable = () => approved('make-domain-authoritative')

  test.each<[string, Tenant['writes'], string, readonly string[], number]>([
    ['refused at once', ['refused'], 'failed', ['failed', 'not-tried'], 1],
    ['refused at the second step', ['done', 'refused'], 'partial', ['done', 'failed'], 2],
    ['no answer, but it had its effect', ['lost-done'], 'applied', ['done', 'done'], 2],
    ['no answer and no effect: sent once more', ['lost-undone', 'done'], 'applied', ['done', 'done'], 3],
    ['no answer twice', ['lost-undone', 'lost-undone'], 'failed', ['unknown', 'not-tried'], 2],
    ['accepted, but it reads as before', ['ignored'], 'failed', ['failed', 'not-tried'], 1],
  ])('%s', async (_says, writes, is, steps, sent) => {
    const held = tenant({ writes: [...writes] })
    const outcome = await apply(await approved(), held)
    expect(outcome).toMatchObject({ is, steps: steps.map((each) => ({ is: each })) })
    expect(held.sent).toHaveLength(sent)
  })

  test('a refusal is told in the tenant’s words, with what reads there', async () => {
    expect(await apply(await disable(), tenant({ writes: ['refused'] }))).toEqual({
      is: 'failed',
      steps: [{ name: 'contoso.example', is: 'failed', readBack: { DomainType: 'InternalRelay' }, error: 'not allowed' }],
    })
  })

  test('an accepted write that has no effect is told by what reads instead', async () => {
    expect(await apply(await disable(), tenant({ writes: ['ignored'] }))).toMatchObject({
      steps: [{ is: 'failed', error: 'DomainType: InternalRelay ≠ Authoritative' }],
    })
  })

  test('what cannot be read back is unknown, not sent again, and may be taken back', async () => {
    const held = tenant({ writes: ['lost-done'] })
    const blind: Journal = async ({ action }) => {
      if (action === 'change.sent') held.unreadable = ['acceptedDomains']
    }
    expect(await apply(await disable(), held, blind)).toMatchObject({ is: 'partial', steps: [{ is: 'unknown', readBack: null }] })
    expect(held.sent).toHaveLength(1)
  })
})

describe('the way back', () => {
  const back = async (): Promise<Plan> => {
    const plan = await approved()
    return { ...plan, steps: reversed(plan.steps), guards: [] }
  }

  test('leads through the same steps in reverse, and asks no guard again', async () => {
    const held = tenant({
      domains: authoritative,
      connectors: [connector({ enabled: false })],
      recipients: [mailUser('ann@contoso.example')],
    })
    expect(await apply(await back(), held)).toMatchObject({ is: 'applied' })
    expect(held.sent.map(({ identity }) => identity)).toEqual(['guid-on-prem', 'contoso.example'])
    expect(reads(held)).toEqual(['InternalRelay', true])
  })

  test('is stale when somebody changed the tenant since', async () => {
    const held = tenant({
      domains: [accepted('contoso.example', { domainType: 'ExternalRelay' })],
      connectors: [connector({ enabled: false })],
    })
    expect(await apply(await back(), held)).toEqual({ is: 'stale', differs: ['contoso.example DomainType'] })
    expect(held.sent).toEqual([])
  })
})

test.each([
  ['lists are sets', { SmartHosts: ['a', 'b'] }, { SmartHosts: ['b', 'a'] }, []],
  ['but not their members', { SmartHosts: ['a', 'b'] }, { SmartHosts: ['a'] }, ['SmartHosts']],
  ['and twice is not once', { SmartHosts: ['a', 'b'] }, { SmartHosts: ['a', 'a'] }, ['SmartHosts']],
  ['null is a value', { TlsDomain: null }, { TlsDomain: 'x' }, ['TlsDomain']],
  ['what is not asked for does not count', { Enabled: true, Comment: 'x' }, { Enabled: true }, []],
])('comparing: %s', (_says, current, wanted, differs) => {
  expect(differingProperties(current, wanted)).toEqual(differs)
})
