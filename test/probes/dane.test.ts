import { createHash } from 'node:crypto'
import { describe, expect, test } from '@jest/globals'
import type { Certificate, DnsReply, Evidence, Resolution, TlsFacts, Transcript } from '../../src/domain/evidence.ts'
import type { Finding } from '../../src/domain/finding.ts'
import { dane } from '../../src/probes/dane.ts'
import { policyReports } from '../../src/probes/policies.ts'
import { resolutionOf } from '../../src/probes/resolution.ts'
import { answer, certificateWith, endedAt, evidenceWith, failing, tlsWith, transcriptWith } from './healthy.ts'

const DOMAIN = 'example.org'
const MX = 'mx1.example.org'
const OTHER = 'mx2.example.org'

const digestsOf = (name: string): Certificate['digests'] => {
  const pair = (bytes: string) => ({
    sha256: createHash('sha256').update(bytes).digest('hex'),
    sha512: createHash('sha512').update(bytes).digest('hex'),
  })
  return { certificate: pair(`certificate of ${name}`), publicKey: pair(`key of ${name}`) }
}
const hexOf = (text: string): string => Buffer.from(text).toString('hex')

const leaf = (changes: Partial<Certificate> = {}): Certificate =>
  certificateWith({ subject: `CN=${MX}`, names: [MX], digests: digestsOf('leaf'), ...changes })
const authority = (name: string, changes: Partial<Certificate> = {}): Certificate =>
  certificateWith({ subject: `CN=${name}`, issuer: 'CN=Root', names: [], digests: digestsOf(name), ...changes })
const issuing = authority('issuer')
const root = authority('root', { subject: 'CN=Root' })

const signed = (reply: DnsReply): DnsReply => ({ ...reply, authenticated: true })
const tlsa = (host: string, ...records: readonly string[]): DnsReply => signed(answer(`_25._tcp.${host}`, 'TLSA', ...records))

/** A signed domain with one MX; what is given later replaces the same question. */
function zone(...more: readonly DnsReply[]): readonly DnsReply[] {
  const usual = [
    signed(answer(DOMAIN, 'MX', `10 ${MX}`)),
    signed(answer(DOMAIN, 'A')),
    signed(answer(DOMAIN, 'AAAA')),
    signed(answer(MX, 'A', '192.0.2.10')),
    signed(answer(MX, 'AAAA')),
    tlsa(MX),
  ]
  const key = ({ question }: DnsReply): string => `${question.type} ${question.name}`
  return [...new Map([...usual, ...more].map((reply) => [key(reply), reply])).values()]
}

const session = (tls: Partial<TlsFacts> = {}, changes: Partial<Transcript> = {}): Transcript => {
  const certificate = tls.certificate ?? leaf()
  const facts = tlsWith({ certificate, chain: [certificate, issuing, root], linked: 3, ...tls })
  return transcriptWith({ host: MX, tls: facts, ...changes })
}

interface Scene {
  readonly replies?: readonly DnsReply[]
  readonly sessions?: readonly Transcript[]
  readonly as?: Resolution['as']
  readonly validates?: boolean | null
  readonly unchecked?: readonly DnsReply[]
  readonly host?: string
}

function scene({
  replies = zone(),
  sessions = [session()],
  as = 'domain',
  validates = true,
  unchecked = [],
  host = DOMAIN,
}: Scene): Evidence {
  return evidenceWith({
    resolutions: [{ ...resolutionOf(host, replies, as), unchecked }],
    transcripts: sessions,
    resolverValidates: validates,
  })
}

const told = (findings: readonly Finding[]): readonly string[] =>
  findings.filter((each) => each.severity !== 'info').map((each) => `${each.severity} ${each.finding}`)
const lines = (findings: readonly Finding[]): readonly string[] => findings.flatMap((each) => each.evidence.map((line) => line.code))
const judged = (wanted: Scene): readonly string[] => told(dane(scene(wanted)))
const reported = (wanted: Scene) => policyReports(scene(wanted))[0]

