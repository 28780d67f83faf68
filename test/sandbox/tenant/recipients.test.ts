import { afterAll, beforeAll, describe, expect, test } from '@jest/globals'
import { type Client, MIGRATED, REFUSED, tenantClient } from './tenant-client.ts'

let client: Client
beforeAll(async () => {
  client = await tenantClient()
})
afterAll(() => client.tenant.stop())

const window = { StartDate: '2026-11-12T09:00:00Z', EndDate: '2026-11-22T09:00:00Z', ResultSize: 5000 }
const addresses = (rows: readonly Record<string, unknown>[], key: string) => [...new Set(rows.map((row) => String(row[key]).toLowerCase()))]

async function deliveredUnknown(domain: string): Promise<readonly string[]> {
  const rows = await client.read('Get-MessageTraceV2', { ...window, Status: ['Delivered'], RecipientAddress: [`*@${domain}`] })
  const delivered = addresses(rows, 'RecipientAddress')
  const filter = delivered.map((address) => `EmailAddresses -eq 'smtp:${address}'`).join(' -or ')
  const known = addresses(await client.read('Get-Recipient', { Filter: filter, ResultSize: 'Unlimited' }), 'PrimarySmtpAddress')
  return delivered.filter((address) => !known.includes(address))
}

describe('what the guards will find', () => {
  test('the migrated domain has no mail user and delivered to nobody unknown', async () => {
    expect(await client.read('Get-MailUser', { Filter: "EmailAddresses -like '*@contoso.example'" })).toEqual([])
    expect(await deliveredUnknown('contoso.example')).toEqual([])
  })
  test('the other one has fourteen mail users and three recipients the tenant does not know', async () => {
    expect(await client.read('Get-MailUser', { Filter: "EmailAddresses -like '*@fabrikam.example'" })).toHaveLength(14)
    expect(await deliveredUnknown('fabrikam.example')).toHaveLength(3)
  })
  test('guests are recipients but no mail users', async () => {
    const guests = await client.read('Get-Recipient', { RecipientTypeDetails: ['GuestMailUser'] })
    expect(guests).toHaveLength(1)
    const users = addresses(await client.read('Get-MailUser', { ResultSize: 'Unlimited' }), 'PrimarySmtpAddress')
    expect(users).not.toContain(guests[0]!.PrimarySmtpAddress)
  })
  test('rules, journal and hybrid organisation name the connectors they hang on', async () => {
    const rules = await client.read('Get-TransportRule')
    expect(rules.map((rule) => rule.RouteMessageOutboundConnector)).toEqual(['Branch office Lyon', 'Archive gateway', null])
    expect((await client.read('Get-JournalRule'))[0]).toMatchObject({ JournalEmailAddress: 'journal@fabrikam.example' })
    const [hybrid] = await client.read('Get-OnPremisesOrganization')
    const [connector] = await client.read('Get-OutboundConnector', { Identity: hybrid!.OutboundConnector })
    expect(connector).toMatchObject({ ConnectorSource: 'HybridWizard', CloudServicesMailEnabled: true })
    expect(await client.read('Get-TransportConfig')).toMatchObject([{ MessageExpiration: '1.00:00:00' }])
  })
  test('default and initial domain are Authoritative, the connectors’ domains relay', async () => {
    const domains = await client.read('Get-AcceptedDomain')
    expect(domains.filter((each) => each.Default)).toMatchObject([{ DomainType: 'Authoritative' }])
    expect(domains.filter((each) => each.InitialDomain)).toMatchObject([{ DomainType: 'Authoritative' }])
    expect(domains.find((each) => each.DomainName === 'contoso.example')).toMatchObject({ DomainType: 'InternalRelay' })
  })
})

describe('the filter of Get-Recipient', () => {
  test.each([
    ["EmailAddresses -eq 'smtp:ALEX.MARTIN@contoso.example'", 1],
    ["EmailAddresses -eq 'helpdesk@contoso.example'", 1],
    ["(EmailAddresses -eq 'smtp:alex.martin@contoso.example') -or (EmailAddresses -eq 'smtp:sam.dubois@contoso.example')", 2],
    ["RecipientTypeDetails -eq 'MailUser' -and EmailAddresses -like '*@fabrikam.example'", 14],
    ["EmailAddresses -eq 'smtp:o''neil@contoso.example'", 0],
  ])('%s finds %i', async (filter, count) => {
    expect(await client.read('Get-Recipient', { Filter: filter })).toHaveLength(count)
  })
})

describe('the message trace', () => {
  test('each broken connector has mail waiting whose Defer events name it and carry the error', async () => {
    const pending = await client.read('Get-MessageTraceV2', { Status: ['Pending'], ResultSize: 5000 })
    const seen = new Set<string>()
    for (const row of pending.filter((_row, index) => index % 5 === 0)) {
      const events = await client.read('Get-MessageTraceDetailV2', {
        MessageTraceId: row.MessageTraceId,
        RecipientAddress: row.RecipientAddress,
        Event: ['DEFER'],
      })
      expect(events[0]).toMatchObject({ Event: 'Defer', Detail: expect.stringMatching(/^Reason: \[\{LED=450 4\.\d\.\d{3} /) })
      const name = /TenantOutboundConnectorCustomData=Name=([^;]+);/.exec(String(events[0]!.Data))?.[1]
      if (name) seen.add(name)
    }
    expect([...seen]).toEqual(expect.arrayContaining([MIGRATED, REFUSED, 'Partner: Tailspin', 'Branch office Cork']))
    expect([...seen]).not.toContain('Branch office Nice')
  })
  test('rows come newest first, and the next query goes on where the last one stopped', async () => {
    const all = await client.read('Get-MessageTraceV2', window)
    const rows: Record<string, unknown>[] = []
    let more: object = {}
    for (let queries = 0; queries < 50; queries += 1) {
      const page = await client.read('Get-MessageTraceV2', { ...window, ResultSize: 100, ...more })
      rows.push(...page)
      if (page.length < 100) break
      const last = page.at(-1)!
      more = { EndDate: last.Received, StartingRecipientAddress: last.RecipientAddress }
    }
    expect(rows.map((row) => row.MessageTraceId)).toEqual(all.map((row) => row.MessageTraceId))
    expect(all.map((row) => row.Received)).toEqual(
      all
        .map((row) => row.Received)
        .sort()
        .reverse(),
    )
  })
})
