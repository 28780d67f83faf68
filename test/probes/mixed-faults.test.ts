import { describe, expect, test } from '@jest/globals'
import type { Evidence, SessionFault, Transcript } from '../../src/domain/evidence.ts'
import { judge, verdict } from '../../src/probes/index.ts'
import { certificateWith, endedAt, evidenceWith, HOST, inShort, proofOf, tlsWith, transcriptWith } from './healthy.ts'

const among = (tlsSettings: Evidence['requirements']['tlsSettings'], ...transcripts: readonly Transcript[]): Evidence =>
  evidenceWith({ transcripts, requirements: { tlsSettings, tlsDomain: HOST } })
const at = (last: number) => ({ ip: `192.0.2.${last}` })
const expired = (last: number): Transcript =>
  transcriptWith({ ...at(last), tls: tlsWith({ certificate: certificateWith({ notAfter: '2026-11-13T00:00:00.000Z' }) }) })
const otherName = (last: number): Transcript =>
  transcriptWith({ ...at(last), tls: tlsWith({ certificate: certificateWith({ subject: 'CN=other', names: ['other.example'] }) }) })
const fine = (last: number): Transcript => transcriptWith(at(last))
const CLOSED: SessionFault = { is: 'closed', error: 'closed' }
const NONE: SessionFault = { is: 'starttls-not-offered' }
const faults = (evidence: Evidence): readonly string[] => inShort(judge(evidence)).filter((each) => each.startsWith('fault'))

describe('every address fails, each in its own way: no address makes up for another', () => {
  test.each<[string, Evidence, readonly string[]]>([
    [
      'two certificates, neither of which will do',
      among('DomainValidation', expired(10), otherName(11)),
      ['fault certificate-expired/certificate', 'fault certificate-name-mismatch/certificate'],
    ],
    [
      'one hangs up, the other shows an expired certificate',
      among('CertificateValidation', endedAt('banner', CLOSED, at(10)), expired(11)),
      ['fault connection-dropped/banner', 'fault certificate-expired/certificate'],
    ],
    [
      'one breaks the handshake, the other offers no STARTTLS',
      among('EncryptionOnly', endedAt('handshake', CLOSED, at(10)), endedAt('starttls', NONE, at(11))),
      ['fault starttls-missing/starttls', 'fault tls-handshake-failed/handshake'],
    ],
    [
      'one at the banner, the other later',
      among(null, endedAt('banner', CLOSED, at(10)), endedAt('ehlo2', CLOSED, at(11))),
      ['fault connection-dropped/banner', 'fault connection-dropped/ehlo2'],
    ],
    [
      'one lies inside, the other refuses',
      among(
        null,
        endedAt('connect', { is: 'not-public', range: '10.0.0.0/8' }, at(10)),
        endedAt('connect', { is: 'refused', error: 'x' }, at(11)),
      ),
      ['fault address-not-public/dns', 'fault connection-refused/connect'],
    ],
  ])('%s', (_says, evidence, expected) => {
    expect(faults(evidence)).toEqual(expected)
    expect(proofOf(judge(evidence), 'works-elsewhere')).toEqual([])
  })

  test('the first step that fails is named, whoever meets it', () => {
    const evidence = among('CertificateValidation', endedAt('banner', CLOSED, at(10)), expired(11))
    expect(verdict(judge(evidence), evidence, [])).toMatchObject({ finding: 'connection-dropped', why: ['earliest-stage'] })
  })
})

describe('one address delivers: the others are warnings, counted among all that were tried', () => {
  const three = among('DomainValidation', expired(10), endedAt('connect', { is: 'refused', error: 'x' }, at(11)), fine(12))

  test('whatever is wrong with them', () => {
    expect(faults(three)).toEqual([])
    expect(proofOf(judge(three), 'works-elsewhere')).toEqual([
      { ok: 1, total: 3 },
      { ok: 1, total: 3 },
    ])
  })

  test('what the settings look away from stops nowhere, so that nothing works better elsewhere', () => {
    const evidence = among('EncryptionOnly', expired(10), fine(11))
    expect(inShort(judge(evidence))).toContain('warning certificate-expired/certificate')
    expect(proofOf(judge(evidence), 'works-elsewhere')).toEqual([])
  })

  test('without TLS in clear, where nobody demands more', () => {
    expect(faults(among(null, endedAt('starttls', NONE, at(10)), endedAt('banner', CLOSED, at(11))))).toEqual([])
    expect(faults(among('EncryptionOnly', endedAt('starttls', NONE, at(10)), endedAt('banner', CLOSED, at(11))))).toEqual([
      'fault connection-dropped/banner',
      'fault starttls-missing/starttls',
    ])
  })

  test('a chain that could not be checked is no proof against an address', () => {
    expect(faults(among('CertificateValidation', expired(10), transcriptWith({ ...at(11), tls: tlsWith({ trust: 'unknown' }) })))).toEqual(
      [],
    )
  })
})

describe('the proof', () => {
  test('names the address that shows a certificate where there are several, and says nothing twice', () => {
    const [finding] = judge(among('DomainValidation', expired(10), expired(11)))
    expect(finding?.evidence.map((line) => [line.code, line.args.ip])).toEqual([
      ['certificate-expired', undefined],
      ['certificate', undefined],
      ['certificate-at', '192.0.2.10'],
      ['revocation-unknown', undefined],
      ['certificate-at', '192.0.2.11'],
      ['setting-demands', undefined],
    ])
    const evidence = among('DomainValidation', expired(10), expired(11))
    expect(verdict(judge(evidence), evidence, []).why).toEqual(['under-settings', 'every-address'])
  })
})
