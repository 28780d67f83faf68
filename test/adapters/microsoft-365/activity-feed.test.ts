import { afterEach, beforeEach, describe, expect, test } from '@jest/globals'
import nock from 'nock'
import { type ActivityFeedSettings, createActivityFeed } from '../../../src/adapters/microsoft-365/activity-feed.ts'
import { readHints } from '../../../src/adapters/microsoft-365/read-hints.ts'

const TENANT = '3f1e7c58-6a0b-4c1e-9b59-0c7d1f2a4e66'
const HOST = 'https://manage.office.com'
const CONTENT = `/api/v1.0/${TENANT}/activity/feed/audit/4926$4926`
const scopes: string[] = []

const feed = (changes: Partial<ActivityFeedSettings> = {}) =>
  createActivityFeed({
    baseUrl: HOST,
    token: (tenant) =>
      tenant === TENANT
        ? async (scope) => {
            scopes.push(scope)
            return 'a-token'
          }
        : null,
    ...changes,
  })

const record = (changes: object = {}): object => ({
  CreationTime: '2026-10-05T08:14:27',
  Id: '5f0c9a10',
  Operation: 'AlertTriggered',
  OrganizationId: TENANT,
  RecordType: 40,
  Name: 'Messages have been delayed',
  AlertId: 'a1',
  Category: 'MailFlow',
  Severity: 'High',
  Data: '{"etype":"Tenant","tdc":"2314","an":"Messages have been delayed","sev":"High"}',
  ...changes,
})

beforeEach(() => {
  scopes.length = 0
  nock.disableNetConnect()
})
afterEach(() => {
  nock.cleanAll()
  nock.enableNetConnect()
})

describe('content behind a notification', () => {
  test('a record of the mail flow policy becomes an alert', async () => {
    nock(HOST, { reqheaders: { authorization: 'Bearer a-token' } })
      .get(CONTENT)
      .reply(200, [record()])
    const answer = await feed().content(TENANT, HOST + CONTENT)
    expect(answer).toEqual({
      is: 'found',
      value: [
        {
          tenant: TENANT,
          source: 'activity',
          sourceId: '5f0c9a10',
          at: '2026-10-05T08:14:27.000Z',
          name: 'Messages have been delayed',
          hints: { connector: null, domain: null, error: null, count: 2314 },
          raw: JSON.stringify(record()),
        },
      ],
    })
    expect(scopes).toEqual(['https://manage.office.com/.default'])
  })

  test.each([
    ['another record type', record({ RecordType: 15 })],
    ['another policy', record({ Name: 'Email sending limit exceeded' })],
    ['no id', record({ Id: '' })],
    ['an alert that was closed in the portal', record({ Id: 'closed', Operation: 'AlertUpdated', Status: 'Resolved' })],
    ['an alert that was dismissed', record({ Id: 'closed', Status: 'Dismissed' })],
    ['nothing known', { hello: 'world' }],
  ])('%s is left out without harm to the others', async (_says, other) => {
    nock(HOST).get(CONTENT).reply(200, [other, record()])
    expect(await feed().content(TENANT, HOST + CONTENT)).toMatchObject({ is: 'found', value: [{ sourceId: '5f0c9a10' }] })
  })

  test('the policies that count can be configured, whatever their case', async () => {
    nock(HOST)
      .get(CONTENT)
      .reply(200, [record({ Name: 'Messages DELAYED (custom)' }), record()])
    const answer = await feed({ alertNames: ['messages delayed (custom)'] }).content(TENANT, HOST + CONTENT)
    expect(answer).toMatchObject({ is: 'found', value: [{ name: 'Messages DELAYED (custom)' }] })
  })

  test.each([
    ['another host', `https://evil.example${CONTENT}`],
    ['a host that starts alike', `https://manage.office.com.evil.example${CONTENT}`],
    ['another port', `https://manage.office.com:8443${CONTENT}`],
    ['another scheme', `http://manage.office.com${CONTENT}`],
    ['credentials in it', `https://me@manage.office.com${CONTENT}`],
    ['another path', 'https://manage.office.com/elsewhere'],
    ['no address', 'hello'],
  ])('an address with %s is never asked', async (_says, uri) => {
    expect(await feed().content(TENANT, uri)).toEqual({ is: 'absent' })
    expect(scopes).toEqual([])
  })

  test.each([
    ['404', 404, {}, { is: 'absent' }],
    ['content that expired', 400, { error: { code: 'AF20051', message: 'expired' } }, { is: 'absent' }],
    [
      'throttling',
      429,
      { error: { code: 'AF429', message: 'Too many requests' } },
      { is: 'unknown', why: 'activity feed: HTTP 429 AF429 Too many requests' },
    ],
    ['a server error', 500, 'oops', { is: 'unknown', why: 'activity feed: HTTP 500' }],
    ['a redirect, which would carry the token away', 302, '', { is: 'unknown', why: 'activity feed: HTTP 302' }],
    ['no list', 200, '{"error":1}', { is: 'unknown', why: 'activity feed: the content is not a list of records' }],
    ['no JSON', 200, '<html>', { is: 'unknown', why: 'activity feed: the content is not a list of records' }],
  ])('%s', async (_says, status, body, answer) => {
    nock(HOST).get(CONTENT).reply(status, body, { location: 'https://evil.example/' })
    expect(await feed().content(TENANT, HOST + CONTENT)).toEqual(answer)
  })

  test('a tenant the bot does not look after is unknown, and so is a host that is down', async () => {
    expect(await feed().content('other', HOST + CONTENT)).toMatchObject({ is: 'unknown' })
    nock(HOST).get(CONTENT).replyWithError('ECONNRESET')
    expect(await feed().content(TENANT, HOST + CONTENT)).toMatchObject({ is: 'unknown' })
  })
})

