import { describe, expect, test } from '@jest/globals'
import type { FixName } from '../../src/domain/plan.ts'
import type { FixTarget } from '../../src/fixes/fix.ts'
import { fixFor } from '../../src/fixes/index.ts'
import { accepted, connector, mailUser, message, NOW, type Tenant, tenant, worldOf } from './tenant.ts'

const DAY = 24 * 60
const onPrem = (changes: Partial<FixTarget> = {}): FixTarget => ({ connector: 'To on-premises', domains: [], set: {}, at: NOW, ...changes })

/** The guards of a plan, as `code ruling`. */
async function guards(fix: FixName, held: Tenant, target = onPrem()) {
  const answer = await fixFor(fix)?.plan(worldOf(held), target)
  if (answer?.is !== 'plan') throw new Error(`no plan: ${JSON.stringify(answer)}`)
  return answer.plan.guards
}

const rulings = async (fix: FixName, held: Tenant): Promise<readonly string[]> =>
  (await guards(fix, held)).map(({ guard, ruling }) => `${guard} ${ruling}`)

const partner = { connectorType: 'Partner', recipientDomains: ['partner.example'], tlsSettings: 'DomainValidation' } as const
const second = connector({ guid: 'guid-2', name: 'Second way', identity: 'Second way' })
const authoritative = [accepted('contoso.example', { domainType: 'Authoritative' })]
const stranger = message('Delivered', 'stranger@contoso.example', 60)
const everySub = {
  connectors: [connector({ recipientDomains: [], allAcceptedDomains: true }), second],
  domains: [accepted('contoso.example', { matchSubDomains: true })],
}
const loops = { 'contoso.example': ['10 contoso-example.mail.protection.outlook.com.'] }

describe('a migrated tenant lets its dead route be retired, and the plan says what was checked', () => {
  test('retire-on-premises-route', async () => {
    expect(await rulings('retire-on-premises-route', tenant())).toEqual([
      'on-premises-recipients pass',
      'unknown-recipients-delivered pass',
      'domain-without-route pass',
      'domain-loops pass',
      'match-sub-domains pass',
      'all-outbound-mail pass',
      'hybrid-wizard pass',
      'rules-bound pass',
      'default-domain pass',
      'initial-domain pass',
      'pending-messages pass',
      'not-covered warn',
      'invalid-recipient-quota warn',
    ])
  })

  test('a route without an Internal Relay domain says nothing of domain types', async () => {
    const codes = await rulings('retire-on-premises-route', tenant({ domains: authoritative }))
    expect(codes.filter((code) => /default|initial|match|covered/.test(code))).toEqual([])
  })
})

