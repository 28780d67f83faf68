import { afterEach, beforeEach, describe, expect, test } from '@jest/globals'
import nock from 'nock'
import { connectorOfEvent } from '../../../src/adapters/exchange-online/connector-of-event.ts'
import { filterFor } from '../../../src/adapters/exchange-online/read-known-addresses.ts'
import { hoursOf } from '../../../src/adapters/exchange-online/read-message-expiration.ts'
import { answering, connectorRow, envelope, exchange, failure, type Sent } from './admin-api.ts'

beforeEach(() => nock.disableNetConnect())
afterEach(() => {
  nock.cleanAll()
  nock.enableNetConnect()
})

/** The value of an answer that must be there. */
const value = <T>(answer: { readonly is: string; readonly value?: T }): T => {
  expect(answer).toMatchObject({ is: 'found' })
  return answer.value as T
}

describe('connectors', () => {
  test('three calls are merged by GUID, none of them by identity', async () => {
    const scoped = connectorRow({ Guid: 'AAAA', Name: 'Scoped', IsTransportRuleScoped: true })
    const testing = connectorRow({ Guid: 'BBBB', Name: 'Testing', TestMode: true })
    const calls = answering(({ parameters }) => {
      if (parameters.IsTransportRuleScoped) return [200, envelope([scoped])]
      return [200, envelope(parameters.IncludeTestModeConnectors ? [connectorRow(), testing] : [connectorRow()])]
    })
    const connectors = value(await exchange().connectors())
    expect(connectors.map((each) => each.name).sort()).toEqual(['Scoped', 'Testing', 'To on-premises'])
    expect(calls.map(({ parameters }) => Object.keys(parameters).sort().join())).toEqual([
      'ResultSize',
      'IsTransportRuleScoped,ResultSize',
      'IncludeTestModeConnectors,ResultSize',
    ])
  })

  test('prefixes, priorities and brackets fall away; dates without a zone are UTC', async () => {
    answering(() => [200, envelope([connectorRow()])])
    expect(value(await exchange().connectors())).toEqual([
      {
        guid: 'd0d71cb9-6105-410f-8193-3640e12852a5',
        name: 'To on-premises',
        identity: 'To on-premises',
        enabled: true,
        connectorType: 'OnPremises',
        connectorSource: 'AdminUI',
        useMxRecord: false,
        smartHosts: ['192.0.2.25', 'mail.contoso.example'],
        recipientDomains: ['*.contoso.example', 'contoso.example'],
        allAcceptedDomains: false,
        tlsSettings: 'CertificateValidation',
        tlsDomain: null,
        isTransportRuleScoped: false,
        routeAllMessagesViaOnPremises: false,
        cloudServicesMailEnabled: true,
        testMode: false,
        comment: '',
        whenChanged: '2026-07-24T19:01:54.000Z',
      },
    ])
  })

  test('one selection that cannot be read makes all of it unknown', async () => {
    answering(({ parameters }) => (parameters.IncludeTestModeConnectors ? [400, {}] : [200, envelope([connectorRow()])]))
    expect(await exchange().connectors()).toMatchObject({ is: 'unknown' })
  })
})

test('accepted domains: the first domain of the tenant is known by its name where Exchange does not say', async () => {
  const row = { DomainType: 'Authoritative', Default: false, MatchSubDomains: false }
  answering(() => [
    200,
    envelope([
      { ...row, DomainName: 'contoso.onmicrosoft.com' },
      { ...row, DomainName: 'contoso.example', Guid: 'g', InitialDomain: false },
    ]),
  ])
  expect(value(await exchange().acceptedDomains()).map((each) => [each.domainName, each.isInitial])).toEqual([
    ['contoso.onmicrosoft.com', true],
    ['contoso.example', false],
  ])
})

