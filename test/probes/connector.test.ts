import { describe, expect, test } from '@jest/globals'
import type { Evidence } from '../../src/domain/evidence.ts'
import type { EvidenceLine } from '../../src/domain/finding.ts'
import type { AcceptedDomain, OutboundConnector } from '../../src/domain/tenant.ts'
import { connector } from '../../src/probes/connector.ts'
import { resolutionOf } from '../../src/probes/resolution.ts'
import { answer, connectorWith, domainWith, evidenceWith, inShort, queueWith } from './healthy.ts'

const OWN = 'To head office'
const at = (
  own: Partial<OutboundConnector>,
  others: readonly OutboundConnector[] = [],
  domains: readonly AcceptedDomain[] = [domainWith()],
): Evidence => {
  const evidence = evidenceWith()
  const value = connectorWith(own)
  return {
    ...evidence,
    tenant: evidence.tenant && {
      ...evidence.tenant,
      connector: { is: 'found', value },
      connectors: { is: 'found', value: [...others, value] },
      domains: { is: 'found', value: domains },
    },
  }
}
const other = (changes: Partial<OutboundConnector>): OutboundConnector => connectorWith({ guid: 'other', name: 'Other', ...changes })
const lines = (evidence: Evidence): readonly EvidenceLine[] => connector(evidence).flatMap((each) => each.evidence)
const swallowed = (domain: string): EvidenceLine => ({ code: 'connector-swallowed', args: { connector: OWN, domain, other: 'Other' } })
const shared = (domain: string): EvidenceLine => ({ code: 'connector-shared', args: { connector: OWN, domain, other: 'Other' } })

test('a connector that works says nothing', () => expect(connector(at({}))).toEqual([]))

describe('domains that another connector takes', () => {
  const everything = [domainWith(), domainWith({ guid: 'b', domainName: 'B.example', domainType: 'Authoritative' })]

  test('all of them: nothing is left for this one', () => {
    const evidence = at(
      { recipientDomains: [], allAcceptedDomains: true },
      [other({ recipientDomains: ['contoso.example', 'b.example'] })],
      everything,
    )
    expect(inShort(connector(evidence))).toEqual(['fault connector-misconfigured/tenant'])
    expect(lines(evidence)).toEqual([swallowed('contoso.example'), swallowed('b.example')])
  })

  test('is no fault where the trace shows mail on this one all the same', () => {
    const evidence = at({ recipientDomains: [], allAcceptedDomains: true }, [other({ recipientDomains: ['contoso.example'] })])
    const tried = (name: string): Evidence => {
      const defers = [{ at: evidence.at, text: 'LED=450 4.4.316', connector: name, recipientDomain: 'contoso.example' }]
      return {
        ...evidence,
        tenant: evidence.tenant && { ...evidence.tenant, queue: { is: 'found', value: queueWith({ defers }) } },
      }
    }
    expect(inShort(connector(tried('to HEAD office')))).toEqual(['warning connector-misconfigured/tenant'])
    expect(inShort(connector(tried('Other')))).toEqual(['fault connector-misconfigured/tenant'])
  })

  test('some of them', () => {
    const evidence = at({ recipientDomains: [], allAcceptedDomains: true }, [other({ recipientDomains: ['b.example'] })], everything)
    expect(inShort(connector(evidence))).toEqual(['warning connector-misconfigured/tenant'])
    expect(lines(evidence)).toEqual([swallowed('b.example')])
  })

  test('below a pattern, which may stand for more than is known', () => {
    const below = [domainWith({ domainName: 'sub.contoso.example' })]
    const evidence = at({ recipientDomains: ['*.contoso.example'] }, [other({ recipientDomains: ['Sub.Contoso.Example'] })], below)
    expect(inShort(connector(evidence))).toEqual(['warning connector-misconfigured/tenant'])
    expect(lines(evidence)).toEqual([swallowed('sub.contoso.example')])
  })

  test('named alike by two: which is taken is not known', () => {
    expect(lines(at({}, [other({})]))).toEqual([shared('contoso.example')])
    expect(inShort(connector(at({}, [other({})])))).toEqual(['warning connector-misconfigured/tenant'])
  })

  test.each<[string, Partial<OutboundConnector>, Partial<OutboundConnector>]>([
    ['the other is off', {}, { enabled: false }],
    ['the other is in test mode', {}, { testMode: true }],
    ['the other is for a transport rule', {}, { isTransportRuleScoped: true }],
    ['this one is for a transport rule', { isTransportRuleScoped: true }, {}],
    ['the other takes everything that nobody names', {}, { recipientDomains: ['*'] }],
    ['the other is less exact', { recipientDomains: ['contoso.example'] }, { recipientDomains: ['*.example'] }],
    ['the other has every accepted domain', {}, { recipientDomains: [], allAcceptedDomains: true }],
    ['this one takes everything that nobody names', { recipientDomains: ['*'] }, {}],
  ])('none when %s', (_says, own, changes) => expect(connector(at(own, [other(changes)]))).toEqual([]))

  test('none when the other connectors could not be read', () => {
    const evidence = at({ recipientDomains: [], allAcceptedDomains: true })
    const unread = {
      ...evidence,
      tenant: evidence.tenant && { ...evidence.tenant, connectors: { is: 'unknown', why: 'HTTP 503' } as const },
    }
    expect(connector(unread)).toEqual([])
  })
})

