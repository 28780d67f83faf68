import { describe, expect, test } from '@jest/globals'
import type { Certificate, Evidence, Requirements, Transcript } from '../../src/domain/evidence.ts'
import { judge } from '../../src/probes/index.ts'
import { resolutionOf } from '../../src/probes/resolution.ts'
import {
  answer,
  certificateWith,
  connectorWith,
  domainWith,
  emptyQueue,
  endedAt,
  evidenceWith,
  failing,
  HOST,
  tlsWith,
  transcriptWith,
} from './healthy.ts'

const codes = (evidence: Evidence): readonly string[] =>
  judge(evidence)
    .filter((each) => each.severity !== 'info')
    .map((each) => `${each.severity} ${each.finding}`)

const lines = (evidence: Evidence): readonly string[] => judge(evidence).flatMap((each) => each.evidence.map((line) => line.code))
const sessions = (...transcripts: readonly Transcript[]): Evidence => evidenceWith({ transcripts })
const demanding = (requirements: Partial<Requirements>, ...transcripts: readonly Transcript[]): Evidence =>
  evidenceWith({ transcripts, requirements: { tlsSettings: 'DomainValidation', tlsDomain: HOST, ...requirements } })
const showing = (changes: Partial<Certificate>, ip = '192.0.2.10'): Transcript =>
  transcriptWith({ ip, tls: tlsWith({ certificate: certificateWith(changes) }) })

test('a healthy route has no fault, and what waits is only told', () => {
  const findings = judge(evidenceWith())
  expect(findings).toEqual([
    {
      finding: 'message-expired',
      severity: 'info',
      subject: 'To head office',
      stage: 'tenant',
      evidence: [{ code: 'pending', args: { count: 12, oldest: '2026-11-22T06:00:00.000Z', hoursLeft: 18, domains: 'contoso.example' } }],
    },
  ])
})

describe('names', () => {
  const named = (...replies: Parameters<typeof resolutionOf>[1][number][]): Evidence =>
    evidenceWith({ resolutions: [resolutionOf(HOST, replies)], transcripts: [] })
  const none = [answer(HOST, 'A'), answer(HOST, 'AAAA')]

  test.each<[string, Evidence, string, string]>([
    [
      'a name that does not exist',
      named(failing(HOST, 'MX', 'NXDOMAIN'), failing(HOST, 'A', 'NXDOMAIN')),
      'dns-domain-missing',
      'dns-nxdomain',
    ],
    ['a name without records', named(answer(HOST, 'MX'), ...none), 'dns-no-records', 'dns-nodata'],
    [
      'name servers that fail',
      named(failing(HOST, 'MX', 'SERVFAIL'), failing(HOST, 'A', 'SERVFAIL')),
      'dns-servers-failing',
      'dns-failure',
    ],
    [
      'silence is never absence',
      named(answer(HOST, 'MX'), failing(HOST, 'A', 'timeout'), answer(HOST, 'AAAA')),
      'dns-servers-failing',
      'dns-failure',
    ],
    ['a server that refuses', named(failing(HOST, 'MX', 'REFUSED'), failing(HOST, 'A', 'REFUSED')), 'dns-query-failed', 'dns-failure'],
    ['bytes that are no DNS', named(failing(HOST, 'MX', 'garbled'), failing(HOST, 'A', 'garbled')), 'dns-query-failed', 'dns-failure'],
    ['a null MX', named(answer(HOST, 'MX', '0 .'), ...none), 'null-mx', 'dns-null-mx'],
    ['an MX that is an address', named(answer(HOST, 'MX', '10 192.0.2.1'), ...none), 'mx-invalid', 'dns-mx-is-address'],
    [
      'an MX that leads nowhere',
      named(answer(HOST, 'MX', '10 mx.contoso.example'), ...none, failing('mx.contoso.example', 'A', 'NXDOMAIN')),
      'mx-invalid',
      'dns-nxdomain',
    ],
    [
      'an MX whose name servers fail',
      named(answer(HOST, 'MX', '10 mx.contoso.example'), ...none, failing('mx.contoso.example', 'A', 'SERVFAIL')),
      'dns-servers-failing',
      'dns-failure',
    ],
    [
      'aliases in a circle',
      named(
        { ...answer(HOST, 'A'), records: [{ name: HOST, type: 'CNAME', ttl: 1, data: 'a.example' }] },
        { ...answer('a.example', 'A'), records: [{ name: 'a.example', type: 'CNAME', ttl: 1, data: HOST }] },
      ),
      'dns-cname-loop',
      'dns-cname-loop',
    ],
  ])('%s', (_says, evidence, code, line) => {
    expect(codes(evidence)).toEqual([`fault ${code}`])
    expect(lines(evidence)).toContain(line)
  })

  test('one of two hosts without a name is a warning', () => {
    const lost = resolutionOf('gone.example', [failing('gone.example', 'A', 'NXDOMAIN')])
    const evidence = evidenceWith({ resolutions: [...evidenceWith().resolutions, lost] })
    expect(codes(evidence)).toEqual(['warning dns-domain-missing'])
    expect(lines(evidence)).toContain('works-elsewhere')
  })

  test.each([
    ['SERVFAIL', 'smart-host', 'warning dns-servers-failing'],
    ['SERVFAIL', 'domain', 'fault dns-servers-failing'],
    ['timeout', 'domain', 'fault dns-servers-failing'],
    ['REFUSED', 'domain', 'warning dns-query-failed'],
    ['unreachable', 'domain', 'warning dns-query-failed'],
  ] as const)('an MX question that ends in %s beside an address, of a %s: %s', (rcode, as, expected) => {
    const replies = [failing(HOST, 'MX', rcode), answer(HOST, 'A', '192.0.2.10')]
    expect(codes(evidenceWith({ resolutions: [resolutionOf(HOST, replies, as)] }))).toEqual([expected])
  })
})