const own = digestsOf('leaf')
const up = digestsOf('issuer')
const fitting = `3 1 1 ${own.publicKey.sha256}`
const foreign = `3 1 1 ${'ab'.repeat(32)}`
const anchored = `2 0 1 ${up.certificate.sha256}`

describe('records that fit', () => {
  test.each([
    ['the key of the server, SHA-256', fitting],
    ['in capitals', fitting.toUpperCase()],
    ['its key, SHA-512', `3 1 2 ${own.publicKey.sha512}`],
    ['its certificate, SHA-256', `3 0 1 ${own.certificate.sha256}`],
    ['its whole certificate', `3 0 0 ${hexOf('certificate of leaf')}`],
    ['its whole key', `3 1 0 ${hexOf('key of leaf')}`],
    ['its issuer', anchored],
    ['the key of its issuer', `2 1 2 ${up.publicKey.sha512}`],
    ['the root that was sent', `2 0 1 ${digestsOf('root').certificate.sha256}`],
  ])('%s', (_says, record) => {
    const evidence = scene({ replies: zone(tlsa(MX, record)) })
    expect(told(dane(evidence))).toEqual([])
    expect(lines(dane(evidence))).toContain('dane-match')
    expect(policyReports(evidence)).toEqual([
      { domain: DOMAIN, mtaSts: 'unknown', tlsRpt: 'unknown', dane: 'matches', dnssec: 'validated' },
    ])
  })

  test('one of several is enough', () => {
    expect(judged({ replies: zone(tlsa(MX, foreign, fitting)) })).toEqual([])
  })

  test.each<[string, readonly string[], boolean]>([
    ['a stronger digest beside it counts alone', [fitting, `3 1 2 ${'ab'.repeat(64)}`], false],
    ['and it alone has to fit', [foreign, `3 1 2 ${own.publicKey.sha512}`], true],
    ['one that is malformed outranks nothing', [fitting, '3 1 2 abab'], true],
    ['nor does one of another selector', [fitting, `3 0 2 ${'ab'.repeat(64)}`], true],
    ['nor of another usage', [fitting, `2 1 2 ${'ab'.repeat(64)}`], true],
    ['what is given whole is no digest', [`3 1 0 ${hexOf('key of leaf')}`, `3 1 2 ${'ab'.repeat(64)}`], true],
  ])('of digests: %s', (_says, records, fits) => {
    const wanted = { replies: zone(tlsa(MX, ...records)) }
    expect(judged(wanted)).toEqual(fits ? [] : ['fault dane-tlsa-invalid'])
    expect(reported(wanted)).toMatchObject({ dane: fits ? 'matches' : 'mismatch' })
  })

  test('under usage 3 names, dates and trust do not matter', () => {
    const certificate = leaf({ names: ['other.example'], notAfter: '2020-01-01T00:00:00.000Z' })
    const sessions = [session({ certificate, trust: 'self-signed', chain: [certificate], linked: 1 })]
    expect(judged({ replies: zone(tlsa(MX, fitting)), sessions })).toEqual([])
  })

  test('under usage 2 a private authority is as good as any, and the domain’s own name will do', () => {
    const sessions = [session({ certificate: leaf({ names: [DOMAIN] }), trust: 'private-root' })]
    expect(judged({ replies: zone(tlsa(MX, anchored)), sessions })).toEqual([])
  })

  test('records may stand where the alias of the host ends', () => {
    const end = 'gate.example.org'
    const alias = signed({
      ...answer(MX, 'A', '192.0.2.10'),
      records: [
        { name: MX, type: 'CNAME', ttl: 300, data: `${end}.` },
        { name: end, type: 'A', ttl: 300, data: '192.0.2.10' },
      ],
    })
    expect(judged({ replies: zone(alias, tlsa(end, foreign)) })).toEqual(['fault dane-tlsa-invalid'])
    expect(judged({ replies: zone(alias, tlsa(end, anchored)), sessions: [session({ certificate: leaf({ names: [end] }) })] })).toEqual([])
    expect(judged({ replies: zone(alias, tlsa(end), tlsa(MX, foreign)) })).toEqual(['fault dane-tlsa-invalid'])
  })
})

