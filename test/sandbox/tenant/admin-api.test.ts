import { afterAll, beforeAll, describe, expect, test } from '@jest/globals'
import { type Client, failureText, MIGRATED, tenantClient } from './tenant-client.ts'

let client: Client
beforeAll(async () => {
  client = await tenantClient()
})
afterAll(() => client.tenant.stop())

const namesOf = (rows: readonly Record<string, unknown>[]) => rows.map((row) => row.Name)

describe('signing in', () => {
  test('the right secret and scope give a bearer token that expires', async () => {
    const response = await client.token()
    expect(response.status).toBe(200)
    expect(await response.json()).toMatchObject({
      token_type: 'Bearer',
      expires_in: 3599,
      access_token: expect.stringMatching(/^\S+\.\S+\.\S+$/),
    })
  })
  test.each([
    ['a wrong secret', 'https://outlook.office365.com/.default', 'guess', 401, 'AADSTS7000215'],
    ['an unknown audience', 'https://vault.azure.net/.default', undefined, 400, 'AADSTS70011'],
  ])('%s is refused with its number', async (_says, scope, secret, status, number) => {
    const response = await client.token(scope, secret)
    expect(response.status).toBe(status)
    expect((await response.json()) as object).toMatchObject({ error_description: expect.stringContaining(number) })
  })
  test('metadata names this server’s own token endpoint', async () => {
    const { url, tenantId } = client.tenant
    const metadata = (await (await fetch(`${url}/${tenantId}/v2.0/.well-known/openid-configuration`)).json()) as { token_endpoint: string }
    expect(metadata.token_endpoint).toBe(`${url}/${tenantId}/oauth2/v2.0/token`)
  })
})

describe('the envelope', () => {
  test('success carries an empty array of warnings and annotations beside properties', async () => {
    const body = (await (await client.invoke('Get-OutboundConnector')).json()) as {
      '@adminapi.warnings': unknown
      value: Record<string, unknown>[]
    }
    expect(body['@adminapi.warnings']).toEqual([])
    expect(body.value[0]).toMatchObject({
      Name: MIGRATED,
      'SmartHosts@odata.type': '#Collection(String)',
      SmartHosts: ['mail.contoso.example'],
    })
  })
  test('a cmdlet without output still succeeds', async () => {
    const response = await client.invoke('Set-OutboundConnector', { Identity: MIGRATED, Enabled: true })
    expect(await response.json()).toMatchObject({ value: [], '@adminapi.warnings': [expect.stringContaining('no settings')] })
  })
  test('$select leaves only what was asked for', async () => {
    const response = await client.invoke('Get-AcceptedDomain', {}, { query: '?$select=DomainName,DomainType' })
    expect(((await response.json()) as { value: object[] }).value[0]).toEqual({
      DomainName: 'contoso.example',
      DomainType: 'InternalRelay',
    })
  })
  test('a token for the activity feed opens nothing here', async () => {
    const token = await client.bearer('https://manage.office.com/.default')
    expect((await client.invoke('Get-AcceptedDomain', {}, { token })).status).toBe(401)
    expect((await client.invoke('Get-AcceptedDomain', {}, { token: 'forged.token.here' })).status).toBe(401)
  })
  test('an unknown cmdlet is answered with NUL bytes, not JSON', async () => {
    const response = await client.invoke('Get-Mailbox')
    expect(response.status).toBe(403)
    expect([...new Uint8Array(await response.arrayBuffer())].every((byte) => byte === 0)).toBe(true)
  })
  test.each([
    [
      'an object that is not there',
      'Set-AcceptedDomain',
      { Identity: 'nowhere.example', DomainType: 'Authoritative' },
      404,
      /nowhere\.example.*couldn't be found/,
    ],
    [
      'a value outside the enumeration',
      'Set-AcceptedDomain',
      { Identity: 'contoso.example', DomainType: 'Relay' },
      400,
      /Authoritative, ExternalRelay, InternalRelay/,
    ],
    ['a parameter nobody knows', 'Set-OutboundConnector', { Identity: MIGRATED, Enable: true }, 400, /'Enable'/],
    ['a missing mandatory parameter', 'Set-OutboundConnector', { Enabled: true }, 400, /Identity/],
    ['removal without Confirm false', 'Remove-OutboundConnector', { Identity: MIGRATED }, 400, /Confirm/],
    [
      'TlsDomain without DomainValidation',
      'Set-OutboundConnector',
      { Identity: MIGRATED, TlsDomain: 'a.example' },
      400,
      /DomainValidation/,
    ],
    [
      'a trace over more than ten days',
      'Get-MessageTraceV2',
      { StartDate: '2026-11-01T00:00:00Z', EndDate: '2026-11-22T00:00:00Z' },
      400,
      /10 days/,
    ],
    ['a filter that cannot be read', 'Get-Recipient', { Filter: 'EmailAddresses = x' }, 400, /filter/],
  ] as const)('%s is refused with its status and reason', async (_says, cmdlet, parameters, status, reason) => {
    const response = await client.invoke(cmdlet, parameters)
    expect(response.status).toBe(status)
    expect(await failureText(response)).toMatch(reason)
    expect(client.tenant.snapshot().writes).toBe(0)
  })
})

