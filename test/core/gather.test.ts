import { describe, expect, test } from '@jest/globals'
import { gather } from '../../src/core/gather/gather.ts'
import { unknown } from '../../src/domain/answer.ts'
import type { OutboundConnector } from '../../src/domain/tenant.ts'
import { accepted, connector, exchangeOf, message, minutesAgo, NOW, networkOf, type Tenant, tenant } from '../fixes/tenant.ts'

const PENDING = ['a@contoso.example', 'b@sales.contoso.example', 'c@partner.example', 'd@elsewhere.example']

const held = (parts: Partial<Tenant> = {}): Tenant =>
  tenant({ messages: PENDING.map((to) => ({ ...message('Pending', to, 60), events: [] })), ...parts })

async function queueOf(tenantHeld: Tenant, name: string | null = 'To on-premises', parts = {}) {
  const target = { name: name ?? '', connector: name, hosts: [], domains: [], requirements: { tlsSettings: null, tlsDomain: null } }
  const evidence = await gather(
    { network: networkOf(tenantHeld), control: null, clock: { now: () => NOW, tick: () => 0 } },
    { ...target, exchange: { ...exchangeOf(tenantHeld), ...parts } },
    () => {},
  )
  return evidence.tenant?.queue
}

const waitingOn = async (own: Partial<OutboundConnector>, ...others: Partial<OutboundConnector>[]): Promise<readonly string[]> => {
  const connectors = [connector(own), ...others.map((each, at) => connector({ guid: `other-${at}`, name: `Other ${at}`, ...each }))]
  const queue = await queueOf(held({ connectors }))
  return queue?.is === 'found' ? queue.value.byDomain.map((each) => each.domain).sort() : []
}

describe('mail that waits on a connector', () => {
  test('is that for the domains it names', async () => {
    expect(await waitingOn({ recipientDomains: ['contoso.example'] })).toEqual(['contoso.example'])
  })

  test('is that for the subdomains of its pattern, and no other', async () => {
    expect(await waitingOn({ recipientDomains: ['*.contoso.example'] })).toEqual(['sales.contoso.example'])
  })

  test('of a catch-all leaves out what a more exact connector takes', async () => {
    expect(await waitingOn({ recipientDomains: ['*'] }, { recipientDomains: ['contoso.example', '*.contoso.example'] })).toEqual([
      'elsewhere.example',
      'partner.example',
    ])
  })

  test('of a catch-all counts what a connector that is off, or bound to rules, does not take', async () => {
    const off = { recipientDomains: ['contoso.example'], enabled: false }
    const ruled = { recipientDomains: ['partner.example'], isTransportRuleScoped: true }
    expect(await waitingOn({ recipientDomains: ['*'] }, off, ruled)).toHaveLength(4)
  })

  test('of a catch-all is not that for mailboxes of the tenant itself', async () => {
    const tenantHeld = held({
      connectors: [connector({ recipientDomains: ['*'] })],
      domains: [accepted('contoso.example', { domainType: 'Authoritative' })],
    })
    expect(await queueOf(tenantHeld)).toMatchObject({ value: { pending: 3 } })
  })

  test('for all accepted domains is that for the tenant’s own', async () => {
    const tenantHeld = held({
      connectors: [connector({ recipientDomains: [], allAcceptedDomains: true })],
      domains: [accepted('contoso.example')],
    })
    expect(await queueOf(tenantHeld)).toMatchObject({ value: { pending: 1, complete: true } })
  })

  test('bound to rules is what its events name, and "at least"', async () => {
    const messages = [
      message('Pending', 'a@contoso.example', 60, [['Defer', 30]]),
      { ...message('Pending', 'b@partner.example', 60), events: [] },
    ]
    const tenantHeld = held({ connectors: [connector({ recipientDomains: [], isTransportRuleScoped: true })], messages })
    expect(await queueOf(tenantHeld)).toMatchObject({ value: { pending: 1, complete: false, byDomain: [{ domain: 'contoso.example' }] } })
  })

  test('of a connector that is not there is not everybody’s mail', async () => {
    expect(await queueOf(held(), 'Gone')).toEqual({ is: 'absent' })
  })

  test('of a connector that cannot be read is unknown', async () => {
    expect(await queueOf(held({ unreadable: ['connectors'] }))).toMatchObject({ is: 'unknown' })
  })
})

describe('when waiting mail bounces', () => {
  test('follows the tenant’s own MessageExpiration', async () => {
    expect(await queueOf(held(), undefined, { messageExpirationHours: async () => ({ is: 'found', value: 12 }) })).toMatchObject({
      value: { expires: minutesAgo(60 - 12 * 60) },
    })
  })

  test('is not claimed when that cannot be read', async () => {
    expect(await queueOf(held(), undefined, { messageExpirationHours: async () => unknown('503') })).toMatchObject({
      value: { pending: 1, expires: null },
    })
  })
})
