import { setTimeout as pause } from 'node:timers/promises'
import { expect, test } from '@jest/globals'
import { webAddresses } from '../../../src/adapters/network/web-addresses.ts'
import type { DnsReply } from '../../../src/domain/evidence.ts'

/** Addresses by type, and how long each answer takes, milliseconds; a type without any is never answered. */
type Zone = Readonly<
  Partial<Record<'A' | 'AAAA', { readonly data?: readonly string[]; readonly after?: number; readonly rcode?: DnsReply['rcode'] }>>
>

const of = (zone: Zone) =>
  webAddresses('web.example', {
    query: async (question) => {
      const { data = [], after = 0, rcode = 'NOERROR' } = zone[question.type as 'A' | 'AAAA'] ?? (await new Promise<never>(() => {}))
      if (after > 0) await pause(after)
      const records = data.map((each) => ({ name: question.name, type: question.type, ttl: 60, data: each }))
      return { question, rcode, records, server: '192.0.2.53:53', authenticated: false, authoritative: false, ms: after }
    },
    forbidden: (ip) => (ip.startsWith('fd') || ip.startsWith('10.') ? 'private-use' : null),
  })

test('both families take turns', async () => {
  const zone: Zone = { AAAA: { data: ['2001:db8::1', '2001:db8::2'] }, A: { data: ['192.0.2.1'] } }
  expect(await of(zone)).toEqual({ is: 'found', value: ['2001:db8::1', '192.0.2.1', '2001:db8::2'] })
})

test('one is enough where the other is never answered', async () => {
  expect(await of({ A: { data: ['192.0.2.1'] } })).toEqual({ is: 'found', value: ['192.0.2.1'] })
})

test('addresses that nobody may connect to are not enough', async () => {
  const slow: Zone = { AAAA: { data: ['fd00::1'] }, A: { data: ['192.0.2.1'], after: 200 } }
  expect(await of(slow)).toEqual({ is: 'found', value: ['192.0.2.1'] })
  expect(await of({ AAAA: { data: ['fd00::1'] }, A: {} })).toEqual({ is: 'unknown', why: 'fd00::1 lies in private-use' })
})

test.each<[string, Zone, object]>([
  ['no address at all', { AAAA: {}, A: { rcode: 'NXDOMAIN' } }, { is: 'absent' }],
  ['a question that failed', { AAAA: {}, A: { rcode: 'SERVFAIL' } }, { is: 'unknown', why: 'web.example: SERVFAIL' }],
])('%s', async (_says, zone, expected) => expect(await of(zone)).toEqual(expected))