describe('one address, one thing broken', () => {
  test.each<[string, Transcript, string]>([
    ['an address that is not public', endedAt('connect', { is: 'not-public', range: '10.0.0.0/8' }), 'fault address-not-public'],
    ['refused', endedAt('connect', { is: 'refused', error: 'ECONNREFUSED' }), 'fault connection-refused'],
    ['no answer', endedAt('connect', { is: 'timed-out' }), 'fault connection-timed-out'],
    ['unreachable', endedAt('connect', { is: 'unreachable', error: 'EHOSTUNREACH' }), 'fault connection-unreachable'],
    ['reset at once', endedAt('connect', { is: 'closed', error: 'ECONNRESET' }), 'fault connection-dropped'],
    ['closed before the banner', endedAt('banner', { is: 'closed', error: 'closed' }), 'fault connection-dropped'],
    ['a silent banner', endedAt('banner', { is: 'timed-out' }), 'fault connection-timed-out'],
    ['a 554 banner', endedAt('banner', { is: 'reply', code: 554, text: '554 no' }), 'fault session-refused'],
    ['a 421 banner', endedAt('banner', { is: 'reply', code: 421, text: '421 Service not available' }), 'fault service-unavailable'],
    ['another protocol', endedAt('banner', { is: 'not-smtp', text: 'HTTP/1.1 400' }), 'fault not-smtp'],
    ['EHLO refused', endedAt('ehlo', { is: 'reply', code: 550, text: '550 no' }), 'fault session-refused'],
    ['closed at EHLO', endedAt('ehlo', { is: 'closed', error: 'closed' }), 'fault connection-dropped'],
    ['no STARTTLS', endedAt('starttls', { is: 'starttls-not-offered' }), 'fault starttls-missing'],
    ['STARTTLS refused', endedAt('starttls', { is: 'reply', code: 454, text: '454 no' }), 'fault starttls-missing'],
    ['STARTTLS answered by closing down', endedAt('starttls', { is: 'reply', code: 421, text: '421 bye' }), 'fault service-unavailable'],
    ['closed in the handshake', endedAt('handshake', { is: 'closed', error: 'ECONNRESET' }), 'fault tls-handshake-failed'],
    ['a handshake that hangs', endedAt('handshake', { is: 'timed-out' }), 'fault tls-handshake-failed'],
    ['no TLS in the handshake', endedAt('handshake', { is: 'tls', error: 'ERR_SSL_WRONG_VERSION_NUMBER' }), 'fault tls-handshake-failed'],
    ['an old version', endedAt('handshake', { is: 'tls', error: 'ERR_SSL_TLSV1_ALERT_PROTOCOL_VERSION' }), 'fault tls-version-too-old'],
    ['no cipher', endedAt('handshake', { is: 'tls', error: 'ERR_SSL_SSLV3_ALERT_HANDSHAKE_FAILURE' }), 'fault tls-no-shared-cipher'],
    [
      'a client certificate in TLS 1.3',
      endedAt('ehlo2', { is: 'tls', error: 'ERR_SSL_TLSV13_ALERT_CERTIFICATE_REQUIRED' }),
      'fault client-certificate-demanded',
    ],
    ['closed after the second EHLO', endedAt('ehlo2', { is: 'closed', error: 'closed' }), 'fault connection-dropped'],
  ])('%s', (_says, transcript, expected) => {
    expect(codes(sessions(transcript))).toEqual([expected])
  })

  test('our own missing route is never the fault of the target', () => {
    const ours = endedAt('connect', { is: 'no-route-here', error: 'ENETUNREACH' }, { ip: '2001:db8::10' })
    expect(codes(sessions(transcriptWith(), ours))).toEqual([])
    expect(judge(sessions(ours)).filter((each) => each.finding === 'outside-port-25-blocked')).toMatchObject([{ severity: 'info' }])
  })
})

