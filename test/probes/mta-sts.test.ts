import { describe, expect, test } from '@jest/globals'
import { type Answer, absent, found, unknown } from '../../src/domain/answer.ts'
import type { Certificate, DnsReply, Evidence, Resolution, TlsFacts, Transcript } from '../../src/domain/evidence.ts'
import type { Finding } from '../../src/domain/finding.ts'
import { matchesPolicy, readPolicy, stsRecord, tlsReporting } from '../../src/domain/mta-sts.ts'
import { mtaSts } from '../../src/probes/mta-sts.ts'
import { policyReports } from '../../src/probes/policies.ts'
import { resolutionOf } from '../../src/probes/resolution.ts'
import { answer, certificateWith, endedAt, evidenceWith, failing, tlsWith, transcriptWith } from './healthy.ts'

const DOMAIN = 'example.org'
const MX = 'mx1.example.org'
const OTHER = 'mx2.example.net'
const TXT = `_mta-sts.${DOMAIN}`
const ANNOUNCED = 'v=STSv1; id=20261122T120000;'

const policy = (...lines: readonly string[]): string => lines.join('\r\n')
const enforced = (...mx: readonly string[]): string =>
  policy('version: STSv1', 'mode: enforce', ...mx.map((each) => `mx: ${each}`), 'max_age: 604800')

interface Scene {
  readonly file?: Answer<string> | string | null
  readonly records?: readonly string[]
  readonly reports?: readonly string[]
  readonly exchanges?: readonly string[]
  readonly sessions?: readonly Transcript[]
  readonly as?: Resolution['as']
}

function scene({
  file = enforced(MX),
  records = [ANNOUNCED],
  reports = [],
  exchanges = [MX],
  sessions = [session()],
  as = 'domain',
}: Scene): Evidence {
  const replies = [
    answer(DOMAIN, 'MX', ...exchanges.map((name, index) => `${index * 10} ${name}`)),
    ...exchanges.map((name, index) => answer(name, 'A', `192.0.2.${10 + index}`)),
    answer(TXT, 'TXT', ...records),
    answer(`_smtp._tls.${DOMAIN}`, 'TXT', ...reports),
  ]
  const mtaStsFile = typeof file === 'string' ? found(file) : file
  return evidenceWith({ resolutions: [{ ...resolutionOf(DOMAIN, replies, as), mtaSts: mtaStsFile }], transcripts: sessions })
}

function session(certificate: Partial<Certificate> = {}, tls: Partial<TlsFacts> = {}, changes: Partial<Transcript> = {}): Transcript {
  return transcriptWith({ host: MX, tls: tlsWith({ certificate: certificateWith({ names: [MX], ...certificate }), ...tls }), ...changes })
}
const bare = (changes: Partial<Transcript> = {}): Transcript =>
  endedAt('starttls', { is: 'starttls-not-offered' }, { host: MX, ...changes })

const told = (findings: readonly Finding[]): readonly string[] =>
  findings.filter((each) => each.severity !== 'info').map((each) => `${each.severity} ${each.finding}`)
const judged = (wanted: Scene): readonly string[] => told(mtaSts(scene(wanted)))
const lines = (wanted: Scene) => mtaSts(scene(wanted)).flatMap((each) => each.evidence)
const reported = (wanted: Scene) => policyReports(scene(wanted))[0]

describe('a domain that keeps to its policy', () => {
  test('is only remarked upon, with how long senders may go by an earlier one', () => {
    expect(judged({})).toEqual([])
    expect(lines({})).toEqual([{ code: 'mta-sts-policy', args: { domain: DOMAIN, mode: 'enforce', count: 7 } }])
    expect(reported({})).toMatchObject({ domain: DOMAIN, mtaSts: 'enforce', tlsRpt: 'absent' })
  })

  test('a wildcard certificate does', () => {
    expect(judged({ sessions: [session({ names: ['*.example.org'] })] })).toEqual([])
  })

  test('no policy, no words', () => {
    expect(mtaSts(scene({ records: [], file: null }))).toEqual([])
    expect(reported({ records: [], file: null })).toMatchObject({ mtaSts: 'absent' })
    expect(mtaSts(scene({ as: 'smart-host', file: 'nonsense' }))).toEqual([])
  })
})

