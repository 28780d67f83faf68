import { describe, expect, test } from '@jest/globals'
import type { DnsReply, Resolution, SessionFault, Transcript } from '../../src/domain/evidence.ts'
import type { FindingCode } from '../../src/domain/finding.ts'
import { nextQuestions, resolutionOf } from '../../src/probes/resolution.ts'
import {
  authorityQuestions,
  delegatedReplies,
  delegationOf,
  serversOf,
  wantsAuthority,
  wantsControl,
  wantsRegistration,
  wantsUnchecked,
} from '../../src/probes/suspicion.ts'
import { answer, endedAt, failing, reportedAs, transcriptWith } from './healthy.ts'

const D = 'contoso.com'
const HOST = `mail.${D}`
const servers = [answer(HOST, 'NS'), answer(D, 'NS', 'NS2.dns.net.', 'ns1.dns.net')]
const fine: readonly DnsReply[] = [answer(HOST, 'MX'), answer(HOST, 'A', '192.0.2.1'), answer(HOST, 'AAAA'), ...servers]
const host = (replies: readonly DnsReply[] = fine): Resolution => resolutionOf(HOST, replies)
const ended = (...end: Parameters<typeof endedAt>): Transcript => endedAt(end[0], end[1], { host: HOST, ip: '192.0.2.1', ...end[2] })
const refused = ended('connect', { is: 'refused', error: 'x' })
const works = transcriptWith({ host: HOST, ip: '192.0.2.1' })

describe('when something looks wrong', () => {
  test.each<[string, Resolution, readonly Transcript[], boolean, string | null]>([
    ['a healthy host', host(), [works], false, null],
    ['not tried yet', host(), [], false, null],
    ['no address', host([answer(HOST, 'MX'), answer(HOST, 'A'), answer(HOST, 'AAAA')]), [], true, D],
    ['a question that failed', host([failing(HOST, 'MX', 'SERVFAIL'), ...fine.slice(1)]), [works], true, D],
    ['a name that is gone', host([failing(HOST, 'MX', 'NXDOMAIN'), ...fine.slice(1)]), [works], true, D],
    [
      'what is asked beside the way',
      host([...fine, failing(`_25._tcp.${HOST}`, 'TLSA', 'NXDOMAIN'), failing(HOST, 'SOA', 'SERVFAIL')]),
      [works],
      false,
      null,
    ],
    ['nobody reached', host(), [refused], true, D],
    ['silence', host(), [ended('connect', { is: 'timed-out' })], true, D],
    [
      'one of two reached',
      resolutionOf(HOST, [...fine, answer(HOST, 'A', '192.0.2.1', '192.0.2.2')]),
      [refused, transcriptWith({ host: HOST, ip: '192.0.2.2' })],
      false,
      null,
    ],
    ['our own missing route', host(), [ended('connect', { is: 'no-route-here', error: 'ENETUNREACH' })], false, null],
    ['a machine that talks no SMTP', host(), [ended('banner', { is: 'not-smtp', text: 'HTTP/1.1 400' })], true, D],
    ['a session that fails further on', host(), [ended('handshake', { is: 'tls', error: 'x' })], false, null],
    ['somebody else’s session', host(), [endedAt('connect', { is: 'refused', error: 'x' }, { host: 'other.example' })], false, null],
  ])('%s', (_says, resolution, transcripts, authority, registration) => {
    expect(wantsAuthority(resolution, transcripts, [])).toBe(authority)
    expect(wantsRegistration(resolution, transcripts)).toBe(registration)
  })

  test.each<[FindingCode, boolean]>([
    ['dns-query-failed', true],
    ['connection-refused', true],
    ['session-refused', true],
    ['certificate-expired', false],
    ['relay-denied', false],
  ])('a report of %s: other data in DNS would explain it, %s', (finding, explains) => {
    expect(wantsAuthority(host(), [works], [reportedAs(finding)])).toBe(explains)
  })

  test('an address has no zone and no registration', () => {
    const literal = resolutionOf('192.0.2.1', [])
    expect(wantsAuthority(literal, [refused], [reportedAs('dns-query-failed')])).toBe(false)
    expect(authorityQuestions(literal)).toBeNull()
    expect(
      wantsRegistration(literal, [endedAt('connect', { is: 'refused', error: 'x' }, { host: '192.0.2.1', ip: '192.0.2.1' })]),
    ).toBeNull()
  })

  test.each([
    ['co.uk', null],
    ['server', null],
    ['mail.corp.local', null],
    ['x.invalid', null],
    ['a.home.arpa', null],
    ['mail.contoso.co.uk', 'contoso.co.uk'],
    ['x.contoso.example', 'contoso.example'],
  ])('the registration of %s is that of %s', (name, domain) => {
    expect(wantsRegistration(resolutionOf(name, [failing(name, 'A', 'NXDOMAIN')]), [])).toBe(domain)
  })

  test('of an alias that leads nowhere its end is what is asked about', () => {
    const dead = (type: DnsReply['question']['type']): DnsReply => ({
      ...failing(HOST, type, 'NXDOMAIN'),
      records: [{ name: HOST, type: 'CNAME', ttl: 60, data: 'tenant.cloud.net' }],
    })
    const replies = [dead('MX'), dead('A'), dead('AAAA'), ...servers]
    expect(nextQuestions(HOST, replies)).toContainEqual({ name: 'cloud.net', type: 'NS' })
    expect(nextQuestions(HOST, replies.slice(0, 2))).not.toContainEqual({ name: 'cloud.net', type: 'NS' })
    const whole = resolutionOf(HOST, [...replies, answer('cloud.net', 'NS', 'ns.cloud.net')])
    expect(wantsRegistration(whole, [])).toBe('cloud.net')
    expect(authorityQuestions(whole)?.zone).toBe('cloud.net')
  })

  test('an exchange that leads nowhere is what is asked about', () => {
    const replies = [
      answer(D, 'MX', '10 mx.gone.net'),
      answer(D, 'A', '192.0.2.9'),
      failing('mx.gone.net', 'A', 'NXDOMAIN'),
      answer(D, 'NS', 'ns1.dns.net'),
      answer('gone.net', 'NS', 'ns.gone.net'),
    ]
    const domain = resolutionOf(D, replies, 'domain')
    expect(wantsRegistration(domain, [])).toBe('gone.net')
    expect(authorityQuestions(domain)?.zone).toBe('gone.net')
  })

  test('what failed with SERVFAIL is asked again without validation, whatever it was', () => {
    expect(wantsUnchecked(host())).toEqual([])
    const some = host([...fine, failing(`_25._tcp.${HOST}`, 'TLSA', 'SERVFAIL'), failing(HOST, 'SOA', 'timeout')])
    expect(wantsUnchecked(some)).toEqual([{ name: `_25._tcp.${HOST}`, type: 'TLSA' }])
  })
})