describe('records that are broken by the server', () => {
  test.each<[string, string, Transcript, string, string]>([
    ['another key', foreign, session(), 'dane-tlsa-invalid', 'dane-mismatch'],
    ['another issuer', `2 0 1 ${'cd'.repeat(32)}`, session(), 'dane-tlsa-invalid', 'dane-mismatch'],
    ['an issuer that did not sign it', anchored, session({ linked: 1 }), 'dane-tlsa-invalid', 'dane-mismatch'],
    ['its own certificate named as issuer', `2 0 1 ${own.certificate.sha256}`, session(), 'dane-tlsa-invalid', 'dane-mismatch'],
    [
      'an expired certificate of the named issuer',
      anchored,
      session({ certificate: leaf({ notAfter: '2026-11-01T00:00:00.000Z' }) }),
      'dane-certificate-expired',
      'certificate-expired',
    ],
    [
      'a named issuer that has itself expired',
      anchored,
      session({ chain: [leaf(), authority('issuer', { notAfter: '2026-11-01T00:00:00.000Z' }), root] }),
      'dane-certificate-expired',
      'certificate-expired',
    ],
    [
      'another name under the named issuer',
      anchored,
      session({ certificate: leaf({ names: ['mail.elsewhere.example'] }) }),
      'dane-certificate-name-mismatch',
      'certificate-name',
    ],
    [
      'no STARTTLS',
      fitting,
      endedAt('starttls', { is: 'starttls-not-offered' }, { host: MX }),
      'dane-starttls-missing',
      'starttls-not-offered',
    ],
    [
      'STARTTLS refused',
      fitting,
      endedAt('starttls', { is: 'reply', code: 454, text: '454 TLS not available' }, { host: MX }),
      'dane-starttls-missing',
      'reply',
    ],
    [
      'a handshake that fails',
      fitting,
      endedAt('handshake', { is: 'tls', error: 'alert' }, { host: MX }),
      'dane-starttls-missing',
      'tls-alert',
    ],
    ['a handshake that hangs', fitting, endedAt('handshake', { is: 'timed-out' }, { host: MX }), 'dane-starttls-missing', 'no-answer'],
  ])('%s', (_says, record, transcript, finding, line) => {
    const wanted = { replies: zone(tlsa(MX, record)), sessions: [transcript] }
    expect(judged(wanted)).toEqual([`fault ${finding}`])
    expect(lines(dane(scene(wanted)))).toEqual(expect.arrayContaining([line, 'dane-record']))
    expect(judged({ ...wanted, as: 'smart-host' })).toEqual([`warning ${finding}`])
  })

  test('what it names says what was compared', () => {
    const [finding] = dane(scene({ replies: zone(tlsa(MX, foreign, anchored.replace(/..$/, '00'))) }))
    expect(finding).toMatchObject({ subject: MX, stage: 'certificate' })
    expect(finding?.evidence).toContainEqual({ code: 'dane-mismatch', args: { ip: '192.0.2.10', name: `_25._tcp.${MX}`, count: 2 } })
  })

  test('a server that was not reached, or asks for patience, breaks nothing', () => {
    const records = zone(tlsa(MX, fitting))
    for (const transcript of [
      endedAt('connect', { is: 'refused', error: 'ECONNREFUSED' }, { host: MX }),
      endedAt('starttls', { is: 'reply', code: 421, text: '421 later' }, { host: MX }),
    ]) {
      expect(judged({ replies: records, sessions: [transcript] })).toEqual([])
      expect(reported({ replies: records, sessions: [transcript] })).toMatchObject({ dane: 'unknown' })
    }
  })

  test('is a warning while another exchange does better, whether it has records or not', () => {
    const second = [signed(answer(OTHER, 'A', '192.0.2.11')), signed(answer(OTHER, 'AAAA'))]
    const both = signed(answer(DOMAIN, 'MX', `10 ${MX}`, `20 ${OTHER}`))
    const sessions = [session(), session({}, { host: OTHER, ip: '192.0.2.11' })]
    for (const records of [tlsa(OTHER), tlsa(OTHER, fitting)]) {
      const wanted = { replies: zone(both, ...second, tlsa(MX, foreign), records), sessions }
      expect(judged(wanted)).toEqual(['warning dane-tlsa-invalid'])
      expect(lines(dane(scene(wanted)))).toContain('works-elsewhere')
      expect(reported(wanted)).toMatchObject({ dane: 'mismatch' })
    }
    const down = [session(), endedAt('connect', { is: 'timed-out' }, { host: OTHER, ip: '192.0.2.11' })]
    expect(judged({ replies: zone(both, ...second, tlsa(MX, foreign), tlsa(OTHER)), sessions: down })).toEqual(['fault dane-tlsa-invalid'])
  })
})