describe('a connector that takes no mail', () => {
  const authoritative = [domainWith({ domainType: 'Authoritative' })]

  test('in test mode, while a relayed domain has no other way', () => {
    expect(inShort(connector(at({ testMode: true })))).toEqual(['fault connector-misconfigured/tenant'])
    expect(lines(at({ testMode: true })).map((line) => line.code)).toEqual(['connector-test-mode', 'domain-relays-nowhere'])
  })

  test('in test mode, while another takes the mail, is a warning', () => {
    expect(inShort(connector(at({ testMode: true }, [other({})])))).toEqual(['warning connector-misconfigured/tenant'])
    expect(inShort(connector(at({ testMode: true }, [], authoritative)))).toEqual(['warning connector-misconfigured/tenant'])
  })

  test('off on purpose is only told', () => {
    expect(connector(at({ enabled: false, testMode: true }, [], authoritative))).toMatchObject([
      { severity: 'info', evidence: [{ code: 'connector-disabled' }] },
    ])
  })

  test('of a name nobody knows', () => {
    const evidence = evidenceWith()
    const absent = {
      ...evidence,
      tenant: evidence.tenant && { ...evidence.tenant, connectorName: 'Gone', connector: { is: 'absent' } as const },
    }
    expect(connector(absent)).toMatchObject([
      { severity: 'fault', evidence: [{ code: 'connector-not-found', args: { connector: 'Gone' } }] },
    ])
  })
})

describe('an MX route that leads back', () => {
  const back = (domain: string) => resolutionOf(domain, [answer(domain, 'MX', '0 contoso-example.mail.protection.outlook.com')], 'domain')
  const byMx = { useMxRecord: true, smartHosts: [] }

  test.each(['mail.protection.outlook.com', 'mail.protection.partner.outlook.cn', 'mail.protection.office365.us', 'a-b.c-v1.mx.microsoft'])(
    'by %s',
    (suffix) => {
      const resolution = resolutionOf('contoso.example', [answer('contoso.example', 'MX', `0 contoso-example.${suffix}`)], 'domain')
      expect(lines({ ...at(byMx), resolutions: [resolution] })).toEqual([
        { code: 'connector-mx-loops', args: { connector: OWN, domain: 'contoso.example' } },
      ])
    },
  )

  test('is a warning for an authoritative domain that is named: only its mail users are sent that way', () => {
    const authoritative = [domainWith({ domainType: 'Authoritative' })]
    expect(inShort(connector({ ...at(byMx, [], authoritative), resolutions: [back('contoso.example')] }))).toEqual([
      'warning connector-misconfigured/tenant',
    ])
    const every = { ...byMx, recipientDomains: ['*'] }
    expect(connector({ ...at(every, [], authoritative), resolutions: [back('contoso.example')] })).toEqual([])
  })

  test('only of domains that this connector serves', () => {
    const domains = [domainWith(), domainWith({ guid: 'b', domainName: 'b.example' })]
    expect(connector({ ...at(byMx, [], domains), resolutions: [back('b.example')] })).toEqual([])
  })
})

describe('a smart host that leads back', () => {
  const OWN_MX = 'contoso-example.mail.protection.outlook.com'
  const loops = (name: string): EvidenceLine => ({ code: 'connector-host-loops', args: { connector: OWN, name } })
  const by = (smartHosts: readonly string[], ...exchange: readonly string[]): Evidence => ({
    ...at({ smartHosts }),
    resolutions: [resolutionOf('contoso.example', [answer('contoso.example', 'MX', ...exchange.map((each) => `0 ${each}`))])],
  })

  test('whatever the domain is like', () => {
    const hyphens = domainWith({ domainName: 'Tailspin-Toys.example' })
    const initial = domainWith({ domainName: 'contoso.onmicrosoft.us', isInitial: true })
    for (const host of ['tailspintoys-example02c.mail.protection.outlook.com.', 'Contoso.mail.protection.office365.us'])
      expect(lines(at({ smartHosts: [host] }, [], [hyphens, initial]))).toEqual([loops(host)])
    for (const host of ['tailspintoys-example.mail.protection.outlook.com', 'contoso-example.mail.protection.office365.us'])
      expect(lines(at({ smartHosts: [host] }, [], [hyphens, initial]))).toEqual([])
  })
  test('as it is written', () => expect(lines(by([OWN_MX]))).toEqual([loops(OWN_MX)]))
  test('by its own MX, which is looked up first', () => {
    expect(lines(by(['contoso.example'], 'contoso-example.a-v1.mx.microsoft'))).toEqual([loops('contoso.example')])
    expect(inShort(connector(by(['contoso.example'], OWN_MX)))).toEqual(['fault connector-misconfigured/tenant'])
  })
  test('beside one that does not is a warning', () => {
    expect(inShort(connector(by([OWN_MX, 'mail.contoso.example'])))).toEqual(['warning connector-misconfigured/tenant'])
  })
  test.each([
    ['a partner in Exchange Online', 'fabrikam-example.mail.protection.outlook.com'],
    ['a name that only looks like it', 'contoso-example.mail.protection.outlook.com.evil.example'],
  ])('%s does not', (_says, host) => expect(connector(by([host]))).toEqual([]))
  test('nothing is claimed while the accepted domains are not known', () => {
    const evidence = by([OWN_MX])
    const unread = { is: 'unknown', why: 'HTTP 503' } as const
    expect(connector({ ...evidence, tenant: evidence.tenant && { ...evidence.tenant, domains: unread } })).toEqual([])
  })
})