describe('some addresses fail, others work', () => {
  const refused = endedAt('connect', { is: 'refused', error: 'ECONNREFUSED' }, { ip: '192.0.2.11' })

  test('one of many that is down is a warning with numbers', () => {
    expect(codes(sessions(transcriptWith(), refused))).toEqual(['warning one-of-many-down'])
    expect(judge(sessions(transcriptWith(), refused))[0]?.evidence).toContainEqual({ code: 'works-elsewhere', args: { ok: 1, total: 2 } })
  })

  test('only IPv6 down is IPv6 broken', () => {
    const six = endedAt('connect', { is: 'timed-out' }, { ip: '2001:db8::10' })
    expect(codes(sessions(transcriptWith(), six))).toEqual(['warning ipv6-broken'])
  })

  test('the address that gets furthest carries the fault', () => {
    const expired = showing({ notAfter: '2026-11-20T00:00:00.000Z' })
    expect(codes(sessions(refused, expired))).toEqual(['fault certificate-expired', 'warning one-of-many-down'])
  })

  test('all down in the same way is one finding with the proof of each', () => {
    const both = sessions(endedAt('connect', { is: 'refused', error: 'ECONNREFUSED' }), refused)
    expect(codes(both)).toEqual(['fault connection-refused'])
    expect(lines(both).filter((line) => line === 'connect-refused')).toHaveLength(2)
  })
})