describe('records that cannot be used', () => {
  test.each([
    ['usages 0 and 1', '0 0 1', `1 1 1 ${own.publicKey.sha256}`],
    ['an unknown selector', `3 2 1 ${own.publicKey.sha256}`, `3 1 3 ${own.publicKey.sha256}`],
    ['a digest of another length', '3 1 1 abcd', `3 1 2 ${own.publicKey.sha256}`],
    ['no data', '3 0 0 ', 'nonsense'],
  ])('%s: TLS is demanded, the certificate is not compared', (_says, ...records) => {
    const wanted = { replies: zone(tlsa(MX, ...records)) }
    expect(judged(wanted)).toEqual(['warning dane-tlsa-invalid'])
    expect(lines(dane(scene(wanted)))).toContain('dane-unusable')
    expect(reported(wanted)).toMatchObject({ dane: 'unusable' })
    const bare = endedAt('starttls', { is: 'starttls-not-offered' }, { host: MX })
    expect(judged({ ...wanted, sessions: [bare] })).toContain('fault dane-starttls-missing')
  })

  test('beside one that can they do not count', () => {
    expect(judged({ replies: zone(tlsa(MX, `1 1 1 ${own.publicKey.sha256}`, foreign)) })).toEqual(['fault dane-tlsa-invalid'])
  })
})

describe('whose word counts', () => {
  const plainly = (reply: DnsReply): DnsReply => ({ ...reply, authenticated: false })

  test.each<[string, DnsReply]>([
    ['the records', plainly(tlsa(MX, foreign))],
    ['the MX', plainly(answer(DOMAIN, 'MX', `10 ${MX}`))],
    ['the address', plainly(answer(MX, 'A', '192.0.2.10'))],
  ])('without a signature over %s nothing is demanded', (_says, reply) => {
    const wanted = { replies: zone(tlsa(MX, foreign), reply) }
    expect(judged(wanted)).toEqual([])
    expect(lines(dane(scene(wanted)))).toContain('dane-unsigned')
    expect(reported(wanted)).toMatchObject({ dane: 'unsigned' })
  })

  test.each([false, null])('a resolver that does not validate (%s) cannot tell', (validates) => {
    const wanted = { replies: zone(tlsa(MX, foreign)), validates }
    expect(judged(wanted)).toEqual([])
    expect(lines(dane(scene(wanted)))).toContain('dnssec-unknown')
    expect(reported(wanted)).toMatchObject({ dane: 'unknown', dnssec: 'unknown' })
  })

  test('no records, no words', () => {
    expect(dane(scene({}))).toEqual([])
    expect(reported({})).toMatchObject({ dane: 'absent', dnssec: 'validated' })
    const unsigned = { replies: zone().map(plainly) }
    expect(dane(scene(unsigned))).toEqual([])
    expect(reported(unsigned)).toMatchObject({ dane: 'absent', dnssec: 'unsigned' })
  })
})

