import { describe, expect, test } from '@jest/globals'
import type { DnsReply, Evidence, Resolution, Transcript } from '../../src/domain/evidence.ts'
import type { Registration } from '../../src/domain/registration.ts'
import { dns } from '../../src/probes/dns.ts'
import { registration } from '../../src/probes/registration.ts'
import { resolutionOf } from '../../src/probes/resolution.ts'
import { answer, endedAt, evidenceWith, failing, inShort, transcriptWith } from './healthy.ts'

const D = 'contoso.example'
const HOST = `mail.${D}`
const gone: readonly DnsReply[] = [failing(D, 'MX', 'NXDOMAIN'), failing(D, 'A', 'NXDOMAIN')]
const parked: readonly DnsReply[] = [answer(D, 'MX', '10 park.example'), answer('park.example', 'A', '192.0.2.99')]

const registered = (changes: Partial<Registration> = {}): Resolution['registration'] => ({
  is: 'found',
  value: { domain: D, status: ['active'], expires: '2027-06-01T00:00:00.000Z', registrar: 'A registrar', ...changes },
})
const on = (told: Resolution['registration'], replies = gone, ...transcripts: readonly Transcript[]): Evidence =>
  evidenceWith({ resolutions: [{ ...resolutionOf(D, replies, 'domain'), registration: told }], transcripts })
const over = registered({ expires: '2026-11-13T00:00:00.000Z' })
const atPark = { host: 'park.example', ip: '192.0.2.99' }

describe('the registration of a domain', () => {
  test.each<[string, Resolution['registration']]>([
    ['was not asked for', null],
    ['could not be read', { is: 'unknown', why: 'HTTP 429' }],
    ['is in order', registered()],
    ['tells no end', registered({ expires: null })],
    [
      'has statuses that keep nothing from working',
      registered({ status: ['client transfer prohibited', 'auto renew period', 'server update prohibited'] }),
    ],
  ])('that %s says nothing', (_says, told) => expect(registration(on(told))).toEqual([]))

  test('that has ended', () => {
    expect(registration(on(over))).toEqual([
      {
        finding: 'dns-domain-expired',
        severity: 'fault',
        subject: D,
        stage: 'dns',
        evidence: [{ code: 'domain-expired', args: { domain: D, expires: '2026-11-13T00:00:00.000Z' } }],
      },
    ])
  })

  test.each([
    'redemption period',
    'pending delete',
    'pending restore',
    'client hold',
    'server hold',
    'clientHold',
    'Redemption Period',
    'PENDING_DELETE',
  ])('under "%s", whatever its date', (status) => {
    expect(registration(on(registered({ status: ['active', status] })))[0]?.evidence).toEqual([
      { code: 'domain-status', args: { domain: D, status } },
    ])
  })

  test('that does not exist is no registration that ended', () => {
    expect(registration(on({ is: 'absent' }))).toEqual([])
    const [missing] = dns(on({ is: 'absent' }))
    expect(missing?.finding).toBe('dns-domain-missing')
    expect(missing?.evidence).toContainEqual({ code: 'domain-unregistered', args: { domain: D } })
    expect(dns(on({ is: 'unknown', why: 'HTTP 429' }))[0]?.evidence.map((line) => line.code)).toEqual(['dns-nxdomain'])
  })

  test('parked: names that lead to machines which take no mail', () => {
    expect(inShort(registration(on(over, parked, endedAt('connect', { is: 'refused', error: 'x' }, atPark))))).toEqual([
      'fault dns-domain-expired/dns',
    ])
    expect(inShort(registration(on(over, parked, endedAt('banner', { is: 'not-smtp', text: 'HTTP/1.1 400' }, atPark))))).toEqual([
      'fault dns-domain-expired/dns',
    ])
  })

  test('a warning while a mail server still answers under the name', () => {
    expect(inShort(registration(on(over, parked, transcriptWith(atPark))))).toEqual(['warning dns-domain-expired/dns'])
  })

  test('two hosts of one domain are one finding', () => {
    const host = (name: string): Resolution => ({ ...resolutionOf(name, [failing(name, 'A', 'NXDOMAIN')]), registration: over })
    expect(registration(evidenceWith({ resolutions: [host(HOST), host(`mail2.${D}`)], transcripts: [] }))).toHaveLength(1)
  })
})