describe('silence, seen from here', () => {
  const silent = endedAt('connect', { is: 'timed-out' })
  const tenant = evidenceWith().tenant

  test('is no fault while nothing waits', () => {
    const evidence = evidenceWith({ transcripts: [silent], tenant: tenant && { ...tenant, queue: { is: 'found', value: emptyQueue } } })
    expect(codes(evidence)).toEqual(['warning connection-timed-out'])
    expect(lines(evidence)).toEqual(expect.arrayContaining(['seen-from-here', 'pending-none']))
  })

  test('is a fault while it cannot be read whether mail waits', () => {
    const evidence = evidenceWith({ transcripts: [silent], tenant: tenant && { ...tenant, queue: { is: 'unknown', why: '503' } } })
    expect(codes(evidence)).toEqual(['fault connection-timed-out'])
    expect(lines(evidence)).toContain('unreadable')
  })

  test('says nothing when the control target is silent too', () => {
    const evidence = evidenceWith({ transcripts: [silent], control: { target: 'control.example', passed: false } })
    expect(codes(evidence)).toEqual(['warning connection-timed-out', 'warning outside-port-25-blocked'])
  })

  test('but a refusal stands, whatever the control says', () => {
    const refused = endedAt('connect', { is: 'refused', error: 'ECONNREFUSED' })
    expect(codes(evidenceWith({ transcripts: [refused], control: { target: 'control.example', passed: false } }))).toEqual([
      'fault connection-refused',
    ])
  })
})

describe('a firewall that rewrites SMTP', () => {
  const missing = (changes: Partial<Transcript>): Transcript => endedAt('starttls', { is: 'starttls-not-offered' }, changes)

  test.each<[string, Partial<Transcript>]>([
    ['a banner of stars', { banner: ['220 ****************2****200**0*********'] }],
    ['a keyword of X', { ehlo: ['250-mail', '250-SIZE 37748736', '250 XXXXXXXA'] }],
  ])('%s is named in place of the missing STARTTLS', (_says, changes) => {
    expect(codes(sessions(missing(changes)))).toEqual(['fault starttls-masked'])
    expect(codes(demanding({ tlsSettings: null }, missing(changes)))).toEqual(['warning starttls-masked'])
  })

  test.each(['220 mail * ready', '220 X-Files ESMTP', '250 XCLIENT'])('"%s" is no mask', (line) => {
    expect(codes(sessions(missing({ banner: [line], ehlo: ['250-mail', line] })))).toEqual(['fault starttls-missing'])
  })
})

describe('certificates are judged by what the connector demands', () => {
  const expired = showing({ notAfter: '2026-11-13T00:00:00.000Z' })
  const early = showing({ notBefore: '2028-01-01T00:00:00.000Z', notAfter: '2029-01-01T00:00:00.000Z' })
  const otherName = showing({ names: ['other.example'] })
  const selfSigned = transcriptWith({ tls: tlsWith({ trust: 'self-signed' }) })

  test.each<[string, Transcript, string, readonly string[]]>([
    ['expired', expired, 'certificate-expired', ['warning', 'warning', 'fault', 'fault']],
    ['not yet valid', early, 'certificate-not-yet-valid', ['warning', 'warning', 'fault', 'fault']],
    ['of another name', otherName, 'certificate-name-mismatch', ['warning', 'warning', 'warning', 'fault']],
    ['self-signed', selfSigned, 'certificate-untrusted', ['warning', 'warning', 'fault', 'fault']],
    ['short of bits', showing({ bits: 1024 }), 'certificate-weak', ['warning', 'warning', 'warning', 'warning']],
    [
      'soon to expire',
      showing({ notAfter: '2026-12-01T00:00:00.000Z' }),
      'certificate-expires-soon',
      ['warning', 'warning', 'warning', 'warning'],
    ],
  ])('%s', (_says, transcript, code, severities) => {
    const settings = [null, 'EncryptionOnly', 'CertificateValidation', 'DomainValidation'] as const
    expect(settings.map((tlsSettings) => codes(demanding({ tlsSettings }, transcript)))).toEqual(
      severities.map((each) => [`${each} ${code}`]),
    )
  })

  test('an expired one is not hidden by a broken chain, nor by its name', () => {
    const all = transcriptWith({
      tls: tlsWith({ trust: 'self-signed', certificate: certificateWith({ notAfter: '2026-11-13T00:00:00.000Z', names: ['EXCH01'] }) }),
    })
    expect(codes(sessions(all))).toEqual(['fault certificate-expired', 'fault certificate-name-mismatch', 'fault certificate-untrusted'])
  })

  test.each<[Partial<Parameters<typeof tlsWith>[0]> & object, string]>([
    [{ trust: 'self-signed' }, 'certificate-self-signed'],
    [{ trust: 'private-root' }, 'certificate-private-root'],
    [{ trust: 'missing-intermediate' }, 'certificate-unknown-issuer'],
    [{ trust: 'missing-intermediate', logged: true }, 'certificate-no-intermediate'],
  ])('%o says which link is missing', (changes, line) => {
    expect(lines(sessions(transcriptWith({ tls: tlsWith(changes) })))).toContain(line)
  })

  test('a chain that could not be checked is no proof against it', () => {
    expect(codes(sessions(transcriptWith({ tls: tlsWith({ trust: 'unknown' }) })))).toEqual([])
  })

  test('the proof names dates, days and what the certificate would satisfy', () => {
    expect(judge(sessions(expired))[0]).toMatchObject({
      subject: HOST,
      stage: 'certificate',
      evidence: [
        { code: 'certificate-expired', args: { subject: `CN=${HOST}`, notAfter: '2026-11-13T00:00:00.000Z', days: 9 } },
        { code: 'certificate', args: { issuer: 'CN=Some CA' } },
        { code: 'satisfies', args: { settings: 'EncryptionOnly' } },
        { code: 'revocation-unknown', args: { why: 'no address to ask' } },
        { code: 'setting-demands', args: { connector: 'To head office', setting: 'DomainValidation' } },
      ],
    })
  })
})

