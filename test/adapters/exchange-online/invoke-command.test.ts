import { afterEach, beforeEach, describe, expect, test } from '@jest/globals'
import nock from 'nock'
import { followable } from '../../../src/adapters/exchange-online/invoke-command.ts'
import { Failure } from '../../../src/domain/failure.ts'
import { answering, connectorRow, envelope, exchange, failure, HOST, PATH, TENANT, waits } from './admin-api.ts'

const mailUser = (address: string): object => ({
  PrimarySmtpAddress: address,
  EmailAddresses: [`SMTP:${address}`],
  RecipientTypeDetails: 'MailUser',
})

beforeEach(() => {
  waits.length = 0
  nock.disableNetConnect()
})
afterEach(() => {
  nock.abortPendingRequests()
  nock.cleanAll()
  nock.enableNetConnect()
})

describe('one call to the admin API', () => {
  test('names cmdlet, parameters and a constant anchor mailbox', async () => {
    const calls = answering(() => [200, envelope([])])
    await exchange().acceptedDomains()
    expect(calls[0]).toMatchObject({
      cmdlet: 'Get-AcceptedDomain',
      parameters: { ResultSize: 'Unlimited' },
      headers: {
        authorization: 'Bearer a-token',
        'content-type': 'application/json',
        'x-anchormailbox': `APP:SystemMailbox{bb558c35-97f1-4cb9-8ff7-d53741dc928c}@${TENANT}`,
        prefer: 'odata.maxpagesize=1000',
      },
    })
  })

  test('a sign-in that fails sends nothing, and a read says why', async () => {
    const calls = answering(() => [200, envelope([])])
    const token = async () => {
      throw new Failure('sign-in-failed', { why: 'AADSTS7000215' })
    }
    expect(await exchange({ token }).acceptedDomains()).toEqual({ is: 'unknown', why: 'Get-AcceptedDomain: sign-in: AADSTS7000215' })
    expect(await exchange({ token }).setAcceptedDomain('x', {})).toEqual({
      is: 'refused',
      why: 'Set-AcceptedDomain: sign-in: AADSTS7000215',
    })
    expect(calls).toHaveLength(0)
  })

  test('at most three run at once', async () => {
    let [running, most] = [0, 0]
    const slow: typeof fetch = async () => {
      running += 1
      most = Math.max(most, running)
      await new Promise((resolve) => setTimeout(resolve, 5))
      running -= 1
      return Response.json(envelope([]))
    }
    const addresses = Array.from({ length: 200 }, (_, at) => `user${at}@contoso.example`)
    await exchange({ fetch: slow }).knownAddresses(addresses)
    expect(most).toBe(3)
  })
})

describe('answers that are no success', () => {
  test.each([
    [
      'the text after the last bar of details',
      400,
      failure('Ex6F9304|Microsoft.X|The value "Nope" is not valid.'),
      'HTTP 400: The value "Nope" is not valid.',
    ],
    [
      'the inner exception where details say nothing',
      400,
      { error: { message: 'generic', details: [], innererror: { internalexception: { message: 'inner' } } } },
      'HTTP 400: inner',
    ],
    [
      'the generic message where nothing else is there',
      400,
      { error: { code: 'X', message: 'Invalid Operation' } },
      'HTTP 400: Invalid Operation',
    ],
    ['403 with NUL bytes', 403, '\u0000'.repeat(32), 'HTTP 403: directory role missing, or cmdlet not allowed to this application'],
    ['401 without a body', 401, '', 'HTTP 401: token not accepted: Exchange.ManageAsApp or its consent is missing'],
    ['a redirect, which is not followed', 302, '', 'HTTP 302: no message'],
  ])('%s is told, and not tried again', async (_says, status, body, why) => {
    const calls = answering(() => [status, body])
    expect(await exchange().acceptedDomains()).toEqual({ is: 'unknown', why: `Get-AcceptedDomain: ${why}` })
    expect(calls).toHaveLength(1)
  })

  test('403 with NUL bytes that claim to be gzip is read as a refusal', async () => {
    answering(() => [403, '\u0000'.repeat(32), { 'content-encoding': 'gzip' }])
    expect(await exchange().acceptedDomains()).toMatchObject({ is: 'unknown', why: expect.stringContaining('HTTP 403') })
  })

  test('a success that is no JSON is unknown', async () => {
    answering(() => [200, '<html>'])
    expect(await exchange().acceptedDomains()).toMatchObject({ is: 'unknown' })
  })

  test('"no such object" in place of a list is never an empty list', async () => {
    answering(() => [
      404,
      failure("Ex1|Microsoft.Exchange.Configuration.Tasks.ManagementObjectNotFoundException|The object 'x' couldn't be found."),
    ])
    expect(await exchange().transportRules()).toMatchObject({ is: 'unknown' })
    expect(await exchange().mailUsers(['contoso.example'])).toMatchObject({ is: 'unknown' })
  })

  test('a property that decides about safety and is left out makes the answer unknown', async () => {
    answering(() => [200, envelope([{ ...connectorRow(), RouteAllMessagesViaOnPremises: undefined }])])
    expect(await exchange().connectors()).toMatchObject({ is: 'unknown', why: expect.stringContaining('RouteAllMessagesViaOnPremises') })
  })
})