test.each([
  ['text that is no JSON names nothing', 'hello', [null, null, null, null]],
  ['an empty text neither', '', [null, null, null, null]],
  ['JSON that is no object neither', '[1]', [null, null, null, null]],
  [
    'names are found by what their keys contain',
    '{"OutboundConnectorName":"To on-prem","RecipientDomain":"Contoso.example"}',
    ['To on-prem', 'contoso.example', null, null],
  ],
  ['a connector’s type or id is no name', '{"ConnectorType":"OnPremises","ConnectorId":"1"}', [null, null, null, null]],
  ['a reply is found by its form', '{"x":"LED=450 4.4.316 Connection refused"}', [null, null, 'LED=450 4.4.316 Connection refused', null]],
  ['a domain must look like one', '{"domain":"<!channel>"}', [null, null, null, null]],
  ['a count may be a number or text', '{"QueuedMessageCount":2000}', [null, null, null, 2000]],
  ['and nothing else', '{"tdc":"many"}', [null, null, null, null]],
])('hints: %s', (_says, data, [connector, domain, error, count]) => {
  expect(readHints(data)).toEqual({ connector, domain, error, count })
})

describe('starting a subscription', () => {
  const start = (status: number, body: object) =>
    nock(HOST)
      .post(`/api/v1.0/${TENANT}/activity/feed/subscriptions/start`, {
        webhook: { address: 'https://bot.example/hooks/activity', authId: 'x', expiration: '' },
      })
      .query({ contentType: 'Audit.General', PublisherIdentifier: TENANT })
      .reply(status, body)
  const webhook = { webhookUrl: 'https://bot.example/hooks/activity', authId: 'x' }

  test.each([
    ['started', 200, { contentType: 'Audit.General', status: 'enabled' }, { is: 'started' }],
    ['enabled already', 400, { error: { code: 'AF20024', message: 'The subscription is already enabled.' } }, { is: 'already' }],
    [
      'webhook not validated',
      400,
      { error: { code: 'AF20021', message: 'no' } },
      { is: 'failed', why: 'activity feed: HTTP 400 AF20021 no' },
    ],
  ])('%s', async (_says, status, body, outcome) => {
    start(status, body)
    expect(await feed().startSubscription(TENANT, webhook)).toEqual(outcome)
  })
})
