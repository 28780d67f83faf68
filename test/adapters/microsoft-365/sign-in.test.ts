import { createServer, type Server } from 'node:http'
import type { AddressInfo } from 'node:net'
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from '@jest/globals'
import nock from 'nock'
import { createTokenSource } from '../../../src/adapters/microsoft-365/sign-in.ts'

const TENANT = '3f1e7c58-6a0b-4c1e-9b59-0c7d1f2a4e66'
const SCOPE = 'https://outlook.office365.com/.default'
const secret = { is: 'secret', clientId: 'app', clientSecret: 's3cret&=+' } as const

describe('a sign-in that is not Microsoft’s', () => {
  let server: Server
  let loginUrl = ''
  const asked: { path: string; form: Record<string, string> }[] = []
  let answer: { status: number; body: string }

  beforeAll(async () => {
    server = createServer((request, response) => {
      let text = ''
      request.on('data', (part) => {
        text += part
      })
      request.on('end', () => {
        asked.push({ path: request.url ?? '', form: Object.fromEntries(new URLSearchParams(text)) })
        response.writeHead(answer.status, { 'content-type': 'application/json' }).end(answer.body)
      })
    })
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
    loginUrl = `http://127.0.0.1:${(server.address() as AddressInfo).port}`
  })
  afterAll(() => new Promise<void>((resolve) => server.close(() => resolve())))
  beforeEach(() => {
    asked.length = 0
    answer = { status: 200, body: JSON.stringify({ token_type: 'Bearer', expires_in: 3600, access_token: 'token-1' }) }
  })

  test('gets the client credentials as a form', async () => {
    expect(await createTokenSource({ tenant: TENANT, loginUrl, credential: secret })(SCOPE)).toBe('token-1')
    expect(asked).toEqual([
      {
        path: `/${TENANT}/oauth2/v2.0/token`,
        form: { grant_type: 'client_credentials', client_id: 'app', client_secret: 's3cret&=+', scope: SCOPE },
      },
    ])
  })

  test('a token is kept until shortly before it ends, one per scope', async () => {
    let now = 0
    const token = createTokenSource({ tenant: TENANT, loginUrl, credential: secret, now: () => now })
    await token(SCOPE)
    now = 54 * 60_000
    await token(SCOPE)
    expect(asked).toHaveLength(1)
    await token('https://manage.office.com/.default')
    expect(asked).toHaveLength(2)
    now = 56 * 60_000
    await token(SCOPE)
    expect(asked).toHaveLength(3)
  })

  test('a token that lives shorter than the margin is used for half its life', async () => {
    let now = 0
    answer.body = JSON.stringify({ expires_in: '60', access_token: 'short' })
    const token = createTokenSource({ tenant: TENANT, loginUrl, credential: secret, now: () => now })
    await token(SCOPE)
    now = 29_000
    await token(SCOPE)
    expect(asked).toHaveLength(1)
    now = 31_000
    await token(SCOPE)
    expect(asked).toHaveLength(2)
  })

  test('calls at the same time share one sign-in', async () => {
    const token = createTokenSource({ tenant: TENANT, loginUrl, credential: secret })
    expect(await Promise.all([token(SCOPE), token(SCOPE), token(SCOPE)])).toEqual(['token-1', 'token-1', 'token-1'])
    expect(asked).toHaveLength(1)
  })

  test('a refusal tells its first line, never the secret, and the next call tries again', async () => {
    answer = {
      status: 401,
      body: JSON.stringify({ error: 'invalid_client', error_description: 'AADSTS7000215: Invalid client secret.\r\nTrace ID: x' }),
    }
    const token = createTokenSource({ tenant: TENANT, loginUrl, credential: secret })
    await expect(token(SCOPE)).rejects.toMatchObject({ code: 'sign-in-failed', args: { why: 'AADSTS7000215: Invalid client secret.' } })
    answer = { status: 200, body: JSON.stringify({ expires_in: 3600, access_token: 'better' }) }
    expect(await token(SCOPE)).toBe('better')
  })

  test.each([
    ['an answer without a token', { status: 200, body: '{}' }],
    ['an answer that is no JSON', { status: 502, body: '<html>' }],
  ])('%s is a failed sign-in', async (_says, given) => {
    answer = given
    await expect(createTokenSource({ tenant: TENANT, loginUrl, credential: secret })(SCOPE)).rejects.toMatchObject({
      code: 'sign-in-failed',
      args: { why: `HTTP ${given.status}` },
    })
  })

  test('nobody there is a failed sign-in', async () => {
    const gone = createTokenSource({ tenant: TENANT, loginUrl: 'http://127.0.0.1:1', credential: secret })
    await expect(gone(SCOPE)).rejects.toMatchObject({ code: 'sign-in-failed' })
  })

  test.each([
    ['a secret in clear to another machine', 'http://login.contoso.example', secret],
    ['a certificate', 'http://127.0.0.1:9', { is: 'certificate', clientId: 'app', certificatePath: '/nowhere.pem' } as const],
  ])('%s is refused before anything is sent', async (_says, url, credential) => {
    let sent = false
    const never: typeof fetch = async () => {
      sent = true
      return Response.json({})
    }
    const token = createTokenSource({ tenant: TENANT, loginUrl: url, credential, fetch: never })
    await expect(token(SCOPE)).rejects.toMatchObject({ code: 'sign-in-failed' })
    expect(sent).toBe(false)
  })
})

