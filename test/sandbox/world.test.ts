import { createHmac } from 'node:crypto'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals'
import { startWorld, type World } from '../../src/sandbox/world.ts'

const clock = { now: () => new Date().toISOString(), tick: () => performance.now() }
const folder = mkdtempSync(join(tmpdir(), 'world-'))
const MIGRATED = 'To on-premises (Contoso)'
const pause = (ms: number) => new Promise((resolve) => setTimeout(resolve, ms))

let world: World
const open = (fresh: boolean) => startWorld({ folder, fresh, clock, delayMs: 100, lagMs: 0, retryMs: 100 })
beforeAll(async () => {
  world = await open(true)
})
afterAll(async () => {
  await world.stop()
  rmSync(folder, { recursive: true })
})

const waiting = (domain: string) =>
  world.tenant.state().messages.filter((each) => each.nextTry !== null && each.recipient.endsWith(`@${domain}`)).length

async function bearer(): Promise<string> {
  const { loginUrl, tenantId, clientId, clientSecret } = world.settings
  const body = new URLSearchParams({
    grant_type: 'client_credentials',
    client_id: clientId,
    client_secret: clientSecret,
    scope: 'https://outlook.office365.com/.default',
  })
  const response = await fetch(`${loginUrl}/${tenantId}/oauth2/v2.0/token`, { method: 'POST', body })
  return ((await response.json()) as { access_token: string }).access_token
}

async function invoke(CmdletName: string, Parameters: object): Promise<Response> {
  const headers = { authorization: `Bearer ${await bearer()}`, 'content-type': 'application/json' }
  const body = JSON.stringify({ CmdletInput: { CmdletName, Parameters } })
  return fetch(`${world.settings.exchangeUrl}/adminapi/beta/${world.settings.tenantId}/InvokeCommand`, { method: 'POST', headers, body })
}

describe('the sandbox’s world', () => {
  test('every alert is signed over its timestamp and body', () => {
    for (const scenario of world.list()) {
      const { headers, body } = world.alertFor(scenario.name)
      const expected = createHmac('sha256', world.settings.hook.secret).update(`${headers['x-mailflow-timestamp']}.${body}`).digest('hex')
      expect(headers['x-mailflow-signature']).toBe(`v1=${expected}`)
      expect(headers['x-mailflow-source']).toBe(world.settings.hook.source)
      expect(JSON.parse(body)).toMatchObject({ source: 'sandbox', tenant: world.settings.tenantId, name: 'Messages have been delayed' })
    }
  })
  test('an alert names connector and error, except where Microsoft’s would not', () => {
    expect(JSON.parse(world.alertFor('after-migration').body)).toMatchObject({
      connector: MIGRATED,
      domain: 'contoso.example',
      error: '450 4.4.316 Connection refused',
      count: 46,
    })
    expect(Object.keys(JSON.parse(world.alertFor('dropped').body)).sort()).toEqual(['count', 'id', 'name', 'raisedAt', 'source', 'tenant'])
    expect(JSON.parse(world.alertFor('healthy', 'same-again').body)).toMatchObject({ id: 'same-again', count: 0 })
    expect(() => world.alertFor('nonsense')).toThrow(/unknown-scenario/)
  })
  test('fired, mail piles up; lifted, it leaves at once', () => {
    world.fire('firewall-refused')
    expect(waiting('fabrikam.example')).toBe(24)
    world.lift('firewall-refused')
    expect(waiting('fabrikam.example')).toBe(0)
    world.fire('firewall-refused')
    expect(waiting('fabrikam.example')).toBe(12)
  })
  test('a repair in the lab alone drains the queue on the next attempt', async () => {
    world.lab.setFault('mail.oslo.contoso.example', null)
    await pause(700)
    expect(waiting('oslo.contoso.example')).toBe(0)
  })
  test('a second start goes on where the first one stopped, with the same tenant', async () => {
    expect((await invoke('Set-OutboundConnector', { Identity: MIGRATED, Enabled: false })).status).toBe(200)
    world.lift('certificate-expired')
    const { tenantId } = world.settings
    world.slack.say(world.slack.users.approver, world.slack.channelId, 'I will look at it')
    await world.stop()
    world = await open(false)
    expect(world.settings.tenantId).toBe(tenantId)
    expect(world.tenant.snapshot()).toMatchObject({ writes: 1 })
    expect(world.tenant.snapshot().connectors).toContainEqual({ name: MIGRATED, enabled: false })
    expect(world.lab.faultOf('mail.lyon.contoso.example')).toBeNull()
    expect(world.slack.channelText(world.slack.channelId)).toBe('Sam Dubois\nI will look at it')
  })
  test('a fresh start forgets all of it', async () => {
    await world.stop()
    world = await open(true)
    expect(world.tenant.snapshot()).toMatchObject({ writes: 0 })
    expect(world.lab.faultOf('mail.lyon.contoso.example')).toBe('certificate-expired')
    expect(waiting('contoso.example')).toBe(46)
    expect(world.slack.channelText(world.slack.channelId)).toBe('')
  })
  test('a folder that cannot be used is told as such', async () => {
    await expect(startWorld({ folder: join(folder, 'tenant.json', 'inside'), fresh: false, clock })).rejects.toMatchObject({
      code: 'folder-unwritable',
    })
  })
})
