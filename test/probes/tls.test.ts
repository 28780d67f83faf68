import { describe, expect, test } from '@jest/globals'
import type { Evidence, SecondLook, SessionFault, Transcript } from '../../src/domain/evidence.ts'
import { tls } from '../../src/probes/tls.ts'
import { endedAt, evidenceWith, inShort, nothingWaits, proofOf, tlsWith, transcriptWith } from './healthy.ts'

const ALERT = {
  version: 'ERR_SSL_TLSV1_ALERT_PROTOCOL_VERSION: tlsv1 alert protocol version',
  handshake: 'ERR_SSL_SSLV3_ALERT_HANDSHAKE_FAILURE: sslv3 alert handshake failure',
  client12: "ERR_SSL_SSLV3_ALERT_HANDSHAKE_FAILURE: sslv3 alert handshake failure (after the server's certificate)",
  client13: 'ERR_SSL_TLSV13_ALERT_CERTIFICATE_REQUIRED: tlsv13 alert certificate required',
  plain: 'ERR_SSL_WRONG_VERSION_NUMBER: wrong version number',
} as const

const broke = (error: string): SessionFault => ({ is: 'tls', error })
const inHandshake = (why: SessionFault): Transcript => endedAt('handshake', why)
const old = (protocol: string, cipher = 'TLS_ECDHE_RSA_WITH_AES_128_CBC_SHA'): Transcript =>
  transcriptWith({ tls: tlsWith({ protocol, cipher }) })
const looked = (first: SessionFault, second: Transcript | null, why: SecondLook['why'] = 'legacy-tls'): Evidence =>
  evidenceWith({ transcripts: [inHandshake(first)], secondLooks: second ? [{ why, transcript: second }] : [] })

describe('without a second look', () => {
  test.each<[string, Transcript, string]>([
    ['closed after 220 (row 35)', inHandshake({ is: 'closed', error: 'ECONNRESET' }), 'tls-handshake-failed'],
    ['plain text in place of TLS (row 36)', inHandshake(broke(ALERT.plain)), 'tls-handshake-failed'],
    ['a handshake that hangs (row 37)', inHandshake({ is: 'timed-out' }), 'tls-handshake-failed'],
    ['an alert about the version (row 38)', inHandshake(broke(ALERT.version)), 'tls-version-too-old'],
    ['no cipher in common (row 39)', inHandshake(broke(ALERT.handshake)), 'tls-no-shared-cipher'],
    ['a client certificate, TLS 1.2 (row 39)', inHandshake(broke(ALERT.client12)), 'client-certificate-demanded'],
    ['a client certificate, TLS 1.3 (row 39)', endedAt('ehlo2', broke(ALERT.client13)), 'client-certificate-demanded'],
  ])('%s', (_says, transcript, code) => {
    expect(inShort(tls(evidenceWith({ transcripts: [transcript] })))).toEqual([`fault ${code}/handshake`])
    expect(inShort(tls(evidenceWith({ transcripts: [transcript], requirements: { tlsSettings: null, tlsDomain: null } })))).toEqual([
      `fault ${code}/handshake`,
    ])
  })

  test('a handshake that hangs is seen from here, and no fault while nothing waits', () => {
    const evidence = evidenceWith({ transcripts: [inHandshake({ is: 'timed-out' })] })
    expect(proofOf(tls(evidence), 'seen-from-here')).toHaveLength(1)
    expect(inShort(tls(nothingWaits(evidence)))).toEqual(['warning tls-handshake-failed/handshake'])
    expect(inShort(tls(nothingWaits(evidenceWith({ transcripts: [inHandshake(broke(ALERT.plain))] }))))).toEqual([
      'fault tls-handshake-failed/handshake',
    ])
  })

  test('one of two addresses is a warning', () => {
    const two = [inHandshake(broke(ALERT.version)), transcriptWith({ ip: '192.0.2.11' })]
    expect(inShort(tls(evidenceWith({ transcripts: two })))).toEqual(['warning tls-version-too-old/handshake'])
  })
})

describe('with a second look that allows old versions and ciphers', () => {
  const refusedAgain = (error: string): Transcript => inHandshake(broke(error))

  test.each<[string, SessionFault, Transcript, string, readonly string[]]>([
    ['old TLS agreed', broke(ALERT.version), old('TLSv1'), 'tls-version-too-old', ['tls-alert', 'tls-old']],
    [
      'old TLS agreed after a close',
      { is: 'closed', error: 'ECONNRESET' },
      old('TLSv1.1'),
      'tls-version-too-old',
      ['closed-by-peer', 'tls-old'],
    ],
    ['old TLS agreed after a handshake failure', broke(ALERT.handshake), old('TLSv1'), 'tls-version-too-old', ['tls-alert', 'tls-old']],
    [
      'an old cipher agreed',
      broke(ALERT.handshake),
      old('TLSv1.2', 'TLS_RSA_WITH_3DES_EDE_CBC_SHA'),
      'tls-no-shared-cipher',
      ['tls-alert', 'tls-weak-cipher'],
    ],
    ['silence that has passed by itself', { is: 'timed-out' }, old('TLSv1.2'), 'tls-handshake-failed', ['no-answer', 'seen-from-here']],
    [
      'a close that has passed by itself',
      { is: 'closed', error: 'ECONNRESET' },
      old('TLSv1.3'),
      'tls-handshake-failed',
      ['closed-by-peer'],
    ],
    [
      'refused again for its ciphers',
      broke(ALERT.version),
      refusedAgain(ALERT.handshake),
      'tls-no-shared-cipher',
      ['tls-alert', 'tls-alert'],
    ],
    ['refused again in the same words', broke(ALERT.handshake), refusedAgain(ALERT.handshake), 'tls-no-shared-cipher', ['tls-alert']],
    ['failed again without a clear word', broke(ALERT.version), refusedAgain(ALERT.plain), 'tls-version-too-old', ['tls-alert']],
    ['failed twice without a clear word', broke(ALERT.plain), refusedAgain(ALERT.plain), 'tls-handshake-failed', ['tls-alert']],
    [
      'turned away before TLS',
      broke(ALERT.version),
      endedAt('banner', { is: 'reply', code: 421, text: '421 too many' }),
      'tls-version-too-old',
      ['tls-alert'],
    ],
  ])('%s', (_says, first, second, code, lines) => {
    const findings = tls(looked(first, second))
    expect(inShort(findings)).toEqual([`fault ${code}/handshake`])
    expect(findings[0]?.evidence.map((line) => line.code)).toEqual(lines)
  })

  test('a look at another address, or another kind of look, changes nothing', () => {
    const elsewhere = { ...old('TLSv1'), ip: '192.0.2.99' }
    expect(proofOf(tls(looked(broke(ALERT.version), elsewhere)), 'tls-old')).toEqual([])
    expect(proofOf(tls(looked(broke(ALERT.version), old('TLSv1'), 'no-sni')), 'tls-old')).toEqual([])
  })

  test('a look that was not needed changes nothing', () => {
    expect(tls(evidenceWith({ secondLooks: [{ why: 'legacy-tls', transcript: old('TLSv1') }] }))).toEqual([])
  })
})