describe('hosts and the policy', () => {
  test('no exchange named: mail stops', () => {
    const wanted = { file: enforced('mail.example.org', '*.example.com') }
    expect(judged(wanted)).toEqual(['fault mta-sts-mx-mismatch'])
    expect(lines(wanted)[0]).toEqual({
      code: 'mta-sts-mx',
      args: { domain: DOMAIN, exchange: MX, patterns: 'mail.example.org, *.example.com' },
    })
    expect(lines(wanted)).toContainEqual({ code: 'mta-sts-policy', args: { domain: DOMAIN, mode: 'enforce', count: 7 } })
  })

  test('one of two named: mail goes by that one', () => {
    const wanted = { exchanges: [MX, OTHER] }
    expect(judged(wanted)).toEqual(['warning mta-sts-mx-mismatch'])
    expect(lines(wanted)).toContainEqual({ code: 'works-elsewhere', args: { ok: 1, total: 2 } })
  })

  test('the one that is named must do: its own certificate is then what stops mail', () => {
    const sessions = [session({ names: ['else.example'] }), session({}, {}, { host: OTHER, ip: '192.0.2.11' })]
    expect(judged({ exchanges: [MX, OTHER], sessions })).toEqual(['warning mta-sts-mx-mismatch', 'fault mta-sts-certificate-invalid'])
  })

  test('a domain without MX is its own host', () => {
    const replies = [answer(DOMAIN, 'MX'), answer(DOMAIN, 'A', '192.0.2.10'), answer(TXT, 'TXT', ANNOUNCED)]
    const resolution = { ...resolutionOf(DOMAIN, replies, 'domain'), mtaSts: found(enforced(MX)) }
    expect(told(mtaSts(evidenceWith({ resolutions: [resolution], transcripts: [] })))).toEqual(['fault mta-sts-mx-mismatch'])
  })

  test.each([
    ['mail.example.net', 'mail.example.net', true],
    ['MAIL.example.net.', 'mail.EXAMPLE.net', true],
    ['mail.example.net', 'mail.example.net.', true],
    ['mail.example.net', '*.example.net', true],
    ['a.b.example.net', '*.example.net', false],
    ['example.net', '*.example.net', false],
    ['mail.example.net', 'example.net', false],
    ['mailexample.net', '*.example.net', false],
  ])('%s by %s: %s', (host, pattern, fits) => {
    const read = readPolicy(enforced(pattern))
    expect(read.is === 'valid' && matchesPolicy(host, read.policy)).toBe(fits)
  })
})

describe('sessions under the policy', () => {
  test.each<[string, string, Transcript]>([
    ['name', 'another name', session({ names: ['mail.example.com'] })],
    ['dates', 'expired', session({ notAfter: '2026-11-01T00:00:00.000Z' })],
    ['dates', 'not yet valid', session({ notBefore: '2026-12-01T00:00:00.000Z' })],
    ['chain', 'self-signed', session({}, { trust: 'self-signed' })],
    ['chain', 'without its intermediate', session({}, { trust: 'missing-intermediate' })],
    ['chain, dates, name', 'all at once', session({ names: [], notAfter: '2020-01-01T00:00:00.000Z' }, { trust: 'private-root' })],
  ])('a certificate fails by its %s (%s)', (reason, _says, transcript) => {
    const wanted = { sessions: [transcript] }
    expect(judged(wanted)).toEqual(['fault mta-sts-certificate-invalid'])
    expect(lines(wanted)).toContainEqual({ code: 'mta-sts-certificate', args: { ip: '192.0.2.10', exchange: MX, reason } })
  })

  test('TLS must be offered', () => {
    expect(judged({ sessions: [bare()] })).toEqual(['fault mta-sts-certificate-invalid'])
    expect(mtaSts(scene({ sessions: [bare()] }))[0]).toMatchObject({ stage: 'starttls', subject: MX })
    expect(lines({ sessions: [bare()] })[0]).toEqual({ code: 'mta-sts-no-starttls', args: { ip: '192.0.2.10', exchange: MX } })
  })

  test('a chain that could not be checked, and a host that was not reached, prove nothing', () => {
    expect(judged({ sessions: [session({}, { trust: 'unknown' })] })).toEqual([])
    expect(judged({ sessions: [endedAt('connect', { is: 'timed-out' }, { host: MX })] })).toEqual([])
  })

  test('one of two addresses that does makes it a warning', () => {
    const sessions = [session(), session({ names: [] }, {}, { host: 'mx9.example.org', ip: '192.0.2.11' })]
    expect(judged({ exchanges: [MX, 'mx9.example.org'], file: enforced('*.example.org'), sessions })).toEqual([
      'warning mta-sts-certificate-invalid',
    ])
  })

  test('in testing nothing stops mail, switched off nothing is asked', () => {
    const inMode = (mode: string) => ({ file: enforced('mail.example.com').replace('enforce', mode), sessions: [bare()] })
    expect(judged(inMode('testing'))).toEqual(['warning mta-sts-mx-mismatch'])
    expect(judged({ file: enforced(MX).replace('enforce', 'testing'), sessions: [bare()] })).toEqual([
      'warning mta-sts-certificate-invalid',
    ])
    expect(judged(inMode('none'))).toEqual([])
    expect(reported(inMode('none'))).toMatchObject({ mtaSts: 'none' })
  })
})

