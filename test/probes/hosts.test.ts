import { describe, expect, test } from '@jest/globals'
import type { Certificate, Evidence, Requirements, TlsFacts, Transcript } from '../../src/domain/evidence.ts'
import { hosts } from '../../src/probes/hosts.ts'
import { certificateWith, endedAt, evidenceWith, HOST, inShort, proofOf, tlsWith, transcriptWith } from './healthy.ts'

const fine = transcriptWith()
const second = (changes: Partial<Certificate>, facts: Partial<TlsFacts> = {}, host = HOST): Transcript =>
  transcriptWith({ host, ip: '192.0.2.11', tls: tlsWith({ certificate: certificateWith({ sha256: 'CC:DD', ...changes }), ...facts }) })
const among = (requirements: Partial<Requirements>, ...transcripts: readonly Transcript[]): Evidence =>
  evidenceWith({ transcripts, requirements: { tlsSettings: 'DomainValidation', tlsDomain: HOST, ...requirements } })
const opportunistic = { tlsSettings: null, tlsDomain: null } as const
const expired = { notAfter: '2026-11-13T00:00:00.000Z' }
const DISAGREE = ['warning hosts-disagree/certificate']

describe('certificates of the addresses of one target (row 60)', () => {
  test.each<[string, Partial<Requirements>, Transcript, readonly string[]]>([
    ['the same one', {}, transcriptWith({ ip: '192.0.2.11' }), []],
    ['a renewed one', {}, second({ notAfter: '2027-09-01T00:00:00.000Z' }), []],
    ['one more name', {}, second({ names: [HOST, 'autodiscover.contoso.example'] }), []],
    ['one of another name, which TlsDomain misses', {}, second({ names: ['other.example'] }), DISAGREE],
    ['one of another name, with opportunistic TLS', opportunistic, second({ names: ['other.example'] }), DISAGREE],
    ['one that has expired, where dates count', { tlsSettings: 'CertificateValidation' }, second(expired), DISAGREE],
    ['one that has expired, where they do not', { tlsSettings: 'EncryptionOnly' }, second(expired), []],
    ['one of a private root, where the chain counts', {}, second({}, { trust: 'private-root' }), DISAGREE],
    ['one that has expired, without a TlsDomain to go by', { tlsDomain: null }, second(expired), DISAGREE],
    ['one whose chain could not be checked', {}, second({}, { trust: 'unknown' }), []],
    ['one that was revoked', {}, second({}, { revocation: { is: 'revoked', by: 'crl', at: null, why: null } }), DISAGREE],
    ['another host with its own name', opportunistic, second({ names: ['mx2.contoso.example'] }, {}, 'mx2.contoso.example'), []],
    ['another host with a stranger’s name', opportunistic, second({ names: ['EXCH01'] }, {}, 'mx2.contoso.example'), DISAGREE],
  ])('%s', (_says, requirements, other, expected) => {
    expect(inShort(hosts(among(requirements, fine, other)))).toEqual(expected)
  })

  test('says for each address what it shows and what that satisfies', () => {
    expect(proofOf(hosts(among({}, fine, second({ names: ['other.example'] }))), 'certificate-at')).toMatchObject([
      { ip: '192.0.2.10', settings: 'EncryptionOnly, CertificateValidation, DomainValidation' },
      { ip: '192.0.2.11', settings: 'EncryptionOnly, CertificateValidation' },
    ])
  })
})

describe('STARTTLS on some addresses only (row 33)', () => {
  const missing = endedAt('starttls', { is: 'starttls-not-offered' }, { ip: '192.0.2.11', ehlo: ['250-mail', '250 PIPELINING'] })

  test('is told with what each offers', () => {
    const findings = hosts(among({}, fine, missing))
    expect(inShort(findings)).toEqual(['warning hosts-disagree/starttls'])
    expect(proofOf(findings, 'starttls-offered')).toEqual([{ ip: '192.0.2.10' }])
    expect(proofOf(findings, 'starttls-not-offered')).toEqual([{ ip: '192.0.2.11', keywords: 'PIPELINING' }])
  })

  test.each<[string, Transcript]>([
    ['an address that did not come so far', endedAt('banner', { is: 'closed', error: 'closed' }, { ip: '192.0.2.11', ehlo: [] })],
    ['an address that offers it and fails later', endedAt('handshake', { is: 'timed-out' }, { ip: '192.0.2.11' })],
    ['an address that offers it and then refuses', endedAt('starttls', { is: 'reply', code: 454, text: '454 no' }, { ip: '192.0.2.11' })],
  ])('%s does not count', (_says, other) => {
    expect(hosts(among({}, fine, other))).toEqual([])
  })

  test('on none of them is no disagreement', () => {
    expect(hosts(among({}, missing, { ...missing, ip: '192.0.2.10' }))).toEqual([])
  })
})
