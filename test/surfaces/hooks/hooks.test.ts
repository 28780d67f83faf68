import { createHmac } from 'node:crypto'
import { createServer, type Server } from 'node:http'
import type { AddressInfo } from 'node:net'
import { afterAll, beforeAll, beforeEach, describe, expect, test } from '@jest/globals'
import express from 'express'
import type { NewAlert } from '../../../src/domain/alert.ts'
import { createHooks } from '../../../src/surfaces/hooks/create-hooks.ts'

const SECRET = 'a secret of the test, long enough'
const NOW = Date.parse('2026-11-22T10:00:00.000Z')
const alert = {
  id: 'a-1',
  tenant: 'tenant-1',
  raisedAt: '2026-11-22T09:59:00Z',
  name: 'Messages have been delayed',
  connector: 'To on-premises',
  error: '450 4.4.316',
}

let server: Server
let url: string
let received: NewAlert[] = []
let refusals: string[] = []

beforeAll(async () => {
  const app = express().use(
    createHooks({
      desk: {
        tenants: ['tenant-1'],
        receive: async (each) => {
          const seen = received.some((known) => known.sourceId === each.sourceId)
          if (!seen) received.push(each)
          return seen ? 'seen' : 'new'
        },
      },
      secrets: { monitoring: SECRET },
      activityAuthId: 'auth-id-of-the-test',
      now: () => NOW,
      onRefused: (hook, why) => refusals.push(`${hook} ${why}`),
    }),
  )
  server = createServer(app).listen(0, '127.0.0.1')
  await new Promise((resolve) => server.once('listening', resolve))
  url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`
})
afterAll(() => new Promise((resolve) => server.close(resolve)))
beforeEach(() => {
  received = []
  refusals = []
})

const sign = (body: string, timestamp: string, secret = SECRET): string =>
  `v1=${createHmac('sha256', secret).update(`${timestamp}.${body}`).digest('hex')}`

function send(
  body: string,
  {
    at = NOW,
    secret = SECRET,
    source = 'monitoring',
    sign: signed = body,
  }: { at?: number; secret?: string; source?: string; sign?: string } = {},
) {
  const timestamp = String(Math.floor(at / 1000))
  const headers = {
    'x-mailflow-source': source,
    'x-mailflow-timestamp': timestamp,
    'x-mailflow-signature': sign(signed, timestamp, secret),
  }
  return fetch(`${url}/hooks/alerts`, { method: 'POST', headers, body })
}

describe('POST /hooks/alerts', () => {
  test('takes a signed alert', async () => {
    const response = await send(JSON.stringify(alert))
    expect(response.status).toBe(202)
    expect(received).toEqual([
      expect.objectContaining({ tenant: 'tenant-1', source: 'hook', sourceId: 'monitoring:a-1', at: '2026-11-22T09:59:00.000Z' }),
    ])
    expect(received[0]?.hints).toEqual({ connector: 'To on-premises', domain: null, error: '450 4.4.316', count: null })
  })

  test('the same bytes again have no second effect and get the first answer', async () => {
    const [first, second] = [await send(JSON.stringify(alert)), await send(JSON.stringify(alert))]
    expect([second.status, await second.text()]).toEqual([first.status, await first.text()])
    expect(received).toHaveLength(1)
  })

  test.each([
    ['a forged signature', { secret: 'another secret' }, 401, 'forged'],
    ['a body that is not the signed one', { sign: '{}' }, 401, 'forged'],
    ['a source without a secret', { source: 'stranger' }, 401, 'forged'],
    ['an inherited property as source', { source: 'constructor' }, 401, 'forged'],
    ['a timestamp of six minutes ago', { at: NOW - 360_000 }, 401, 'old'],
    ['a future date', { at: NOW + 120_000 }, 401, 'future'],
  ])('refuses %s and stores nothing', async (_says, how, status, error) => {
    const response = await send(JSON.stringify(alert), how)
    expect([response.status, ((await response.json()) as { error: string }).error]).toEqual([status, error])
    expect(received).toEqual([])
    expect(refusals).toEqual([`alerts ${error}`])
  })

  test('refuses what carries no signature at all', async () => {
    expect((await fetch(`${url}/hooks/alerts`, { method: 'POST', body: '{}' })).status).toBe(401)
  })

  test.each([
    ['truncated JSON', JSON.stringify(alert).slice(0, 40), 400],
    ['a key it does not know', JSON.stringify({ ...alert, command: 'Remove-OutboundConnector' }), 400],
    ['a missing name', JSON.stringify({ ...alert, name: undefined }), 400],
    ['a megabyte of error text', JSON.stringify({ ...alert, error: 'x'.repeat(1_000_000) }), 413],
    ['an error text over its length', JSON.stringify({ ...alert, error: 'x'.repeat(5000) }), 400],
    ['a tenant nobody configured', JSON.stringify({ ...alert, tenant: 'tenant-2' }), 422],
  ])('answers %s with a clear error and stores nothing', async (_says, body, status) => {
    const response = await send(body)
    expect(response.status).toBe(status)
    expect(((await response.json()) as { message: string }).message).toContain('Nothing was stored')
    expect(received).toEqual([])
  })
})

describe('POST /hooks/activity', () => {
  const notice = {
    tenantId: 'tenant-1',
    clientId: 'c',
    contentType: 'Audit.General',
    contentId: 'blob$1',
    contentUri: 'https://manage.office.com/api/v1.0/tenant-1/activity/feed/audit/blob$1',
    contentCreated: '2026-11-22T09:58:00.000Z',
  }
  const post = (body: string, headers: Record<string, string> = { 'webhook-authid': 'auth-id-of-the-test' }) =>
    fetch(`${url}/hooks/activity`, { method: 'POST', headers, body })

  test('answers the handshake at once', async () => {
    const response = await post('{"validationCode":"x"}', { 'webhook-authid': 'auth-id-of-the-test', 'webhook-validationcode': 'x' })
    expect(response.status).toBe(200)
    expect(received).toEqual([])
  })

  test('stores a notice as a pointer, to be fetched later', async () => {
    expect((await post(JSON.stringify([notice]))).status).toBe(200)
    expect(received).toEqual([
      expect.objectContaining({ source: 'activity-notice', sourceId: 'blob$1', raw: JSON.stringify({ contentUri: notice.contentUri }) }),
    ])
  })

  test.each([
    ['another authId', JSON.stringify([notice]), { 'webhook-authid': 'wrong' }, 401],
    ['no authId', JSON.stringify([notice]), {}, 401],
    ['no list', '{"a":1}', undefined, 400],
    ['truncated JSON', '[{"tenantId"', undefined, 400],
  ])('refuses %s', async (_says, body, headers, status) => {
    expect((await post(body, headers as Record<string, string> | undefined)).status).toBe(status)
    expect(received).toEqual([])
  })

  test('leaves out tenants that are not ours without upsetting the sender', async () => {
    expect(
      (
        await post(
          JSON.stringify([
            { ...notice, tenantId: 'tenant-2' },
            { ...notice, contentType: 'Audit.Exchange' },
          ]),
        )
      ).status,
    ).toBe(200)
    expect(received).toEqual([])
    expect(refusals).toEqual(['activity unknown-tenant'])
  })
})