describe('a policy that cannot be had', () => {
  test.each<[string, Scene, PolicyWord, string, string]>([
    ['nobody answers', { file: unknown('no answer within 5000 ms') }, 'unavailable', 'mta-sts-fetch', 'no answer'],
    ['it is not there', { file: absent }, 'unavailable', 'mta-sts-fetch', 'not found'],
    ['it is no policy', { file: '<html>\n' }, 'invalid', 'mta-sts-invalid', '<html>'],
    ['the record has no id', { records: ['v=STSv1;'] }, 'invalid', 'mta-sts-invalid', 'v=STSv1;'],
    ['there are two records', { records: [ANNOUNCED, 'v=STSv1; id=2;'] }, 'invalid', 'mta-sts-invalid', ' | '],
  ])('because %s', (_says, wanted, word, code, says) => {
    expect(judged(wanted)).toEqual(['warning mta-sts-policy-unavailable'])
    const [line] = lines(wanted)
    expect(line?.code).toBe(code)
    expect(JSON.stringify(line?.args)).toContain(says)
    expect(reported(wanted)).toMatchObject({ mtaSts: word })
  })

  test('is not claimed while the file was not asked for, or DNS was silent', () => {
    expect(judged({ file: null })).toEqual([])
    const replies = [answer(DOMAIN, 'MX', `10 ${MX}`), answer(MX, 'A', '192.0.2.10'), failing(TXT, 'TXT', 'timeout')]
    const evidence = evidenceWith({ resolutions: [resolutionOf(DOMAIN, replies, 'domain')] })
    expect(mtaSts(evidence)).toEqual([])
    expect(policyReports(evidence)[0]).toMatchObject({ mtaSts: 'unknown', tlsRpt: 'unknown' })
  })

  test('where it should be is told', () => {
    expect(lines({ file: absent })[0]?.args.url).toBe('https://mta-sts.example.org/.well-known/mta-sts.txt')
  })
})
type PolicyWord = 'unavailable' | 'invalid'

describe('reading a policy', () => {
  test.each<[string, string]>([
    ['CRLF', 'version: STSv1\r\nmode: enforce\r\nmx: mail.example.com\r\nmx: *.example.net\r\nmax_age: 604800\r\n'],
    ['LF', 'version: STSv1\nmode: enforce\nmx: mail.example.com\nmx: *.example.net\nmax_age: 604800'],
    ['any order and spacing', 'max_age:604800 \nmx:  mail.example.com\nmode:enforce\nmx: *.example.net.\nversion: STSv1\n\n'],
    ['keys of later versions', 'version: STSv1\nmode: enforce\nnew-key: a:b\nmx: MAIL.example.com\nmx: *.example.net\nmax_age: 604800'],
    [
      'a key that comes twice',
      'version: STSv1\nmode: enforce\nmode: none\nmx: mail.example.com\nmx: *.example.net\nmax_age: 604800\nmax_age: 1',
    ],
  ])('%s', (_says, text) => {
    expect(readPolicy(text)).toEqual({
      is: 'valid',
      policy: { mode: 'enforce', mx: ['mail.example.com', '*.example.net'], maxAge: 604_800 },
    })
  })

  test('every host of it counts, the last of thousands too', () => {
    const hosts = Array.from({ length: 4000 }, (_, at) => `mx: m${at}.example`)
    const read = readPolicy(policy('version: STSv1', 'mode: enforce', ...hosts, 'max_age: 86400'))
    expect(read.is === 'valid' && matchesPolicy('m3999.example', read.policy)).toBe(true)
  })

  test('a line of spaces without end is read once, not once for each of them', () => {
    const line = `later: b${' '.repeat(1024 * 1024)}a`
    expect(readPolicy(policy('version: STSv1', 'mode: none', line, 'max_age: 86400'))).toMatchObject({ is: 'valid' })
  })

  test('without hosts it is one only when it is switched off', () => {
    const rest = ['version: STSv1', 'max_age: 86400']
    expect(readPolicy(policy(...rest, 'mode: none'))).toMatchObject({ is: 'valid' })
    expect(readPolicy(policy(...rest, 'mode: testing'))).toEqual({ is: 'invalid', line: 'mx' })
  })

  test.each<[string, string]>([
    ['', 'version'],
    ['version: STSv2\nmode: enforce\nmx: a.example\nmax_age: 1', 'version: STSv2'],
    ['version: STSv1\nmode: strict\nmx: a.example\nmax_age: 1', 'mode: strict'],
    ['version: STSv1\nmode: enforce\nmx: a.example', 'max_age'],
    ['version: STSv1\nmode: enforce\nmx: a.example\nmax_age: 31557601', 'max_age: 31557601'],
    ['version: STSv1\nmode: enforce\nmx: a.example\nmax_age: -1', 'max_age: -1'],
    ['version: STSv1\nmode: enforce\nmx: mail.*.example\nmax_age: 1', 'mx: mail.*.example'],
    ['version: STSv1\nmode: enforce\nmx: *\nmax_age: 1', 'mx: *'],
    ['version: STSv1\nmode enforce\nmx: a.example\nmax_age: 1', 'mode enforce'],
    ['\uFEFFversion: STSv1\nmode: none\nmax_age: 1', '\uFEFFversion: STSv1'],
  ])('%j is none because of %j', (text, line) => {
    expect(readPolicy(text)).toEqual({ is: 'invalid', line })
  })
})