describe('recipients', () => {
  const recipient = (address: string, changes: object = {}): object => ({
    PrimarySmtpAddress: address,
    EmailAddresses: [`SMTP:${address}`, 'X500:/o=x'],
    RecipientTypeDetails: 'MailUser',
    ExternalEmailAddress: `SMTP:${address}`,
    ...changes,
  })

  test.each([
    ['by primary address', ['contoso.example'], ['ann@contoso.example']],
    ['by another address', ['old.example'], ['bob@other.example']],
    ['by external address', ['legacy.example'], ['bob@other.example']],
    ['by a pattern for subdomains', ['*.contoso.example'], ['cy@lyon.contoso.example']],
    ['all', ['*'], ['ann@contoso.example', 'bob@other.example', 'cy@lyon.contoso.example']],
    ['none', ['nobody.example'], []],
  ])('mail users are found %s, and guests never', async (_says, domains, expected) => {
    const calls = answering(() => [
      200,
      envelope([
        recipient('Ann@Contoso.example'),
        recipient('bob@other.example', {
          EmailAddresses: ['SMTP:bob@other.example', 'smtp:Bob@OLD.example'],
          ExternalEmailAddress: 'SMTP:bob@legacy.example',
        }),
        recipient('cy@lyon.contoso.example'),
        recipient('guest@contoso.example', { RecipientTypeDetails: 'GuestMailUser' }),
      ]),
    ])
    const listing = value(await exchange().mailUsers(domains))
    expect(listing.items.map((each) => each.primarySmtpAddress)).toEqual(expected)
    expect(calls[0]?.parameters).toEqual({ RecipientTypeDetails: ['MailUser'], ResultSize: 'Unlimited' })
  })

  test('known addresses are asked in chunks of 20, each once, whatever their case', async () => {
    const asked: Sent[] = answering(() => [
      200,
      envelope([recipient('User3@contoso.example', { EmailAddresses: ['smtp:user7@contoso.example'] })]),
    ])
    const addresses = Array.from({ length: 25 }, (_, at) => `user${at}@contoso.example`)
    const known = value(await exchange().knownAddresses([...addresses, 'USER1@contoso.example']))
    expect([...known].sort()).toEqual(['user3@contoso.example', 'user7@contoso.example'])
    expect(asked.map(({ parameters }) => String(parameters.Filter).split(' -or ').length)).toEqual([20, 5])
  })

  test('no address asks nothing', async () => {
    const calls = answering(() => [200, envelope([])])
    expect(value(await exchange().knownAddresses([])).size).toBe(0)
    expect(calls).toHaveLength(0)
  })

  test('quotes cannot leave the filter', () => {
    expect(filterFor(["o'neil@a.example", 'x’y@a.example'])).toBe(
      "EmailAddresses -eq 'smtp:o''neil@a.example' -or EmailAddresses -eq 'smtp:x’’y@a.example'",
    )
  })

  test('one chunk that cannot be read makes all unknown', async () => {
    answering(({ parameters }) => (String(parameters.Filter).includes('user24@') ? [400, {}] : [200, envelope([])]))
    expect(await exchange().knownAddresses(Array.from({ length: 25 }, (_, at) => `user${at}@a.example`))).toMatchObject({ is: 'unknown' })
  })
})

test('rules, hybrid organisations and journal rules are read with the parameters their cmdlets take', async () => {
  const calls = answering(({ cmdlet }) => {
    if (cmdlet === 'Get-TransportRule')
      return [200, envelope([{ Name: 'R', State: 'Disabled', RouteMessageOutboundConnector: 'To on-premises' }])]
    if (cmdlet === 'Get-JournalRule') return [200, envelope([{ Name: 'J', Enabled: true, JournalEmailAddress: 'smtp:j@a.example' }])]
    return [200, envelope([{ Name: 'O', OutboundConnector: null, HybridDomains: ['a.example'] }])]
  })
  const tenant = exchange()
  expect(value(await tenant.transportRules())).toEqual([{ name: 'R', enabled: false, routeMessageOutboundConnector: 'To on-premises' }])
  expect(value(await tenant.journalRules())).toEqual([{ name: 'J', enabled: true, journalEmailAddress: 'j@a.example' }])
  expect(value(await tenant.onPremisesOrganizations())).toEqual([{ name: 'O', outboundConnector: null, hybridDomains: ['a.example'] }])
  expect(calls.map(({ parameters }) => parameters)).toEqual([{ ResultSize: 'Unlimited' }, {}, {}])
})

test.each([
  ['1.00:00:00', 24],
  ['12:00:00', 12],
  ['0.18:30:00', 18.5],
  ['PT12H', 12],
  ['P1D', 24],
  ['soon', null],
  ['P', null],
])('a message expiration of %s is %s hours', (written, hours) => expect(hoursOf(written)).toBe(hours))

