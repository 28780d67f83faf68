import { afterEach, beforeEach, describe, expect, test } from '@jest/globals'
import nock from 'nock'
import { createServiceHealth } from '../../../src/adapters/microsoft-365/service-health.ts'

const TENANT = '3f1e7c58-6a0b-4c1e-9b59-0c7d1f2a4e66'
const GRAPH = 'https://graph.microsoft.com'
const PATH = '/v1.0/admin/serviceAnnouncement/issues'
const scopes: string[] = []

const health = (baseUrl = GRAPH) =>
  createServiceHealth({
    baseUrl,
    token: (tenant) =>
      tenant === TENANT
        ? async (scope) => {
            scopes.push(scope)
            return 'a-token'
          }
        : null,
  })

const issue = (changes: object = {}): object => ({
  id: 'EX1012345',
  title: 'Some users see delays when sending   external mail',
  service: 'Exchange Online',
  feature: 'E-Mail timely delivery',
  featureGroup: 'E-Mail and calendar access',
  classification: 'incident',
  origin: 'microsoft',
  status: 'serviceDegradation',
  isResolved: false,
  impactDescription: 'Mail may be delayed.',
  startDateTime: '2026-11-22T06:00:00Z',
  endDateTime: null,
  lastModifiedDateTime: '2026-11-22T07:00:00Z',
  posts: [],
  ...changes,
})
const answers = (status: number, body: object | string) =>
  nock(GRAPH, { reqheaders: { authorization: 'Bearer a-token' } })
    .get(PATH)
    .query({ $filter: "service eq 'Exchange Online' and isResolved eq false" })
    .reply(status, body)

beforeEach(() => {
  scopes.length = 0
  nock.disableNetConnect()
})
afterEach(() => {
  nock.cleanAll()
  nock.enableNetConnect()
})

describe('service health', () => {
  test('tells open incidents about mail flow, newest first', async () => {
    answers(200, { value: [issue(), issue({ id: 'EX1099999', classification: 'advisory', lastModifiedDateTime: '2026-11-22T09:00:00Z' })] })
    const answer = await health().openIncidents(TENANT)
    expect(answer).toMatchObject({ is: 'found', value: [{ id: 'EX1099999', classification: 'advisory' }, { id: 'EX1012345' }] })
    expect(answer.is === 'found' && answer.value[1]).toEqual({
      id: 'EX1012345',
      title: 'Some users see delays when sending external mail',
      feature: 'E-Mail timely delivery',
      classification: 'incident',
      status: 'serviceDegradation',
      startedAt: '2026-11-22T06:00:00Z',
      updatedAt: '2026-11-22T07:00:00Z',
    })
    expect(scopes).toEqual([`${GRAPH}/.default`])
  })

  test.each([
    ['resolved ones', { isResolved: true }],
    ['other services', { service: 'Microsoft Teams' }],
    ['what is not about mail flow', { title: 'Users cannot see the calendar of a room', feature: 'Calendaring', featureGroup: 'Calendar' }],
  ])('leaves out %s, even when the filter was ignored', async (_says, changes) => {
    answers(200, { value: [issue(changes)] })
    expect(await health().openIncidents(TENANT)).toEqual({ is: 'found', value: [] })
  })

  test.each([
    ['no right', 403, { error: { code: 'Forbidden' } }],
    ['a broken service', 500, 'oops'],
    ['an answer of another shape', 200, { issues: [] }],
    ['no JSON', 200, '<html>'],
  ])('%s is unknown, not “no incident”', async (_says, status, body) => {
    answers(status, body)
    expect(await health().openIncidents(TENANT)).toMatchObject({ is: 'unknown' })
  })

  test('a tenant that is not looked after, and a host that does not answer, are unknown too', async () => {
    expect(await health().openIncidents('another')).toMatchObject({ is: 'unknown' })
    nock(GRAPH).get(PATH).query(true).replyWithError('reset')
    expect(await health().openIncidents(TENANT)).toMatchObject({ is: 'unknown' })
  })
})
