import { describe, expect, test } from '@jest/globals'
import fc from 'fast-check'
import {
  type Certificate,
  type Evidence,
  type RecipientTest,
  SESSION_STAGES,
  type SessionFault,
  type TlsFacts,
  type Transcript,
} from '../../src/domain/evidence.ts'
import { EVIDENCE_CODES } from '../../src/domain/finding.ts'
import { judge } from '../../src/probes/index.ts'
import { certificateWith, endedAt, evidenceWith, HOST, inShort, nothingWaits, slowed, tlsWith, transcriptWith } from './healthy.ts'

/** Every row of the fault catalogue that shows in a session: what all probes together say of it. */

const seen = (...transcripts: readonly Transcript[]): Evidence => evidenceWith({ transcripts })
const closed = { is: 'closed', error: 'ECONNRESET' } as const
const broke = (error: string): SessionFault => ({ is: 'tls', error })
const replied = (text: string): SessionFault => ({ is: 'reply', code: Number(text.slice(0, 3)), text })
const showing = (certificate: Partial<Certificate>, facts: Partial<TlsFacts> = {}): Transcript =>
  transcriptWith({ tls: tlsWith({ certificate: certificateWith(certificate), ...facts }) })
const asked = (mail: string, rcpt: string | null, sender = 'a@fabrikam.example'): RecipientTest => ({
  sender,
  recipient: 'b@contoso.example',
  mail: { code: Number(mail.slice(0, 3)), text: mail },
  rcpt: rcpt === null ? null : { code: Number(rcpt.slice(0, 3)), text: rcpt },
})
const second = (transcript: Transcript): Transcript => ({ ...transcript, ip: '192.0.2.11' })
const noStartTls = endedAt('starttls', { is: 'starttls-not-offered' }, { ehlo: [`250-${HOST}`, '250 SIZE 37748736'] })
const PAST = '2026-11-13T00:00:00.000Z'