describe('records in DNS', () => {
  const at = (name: string, ...texts: readonly string[]): { readonly host: string; readonly replies: readonly DnsReply[] } => ({
    host: DOMAIN,
    replies: [answer(name, 'TXT', ...texts)],
  })

  test.each<[readonly string[], ReturnType<typeof stsRecord>]>([
    [['v=STSv1; id=20160831085700Z;'], { is: 'announced', id: '20160831085700Z' }],
    [['v=STSv1;id=1'], { is: 'announced', id: '1' }],
    [['v=STSv1; ext=x; id=1 ; '], { is: 'announced', id: '1' }],
    [['google-site-verification=1', 'v=STSv1; id=1;'], { is: 'announced', id: '1' }],
    [['v=spf1 -all'], { is: 'absent' }],
    [[], { is: 'absent' }],
    [['v=STSv1\t; id=1'], { is: 'announced', id: '1' }],
    [[' v=STSv1; id=1'], { is: 'invalid', line: ' v=STSv1; id=1' }],
    [['"v=STSv1; id=1"'], { is: 'invalid', line: '"v=STSv1; id=1"' }],
    [['v=stsv1; id=1'], { is: 'invalid', line: 'v=stsv1; id=1' }],
    [['v = STSv1; id=1', 'v=STSv1; id=2'], { is: 'announced', id: '2' }],
    [['v=STSv1; id=has-hyphen;'], { is: 'invalid', line: 'v=STSv1; id=has-hyphen;' }],
    [[`v=STSv1; id=${'1'.repeat(33)}`], { is: 'invalid', line: `v=STSv1; id=${'1'.repeat(33)}` }],
  ])('MTA-STS %j', (texts, expected) => {
    expect(stsRecord(at(TXT, ...texts))).toEqual(expected)
  })

  test('MTA-STS by the alias that a hosting firm asks for', () => {
    const reply = answer(TXT, 'TXT')
    const records = [
      { name: TXT, type: 'CNAME' as const, ttl: 300, data: '_mta-sts.host.example' },
      { name: '_mta-sts.host.example', type: 'TXT' as const, ttl: 300, data: ANNOUNCED },
    ]
    expect(stsRecord({ host: DOMAIN, replies: [{ ...reply, records }] })).toMatchObject({ is: 'announced' })
  })

  const RPT = `_smtp._tls.${DOMAIN}`
  test.each<[readonly string[], ReturnType<typeof tlsReporting>]>([
    [
      ['v=TLSRPTv1; rua=mailto:tls@example.org,https://example.org/v1/tlsrpt'],
      { is: 'present', rua: ['mailto:tls@example.org', 'https://example.org/v1/tlsrpt'] },
    ],
    [['v=TLSRPTv1;rua=mailto:a@example.org;'], { is: 'present', rua: ['mailto:a@example.org'] }],
    [['v=TLSRPTv1;'], { is: 'invalid', line: 'v=TLSRPTv1;' }],
    [['v=TLSRPTv1; rua=ftp://x'], { is: 'invalid', line: 'v=TLSRPTv1; rua=ftp://x' }],
    [
      ['v=TLSRPTv1;rua=mailto:a@b.c', 'v=TLSRPTv1;rua=mailto:d@e.f'],
      { is: 'invalid', line: 'v=TLSRPTv1;rua=mailto:a@b.c | v=TLSRPTv1;rua=mailto:d@e.f' },
    ],
    [['v=TLSRPTV1; rua=mailto:a@b.c'], { is: 'invalid', line: 'v=TLSRPTV1; rua=mailto:a@b.c' }],
    [['something'], { is: 'absent' }],
  ])('TLS-RPT %j', (texts, expected) => {
    expect(tlsReporting(at(RPT, ...texts))).toEqual(expected)
  })

  test('who is told of failures is shown along with the policy', () => {
    const wanted = { reports: ['v=TLSRPTv1; rua=mailto:tls@example.org'] }
    expect(lines(wanted)).toContainEqual({ code: 'tls-rpt', args: { domain: DOMAIN, rua: 'mailto:tls@example.org' } })
    expect(reported(wanted)).toMatchObject({ tlsRpt: 'present' })
    expect(reported({ reports: ['v=TLSRPTv1;'] })).toMatchObject({ tlsRpt: 'invalid' })
  })
})