describe('the trace', () => {
  const row = (at: number, minute = at): object => ({
    MessageTraceId: `t${at}`,
    MessageId: `<${at}@a>`,
    Received: new Date(Date.UTC(2026, 9, 5, 10, 0) - minute * 60_000).toISOString().replace('.000Z', '.0000000'),
    SenderAddress: 'S@a.example',
    RecipientAddress: `R${at}@Contoso.example`,
    Status: 'Pending',
  })
  const query = { start: '2026-10-01T00:00:00.000Z', end: '2026-10-05T12:00:00.000Z' }

  test('status, recipient and time go along; rows come in lower case and UTC', async () => {
    const calls = answering(() => [200, envelope([row(1)])])
    const listing = value(await exchange().trace({ ...query, status: ['Pending'], recipientAddress: '*@contoso.example' }))
    expect(listing).toEqual({
      items: [
        {
          messageTraceId: 't1',
          messageId: '<1@a>',
          received: '2026-10-05T09:59:00.000Z',
          senderAddress: 's@a.example',
          recipientAddress: 'r1@contoso.example',
          status: 'Pending',
        },
      ],
      complete: true,
    })
    expect(calls[0]?.parameters).toEqual({
      StartDate: query.start,
      EndDate: query.end,
      ResultSize: 5000,
      Status: ['Pending'],
      RecipientAddress: ['*@contoso.example'],
    })
  })

  describe('for a domain', () => {
    const asked = { ...query, status: ['Pending'] as const, recipientAddress: '*@fabrikam.example' }
    const isWild = (sent: Sent): boolean => String(sent.parameters.RecipientAddress ?? '').startsWith('*@')
    const ours = { ...row(7), RecipientAddress: 'x@Fabrikam.example' }

    test('that has no mail is known to have none once the wildcard has found other mail', async () => {
      const calls = answering((sent) => {
        const found = !isWild(sent) || String(sent.parameters.RecipientAddress) === '*@contoso.example'
        return [200, envelope(found ? [row(1)].slice(0, Number(sent.parameters.ResultSize)) : [])]
      })
      const one = exchange()
      expect(value(await one.trace(asked))).toEqual({ items: [], complete: true })
      expect(value(await one.trace(asked))).toEqual({ items: [], complete: true })
      expect(calls.map(({ parameters }) => [parameters.RecipientAddress, parameters.Status])).toEqual([
        [['*@fabrikam.example'], ['Pending']],
        [undefined, undefined],
        [['*@contoso.example'], undefined],
        [['*@fabrikam.example'], ['Pending']],
      ])
    })

    test.each<[string, readonly [number, object]]>([
      ['finds nothing', [200, envelope([])]],
      ['is refused', [400, failure('X|X|Invalid RecipientAddress')]],
    ])('is picked out of all rows where the wildcard %s', async (_says, wild) => {
      const calls = answering((sent) =>
        isWild(sent) ? wild : [200, envelope([row(1), ours].slice(0, Number(sent.parameters.ResultSize)))],
      )
      const one = exchange()
      expect(value(await one.trace(asked))).toMatchObject({ items: [{ recipientAddress: 'x@fabrikam.example' }], complete: true })
      const before = calls.length
      expect(value(await one.trace(asked)).items).toHaveLength(1)
      expect(calls.slice(before).map(({ parameters }) => parameters.RecipientAddress)).toEqual([undefined])
    })

    test('is not said to have no mail while it cannot be tried whether the wildcard works', async () => {
      answering((sent) => (isWild(sent) ? [200, envelope([])] : [400, failure('X|X|no')]))
      expect(await exchange().trace(asked)).toMatchObject({ is: 'unknown' })
    })

    test('is picked out of all rows only as long as the trial of the wildcard fails', async () => {
      let isDown = true
      const calls = answering((sent) => {
        const wild = String(sent.parameters.RecipientAddress ?? '')
        if (wild === '*@contoso.example' && isDown) return [503, {}]
        return [200, envelope(wild === '*@fabrikam.example' ? [] : [row(1)].slice(0, Number(sent.parameters.ResultSize)))]
      })
      const one = exchange()
      expect(value(await one.trace(asked))).toEqual({ items: [], complete: true })
      expect(calls.at(-1)?.parameters.RecipientAddress).toBeUndefined()
      isDown = false
      expect(value(await one.trace(asked))).toEqual({ items: [], complete: true })
      expect(calls.at(-1)?.parameters.RecipientAddress).toEqual(['*@contoso.example'])
    })

    test('is not said to have none by a trial on a shorter time, which held no mail to try it on', async () => {
      const short = { ...asked, start: '2026-10-05T11:00:00.000Z' }
      answering((sent) => {
        const rows = isWild(sent) || sent.parameters.StartDate === short.start ? [] : [row(1), ours]
        return [200, envelope(rows.slice(0, Number(sent.parameters.ResultSize)))]
      })
      const one = exchange()
      const [brief, long] = await Promise.all([one.trace(short), one.trace(asked)])
      expect(value(brief).items).toEqual([])
      expect(value(long)).toMatchObject({ items: [{ recipientAddress: 'x@fabrikam.example' }] })
    })

    test('has none in a tenant without any', async () => {
      answering(() => [200, envelope([])])
      expect(value(await exchange().trace(asked))).toEqual({ items: [], complete: true })
    })
  })

  test('the next question ends where the last row stands and starts at its recipient', async () => {
    const calls = answering(({ parameters }) =>
      parameters.StartingRecipientAddress
        ? [200, envelope([row(2), row(3)])]
        : [200, envelope([row(1), row(2)], { '@adminapi.warnings': ['There are more results, use the following command to get more.'] })],
    )
    const listing = value(await exchange().trace(query))
    expect(listing.items.map((each) => each.messageTraceId)).toEqual(['t1', 't2', 't3'])
    expect(listing.complete).toBe(true)
    expect(calls[1]?.parameters).toMatchObject({ EndDate: '2026-10-05T09:58:00.000Z', StartingRecipientAddress: 'r2@contoso.example' })
  })

  test('it stops at the number asked for and says that there is more', async () => {
    const calls = answering(({ parameters }) => [200, envelope([row(1), row(2), row(3)].slice(0, Number(parameters.ResultSize)))])
    expect(value(await exchange().trace({ ...query, most: 2 }))).toMatchObject({ complete: false, items: [{}, {}] })
    expect(calls).toHaveLength(1)
  })

  test('it does not turn in circles', async () => {
    const calls = answering(() => [200, envelope([row(1)], { '@adminapi.warnings': ['There are more results'] })])
    expect(value(await exchange().trace(query)).complete).toBe(false)
    expect(calls).toHaveLength(2)
  })

  test('more than ten days are asked in windows of ten', async () => {
    const calls = answering(() => [200, envelope([])])
    await exchange().trace({ start: '2026-09-10T00:00:00.000Z', end: '2026-10-05T00:00:00.000Z' })
    expect(calls.map(({ parameters }) => [parameters.StartDate, parameters.EndDate])).toEqual([
      ['2026-09-25T00:00:00.000Z', '2026-10-05T00:00:00.000Z'],
      ['2026-09-15T00:00:00.000Z', '2026-09-25T00:00:00.000Z'],
      ['2026-09-10T00:00:00.000Z', '2026-09-15T00:00:00.000Z'],
    ])
  })

  test('a later question that fails leaves what was read, incomplete', async () => {
    answering(({ parameters }) =>
      parameters.StartingRecipientAddress ? [400, {}] : [200, envelope([row(1)], { '@adminapi.warnings': ['There are more results'] })],
    )
    expect(value(await exchange().trace(query))).toMatchObject({ complete: false, items: [{}] })
  })

  test('the first one that fails is unknown', async () => {
    answering(() => [400, {}])
    expect(await exchange().trace(query)).toMatchObject({ is: 'unknown' })
  })

  test('details tell event, text and connector, oldest first', async () => {
    const calls = answering(() => [
      200,
      envelope([
        {
          Date: '2026-10-05T10:05:00',
          Event: 'Defer',
          Detail: 'Reason: [{LED=450 4.4.316 Connection refused}]',
          Data: '<root><MEP Name="TenantOutboundConnectorCustomData" String="Name=To A &amp; B;ConnectorType=OnPremises"/></root>',
        },
        { Date: '2026-10-05T10:00:00', Event: 'Receive', Detail: null, Data: null },
      ]),
    ])
    const message = {
      messageTraceId: 't1',
      messageId: '',
      received: '2026-10-05T10:00:00.000Z',
      senderAddress: 's@a',
      recipientAddress: 'r@b',
      status: 'Pending' as const,
    }
    const events = value(await exchange().traceDetails(message))
    expect(events).toEqual([
      { date: '2026-10-05T10:00:00.000Z', event: 'Receive', detail: '', connector: null },
      { date: '2026-10-05T10:05:00.000Z', event: 'Defer', detail: 'Reason: [{LED=450 4.4.316 Connection refused}]', connector: 'To A & B' },
    ])
    expect(calls.at(-1)).toMatchObject({
      cmdlet: 'Get-MessageTraceDetailV2',
      parameters: {
        MessageTraceId: 't1',
        RecipientAddress: 'r@b',
        StartDate: '2026-10-05T09:00:00.000Z',
        EndDate: '2026-10-05T13:00:00.000Z',
      },
    })
  })
})

test.each([
  [
    'a property of its own',
    '<root><MEP Name="TenantOutboundConnectorCustomData" String="Name=Out;ConnectorType=OnPremises;UseMxRecord=False"/></root>',
    'Out',
  ],
  ['the bare name', "<MEP String='Out of here' Name='TenantOutboundConnectorCustomData' />", 'Out of here'],
  [
    'inside the blob',
    '<root><MEP Name="CustomData" Blob="S:A=1;S:Microsoft.Exchange.Hygiene.TenantOutboundConnectorCustomData=Name=Out;ConnectorType=Partner"/></root>',
    'Out',
  ],
  ['nothing of it', '<root><MEP Name="ServerHostName" String="x"/></root>', null],
  ['cut XML', '<root><MEP Name="TenantOutboundConnectorCustomData" String="Name=Ou', null],
  ['no XML', 'hello', null],
])('the connector of an event: %s', (_says, data, name) => expect(connectorOfEvent(data)).toBe(name))