describe('the fault catalogue', () => {
  test.each<[number, string, Evidence, readonly string[]]>([
    [19, 'refused', seen(endedAt('connect', { is: 'refused', error: 'ECONNREFUSED' })), ['fault connection-refused/connect']],
    [20, 'dropped', seen(endedAt('connect', { is: 'timed-out' })), ['fault connection-timed-out/connect']],
    [21, 'unreachable', seen(endedAt('connect', { is: 'unreachable', error: 'EHOSTUNREACH' })), ['fault connection-unreachable/connect']],
    [22, 'reset after accept', seen(endedAt('banner', closed)), ['fault connection-dropped/banner']],
    [23, 'closed before the banner', seen(endedAt('banner', { is: 'closed', error: 'end' })), ['fault connection-dropped/banner']],
    [24, 'silent banner', seen(endedAt('banner', { is: 'timed-out' })), ['fault connection-timed-out/banner']],
    [25, 'slow banner', seen(slowed({ banner: 8000 })), ['warning slow-server/banner']],
    [26, '554 banner', seen(endedAt('banner', replied('554 no'))), ['fault session-refused/banner']],
    [27, '421 banner', seen(endedAt('banner', replied('421 Service not available'))), ['fault service-unavailable/banner']],
    [28, 'not SMTP', seen(endedAt('banner', { is: 'not-smtp', text: 'HTTP/1.1 400' })), ['fault not-smtp/banner']],
    [29, 'HELO only', seen({ ...noStartTls, ehlo: [`250 ${HOST}`] }), ['fault starttls-missing/starttls']],
    [30, 'reset at EHLO', seen(endedAt('ehlo', closed)), ['fault connection-dropped/ehlo']],
    [31, 'no STARTTLS', seen(noStartTls), ['fault starttls-missing/starttls']],
    [
      32,
      'inspection',
      seen({ ...noStartTls, banner: ['220 ****************'], ehlo: [`250-${HOST}`, '250 XXXXXXXA'] }),
      ['fault starttls-masked/banner'],
    ],
    [33, 'STARTTLS offered, then unknown', seen(endedAt('starttls', replied('502 unknown command'))), ['fault starttls-masked/starttls']],
    [
      33,
      'a shorter list on one address',
      seen(transcriptWith({ ehlo: [`250-${HOST}`, '250-CHUNKING', '250-SIZE 37748736', '250 STARTTLS'] }), second(noStartTls)),
      ['warning starttls-masked/ehlo', 'warning hosts-disagree/starttls'],
    ],
    [34, 'STARTTLS 454', seen(endedAt('starttls', replied('454 TLS not available'))), ['fault starttls-missing/starttls']],
    [35, 'closed after 220', seen(endedAt('handshake', closed)), ['fault tls-handshake-failed/handshake']],
    [36, 'plain text', seen(endedAt('handshake', broke('ERR_SSL_WRONG_VERSION_NUMBER'))), ['fault tls-handshake-failed/handshake']],
    [37, 'handshake hangs', seen(endedAt('handshake', { is: 'timed-out' })), ['fault tls-handshake-failed/handshake']],
    [38, 'old TLS', seen(endedAt('handshake', broke('ERR_SSL_TLSV1_ALERT_PROTOCOL_VERSION'))), ['fault tls-version-too-old/handshake']],
    [
      39,
      'weak ciphers',
      seen(endedAt('handshake', broke('ERR_SSL_SSLV3_ALERT_HANDSHAKE_FAILURE'))),
      ['fault tls-no-shared-cipher/handshake'],
    ],
    [
      39,
      'client certificate',
      seen(endedAt('ehlo2', broke('ERR_SSL_TLSV13_ALERT_CERTIFICATE_REQUIRED'))),
      ['fault client-certificate-demanded/handshake'],
    ],
    [40, 'expired', seen(showing({ notAfter: PAST })), ['fault certificate-expired/certificate']],
    [41, 'not yet valid', seen(showing({ notBefore: '2026-12-01T00:00:00.000Z' })), ['fault certificate-not-yet-valid/certificate']],
    [
      42,
      'Exchange’s own self-signed one',
      seen(showing({ names: ['EXCH01'] }, { trust: 'self-signed' })),
      ['fault certificate-name-mismatch/certificate', 'fault certificate-untrusted/certificate'],
    ],
    [43, 'no intermediate', seen(showing({}, { trust: 'missing-intermediate' })), ['fault certificate-untrusted/certificate']],
    [44, 'another name', seen(showing({ names: ['other.example'] })), ['fault certificate-name-mismatch/certificate']],
    [
      45,
      'revoked',
      seen(showing({}, { revocation: { is: 'revoked', by: 'ocsp', at: PAST, why: null } })),
      ['fault certificate-revoked/certificate'],
    ],
    [
      46,
      'weak key and SHA-1',
      seen(showing({ bits: 1024, signatureAlgorithm: 'sha1WithRSAEncryption' })),
      ['warning certificate-weak/certificate'],
    ],
    [
      47,
      'depends on SNI',
      evidenceWith({ secondLooks: [{ why: 'no-sni', transcript: showing({ sha256: 'CC', names: ['default.example'] }) }] }),
      ['warning certificate-depends-on-sni/certificate'],
    ],
    [48, 'closed after the second EHLO', seen(endedAt('ehlo2', closed)), ['fault connection-dropped/ehlo2']],
    [
      49,
      'unknown recipient',
      seen(transcriptWith({ recipientTests: [asked('250 ok', '550 5.1.1 no')] })),
      ['fault recipient-unknown/ehlo2'],
    ],
    [50, 'greylisting', seen(transcriptWith({ recipientTests: [asked('250 ok', '450 4.2.0 later')] })), ['warning greylisted/ehlo2']],
    [
      51,
      'relay denied',
      seen(transcriptWith({ recipientTests: [asked('250 ok', '550 5.7.1 Unable to relay')] })),
      ['fault relay-denied/ehlo2'],
    ],
    [
      52,
      'null sender refused',
      seen(transcriptWith({ recipientTests: [asked('550 no', null, ''), asked('250 ok', '250 ok')] })),
      ['warning null-sender-refused/ehlo2'],
    ],
    [53, 'closed after MAIL', seen(transcriptWith({ recipientTests: [asked('250 ok', null)] })), ['fault connection-dropped/ehlo2']],
    [54, 'small SIZE', seen(transcriptWith({ ehlo: [`250-${HOST}`, '250-SIZE 1', '250 STARTTLS'] })), ['warning message-too-large/ehlo']],
    [55, 'tarpit', seen(slowed({ banner: 5000, ehlo: 5000, starttls: 5000, ehlo2: 5000 })), ['warning tarpit/banner']],
    [56, 'endless reply', seen(endedAt('banner', { is: 'not-smtp', text: '220-and so on' })), ['fault not-smtp/banner']],
    [57, 'binary reply', seen(transcriptWith({ ehlo: [`250-${HOST} \\xff\\xfe\\x00`, '250 STARTTLS'] })), []],
    [
      58,
      'IPv6 broken',
      seen(transcriptWith(), endedAt('connect', { is: 'timed-out' }, { ip: '2001:db8::10' })),
      ['warning ipv6-broken/connect'],
    ],
    [
      59,
      'one of three down',
      seen(transcriptWith(), second(transcriptWith()), endedAt('connect', { is: 'refused', error: 'ECONNREFUSED' }, { ip: '192.0.2.12' })),
      ['warning one-of-many-down/connect'],
    ],
    [
      60,
      'different certificates',
      seen(transcriptWith(), second(showing({ names: ['other.example'], sha256: 'CC' }))),
      ['warning certificate-name-mismatch/certificate', 'warning hosts-disagree/certificate'],
    ],
    [
      61,
      'Exchange Online alone let in',
      nothingWaits(seen(endedAt('connect', { is: 'timed-out' }))),
      ['warning connection-timed-out/connect'],
    ],
    [
      62,
      'port 25 blocked here',
      { ...seen(endedAt('connect', { is: 'timed-out' })), control: { target: 'control.example', passed: false } },
      ['warning connection-timed-out/connect', 'warning outside-port-25-blocked/connect'],
    ],
    [63, 'smuggled data', seen(transcriptWith({ smuggled: '250 x' })), ['warning starttls-injection/starttls']],
  ])('row %i: %s', (_row, _says, evidence, expected) => {
    expect(inShort(judge(evidence))).toEqual(expected)
  })
})