describe('transient trouble', () => {
  test.each([
    ['503', 503, {}],
    ['429', 429, {}],
    ['400 that names a busy server', 400, failure('Ex|Microsoft.Exchange.Data.Directory.ServerBusyException|Busy')],
  ])('%s is tried again with growing pauses', async (_says, status, body) => {
    let left = 2
    const calls = answering(() => (left-- > 0 ? [status, body] : [200, envelope([])]))
    expect(await exchange().acceptedDomains()).toEqual({ is: 'found', value: [] })
    expect(calls).toHaveLength(3)
    expect(waits).toEqual([500, 1000])
  })

  test('Retry-After is kept', async () => {
    let left = 1
    answering(() => (left-- > 0 ? [429, {}, { 'retry-after': '7' }] : [200, envelope([])]))
    expect(await exchange().acceptedDomains()).toEqual({ is: 'found', value: [] })
    expect(waits).toEqual([7000])
  })

  test('one that asks for longer than a minute is given up at once', async () => {
    const calls = answering(() => [429, {}, { 'retry-after': '300' }])
    expect(await exchange().acceptedDomains()).toMatchObject({ is: 'unknown', why: expect.stringContaining('HTTP 429') })
    expect([calls.length, waits.length]).toEqual([1, 0])
  })

  test('it is given up after four tries', async () => {
    const calls = answering(() => [503, {}])
    expect(await exchange().acceptedDomains()).toMatchObject({ is: 'unknown' })
    expect(calls).toHaveLength(4)
  })

  test('a connection that breaks is tried again', async () => {
    nock(HOST).post(PATH).replyWithError('socket hang up')
    nock(HOST).post(PATH).reply(200, envelope([]))
    expect(await exchange().acceptedDomains()).toEqual({ is: 'found', value: [] })
  })
})

