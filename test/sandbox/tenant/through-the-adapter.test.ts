import { afterEach, beforeEach, describe, expect, test } from '@jest/globals'
import { createExchange } from '../../../src/adapters/exchange-online/create-exchange.ts'
import { createActivityFeed } from '../../../src/adapters/microsoft-365/activity-feed.ts'
import { createTokenSource } from '../../../src/adapters/microsoft-365/sign-in.ts'
import type { Answer } from '../../../src/domain/answer.ts'
import type { Exchange } from '../../../src/ports/exchange.ts'
import { serve } from '../../../src/sandbox/serve.ts'
import { type Client, MIGRATED, REFUSED, START, tenantClient } from './tenant-client.ts'

let client: Client
let exchange: Exchange
let token: ReturnType<typeof createTokenSource>
const now = () => Date.parse(client.clock.now())

beforeEach(async () => {
  client = await tenantClient()
  const { url, tenantId, clientId, clientSecret } = client.tenant
  token = createTokenSource({ tenant: tenantId, loginUrl: url, credential: { is: 'secret', clientId, clientSecret }, now })
  exchange = createExchange({ tenant: tenantId, baseUrl: url, token, now, sleep: async () => {} })
})
afterEach(() => client.tenant.stop())

function value<T>(answer: Answer<T>): T {
  if (answer.is !== 'found') throw new Error(`not found: ${JSON.stringify(answer)}`)
  return answer.value
}

describe('the bot’s own adapter against the simulated tenant', () => {
  test('sees every connector, the hidden ones too', async () => {
    const connectors = value(await exchange.connectors())
    expect(connectors).toHaveLength(15)
    expect(connectors.find((each) => each.name === MIGRATED)).toMatchObject({
      enabled: true,
      smartHosts: ['mail.contoso.example'],
      recipientDomains: ['contoso.example'],
    })
    expect(connectors.filter((each) => each.isTransportRuleScoped || each.testMode)).toHaveLength(2)
  })
  test('reads domains, rules, hybrid organisation and expiry', async () => {
    expect(value(await exchange.acceptedDomains()).find((each) => each.isDefault)).toMatchObject({
      domainName: 'contosogroup.example',
      domainType: 'Authoritative',
    })
    expect(value(await exchange.transportRules()).map((rule) => rule.routeMessageOutboundConnector)).toContain('Branch office Lyon')
    expect(value(await exchange.journalRules())).toMatchObject([{ journalEmailAddress: 'journal@fabrikam.example' }])
    expect(value(await exchange.onPremisesOrganizations())[0]!.outboundConnector).toMatch(/^Outbound to /)
    expect(value(await exchange.messageExpirationHours())).toBe(24)
  })
  test('counts mail users, and tells known from unknown addresses', async () => {
    const mailUsers = value(await exchange.mailUsers(['fabrikam.example']))
    expect([mailUsers.complete, mailUsers.items.length]).toEqual([true, 14])
    expect(value(await exchange.mailUsers(['contoso.example'])).items).toEqual([])
    const known = value(await exchange.knownAddresses(['alex.martin@contoso.example', 'fax@contoso.example']))
    expect([...known]).toEqual(['alex.martin@contoso.example'])
  })
  test('finds who was delivered lately: nobody unknown in the migrated domain, three in the other', async () => {
    const unknownIn = async (domain: string) => {
      const start = new Date(now() - 10 * 86_400_000).toISOString()
      const rows = value(await exchange.trace({ start, end: START, status: ['Delivered'], recipientAddress: `*@${domain}` })).items
      const addresses = [...new Set(rows.map((row) => row.recipientAddress))]
      const known = value(await exchange.knownAddresses(addresses))
      return addresses.filter((address) => !known.has(address)).length
    }
    expect(await unknownIn('contoso.example')).toBe(0)
    expect(await unknownIn('fabrikam.example')).toBe(3)
  })
  test('reads what a deferral says, and which connector it names', async () => {
    const [row] = value(
      await exchange.trace({ start: '2026-11-21T09:00:00Z', end: START, status: ['Pending'], recipientAddress: '*@fabrikam.example' }),
    ).items
    const defer = value(await exchange.traceDetails(row!)).findLast((event) => event.event === 'Defer')
    expect(defer).toMatchObject({ connector: REFUSED, detail: expect.stringContaining('450 4.4.316 Connection refused') })
  })
  test('writes, reads back, and hears a refusal in Exchange’s own words', async () => {
    expect(await exchange.setAcceptedDomain('contoso.example', { DomainType: 'Authoritative' })).toMatchObject({ is: 'done' })
    expect(await exchange.setOutboundConnector(MIGRATED, { Enabled: false })).toMatchObject({ is: 'done' })
    expect(value(await exchange.connectors()).find((each) => each.name === MIGRATED)).toMatchObject({ enabled: false })
    expect(client.tenant.snapshot().writes).toBe(2)
    const refused = await exchange.setAcceptedDomain('nowhere.example', { DomainType: 'Authoritative' })
    expect(refused).toMatchObject({ is: 'refused', why: expect.stringContaining("couldn't be found") })
  })
  test('cannot find out is never not there', async () => {
    client.tenant.setTroubles([{ is: 'status', status: 503, cmdlets: ['Get-MailUser', 'Get-Recipient'] }])
    expect(await exchange.mailUsers(['contoso.example'])).toMatchObject({ is: 'unknown' })
    client.tenant.setTroubles([{ is: 'silent', cmdlets: ['Set-OutboundConnector'], times: 1 }])
    expect(await exchange.setOutboundConnector(MIGRATED, { Enabled: false })).toMatchObject({ is: 'unknown' })
    expect(client.tenant.snapshot().writes).toBe(1)
  })
  test('the activity feed shakes hands, and its content is an alert that names nothing', async () => {
    const hook = await serve((_request, response) => response.writeHead(200).end())
    const feed = createActivityFeed({ baseUrl: client.tenant.url, token: () => token })
    const { tenantId } = client.tenant
    expect(await feed.startSubscription(tenantId, { webhookUrl: `${hook.url}/hooks/activity`, authId: 'secret' })).toEqual({
      is: 'started',
    })
    const { contentUri, webhook } = await client.tenant.raiseActivityAlert()
    expect(webhook).toBe(200)
    expect(value(await feed.content(tenantId, contentUri))).toMatchObject([
      { name: 'Messages have been delayed', hints: { connector: null, error: null, count: 2314 } },
    ])
    expect(await feed.content(tenantId, `${contentUri}x`)).toMatchObject({ is: 'absent' })
    await hook.stop()
  })
})
