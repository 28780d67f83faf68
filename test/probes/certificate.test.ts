import { describe, expect, test } from '@jest/globals'
import type { Certificate, Evidence, Requirements, TlsFacts, Transcript } from '../../src/domain/evidence.ts'
import { satisfies } from '../../src/domain/satisfies.ts'
import { certificate } from '../../src/probes/certificate.ts'
import { sni } from '../../src/probes/sni.ts'
import { AT, certificateWith, endedAt, evidenceWith, HOST, inShort, proofOf, tlsWith, transcriptWith } from './healthy.ts'

const SETTINGS = [null, 'EncryptionOnly', 'CertificateValidation', 'DomainValidation'] as const
const PAST = '2026-11-13T00:00:00.000Z'
const leaf = (changes: Partial<Certificate>): Partial<TlsFacts> => ({ certificate: certificateWith(changes) })
const showing = (facts: Partial<TlsFacts>, requirements: Partial<Requirements> = {}): Evidence =>
  evidenceWith({
    transcripts: [transcriptWith({ tls: tlsWith(facts) })],
    requirements: { tlsSettings: 'DomainValidation', tlsDomain: HOST, ...requirements },
  })
const issuer = (changes: Partial<Certificate> = {}): Certificate =>
  certificateWith({ subject: 'CN=Some CA', issuer: 'CN=Some root', names: ['Some CA'], ...changes })
const chained = (between: Partial<Certificate>, linked = 2): Partial<TlsFacts> => ({ chain: [certificateWith(), issuer(between)], linked })
const revoked = { is: 'revoked', by: 'ocsp', at: '2026-11-01T00:00:00.000Z', why: null } as const

const WARNS = ['warning', 'warning', 'warning', 'warning'] as const
const STOPS = ['warning', 'warning', 'fault', 'fault'] as const

describe('one flaw, under each setting', () => {
  test.each<[string, Partial<TlsFacts>, string, readonly string[]]>([
    ['expired (row 40)', leaf({ notAfter: PAST }), 'certificate-expired', STOPS],
    [
      'not yet valid (row 41)',
      leaf({ notBefore: '2028-01-01T00:00:00.000Z', notAfter: '2029-01-01T00:00:00.000Z' }),
      'certificate-not-yet-valid',
      STOPS,
    ],
    ['self-signed (row 42)', { trust: 'self-signed' }, 'certificate-untrusted', STOPS],
    ['intermediate missing (row 43)', { trust: 'missing-intermediate' }, 'certificate-untrusted', STOPS],
    ['private root', { trust: 'private-root' }, 'certificate-untrusted', STOPS],
    ['another name (row 44)', leaf({ names: ['other.example'] }), 'certificate-name-mismatch', ['warning', 'warning', 'warning', 'fault']],
    ['revoked (row 45)', { revocation: revoked }, 'certificate-revoked', STOPS],
    ['1024 bits (row 46)', leaf({ bits: 1024 }), 'certificate-weak', WARNS],
    ['a curve of 192 bits (row 46)', leaf({ keyType: 'ec', bits: 192 }), 'certificate-weak', WARNS],
    ['SHA-1 (row 46)', leaf({ signatureAlgorithm: 'sha1WithRSAEncryption' }), 'certificate-weak', WARNS],
    ['30 days left', leaf({ notAfter: '2026-12-22T12:00:00.000Z' }), 'certificate-expires-soon', WARNS],
    ['an issuer that has expired', chained({ notAfter: PAST }), 'certificate-expired', STOPS],
    ['an issuer with a short key', chained({ bits: 1024 }), 'certificate-weak', WARNS],
    ['an issuer signed with MD5', chained({ signatureAlgorithm: 'md5WithRSAEncryption' }), 'certificate-weak', WARNS],
  ])('%s', (_says, facts, code, severities) => {
    expect(SETTINGS.map((tlsSettings) => inShort(certificate(showing(facts, { tlsSettings }))))).toEqual(
      severities.map((each) => [`${each} ${code}/certificate`]),
    )
  })

  test.each<[string, Partial<TlsFacts>]>([
    ['a healthy one', {}],
    ['31 days left', leaf({ notAfter: '2026-12-23T12:00:00.000Z' })],
    ['a curve of 256 bits', leaf({ keyType: 'ec', bits: 256, signatureAlgorithm: 'ecdsa-with-SHA256' })],
    ['Ed25519', leaf({ keyType: 'ed25519', bits: 256, signatureAlgorithm: 'Ed25519' })],
    ['a key that could not be read', leaf({ bits: 0 })],
    ['an algorithm that could not be read', leaf({ signatureAlgorithm: null })],
    ['dates that could not be read', leaf({ notBefore: '', notAfter: '' })],
    ['a chain that could not be checked', { trust: 'unknown' }],
    ['a root with an old signature of its own', chained({ issuer: 'CN=Some CA', signatureAlgorithm: 'sha1WithRSAEncryption' })],
    ['a second certificate that did not sign the first', chained({ notAfter: PAST, bits: 512 }, 1)],
    [
      'an expired cross-signature of a root, which every sender holds itself',
      {
        chain: [certificateWith(), issuer(), issuer({ subject: 'CN=Some root', issuer: 'CN=Old root', notAfter: PAST })],
        linked: 3,
      },
    ],
  ])('%s is none', (_says, facts) => {
    expect(certificate(showing(facts))).toEqual([])
  })
})