describe('pages', () => {
  const users = (from: number, count: number) => Array.from({ length: count }, (_, at) => mailUser(`u${from + at}@contoso.example`))

  test('the same POST is repeated at each next link, the backend port left out', async () => {
    const bodies: unknown[] = []
    const keep = (body: unknown) => bodies.push(body) > 0
    nock(HOST)
      .post(PATH, keep)
      .reply(200, envelope(users(0, 2), { '@odata.nextLink': `${HOST}:446${PATH}?$skiptoken=abc` }))
    nock(HOST)
      .post(PATH, keep)
      .query({ $skiptoken: 'abc' })
      .reply(200, envelope(users(2, 1)))
    const answer = await exchange().mailUsers(['contoso.example'])
    expect(answer).toMatchObject({ is: 'found', value: { complete: true } })
    expect(answer.is === 'found' && answer.value.items).toHaveLength(3)
    expect(bodies[1]).toEqual(bodies[0])
  })

  test('a next link that is refused leaves the listing incomplete, not empty', async () => {
    nock(HOST)
      .post(PATH)
      .reply(200, envelope(users(0, 2), { '@odata.nextLink': `${HOST}${PATH}?$skiptoken=abc` }))
    nock(HOST).post(PATH).query({ $skiptoken: 'abc' }).reply(400, failure('X|Y|Expired or Invalid pagination request.'))
    const answer = await exchange().mailUsers(['contoso.example'])
    expect(answer).toMatchObject({ is: 'found', value: { complete: false, items: [{}, {}] } })
  })

  test('a next link that leads back ends the reading, incomplete', async () => {
    const calls = answering(() => [200, envelope(users(0, 1), { '@odata.nextLink': `${HOST}${PATH}` })])
    expect(await exchange().mailUsers(['contoso.example'])).toMatchObject({ is: 'found', value: { complete: false, items: [{}] } })
    expect(calls).toHaveLength(1)
  })

  test('a list that is only of use whole is unknown then', async () => {
    answering(() => [200, envelope([], { '@odata.nextLink': 'https://elsewhere.example/adminapi/beta/x' })])
    expect(await exchange().connectors()).toMatchObject({ is: 'unknown' })
  })

  test.each([
    ['another host', 'https://evil.example/adminapi/beta/x', null],
    ['another scheme', 'http://outlook.office365.com/adminapi/beta/x', null],
    ['credentials in it', 'https://me@outlook.office365.com/adminapi/beta/x', null],
    ['another path', 'https://outlook.office365.com/owa/', null],
    ['no address at all', 'https://[', null],
    ['the backend port', 'https://outlook.office365.com:446/adminapi/x', 'https://outlook.office365.com/adminapi/x'],
  ])('a next link with %s', (_says, link, followed) => {
    expect(followable(link, new URL(HOST))).toBe(followed)
  })
})

describe('writes', () => {
  test('send identity and properties once, and give the warnings', async () => {
    const calls = answering(() => [200, envelope([], { '@adminapi.warnings': ['nothing has been modified'] })])
    expect(await exchange().setOutboundConnector('guid-1', { Enabled: false })).toEqual({
      is: 'done',
      warnings: ['nothing has been modified'],
    })
    expect(calls).toMatchObject([{ cmdlet: 'Set-OutboundConnector', parameters: { Identity: 'guid-1', Enabled: false } }])
  })

  test('an empty answer is a success too', async () => {
    nock(HOST).post(PATH).reply(200, '')
    expect(await exchange().setAcceptedDomain('contoso.example', { DomainType: 'Authoritative' })).toEqual({ is: 'done', warnings: [] })
  })

  test.each([
    ['a cmdlet error', 400, failure('X|Y|Not allowed.'), 'refused'],
    ['a missing role', 403, '\u0000\u0000', 'refused'],
    ['throttling, which turns the call away unread', 429, {}, 'refused'],
    ['a gateway that gave up', 504, {}, 'unknown'],
    ['backend trouble', 400, failure('X|BackendCommunicationException|lost'), 'unknown'],
  ])('%s: sent once and told as it is', async (_says, status, body, is) => {
    const calls = answering(() => [status, body])
    expect(await exchange().setOutboundConnector('guid-1', { Enabled: false })).toMatchObject({ is })
    expect([calls.length, waits.length]).toEqual([1, 0])
  })

  test('a connection that breaks leaves the outcome open', async () => {
    nock(HOST).post(PATH).replyWithError('socket hang up')
    expect(await exchange().setOutboundConnector('guid-1', { Enabled: false })).toMatchObject({ is: 'unknown' })
  })

  test('no answer in time leaves the outcome open', async () => {
    nock(HOST).post(PATH).delay(500).reply(200, envelope([]))
    expect(await exchange({ timeoutMs: 50 }).setOutboundConnector('guid-1', { Enabled: false })).toMatchObject({ is: 'unknown' })
  })
})