describe('whatever a server says', () => {
  const text = fc.oneof(
    fc.string({ unit: 'binary', maxLength: 80 }),
    fc.constantFrom(
      '',
      '220 ***',
      '250 STARTTLS',
      '250-XXXXXXXA',
      '250-SIZE 12',
      '5',
      '550 5.1.1 x',
      '450 4.2.0',
      `220 ${'* '.repeat(9000)}`,
    ),
  )
  const lines = fc.array(text, { maxLength: 6 })
  const ip = fc.constantFrom('192.0.2.10', '192.0.2.11', '2001:db8::10', '')
  const ms = fc.oneof(fc.nat(30_000), fc.constantFrom(Number.NaN, Number.POSITIVE_INFINITY, -1))
  const date = fc.oneof(fc.constantFrom('', 'never', PAST, '2027-01-01T00:00:00.000Z'), text)
  const fault: fc.Arbitrary<SessionFault> = fc.oneof(
    fc.record({ is: fc.constant('not-public' as const), range: fc.constant('10.0.0.0/8') }),
    fc.record({ is: fc.constantFrom('no-route-here' as const, 'refused', 'unreachable', 'closed', 'tls'), error: text }),
    fc.record({ is: fc.constantFrom('timed-out' as const, 'starttls-not-offered') }),
    fc.record({ is: fc.constant('reply' as const), code: fc.integer({ min: 200, max: 599 }), text }),
    fc.record({ is: fc.constant('not-smtp' as const), text }),
  )
  const certificate: fc.Arbitrary<Certificate> = fc
    .record({
      subject: text,
      names: lines,
      issuer: text,
      notBefore: date,
      notAfter: date,
      keyType: fc.oneof(fc.constantFrom('rsa', 'ec', 'constructor'), text),
      bits: fc.integer(),
      signatureAlgorithm: fc.option(text),
      sha256: text,
    })
    .map((changes) => certificateWith(changes))
  const facts: fc.Arbitrary<TlsFacts> = fc
    .record({
      protocol: fc.oneof(text, fc.constantFrom('TLSv1', 'TLSv1.3')),
      cipher: text,
      certificate,
      chain: fc.array(certificate, { maxLength: 3 }),
      linked: fc.nat(5),
      trust: fc.constantFrom<TlsFacts['trust']>('trusted', 'self-signed', 'private-root', 'missing-intermediate', 'unknown'),
      revocation: fc.record({
        is: fc.constantFrom<TlsFacts['revocation']['is']>('good', 'revoked', 'unknown'),
        by: fc.constantFrom<TlsFacts['revocation']['by']>('staple', 'ocsp', 'crl', null),
        at: fc.option(date),
        why: fc.option(text),
      }),
    })
    .map((changes) => tlsWith(changes))
  const reply = fc.option(fc.record({ code: fc.integer({ min: 200, max: 599 }), text }))
  const stage = fc.constantFrom(...SESSION_STAGES)
  const transcript: fc.Arbitrary<Transcript> = fc.record({
    host: fc.oneof(fc.constant(HOST), text),
    ip,
    port: fc.nat(65_535),
    stages: fc.array(fc.record({ stage, ms, is: fc.constantFrom('ok' as const, 'failed', 'skipped'), detail: fc.option(text) }), {
      maxLength: 7,
    }),
    fault: fc.option(fc.record({ stage, why: fault })),
    banner: lines,
    ehlo: lines,
    tls: fc.option(facts),
    dialogue: fc.array(fc.record({ from: fc.constantFrom('client' as const, 'server'), text, secured: fc.boolean() }), { maxLength: 6 }),
    smuggled: fc.option(text),
    recipientTests: fc.array(fc.record({ sender: fc.oneof(fc.constant(''), text), recipient: text, mail: reply, rcpt: reply }), {
      maxLength: 3,
    }),
  })
  const evidence: fc.Arbitrary<Evidence> = fc
    .record({
      transcripts: fc.array(transcript, { maxLength: 4 }),
      secondLooks: fc.array(fc.record({ why: fc.constantFrom('legacy-tls' as const, 'no-sni'), transcript }), { maxLength: 2 }),
      requirements: fc.record({
        tlsSettings: fc.constantFrom(null, 'EncryptionOnly' as const, 'CertificateValidation', 'DomainValidation'),
        tlsDomain: fc.option(text),
      }),
      control: fc.option(fc.record({ target: text, passed: fc.boolean() })),
    })
    .map((changes) => evidenceWith(changes))

  test('no probe throws, every finding has proof, and no proof is long or holds a control character', () => {
    fc.assert(
      fc.property(evidence, (each) => {
        for (const finding of judge(each)) {
          expect(finding.evidence.length).toBeGreaterThan(0)
          for (const line of finding.evidence) {
            expect(EVIDENCE_CODES).toContain(line.code)
            for (const [name, value] of Object.entries(line.args)) {
              if (typeof value !== 'string' || ['notBefore', 'notAfter', 'at', 'wanted', 'target', 'ip'].includes(name)) continue
              expect(value.length).toBeLessThan(7000)
              expect(value).not.toMatch(/[\p{Cc}\p{Cs}\u202e]/u)
            }
          }
        }
      }),
      { numRuns: 300 },
    )
  })

  test('the same evidence gives the same findings', () => {
    fc.assert(
      fc.property(evidence, (each) => expect(judge(each)).toEqual(judge(each))),
      { numRuns: 30 },
    )
  })
})