describe('what a certificate forbids itself', () => {
  test.each([
    ['purpose', 'certificate-purpose'],
    ['path-length', 'certificate-path-length'],
    ['names', 'certificate-name-limits'],
  ] as const)('%s is a fault where it is looked at, and nothing elsewhere', (is, code) => {
    const facts: Partial<TlsFacts> = { limit: { is, subject: 'CN=x' } }
    const findings = SETTINGS.map((tlsSettings) => certificate(showing(facts, { tlsSettings })))
    expect(findings.map(inShort)).toEqual([[], [], ['fault certificate-rejected/certificate'], ['fault certificate-rejected/certificate']])
    expect(proofOf(findings[3] ?? [], code)).toEqual([{ subject: 'CN=x' }])
    expect(proofOf(findings[3] ?? [], 'satisfies')).toEqual([{ settings: 'EncryptionOnly' }])
  })
})

describe('signatures', () => {
  test.each([
    'sha1WithRSAEncryption',
    'ecdsa-with-SHA1',
    'dsaWithSHA1',
    'RSA-SHA1',
    'md5WithRSAEncryption',
    '1.2.840.113549.1.1.2',
    '1.3.14.3.2.29',
  ])('%s is trusted no more', (signatureAlgorithm) => {
    const findings = certificate(showing(leaf({ signatureAlgorithm })))
    expect(proofOf(findings, 'certificate-weak-signature')).toEqual([{ algorithm: signatureAlgorithm }])
  })

  test.each(['sha256WithRSAEncryption', 'sha384WithRSAEncryption', 'ecdsa-with-SHA512', 'SHA3-256', 'rsassaPss', '1.2.840.113549.1.1.14'])(
    '%s is',
    (signatureAlgorithm) => {
      expect(certificate(showing(leaf({ signatureAlgorithm })))).toEqual([])
    },
  )

  test('one that signed itself proves nothing by it either way', () => {
    const facts = { ...leaf({ signatureAlgorithm: 'sha1WithRSAEncryption' }), trust: 'self-signed' } as const
    expect(inShort(certificate(showing(facts)))).toEqual(['fault certificate-untrusted/certificate'])
  })

  test('a weak intermediate is shown itself', () => {
    const [finding] = certificate(showing(chained({ bits: 1024, signatureAlgorithm: 'sha1WithRSAEncryption' })))
    expect(finding?.evidence.slice(0, 3)).toMatchObject([
      { code: 'certificate-weak', args: { bits: 1024 } },
      { code: 'certificate-weak-signature' },
      { code: 'certificate', args: { subject: 'CN=Some CA' } },
    ])
  })
})

describe('never from one error', () => {
  test('self-signed, expired, of another name, short and revoked are five findings', () => {
    const all: Partial<TlsFacts> = { ...leaf({ notAfter: PAST, names: ['EXCH01'], bits: 1024 }), trust: 'self-signed', revocation: revoked }
    expect(inShort(certificate(showing(all)))).toEqual([
      'fault certificate-expired/certificate',
      'fault certificate-name-mismatch/certificate',
      'fault certificate-untrusted/certificate',
      'fault certificate-revoked/certificate',
      'warning certificate-weak/certificate',
    ])
  })

  test.each<[TlsFacts['trust'], string, object]>([
    ['self-signed', 'certificate-self-signed', { subject: `CN=${HOST}` }],
    ['private-root', 'certificate-private-root', { issuer: 'CN=Some root' }],
    ['missing-intermediate', 'certificate-unknown-issuer', { issuer: 'CN=Some root' }],
  ])('%s says what is missing', (trust, code, args) => {
    const [finding] = certificate(showing({ ...chained({}), trust }))
    expect(finding?.evidence[0]).toEqual({ code, args })
  })

  test('an intermediate is missing for certain where public logs know the certificate', () => {
    const [finding] = certificate(showing({ ...chained({}), trust: 'missing-intermediate', logged: true }))
    expect(finding?.evidence[0]).toEqual({ code: 'certificate-no-intermediate', args: { issuer: 'CN=Some root' } })
  })

  test('the missing one is the issuer of the last that is joined', () => {
    const findings = certificate(showing({ ...chained({ issuer: 'CN=Unrelated' }, 1), trust: 'missing-intermediate' }))
    expect(proofOf(findings, 'certificate-unknown-issuer')).toEqual([{ issuer: 'CN=Some CA' }])
  })
})

