import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, test } from '@jest/globals'
import { loadTenant } from '../../../src/sandbox/tenant/saved-tenant.ts'
import { startTenant } from '../../../src/sandbox/tenant/start-tenant.ts'
import { type Client, MIGRATED, REFUSED, tenantClient } from './tenant-client.ts'

const MINUTE = 60_000
const DELAY = MINUTE
const LAG = 5_000

let client: Client
beforeEach(async () => {
  client = await tenantClient()
})
afterEach(() => client.tenant.stop())

/** What the trace says of the mail that was waiting for a domain at the start, counted by status. */
async function counted(domain: string): Promise<Record<string, number>> {
  const rows = await client.read('Get-MessageTraceV2', { RecipientAddress: [`*@${domain}`], StartDate: waitingSince, ResultSize: 5000 })
  const counts: Record<string, number> = {}
  for (const row of rows) counts[String(row.Status)] = (counts[String(row.Status)] ?? 0) + 1
  return counts
}
/** Everyday mail of a broken route ends six hours ago; its queue began five hours ago. */
const waitingSince = '2026-11-22T03:30:00.000Z'

const failures = async (domain: string): Promise<readonly string[]> => {
  const rows = await client.read('Get-MessageTraceV2', { Status: ['Failed'], RecipientAddress: [`*@${domain}`], ResultSize: 5000 })
  const texts = await Promise.all(
    rows.slice(0, 4).map(async ({ MessageTraceId, RecipientAddress }) => {
      const events = await client.read('Get-MessageTraceDetailV2', { MessageTraceId, RecipientAddress, Event: ['FAIL'] })
      return String(events[0]!.Detail)
    }),
  )
  return texts
}

describe('a broken host', () => {
  test('keeps mail waiting, with new deferrals, until it is repaired', async () => {
    const before = await counted('fabrikam.example')
    expect(before).toEqual({ Pending: 12 })
    client.clock.pass(10 * MINUTE)
    expect(await counted('fabrikam.example')).toEqual({ Pending: 12 })
    const [row] = await client.read('Get-MessageTraceV2', { Status: ['Pending'], RecipientAddress: ['*@fabrikam.example'] })
    client.clock.pass(LAG)
    const events = await client.read('Get-MessageTraceDetailV2', {
      MessageTraceId: row!.MessageTraceId,
      RecipientAddress: row!.RecipientAddress,
    })
    expect(String(events.at(-1)!.Date) >= '2026-11-22T09:10:00.000Z').toBe(true)

    client.lab.lift('hub.fabrikam.example')
    client.tenant.retryNow()
    client.clock.pass(LAG)
    expect(await counted('fabrikam.example')).toEqual({ Delivered: 12 })
  })
  test('the trace tells of the repair only when its lag has passed', async () => {
    client.lab.lift('hub.fabrikam.example')
    client.tenant.retryNow()
    client.clock.pass(LAG - 1)
    expect(await counted('fabrikam.example')).toEqual({ Pending: 12 })
    client.clock.pass(1)
    expect(await counted('fabrikam.example')).toEqual({ Delivered: 12 })
  })
  test('a certificate it shows matters only under settings that look at it', async () => {
    await client.read('Set-OutboundConnector', { Identity: 'Branch office Lyon', TlsSettings: 'EncryptionOnly' })
    client.clock.pass(DELAY + LAG)
    expect(await counted('lyon.contoso.example')).toMatchObject({ Delivered: 12 })
    expect(await counted('porto.contoso.example')).toMatchObject({ Pending: 12 })
  })
  test('what has waited for a day bounces with the class-5 twin of its error', async () => {
    client.clock.pass(24 * 60 * MINUTE)
    expect((await counted('fabrikam.example')).Pending).toBeUndefined()
    expect(await failures('fabrikam.example')).toEqual(
      expect.arrayContaining([expect.stringContaining('550 5.4.316 Message expired, connection refused')]),
    )
  })
  test('new mail for a broken route waits, for a healthy one it leaves', async () => {
    client.tenant.queueMail(REFUSED, 5)
    client.tenant.queueMail('Branch office Nice', 5)
    expect(await counted('fabrikam.example')).toEqual({ Pending: 17 })
    expect((await counted('nice.contoso.example')).Pending).toBeUndefined()
  })
})

describe('retiring the route of the migrated domain', () => {
  const retire = async () => {
    await client.read('Set-AcceptedDomain', { Identity: 'contoso.example', DomainType: 'Authoritative' })
    await client.read('Set-OutboundConnector', { Identity: MIGRATED, Enabled: false })
  }
  test('the objects show it at once, mail goes by it after the delay', async () => {
    await retire()
    expect(client.tenant.snapshot()).toMatchObject({ writes: 2 })
    expect((await client.read('Get-OutboundConnector', { Identity: MIGRATED }))[0]).toMatchObject({ Enabled: false })
    client.clock.pass(DELAY - 1)
    expect(await counted('contoso.example')).toEqual({ Pending: 46 })
  })
  test('known people get their mail, the others bounce, nothing waits', async () => {
    await retire()
    client.clock.pass(DELAY + LAG)
    const after = await counted('contoso.example')
    expect(after.Pending).toBeUndefined()
    expect(after.Delivered).toBeGreaterThan(0)
    expect(after.Failed).toBeGreaterThan(0)
    expect(after.Delivered! + after.Failed!).toBe(46)
    expect(await failures('contoso.example')).toEqual(expect.arrayContaining([expect.stringContaining('550 5.1.10')]))
  })
  test('when nobody looked meanwhile, delivery still counts from the moment the change came into force', async () => {
    await retire()
    client.clock.pass(60 * MINUTE)
    expect((await counted('contoso.example')).Pending).toBeUndefined()
  })
  test('another connector’s change moves nothing here', async () => {
    await client.read('Set-OutboundConnector', { Identity: 'Branch office Oslo', Enabled: false })
    client.clock.pass(DELAY + LAG)
    expect(await counted('contoso.example')).toEqual({ Pending: 46 })
  })
  test('with the connector off and the domain still relaying, mail for unknown people loops', async () => {
    await client.read('Set-OutboundConnector', { Identity: MIGRATED, Enabled: false })
    client.clock.pass(DELAY + LAG)
    expect((await counted('contoso.example')).Pending).toBeUndefined()
    expect(await failures('contoso.example')).toEqual(expect.arrayContaining([expect.stringContaining('5.4.14 Hop count exceeded')]))
  })
  test('undone, the objects read as before', async () => {
    const before = client.tenant.snapshot()
    await retire()
    await client.read('Set-OutboundConnector', { Identity: MIGRATED, Enabled: true })
    await client.read('Set-AcceptedDomain', { Identity: 'contoso.example', DomainType: 'InternalRelay' })
    expect(client.tenant.snapshot()).toEqual({ ...before, writes: 4 })
  })
})