describe('known-good targets', () => {
  const at = (ip: string, why: SessionFault | null = null): Transcript => (why ? endedAt('connect', why, { ip }) : transcriptWith({ ip }))
  const REFUSED: SessionFault = { is: 'refused', error: 'ECONNREFUSED' }
  const SILENT: SessionFault = { is: 'timed-out' }
  const FAR: SessionFault = { is: 'unreachable', error: 'EHOSTUNREACH' }
  const OURS: SessionFault = { is: 'no-route-here', error: 'ENETUNREACH' }
  const SIX = '2001:db8::1'

  test.each<[string, readonly Transcript[], readonly string[]]>([
    ['nothing was tried', [], []],
    ['all is well', [at('192.0.2.1')], []],
    ['one of two is refused', [at('192.0.2.1'), at('192.0.2.2', REFUSED)], []],
    ['a session fails after connecting', [endedAt('banner', SILENT)], []],
    ['every address is refused', [at('192.0.2.1', REFUSED), at(SIX, REFUSED)], ['any']],
    ['refused, and beside it no IPv6 here', [at('192.0.2.1', REFUSED), at(SIX, OURS)], ['any']],
    ['an address inside is refused', [at('127.0.0.1', REFUSED), at('10.1.2.3', REFUSED), at('fd00::1', REFUSED)], []],
    ['an address inside says nothing', [at('10.1.2.3', SILENT), at('fd00::1', FAR)], []],
    ['no way out at all', [at('192.0.2.1', OURS)], ['any']],
    ['only IPv6 is wanted, and there is none here', [at(SIX, OURS)], []],
    ['one of two says nothing', [at('192.0.2.1'), at('192.0.2.2', SILENT)], ['any']],
    ['one of two cannot be reached', [at('192.0.2.1'), at('192.0.2.2', FAR)], ['any']],
    ['IPv6 says nothing beside IPv4', [at('192.0.2.1'), at(SIX, SILENT)], ['any', 'ipv6']],
    ['one of two IPv6 addresses says nothing', [at('2001:db8::2'), at(SIX, SILENT)], ['any']],
    ['nobody may connect there', [endedAt('connect', { is: 'not-public', range: 'x' })], []],
  ])('%s', (_says, transcripts, families) => expect(wantsControl(transcripts)).toEqual(families))
})