describe('turning a connector off', () => {
  test.each<[string, string, Partial<Tenant>]>([
    ['mailboxes outside the cloud', 'on-premises-recipients refuse', { recipients: [mailUser('ann@contoso.example')] }],
    ['none of them', 'on-premises-recipients pass', { recipients: [mailUser('ann@elsewhere.example')] }],
    ['a listing cut short that shows none proves nothing', 'unreadable refuse', { incomplete: ['mailUsers'] }],
    ['all outbound mail', 'all-outbound-mail refuse', { connectors: [connector({ routeAllMessagesViaOnPremises: true })] }],
    ['every recipient domain', 'all-outbound-mail one-more-approver', { connectors: [connector({ recipientDomains: ['*'] })] }],
    ['an Internal Relay domain without another way', 'domain-without-route refuse', {}],
    ['another way that is off', 'domain-without-route refuse', { connectors: [connector(), { ...second, enabled: false }] }],
    [
      'another way for rules only',
      'domain-without-route refuse',
      { connectors: [connector(), { ...second, isTransportRuleScoped: true }] },
    ],
    ['another way in test mode', 'domain-without-route refuse', { connectors: [connector(), { ...second, testMode: true }] }],
    ['another way to a partner', 'domain-without-route refuse', { connectors: [connector(), { ...second, connectorType: 'Partner' }] }],
    ['another way of our own', 'domain-without-route pass', { connectors: [connector(), second] }],
    [
      'one for all accepted domains',
      'domain-without-route pass',
      { connectors: [connector(), { ...second, recipientDomains: [], allAcceptedDomains: true }] },
    ],
    ['an Authoritative domain', 'domain-without-route pass', { domains: authoritative }],
    ['MX at Exchange Online', 'domain-loops refuse', { mx: loops }],
    ['its newer names', 'domain-loops refuse', { mx: { 'contoso.example': ['0 contoso-example.o-v1.mx.microsoft'] } }],
    ['MX elsewhere', 'domain-loops pass', { mx: { 'contoso.example': ['10 mx.gateway.example'] } }],
    ['names that only look alike', 'domain-loops pass', { mx: { 'contoso.example': ['10 mail.protection.outlook.com.evil.example'] } }],
    ['MX that cannot be read', 'unreadable refuse', { mx: { 'contoso.example': 'SERVFAIL' } }],
    ['MX at Exchange Online with another way', 'domain-loops pass', { mx: loops, connectors: [connector(), second] }],
    ['strangers who got mail', 'unknown-recipients-delivered refuse', { messages: [stranger] }],
    ['known ones', 'unknown-recipients-delivered pass', { messages: [stranger], known: ['stranger@contoso.example'] }],
    ['strangers of long ago', 'unknown-recipients-delivered pass', { messages: [message('Delivered', 'old@contoso.example', 11 * DAY)] }],
    ['strangers who got nothing', 'unknown-recipients-delivered pass', { messages: [message('Failed', 'typo@contoso.example', 60)] }],
    ['strangers of another domain', 'unknown-recipients-delivered pass', { messages: [message('Delivered', 'x@elsewhere.example', 60)] }],
    ['the hybrid wizard', 'hybrid-wizard one-more-approver', { connectors: [connector({ connectorSource: 'HybridWizard' })] }],
    [
      'a hybrid organisation that refers to it',
      'hybrid-wizard one-more-approver',
      { organizations: [{ name: 'O', outboundConnector: 'GUID-ON-PREM', hybridDomains: [] }] },
    ],
    ['one that refers to another', 'hybrid-wizard pass', { organizations: [{ name: 'O', outboundConnector: 'Other', hybridDomains: [] }] }],
    [
      'a rule bound by name',
      'rules-bound one-more-approver',
      { rules: [{ name: 'R', enabled: true, routeMessageOutboundConnector: 'to on-premises' }] },
    ],
    [
      'a rule bound by distinguished name',
      'rules-bound one-more-approver',
      { rules: [{ name: 'R', enabled: true, routeMessageOutboundConnector: 'CN=To on-premises,CN=Transport' }] },
    ],
    ['a rule that is off', 'rules-bound pass', { rules: [{ name: 'R', enabled: false, routeMessageOutboundConnector: 'To on-premises' }] }],
    [
      'a rule for another connector',
      'rules-bound pass',
      { rules: [{ name: 'R', enabled: true, routeMessageOutboundConnector: 'To on-premises 2' }] },
    ],
    [
      'a journal that goes there',
      'rules-bound one-more-approver',
      { journals: [{ name: 'J', enabled: true, journalEmailAddress: 'j@contoso.example' }] },
    ],
    ['a partner', 'partner-tls one-more-approver', { connectors: [connector(partner)] }],
    ['waiting messages', 'pending-messages warn', { messages: [message('Pending', 'a@contoso.example', 30)] }],
    ['none waiting', 'pending-messages pass', { messages: [message('Pending', 'a@elsewhere.example', 30)] }],
    ['another connector takes over', 'takes-over pass', { connectors: [connector(), second] }],
    ['MX takes over', 'takes-over warn', {}],
    [
      'mailboxes outside the cloud in a subdomain',
      'on-premises-recipients refuse',
      { ...everySub, recipients: [mailUser('a@it.contoso.example')] },
    ],
    [
      'strangers of a subdomain',
      'unknown-recipients-delivered refuse',
      { ...everySub, messages: [message('Delivered', 'a@it.contoso.example', 60)] },
    ],
    [
      'waiting messages for a subdomain',
      'pending-messages warn',
      { ...everySub, messages: [message('Pending', 'a@it.contoso.example', 30)] },
    ],
  ])('%s: %s', async (_says, expected, changes) => {
    expect(await rulings('disable-connector', tenant(changes))).toContain(expected)
  })

  test('of several ways the one that names the domain most exactly takes over', async () => {
    const wide = { ...second, guid: 'guid-3', name: 'All the rest', recipientDomains: ['*'] }
    const held = tenant({ connectors: [connector(), wide, { ...second, recipientDomains: ['contoso.example'] }] })
    expect(await guards('disable-connector', held)).toContainEqual(
      expect.objectContaining({ guard: 'takes-over', ruling: 'pass', args: { connector: 'Second way' } }),
    )
  })

  test.each(['mailUsers', 'trace', 'onPremisesOrganizations', 'transportRules', 'journalRules'])(
    'what %s cannot read refuses',
    async (read) => {
      expect(await rulings('disable-connector', tenant({ unreadable: [read] }))).toContain('unreadable refuse')
    },
  )

  test('who is known cannot be read: refused, even if nobody seems unknown', async () => {
    expect(await rulings('disable-connector', tenant({ unreadable: ['knownAddresses'], messages: [stranger] }))).toContain(
      'unreadable refuse',
    )
  })

  test('a trace cut short without a stranger proves nothing', async () => {
    expect(await rulings('disable-connector', tenant({ incomplete: ['trace'] }))).toContain('unreadable refuse')
  })

  test('numbers come with their sample, and say "at least"', async () => {
    const messages = ['a', 'b', 'c', 'd'].map((name) => message('Delivered', `${name}@contoso.example`, 60))
    expect(await guards('disable-connector', tenant({ messages: [...messages, ...messages] }))).toContainEqual({
      guard: 'unknown-recipients-delivered',
      ruling: 'refuse',
      atLeast: true,
      args: { count: 4, domain: 'contoso.example', days: 10, sample: 'a@contoso.example, b@contoso.example, c@contoso.example' },
    })
  })

  test('a partner’s recipients are not looked for here', async () => {
    expect((await rulings('disable-connector', tenant({ connectors: [connector(partner)] }))).join()).not.toMatch(/recipients|route|loops/)
  })

  test('a connector that names no domain is counted by the events of waiting messages', async () => {
    const waiting = message('Pending', 'a@elsewhere.example', 30, [['Defer', 20]])
    const other = { ...waiting, messageTraceId: 'other', events: [{ date: NOW, event: 'Defer', detail: '', connector: 'Another' }] }
    const scoped = connector({ recipientDomains: [], isTransportRuleScoped: true })
    expect(await guards('disable-connector', tenant({ connectors: [scoped], messages: [waiting, other] }))).toContainEqual({
      guard: 'pending-messages',
      ruling: 'warn',
      atLeast: false,
      args: { count: 1, complete: 1 },
    })
  })
})