describe('Microsoft’s sign-in', () => {
  beforeEach(() => nock.disableNetConnect())
  afterEach(() => {
    nock.cleanAll()
    nock.enableNetConnect()
  })

  const authority = (host: string): nock.Scope =>
    nock(host)
      .get(`/${TENANT}/v2.0/.well-known/openid-configuration`)
      .query(true)
      .reply(200, {
        token_endpoint: `${host}/${TENANT}/oauth2/v2.0/token`,
        issuer: `${host}/${TENANT}/v2.0`,
        authorization_endpoint: `${host}/${TENANT}/oauth2/v2.0/authorize`,
        jwks_uri: `${host}/${TENANT}/discovery/v2.0/keys`,
        tenant_region_scope: 'EU',
      })

  test.each([
    ['the worldwide cloud', undefined, 'https://login.microsoftonline.com'],
    ['the cloud of the US government', 'https://login.microsoftonline.us', 'https://login.microsoftonline.us'],
  ])('%s is asked with the client secret', async (_says, loginUrl, host) => {
    nock('https://login.microsoftonline.com')
      .get('/common/discovery/instance')
      .query(true)
      .optionally()
      .reply(200, { tenant_discovery_endpoint: `${host}/${TENANT}/v2.0/.well-known/openid-configuration`, metadata: [] })
    authority(host)
    let form = new URLSearchParams()
    nock(host)
      .post(`/${TENANT}/oauth2/v2.0/token`, (body: Record<string, string>) => {
        form = new URLSearchParams(body)
        return true
      })
      .query(true)
      .reply(200, { token_type: 'Bearer', expires_in: 3599, access_token: 'from-microsoft' })
    const token = createTokenSource({ tenant: TENANT, credential: secret, ...(loginUrl && { loginUrl }) })
    expect(await token(SCOPE)).toBe('from-microsoft')
    expect([form.get('client_id'), form.get('grant_type'), form.get('scope')]).toEqual(['app', 'client_credentials', SCOPE])
  })

  test('a certificate that cannot be read is a failed sign-in', async () => {
    const token = createTokenSource({
      tenant: TENANT,
      credential: { is: 'certificate', clientId: 'app', certificatePath: '/nowhere/cert.pem' },
    })
    await expect(token(SCOPE)).rejects.toMatchObject({ code: 'sign-in-failed' })
  })
})