describe('a domain whose mailboxes are still on-premises', () => {
  test('made Authoritative, its unknown recipients bounce and its mail users go on waiting', async () => {
    client.tenant.queueMail(REFUSED, 18)
    await client.read('Set-AcceptedDomain', { Identity: 'fabrikam.example', DomainType: 'Authoritative' })
    client.clock.pass(DELAY + LAG)
    const after = await counted('fabrikam.example')
    expect(after.Pending).toBeGreaterThan(0)
    expect(after.Failed).toBeGreaterThan(0)
  })
  test('without its connector all of them loop', async () => {
    await client.read('Set-OutboundConnector', { Identity: REFUSED, Enabled: false })
    client.clock.pass(DELAY + LAG)
    expect(await counted('fabrikam.example')).toEqual({ Failed: 12 })
  })
})

describe('a partner', () => {
  test('without its connector mail follows MX, with no demand for a certificate', async () => {
    expect(await counted('tailspin.example')).toEqual({ Pending: 12 })
    await client.read('Set-OutboundConnector', { Identity: 'Partner: Tailspin', Enabled: false })
    client.clock.pass(DELAY + LAG)
    expect(await counted('tailspin.example')).toEqual({ Delivered: 12 })
  })
})

describe('connectors made and removed', () => {
  test('a new connector with a healthy host takes over when the dead one is gone', async () => {
    const more = {
      ConnectorType: 'OnPremises',
      UseMXRecord: false,
      SmartHosts: ['mail.nice.contoso.example'],
      RecipientDomains: ['oslo.contoso.example'],
    }
    await client.read('New-OutboundConnector', { Name: 'Oslo through Nice', ...more })
    await client.read('Remove-OutboundConnector', { Identity: 'Branch office Oslo', Confirm: false })
    client.clock.pass(DELAY + LAG)
    expect(await counted('oslo.contoso.example')).toMatchObject({ Delivered: 12 })
    expect(client.tenant.snapshot()).toMatchObject({ writes: 2 })
  })
  test('validation reports each task and is no write', async () => {
    const parameters = { Identity: MIGRATED, Recipients: ['alex.martin@contoso.example'] }
    const tasks = await client.read('Validate-OutboundConnector', parameters)
    expect(tasks.map((task) => task.IsTaskSuccessful)).toEqual([false, false])
    expect(client.tenant.snapshot().writes).toBe(0)
    expect(client.tenant.calls().at(-1)).toMatchObject({ cmdlet: 'Validate-OutboundConnector', parameters, status: 200 })
  })
})

describe('a second start', () => {
  test('goes on with the tenant that was saved, waiting mail and changes under way included', async () => {
    const folder = mkdtempSync(join(tmpdir(), 'tenant-'))
    const file = join(folder, 'tenant.json')
    await client.read('Set-OutboundConnector', { Identity: 'Partner: Tailspin', Enabled: false })
    client.tenant.save(file)
    await client.tenant.stop()
    client.clock.pass(DELAY + LAG)
    const { lab, clock } = client
    const again = await startTenant({ lab, now: clock.now, delayMs: DELAY, lagMs: LAG, retryMs: 10_000, state: loadTenant(file) })
    client = { ...client, tenant: again }
    const waiting = again.state().messages.filter((message) => message.recipient.endsWith('@tailspin.example') && message.nextTry !== null)
    expect(waiting).toEqual([])
    expect(again.snapshot()).toMatchObject({ writes: 1 })
    rmSync(folder, { recursive: true })
  })
  test('ten days later there is everyday mail of those days, and none older than the trace keeps', async () => {
    const state = client.tenant.state()
    client.clock.pass(10 * 24 * 60 * MINUTE)
    const again = await startTenant({ lab: client.lab, now: client.clock.now, delayMs: 0, lagMs: 0, state })
    const received = again.state().messages.map((message) => message.received)
    await again.stop()
    expect(received.filter((at) => at > '2026-11-28').length).toBeGreaterThan(100)
    expect(received.filter((at) => at < '2026-11-21')).toEqual([])
  })
  test('a reset gives a new tenant', async () => {
    await client.read('Remove-OutboundConnector', { Identity: MIGRATED, Confirm: false })
    client.tenant.reset()
    expect(client.tenant.snapshot()).toMatchObject({ writes: 0 })
    expect(client.tenant.snapshot().connectors.map((each) => each.name)).toContain(MIGRATED)
  })
})
