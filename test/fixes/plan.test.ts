import { describe, expect, test } from '@jest/globals'
import { FINDING_CODES } from '../../src/domain/finding.ts'
import type { FixName } from '../../src/domain/plan.ts'
import type { FixTarget } from '../../src/fixes/fix.ts'
import { fixes, fixFor, offeredFor } from '../../src/fixes/index.ts'
import { accepted, connector, NOW, type Tenant, tenant, worldOf } from './tenant.ts'

const target = (changes: Partial<FixTarget> = {}): FixTarget => ({ connector: 'To on-premises', domains: [], set: {}, at: NOW, ...changes })
const plan = (fix: FixName, held: Tenant, on = target()) => fixFor(fix)?.plan(worldOf(held), on)
const authoritative = accepted('contoso.example', { domainType: 'Authoritative' })
const other = connector({ guid: 'guid-2', name: 'Second way', identity: 'Second way' })
const off = connector({ enabled: false })

describe('what a plan changes', () => {
  const turnOff = ['To on-premises', { Enabled: true }, { Enabled: false }]
  const toAuthoritative = (name: string) => [name, { DomainType: 'InternalRelay' }, { DomainType: 'Authoritative' }]
  const two = tenant({
    connectors: [
      connector({ recipientDomains: ['contoso.example', 'fabrikam.example'] }),
      { ...other, recipientDomains: ['fabrikam.example'] },
    ],
    domains: [accepted('contoso.example'), accepted('fabrikam.example')],
  })

  test.each<[string, FixName, Tenant, FixTarget, unknown[][]]>([
    ['a connector is turned off', 'disable-connector', tenant(), target(), [turnOff]],
    ['whatever case or id it is named by', 'disable-connector', tenant(), target({ connector: 'GUID-on-prem' }), [turnOff]],
    [
      'a connector is turned on',
      'enable-connector',
      tenant({ connectors: [off] }),
      target(),
      [['To on-premises', { Enabled: false }, { Enabled: true }]],
    ],
    [
      'the domains of a connector become Authoritative',
      'make-domain-authoritative',
      tenant(),
      target(),
      [toAuthoritative('contoso.example')],
    ],
    ['those with another way home keep their type', 'make-domain-authoritative', two, target(), [toAuthoritative('contoso.example')]],
    [
      'unless they are named',
      'make-domain-authoritative',
      two,
      target({ domains: ['Fabrikam.example'] }),
      [toAuthoritative('fabrikam.example')],
    ],
    [
      'a domain can be named without a connector',
      'make-domain-authoritative',
      tenant(),
      target({ connector: null, domains: ['contoso.example'] }),
      [toAuthoritative('contoso.example')],
    ],
    [
      'a domain becomes Internal Relay',
      'make-domain-internal-relay',
      tenant({ domains: [authoritative] }),
      target(),
      [['contoso.example', { DomainType: 'Authoritative' }, { DomainType: 'InternalRelay' }]],
    ],
    ['a route is retired domain first', 'retire-on-premises-route', tenant(), target(), [toAuthoritative('contoso.example'), turnOff]],
    [
      'domains with another way home stay out of it',
      'retire-on-premises-route',
      two,
      target(),
      [toAuthoritative('contoso.example'), turnOff],
    ],
    [
      'a route of Authoritative domains is its connector',
      'retire-on-premises-route',
      tenant({ domains: [authoritative] }),
      target(),
      [turnOff],
    ],
  ])('%s', async (_says, fix, held, on, steps) => {
    const answer = await plan(fix, held, on)
    expect(answer?.is === 'plan' && answer.plan.steps.map(({ name, before, after }) => [name, before, after])).toEqual(steps)
  })

  test('a plan names tenant, fix, connector, domains and time', async () => {
    const held = tenant({ connectors: [connector({ recipientDomains: ['contoso.example', '*.Branch.example'] })] })
    expect(await plan('retire-on-premises-route', held)).toMatchObject({
      is: 'plan',
      plan: {
        tenant: 'tenant-1',
        fix: 'retire-on-premises-route',
        connector: 'To on-premises',
        domains: ['contoso.example', '*.branch.example'],
        plannedAt: NOW,
        steps: [
          { object: 'accepted-domain', identity: 'contoso.example' },
          { object: 'outbound-connector', identity: 'guid-on-prem' },
        ],
      },
    })
  })
})