describe('the connector itself', () => {
  const tenant = evidenceWith().tenant
  const connected = (changes: Parameters<typeof connectorWith>[0], more: Partial<Evidence> = {}): Evidence =>
    evidenceWith({
      tenant: tenant && {
        ...tenant,
        connector: { is: 'found', value: connectorWith(changes) },
        connectors: { is: 'found', value: [connectorWith(changes)] },
      },
      ...more,
    })
  const relayed = resolutionOf('contoso.example', [answer('contoso.example', 'MX', '0 contoso-example.mail.protection.outlook.com')])

  test.each<[string, Evidence, string]>([
    ['neither smart host nor MX', connected({ smartHosts: [] }), 'fault connector-misconfigured'],
    ['disabled while a relayed domain has no other way out', connected({ enabled: false }), 'fault connector-misconfigured'],
    ['a TLS domain without DomainValidation', connected({ tlsSettings: 'CertificateValidation' }), 'warning connector-misconfigured'],
    [
      'an MX route that leads back',
      connected({ useMxRecord: true, smartHosts: [] }, { resolutions: [relayed] }),
      'fault connector-misconfigured',
    ],
  ])('%s', (_says, evidence, expected) => {
    expect(codes(evidence).filter((each) => each.includes('connector'))).toEqual([expected])
  })

  test('disabled because nothing needs it is no fault', () => {
    const evidence = connected({ enabled: false })
    const domains = { is: 'found', value: [domainWith({ domainType: 'Authoritative' })] } as const
    expect(codes({ ...evidence, tenant: evidence.tenant && { ...evidence.tenant, domains } })).toEqual([])
  })

  test('what could not be read is said and never judged', () => {
    const unread = { is: 'unknown', why: 'HTTP 503' } as const
    const evidence = evidenceWith({ tenant: tenant && { ...tenant, connector: unread, connectors: unread, domains: unread } })
    expect(codes(evidence)).toEqual([])
    expect(judge(evidence).find((each) => each.finding === 'unrecognised')?.evidence).toEqual([
      { code: 'unreadable', args: { what: 'connector', why: 'HTTP 503' } },
    ])
  })

  test('a bare host is judged without a tenant', () => {
    expect(judge(evidenceWith({ tenant: null }))).toEqual([])
  })
})