describe('retiring a route is judged by the state after both steps', () => {
  test.each<[string, string, Partial<Tenant>]>([
    ['any mail user', 'on-premises-recipients refuse', { recipients: [mailUser('ann@contoso.example')] }],
    ['a stranger who got mail', 'unknown-recipients-delivered refuse', { messages: [stranger] }],
    ['subdomains', 'match-sub-domains refuse', { domains: [accepted('contoso.example', { matchSubDomains: true })] }],
    ['the default domain', 'default-domain one-more-approver', { domains: [accepted('contoso.example', { isDefault: true })] }],
    ['the initial domain', 'initial-domain one-more-approver', { domains: [accepted('contoso.example', { isInitial: true })] }],
    ['all outbound mail', 'all-outbound-mail refuse', { connectors: [connector({ routeAllMessagesViaOnPremises: true })] }],
    ['the hybrid wizard', 'hybrid-wizard one-more-approver', { connectors: [connector({ connectorSource: 'HybridWizard' })] }],
    ['MX at Exchange Online does not matter once Authoritative', 'domain-loops pass', { mx: loops }],
    ['the connector is gone, but the domain is Authoritative', 'domain-without-route pass', {}],
  ])('%s: %s', async (_says, expected, changes) => {
    expect(await rulings('retire-on-premises-route', tenant(changes))).toContain(expected)
  })

  test('a domain left out by name would be without a route', async () => {
    const held = tenant({
      connectors: [connector({ recipientDomains: ['contoso.example', 'fabrikam.example'] })],
      domains: [accepted('contoso.example'), accepted('fabrikam.example')],
    })
    const found = await guards('retire-on-premises-route', held, onPrem({ domains: ['contoso.example'] }))
    expect(found).toContainEqual({ guard: 'domain-without-route', ruling: 'refuse', atLeast: false, args: { domains: 'fabrikam.example' } })
  })
})

describe('changing a domain type', () => {
  test.each<[FixName, string, string, Partial<Tenant>]>([
    ['make-domain-authoritative', 'strangers who got mail', 'unknown-recipients-delivered refuse', { messages: [stranger] }],
    [
      'make-domain-authoritative',
      'subdomains',
      'match-sub-domains refuse',
      { domains: [accepted('contoso.example', { matchSubDomains: true })] },
    ],
    [
      'make-domain-authoritative',
      'the default domain',
      'default-domain one-more-approver',
      { domains: [accepted('contoso.example', { isDefault: true })] },
    ],
    ['make-domain-authoritative', 'mail users', 'mail-users-stay-routed warn', { recipients: [mailUser('ann@contoso.example')] }],
    ['make-domain-authoritative', 'no mail users', 'mail-users-stay-routed pass', {}],
    ['make-domain-authoritative', 'what no count covers', 'not-covered warn', {}],
    ['make-domain-authoritative', 'unreadable mail users', 'unreadable refuse', { unreadable: ['mailUsers'] }],
    [
      'make-domain-internal-relay',
      'no connector that is on',
      'no-connector-serves refuse',
      { domains: authoritative, connectors: [connector({ enabled: false })] },
    ],
    ['make-domain-internal-relay', 'a connector that is on', 'no-connector-serves pass', { domains: authoritative }],
    ['make-domain-internal-relay', 'the end of edge blocking', 'edge-blocking-ends warn', { domains: authoritative }],
  ])('%s, %s: %s', async (fix, _says, expected, changes) => {
    expect(await rulings(fix, tenant(changes))).toContain(expected)
  })
})
