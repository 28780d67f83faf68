import { expect, test } from '@jest/globals'
import { missedConnector } from '../../src/core/missed-connector.ts'
import { type Answer, found, unknown } from '../../src/domain/answer.ts'
import type { OutboundConnector } from '../../src/domain/tenant.ts'
import { connector, exchangeOf, tenant } from '../fixes/tenant.ts'

const over = (connectors: Answer<readonly OutboundConnector[]>) => ({ ...exchangeOf(tenant()), connectors: async () => connectors })
const listed = over(found([connector({ name: 'To HQ (Lyon)' }), connector({ name: 'mailer', guid: 'g' })]))

test.each([
  ['a connector’s name', 'to hq (lyon)', null],
  ['a host, whatever connectors there are', 'mail.contoso.com', null],
  ['an address', '[2001:db8::1]', null],
  ['a name that only a connector can have', 'To HQ (Paris)', ['To HQ (Lyon)', 'mailer']],
  ['a single word that is no connector', 'mailhub', ['To HQ (Lyon)', 'mailer']],
])('%s: %s', async (_says, bare, expected) => expect(await missedConnector(listed, bare)).toEqual(expected))

test('without a tenant a single word may be a host, and what can be none is nothing', async () => {
  expect(await missedConnector(null, 'mailhub')).toBeNull()
  expect(await missedConnector(null, 'To HQ (Lyon)')).toEqual([])
})

test.each(['To HQ (Lyon)', 'mailer'])('connectors that cannot be read are not said to be without %s', async (bare) => {
  const unread = over(unknown('Get-OutboundConnector: HTTP 503'))
  await expect(missedConnector(unread, bare)).rejects.toMatchObject({
    code: 'connectors-unreadable',
    args: { what: bare, why: 'Get-OutboundConnector: HTTP 503' },
  })
  expect(await missedConnector(unread, 'mail.contoso.com')).toBeNull()
})