describe('no plan', () => {
  test.each<[string, FixName, Tenant, FixTarget, object]>([
    [
      'an unknown connector',
      'disable-connector',
      tenant(),
      target({ connector: 'Nope' }),
      { why: 'unknown-connector', args: { name: 'Nope', known: 'To on-premises' } },
    ],
    ['no connector named', 'retire-on-premises-route', tenant(), target({ connector: null }), { why: 'unknown-connector' }],
    [
      'off already',
      'disable-connector',
      tenant({ connectors: [off] }),
      target(),
      { why: 'nothing-to-change', args: { what: 'To on-premises' } },
    ],
    ['on already', 'enable-connector', tenant(), target(), { why: 'nothing-to-change' }],
    ['retired already', 'retire-on-premises-route', tenant({ connectors: [off] }), target(), { why: 'nothing-to-change' }],
    [
      'Authoritative already',
      'make-domain-authoritative',
      tenant({ domains: [authoritative] }),
      target(),
      { why: 'nothing-to-change', args: { what: 'contoso.example' } },
    ],
    [
      'a domain that is not the tenant’s',
      'make-domain-authoritative',
      tenant(),
      target({ domains: ['elsewhere.example'] }),
      { why: 'fix-not-available' },
    ],
    [
      'a connector that serves no accepted domain',
      'make-domain-authoritative',
      tenant({ domains: [accepted('x.example')] }),
      target(),
      { why: 'fix-not-available' },
    ],
    [
      'a partner’s route',
      'retire-on-premises-route',
      tenant({ connectors: [connector({ connectorType: 'Partner' })] }),
      target(),
      { why: 'fix-not-available' },
    ],
  ])('for %s', async (_says, fix, held, on, answer) => {
    expect(await plan(fix, held, on)).toMatchObject({ is: 'none', ...answer })
  })

  test.each(['connectors', 'acceptedDomains'])('and no conclusion while %s cannot be read', async (read) => {
    expect(await plan('disable-connector', tenant({ unreadable: [read] }))).toEqual({ is: 'unknown', why: `${read} is down` })
  })
})

describe('what a finding offers', () => {
  test.each([
    ['connection-refused', 'OnPremises', ['retire-on-premises-route', 'disable-connector', 'make-domain-authoritative']],
    ['connection-timed-out', 'OnPremises', ['retire-on-premises-route', 'disable-connector', 'make-domain-authoritative']],
    ['dns-query-failed', 'OnPremises', ['retire-on-premises-route', 'disable-connector', 'make-domain-authoritative']],
    ['connection-refused', 'Partner', ['disable-connector']],
    ['connection-refused', null, ['make-domain-authoritative']],
    ['mail-loop', 'OnPremises', ['make-domain-authoritative', 'enable-connector']],
    ['connector-misconfigured', 'OnPremises', ['enable-connector']],
    ['certificate-expired', 'OnPremises', []],
    ['dns-stale', 'OnPremises', []],
    ['starttls-masked', 'OnPremises', []],
    ['client-certificate-demanded', 'OnPremises', []],
    ['outside-port-25-blocked', 'OnPremises', []],
    ['service-incident', 'OnPremises', []],
    ['one-of-many-down', 'OnPremises', []],
    ['no-fault-found', 'OnPremises', []],
  ] as const)('%s on %s', (finding, type, offered) => {
    expect(offeredFor(finding, type)).toEqual(offered)
  })

  test('nothing to weaken or end where the destination’s own policy is at work', () => {
    for (const finding of FINDING_CODES.filter((each) => /^(dane|mta-sts|starttls|tls)-/.test(each)))
      expect(offeredFor(finding, 'OnPremises')).toEqual([])
  })

  test('no end of a route at whose end a mail server answers', () => {
    expect(offeredFor('connection-refused', 'OnPremises', true)).toEqual([])
    expect(offeredFor('mail-loop', 'OnPremises', true)).toEqual(['make-domain-authoritative', 'enable-connector'])
  })

  test('only fixes that exist, each under its own name', () => {
    expect(Object.entries(fixes).every(([name, fix]) => fix.name === name && fix.approvals === 1)).toBe(true)
    expect(fixFor('set-tls')).toBeNull()
  })
})
