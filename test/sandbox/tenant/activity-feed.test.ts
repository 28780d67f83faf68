import type { IncomingHttpHeaders } from 'node:http'
import { afterEach, beforeEach, describe, expect, test } from '@jest/globals'
import { type Served, serve } from '../../../src/sandbox/serve.ts'
import { type Client, tenantClient } from './tenant-client.ts'

interface Heard {
  readonly headers: IncomingHttpHeaders
  readonly body: unknown
}

let client: Client
let hook: Served
let heard: Heard[]
let answer: number

beforeEach(async () => {
  client = await tenantClient()
  heard = []
  answer = 200
  hook = await serve(async (request, response) => {
    let text = ''
    for await (const chunk of request) text += chunk
    heard.push({ headers: request.headers, body: JSON.parse(text) })
    response.writeHead(answer).end()
  })
})
afterEach(() => Promise.all([client.tenant.stop(), hook.stop()]))

async function feed(path: string, init: RequestInit = {}): Promise<Response> {
  const authorization = `Bearer ${await client.bearer('https://manage.office.com/.default')}`
  const headers = { authorization, 'content-type': 'application/json' }
  return fetch(`${client.tenant.url}/api/v1.0/${client.tenant.tenantId}/activity/feed${path}`, { headers, ...init })
}

const start = () => {
  const webhook = { address: `${hook.url}/hooks/activity`, authId: 'shared-secret', expiration: '' }
  return feed('/subscriptions/start?contentType=Audit.General', { method: 'POST', body: JSON.stringify({ webhook }) })
}

describe('the activity feed', () => {
  test('a subscription starts when the webhook answers the validation request', async () => {
    const response = await start()
    expect(await response.json()).toMatchObject({ contentType: 'Audit.General', status: 'enabled', webhook: { status: 'enabled' } })
    expect(heard).toHaveLength(1)
    expect(heard[0]!.headers['webhook-authid']).toBe('shared-secret')
    expect(heard[0]!.body).toEqual({ validationCode: heard[0]!.headers['webhook-validationcode'] })
  })
  test('a webhook that does not answer 200 gets no subscription', async () => {
    answer = 202
    const response = await start()
    expect(response.status).toBe(400)
    expect(await response.json()).toMatchObject({ error: { code: 'AF20021' } })
    expect(await (await feed('/subscriptions/list')).json()).toEqual([])
  })
  test('an alert is told to the webhook as a pointer; the record behind it names neither connector nor error', async () => {
    await start()
    const raised = await client.tenant.raiseActivityAlert({ count: 2500 })
    expect(raised.webhook).toBe(200)
    expect(heard[1]!.headers['webhook-authid']).toBe('shared-secret')
    const [notice] = heard[1]!.body as { contentUri: string; tenantId: string; clientId: string }[]
    expect(notice).toMatchObject({
      tenantId: client.tenant.tenantId,
      clientId: client.tenant.clientId,
      contentType: 'Audit.General',
      contentUri: raised.contentUri,
    })
    const path = notice!.contentUri.slice(`${client.tenant.url}/api/v1.0/${client.tenant.tenantId}/activity/feed`.length)
    const records = (await (await feed(path)).json()) as { Data: string }[]
    expect(records).toMatchObject([{ RecordType: 40, Name: 'Messages have been delayed', Category: 'MailFlow', Status: 'Active' }])
    expect(JSON.parse(records[0]!.Data)).toMatchObject({ tdc: '2500', an: 'Messages have been delayed' })
    expect(records[0]!.Data).not.toMatch(/connector|4\.4\.|contoso\.example/i)
  })
  test('content is listed for those who poll, and only for a day at a time', async () => {
    await start()
    const { contentId } = await client.tenant.raiseActivityAlert()
    expect(await (await feed('/subscriptions/content?contentType=Audit.General')).json()).toMatchObject([{ contentId }])
    const tooLong = await feed('/subscriptions/content?contentType=Audit.General&startTime=2026-11-20T00:00:00&endTime=2026-11-22T00:00:00')
    expect(await tooLong.json()).toMatchObject({ error: { code: 'AF20030' } })
    expect(await (await feed('/subscriptions/notifications')).json()).toMatchObject([{ contentId, notificationStatus: 'success' }])
  })
  test('a token for the admin API, or none, reads nothing', async () => {
    const url = `${client.tenant.url}/api/v1.0/${client.tenant.tenantId}/activity/feed/subscriptions/list`
    expect((await fetch(url)).status).toBe(401)
    expect((await fetch(url, { headers: { authorization: `Bearer ${await client.bearer()}` } })).status).toBe(401)
  })
  test('content that does not exist is told apart from content that could not be read', async () => {
    expect((await feed('/audit/nothing')).status).toBe(404)
  })
  test('stopped, nobody is told any more', async () => {
    await start()
    expect((await feed('/subscriptions/stop?contentType=Audit.General', { method: 'POST' })).status).toBe(204)
    expect(await client.tenant.raiseActivityAlert()).toMatchObject({ webhook: null })
    expect(heard).toHaveLength(1)
  })
})