describe('the traps of Get-OutboundConnector', () => {
  test('rule-scoped and test-mode connectors show only when asked for', async () => {
    const [plain, scoped, trial] = await Promise.all(
      [{}, { IsTransportRuleScoped: true }, { IncludeTestModeConnectors: true }].map(async (asked) =>
        namesOf(await client.read('Get-OutboundConnector', asked)),
      ),
    )
    expect(plain).toHaveLength(13)
    expect(scoped).toEqual(['Archive gateway'])
    expect(trial).toEqual(['Gateway trial'])
  })
  test('an identity that does not exist gives every connector, not none', async () => {
    expect(await client.read('Get-OutboundConnector', { Identity: 'no such connector' })).toHaveLength(13)
  })
  test('an identity that exists gives that one, by name or GUID', async () => {
    const [byName] = await client.read('Get-OutboundConnector', { Identity: MIGRATED.toUpperCase() })
    expect(namesOf(await client.read('Get-OutboundConnector', { Identity: byName!.Guid }))).toEqual([MIGRATED])
  })
})

describe('paging', () => {
  const page = async (response: Response) => (await response.json()) as { value: Record<string, unknown>[]; '@odata.nextLink'?: string }

  test('the same body posted to each next link gives all rows once', async () => {
    const parameters = { ResultSize: 'Unlimited' }
    const all = await client.read('Get-Recipient', parameters)
    const rows: unknown[] = []
    let next = await page(await client.invoke('Get-Recipient', parameters, { prefer: 'odata.maxpagesize=25' }))
    rows.push(...namesOf(next.value))
    while (next['@odata.nextLink']) {
      next = await page(await client.invoke('Get-Recipient', parameters, { url: next['@odata.nextLink'], prefer: 'odata.maxpagesize=25' }))
      rows.push(...namesOf(next.value))
    }
    expect(all.length).toBeGreaterThan(50)
    expect(rows).toEqual(namesOf(all))
  })
  test('another body, or a tenant that refuses paging, loses the rest with 400', async () => {
    const first = await page(await client.invoke('Get-Recipient', {}, { prefer: 'odata.maxpagesize=25' }))
    const url = first['@odata.nextLink']!
    expect((await client.invoke('Get-Recipient', { ResultSize: 5 }, { url })).status).toBe(400)
    client.tenant.setTroubles([{ is: 'no-paging' }])
    const response = await client.invoke('Get-Recipient', {}, { url })
    client.tenant.setTroubles([])
    expect(response.status).toBe(400)
    expect(await failureText(response)).toMatch(/Expired or Invalid pagination request/)
  })
  test('ResultSize cuts the list and warns', async () => {
    const response = await client.invoke('Get-Recipient', { ResultSize: 3 })
    const body = (await response.json()) as { value: unknown[]; '@adminapi.warnings': string[] }
    expect(body.value).toHaveLength(3)
    expect(body['@adminapi.warnings'][0]).toMatch(/more results/)
  })
})

describe('troubles on demand', () => {
  test('a busy server asks for patience as often as told, then works again', async () => {
    client.tenant.setTroubles([{ is: 'status', status: 503, retryAfter: 7, times: 1, cmdlets: ['Get-MailUser'] }])
    const busy = await client.invoke('Get-MailUser')
    expect([busy.status, busy.headers.get('retry-after')]).toEqual([503, '7'])
    expect((await client.invoke('Get-MailUser')).status).toBe(200)
  })
  test('a call without an answer has still been carried out', async () => {
    const own = await tenantClient()
    own.tenant.setTroubles([{ is: 'silent', cmdlets: ['Set-OutboundConnector'], times: 1 }])
    await expect(own.invoke('Set-OutboundConnector', { Identity: MIGRATED, Enabled: false })).rejects.toThrow()
    expect(own.tenant.snapshot()).toMatchObject({ writes: 1 })
    expect((await own.read('Get-OutboundConnector', { Identity: MIGRATED }))[0]).toMatchObject({ Enabled: false })
    await own.tenant.stop()
  })
})