describe('broken signatures', () => {
  const servfail = (name: string, type: 'MX' | 'A' | 'TLSA'): DnsReply => failing(name, type, 'SERVFAIL')
  const question = `_25._tcp.${MX}`

  test('of the records keep mail from that host', () => {
    const wanted = { replies: zone(servfail(question, 'TLSA')), unchecked: [answer(question, 'TLSA', fitting)] }
    expect(judged(wanted)).toEqual(['fault dane-dnssec-invalid'])
    expect(dane(scene(wanted))[0]?.evidence).toEqual([
      { code: 'dns-bogus', args: { name: question, type: 'TLSA', server: '192.0.2.53:53' } },
    ])
    expect(reported(wanted)).toMatchObject({ dane: 'unknown', dnssec: 'bogus' })
    expect(judged({ ...wanted, as: 'smart-host' })).toEqual(['warning dane-dnssec-invalid'])
  })

  test('of the MX keep mail from the domain, also when the domain itself has an address', () => {
    const replies = zone(servfail(DOMAIN, 'MX'), signed(answer(DOMAIN, 'A', '192.0.2.10')))
    const wanted = { replies, unchecked: [answer(DOMAIN, 'MX', `10 ${MX}`)], sessions: [session({}, { host: DOMAIN })] }
    expect(judged(wanted)).toEqual(['fault dane-dnssec-invalid'])
    expect(reported(wanted)).toMatchObject({ dnssec: 'bogus' })
  })

  test('of a smart host’s address leave it without one', () => {
    const host = 'mail.example.org'
    const replies = [signed(answer(host, 'MX')), servfail(host, 'A'), signed(answer(host, 'AAAA')), tlsa(host)]
    const unchecked = [answer(host, 'A', '192.0.2.10')]
    expect(judged({ host, replies, unchecked, as: 'smart-host', sessions: [] })).toEqual(['fault dane-dnssec-invalid'])
    expect(judged({ host, replies, unchecked, as: 'smart-host', sessions: [], validates: false })).toEqual([])
  })

  test('a question about records that fails otherwise, in a signed zone, is the name servers’ fault', () => {
    const wanted = { replies: zone(servfail(question, 'TLSA')), unchecked: [servfail(question, 'TLSA')] }
    expect(judged(wanted)).toEqual(['warning dns-servers-failing'])
    expect(reported(wanted)).toMatchObject({ dane: 'unknown' })
    const unsigned = zone(servfail(question, 'TLSA')).map((reply) => ({ ...reply, authenticated: false }))
    expect(judged({ replies: unsigned })).toEqual([])
  })
})

describe('the report', () => {
  test.each<[string, readonly DnsReply[]]>([
    ['the exchanges could not be found out', zone(failing(DOMAIN, 'MX', 'SERVFAIL'))],
    ['the records could not', zone(failing(`_25._tcp.${MX}`, 'TLSA', 'timeout'))],
    ['they were never asked for', zone().filter(({ question }) => question.type !== 'TLSA')],
  ])('does not call DANE absent where %s', (_says, replies) => {
    expect(reported({ replies })?.dane).toBe('unknown')
  })

  test('calls it absent where nobody takes mail, or no record stands', () => {
    expect(reported({ replies: zone(signed(answer(DOMAIN, 'MX', '0 .'))) })?.dane).toBe('absent')
    expect(reported({})?.dane).toBe('absent')
  })

  test('is silent about smart hosts without records', () => {
    expect(policyReports(scene({ as: 'smart-host' }))).toEqual([])
    expect(policyReports(scene({ as: 'smart-host', replies: zone(tlsa(MX, fitting)) }))).toEqual([
      { domain: DOMAIN, mtaSts: 'absent', tlsRpt: 'absent', dane: 'matches', dnssec: 'validated' },
    ])
  })
})