describe('what the servers of the zone are asked', () => {
  test('the closest zone whose servers are known; each its SOA and what the resolver was asked in it', () => {
    expect(authorityQuestions(host())).toEqual({
      zone: D,
      servers: ['ns1.dns.net', 'ns2.dns.net'],
      addresses: [
        { name: 'ns1.dns.net', type: 'A' },
        { name: 'ns1.dns.net', type: 'AAAA' },
        { name: 'ns2.dns.net', type: 'A' },
        { name: 'ns2.dns.net', type: 'AAAA' },
      ],
      each: [
        { name: D, type: 'SOA' },
        { name: HOST, type: 'MX' },
        { name: HOST, type: 'A' },
        { name: HOST, type: 'AAAA' },
      ],
    })
    expect(authorityQuestions(host([answer(HOST, 'NS', `ns.${HOST}`), ...fine.slice(0, 3), ...servers.slice(1)]))?.zone).toBe(HOST)
  })

  test('names outside the zone are not asked of its servers', () => {
    const domain = resolutionOf(D, [answer(D, 'MX', '10 mx.other.net'), answer('mx.other.net', 'A', '192.0.2.1'), ...servers], 'domain')
    expect(authorityQuestions(domain)?.each).toEqual([
      { name: D, type: 'SOA' },
      { name: D, type: 'MX' },
    ])
  })

  test('servers nobody knows cannot be asked, and many are not all asked', () => {
    expect(authorityQuestions(host(fine.slice(0, 3)))).toBeNull()
    expect(authorityQuestions(host([...fine.slice(0, 3), failing(D, 'NS', 'SERVFAIL')]))).toBeNull()
    const many = answer(D, 'NS', ...Array.from({ length: 30 }, (_each, index) => `ns${index}.dns.net`))
    expect(authorityQuestions(host([...fine.slice(0, 3), many]))?.servers).toHaveLength(8)
  })

  test('records behind an alias are another name’s', () => {
    const alias: DnsReply = {
      ...answer(HOST, 'NS'),
      records: [
        { name: HOST, type: 'CNAME', ttl: 60, data: 'host.other.net' },
        { name: 'host.other.net', type: 'NS', ttl: 60, data: 'ns.other.net' },
      ],
    }
    expect(authorityQuestions(host([...fine.slice(0, 3), alias, ...servers.slice(1)]))?.zone).toBe(D)
  })

  test('a server is found by its first address, has surely none, or is not known', () => {
    const plan = authorityQuestions(host())
    const found = [
      answer('ns1.dns.net', 'A'),
      answer('ns1.dns.net', 'AAAA', '2001:db8::53'),
      answer('ns2.dns.net', 'A', '198.51.100.2', '198.51.100.3'),
    ]
    expect(plan && serversOf(plan, found)).toEqual([
      { name: 'ns1.dns.net', ip: '2001:db8::53' },
      { name: 'ns2.dns.net', ip: '198.51.100.2' },
    ])
    const none = [
      failing('ns1.dns.net', 'A', 'NXDOMAIN'),
      failing('ns1.dns.net', 'AAAA', 'NXDOMAIN'),
      failing('ns2.dns.net', 'A', 'SERVFAIL'),
    ]
    expect(plan && serversOf(plan, none)).toEqual([{ name: 'ns1.dns.net', ip: null }])
  })
})

describe('a zone whose servers all fail', () => {
  const dark = (rcode: DnsReply['rcode']): Resolution =>
    host([failing(HOST, 'MX', rcode), failing(HOST, 'A', rcode), failing(D, 'NS', rcode)])

  test.each<[string, Resolution, object | null]>([
    ['is known to who gave it away', dark('SERVFAIL'), { zone: D, parent: 'com' }],
    ['even when they only are silent', dark('timeout'), { zone: D, parent: 'com' }],
    ['not when it is not there', dark('NXDOMAIN'), null],
    ['not when our own way is shut', dark('unreachable'), null],
    ['not when its servers are known', host(), null],
    ['not for an address', resolutionOf('192.0.2.1', []), null],
  ])('%s', (_says, resolution, expected) => expect(delegationOf(resolution)).toEqual(expected))

  test('is read from a referral, with the addresses that came along', () => {
    const record = (name: string, type: 'NS' | 'A', data: string) => ({ name, type, ttl: 60, data })
    const referral = [
      record(D, 'NS', `ns1.${D}.`),
      record(`ns1.${D}`, 'A', '192.0.2.53'),
      record('evil.example', 'A', '192.0.2.66'),
      record('', 'NS', 'a.root'),
    ]
    const replies = delegatedReplies(D, { ...answer(D, 'NS'), referral })
    expect(replies.map(({ question, records }) => [question.name, question.type, records.map((each) => each.data)])).toEqual([
      [D, 'NS', [`ns1.${D}.`]],
      [`ns1.${D}`, 'A', ['192.0.2.53']],
    ])
    const questions = authorityQuestions({ ...dark('SERVFAIL'), replies: [...dark('SERVFAIL').replies, ...replies] })
    expect(questions).toMatchObject({ zone: D, servers: [`ns1.${D}`], addresses: [] })
    expect(questions && serversOf(questions, replies)).toEqual([{ name: `ns1.${D}`, ip: '192.0.2.53' }])
    expect(delegatedReplies(D, failing(D, 'NS', 'REFUSED'))).toEqual([])
  })
})