describe('revocation', () => {
  const expired = leaf({ notAfter: PAST })
  const told = (revocation: TlsFacts['revocation']) =>
    certificate(showing({ ...expired, revocation }))[0]?.evidence.filter((line) => line.code.startsWith('revocation-'))

  test('is told with every judgement on a certificate', () => {
    expect(told({ is: 'good', by: 'staple', at: null, why: null })).toEqual([{ code: 'revocation-good', args: { by: 'OCSP (staple)' } }])
    expect(told({ is: 'good', by: 'crl', at: null, why: null })).toEqual([{ code: 'revocation-good', args: { by: 'CRL' } }])
    expect(told({ is: 'unknown', by: null, at: null, why: 'nobody answered' })).toEqual([
      { code: 'revocation-unknown', args: { why: 'nobody answered' } },
    ])
    expect(told({ is: 'unknown', by: null, at: null, why: null })).toEqual([{ code: 'revocation-unknown', args: { why: '–' } }])
    expect(told(revoked)).toEqual([])
  })

  test('names when and by whom', () => {
    expect(proofOf(certificate(showing({ revocation: revoked })), 'certificate-revoked')).toEqual([
      { subject: `CN=${HOST}`, at: '2026-11-01T00:00:00.000Z', by: 'OCSP' },
    ])
    expect(proofOf(certificate(showing({ revocation: { ...revoked, at: null } })), 'certificate-revoked')).toMatchObject([{ at: '–' }])
  })
})

describe('which settings a session would satisfy', () => {
  test.each<[string, Partial<TlsFacts>, boolean, boolean]>([
    ['healthy', {}, true, true],
    ['expired', leaf({ notAfter: PAST }), false, false],
    ['an expired issuer', chained({ notAfter: PAST }), false, false],
    ['untrusted', { trust: 'missing-intermediate' }, false, false],
    ['revoked', { revocation: revoked }, false, false],
    ['not made for servers', { limit: { is: 'purpose', subject: 'CN=x' } }, false, false],
    ['another name', leaf({ names: ['other.example'] }), true, false],
    ['short of bits', leaf({ bits: 1024 }), true, true],
  ])('%s', (_says, facts, CertificateValidation, DomainValidation) => {
    expect(satisfies(tlsWith(facts), HOST, AT)).toEqual({ EncryptionOnly: true, CertificateValidation, DomainValidation })
  })

  test('stands in the proof', () => {
    expect(proofOf(certificate(showing(leaf({ names: ['other.example'] }))), 'satisfies')).toEqual([
      { settings: 'EncryptionOnly, CertificateValidation' },
    ])
  })
})

test('a certificate that names nothing at all is told as such', () => {
  const findings = certificate(showing(leaf({ names: [] })))
  expect(proofOf(findings, 'certificate-name')).toMatchObject([{ names: '–' }])
  expect(proofOf(findings, 'certificate')).toMatchObject([{ names: '–' }])
})

test('a list of names is told by its first', () => {
  const names = Array.from({ length: 100 }, (_, n) => `host${n}.example`)
  const [line] = proofOf(certificate(showing(leaf({ names }))), 'certificate-name')
  expect(line?.names).toMatch(/^host0\.example, .*host19\.example, … \(\+80\)$/)
})

describe('without a server name (row 47)', () => {
  const fine = transcriptWith()
  const other = transcriptWith({ tls: tlsWith(leaf({ sha256: 'CC:DD', subject: 'CN=default', names: ['default.example'] })) })
  const looked = (transcript: Transcript, first = fine): Evidence =>
    evidenceWith({ transcripts: [first], secondLooks: [{ why: 'no-sni', transcript }] })

  test('another certificate is a warning that says what each would satisfy', () => {
    const findings = sni(looked(other))
    expect(inShort(findings)).toEqual(['warning certificate-depends-on-sni/certificate'])
    expect(findings[0]?.evidence).toEqual([
      { code: 'certificate-without-sni', args: { ip: '192.0.2.10', subject: 'CN=default', names: 'default.example' } },
      { code: 'satisfies', args: { settings: 'EncryptionOnly, CertificateValidation' } },
      {
        code: 'certificate-at',
        args: {
          ip: '192.0.2.10',
          subject: `CN=${HOST}`,
          notAfter: '2027-03-01T00:00:00.000Z',
          settings: 'EncryptionOnly, CertificateValidation, DomainValidation',
        },
      },
      { code: 'setting-demands', args: { connector: 'To head office', setting: 'DomainValidation' } },
    ])
  })

  test('a handshake that is refused is one too', () => {
    const findings = sni(looked(endedAt('handshake', { is: 'tls', error: 'ERR_SSL_TLSV1_UNRECOGNIZED_NAME' })))
    expect(proofOf(findings, 'tls-needs-sni')).toEqual([{ ip: '192.0.2.10', error: 'ERR_SSL_TLSV1_UNRECOGNIZED_NAME' }])
  })

  test.each<[string, Evidence]>([
    ['the same certificate', looked(transcriptWith())],
    ['a connection that was closed', looked(endedAt('handshake', { is: 'closed', error: 'ECONNRESET' }))],
    ['a connection that was turned away', looked(endedAt('banner', { is: 'reply', code: 421, text: '421 too many' }))],
    ['an address that showed none at first', looked(other, endedAt('starttls', { is: 'starttls-not-offered' }))],
    ['another address', looked({ ...other, ip: '192.0.2.99' })],
  ])('%s says nothing', (_says, evidence) => {
    expect(sni(evidence)).toEqual([])
  })
})
