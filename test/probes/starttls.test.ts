import { describe, expect, test } from '@jest/globals'
import type { DialogueLine, Evidence, Transcript } from '../../src/domain/evidence.ts'
import { starttls } from '../../src/probes/starttls.ts'
import { endedAt, evidenceWith, HOST, inShort, nothingWaits, proofOf, transcriptWith } from './healthy.ts'

const sessions = (...transcripts: readonly Transcript[]): Evidence => evidenceWith({ transcripts })
const opportunistic = (...transcripts: readonly Transcript[]): Evidence =>
  evidenceWith({ transcripts, requirements: { tlsSettings: null, tlsDomain: null } })
const missing = (changes: Partial<Transcript> = {}): Transcript => endedAt('starttls', { is: 'starttls-not-offered' }, changes)
const answered = (text: string): Transcript => endedAt('starttls', { is: 'reply', code: Number(text.slice(0, 3)), text })
const FULL = [`250-${HOST}`, '250-PIPELINING', '250-8BITMIME', '250-CHUNKING', '250 STARTTLS']
const said = (from: DialogueLine['from'], text: string): DialogueLine => ({ from, text, secured: false })

describe('TLS cannot be started', () => {
  test.each<[string, Transcript, readonly string[]]>([
    ['not offered (row 31)', missing(), ['starttls-missing/starttls']],
    ['a banner of stars (row 32)', missing({ banner: ['220 ****2****200*'] }), ['starttls-masked/banner']],
    ['keywords of X (row 32)', missing({ ehlo: ['250-mail', '250-SIZE 37748736', '250 XXXXXXXA'] }), ['starttls-masked/ehlo']],
    ['offered, then 500 (row 33)', answered('500 unrecognized'), ['starttls-masked/starttls']],
    ['offered, then 502 (row 33)', answered('502 5.5.1 no'), ['starttls-masked/starttls']],
    ['454 (row 34)', answered('454 4.7.0 TLS not available'), ['starttls-missing/starttls']],
    ['554', answered('554 no TLS for you'), ['starttls-missing/starttls']],
    ['421 is the end of the session, not of TLS', answered('421 bye'), []],
    ['healthy', transcriptWith(), []],
  ])('%s', (_says, transcript, expected) => {
    expect(inShort(starttls(sessions(transcript)))).toEqual(expected.map((each) => `fault ${each}`))
    expect(inShort(starttls(opportunistic(transcript)))).toEqual(expected.map((each) => `warning ${each}`))
  })

  test('the reply is the proof, with what the connector demands', () => {
    const [finding] = starttls(sessions(answered('454 4.7.0 TLS not available\n454 later')))
    expect(finding?.evidence).toEqual([
      { code: 'reply', args: { ip: '192.0.2.10', stage: 'starttls', reply: '454 4.7.0 TLS not available 454 later' } },
      { code: 'setting-demands', args: { connector: 'To head office', setting: 'DomainValidation' } },
    ])
  })

  test('EHLO refused and HELO taken is shown as it was said (row 29)', () => {
    const dialogue = [
      said('client', 'EHLO bot'),
      said('server', '500 5.5.1 unknown'),
      said('client', 'HELO bot'),
      said('server', '250 mail'),
    ]
    const findings = starttls(sessions(missing({ ehlo: ['250 mail'], dialogue })))
    expect(inShort(findings)).toEqual(['fault starttls-missing/starttls'])
    expect(proofOf(findings, 'ehlo-refused')).toEqual([{ ip: '192.0.2.10', reply: '500 5.5.1 unknown' }])
    expect(proofOf(findings, 'starttls-not-offered')).toEqual([])
  })

  test('inspection that breaks the session later is a fault whatever the connector demands (row 32)', () => {
    const dropped = endedAt('ehlo2', { is: 'closed', error: 'ECONNRESET' }, { banner: ['220 ****************'] })
    expect(inShort(starttls(opportunistic(dropped)))).toEqual(['fault starttls-masked/banner'])
  })

  test.each(['220 mail * ready', '220 X-Files ESMTP', '250 XCLIENT', `220 ${'*'.repeat(60_000)}!`])('%.30s is no mask', (line) => {
    expect(inShort(starttls(sessions(missing({ banner: [line], ehlo: ['250-mail', line] }))))).toEqual(['fault starttls-missing/starttls'])
  })
})

describe('a list of extensions that is shorter on one address (row 33)', () => {
  const whole = transcriptWith({ ip: '192.0.2.11', ehlo: FULL })

  test.each<[string, readonly string[], readonly string[]]>([
    ['a part of what the same server offers elsewhere', [`250-${HOST}`, '250 8BITMIME'], ['warning starttls-masked/ehlo']],
    ['nothing at all', [`250 ${HOST}`], ['warning starttls-masked/ehlo']],
    ['all but STARTTLS: set up differently', FULL.slice(0, -1), ['warning starttls-missing/starttls']],
    ['another server', ['250-mail2.contoso.example', '250 8BITMIME'], ['warning starttls-missing/starttls']],
    ['other extensions', [`250-${HOST}`, '250 XEXCH50'], ['warning starttls-missing/starttls']],
  ])('%s', (_says, ehlo, expected) => {
    expect(inShort(starttls(sessions(missing({ ehlo }), whole)))).toEqual(expected)
  })
})

describe('a device on the way', () => {
  const masked = missing({ banner: ['220 ****2****200*'] })

  test('may stand on our own side: what it does is told as seen from here, and while nothing waits it is no fault', () => {
    const [finding] = starttls(sessions(masked))
    expect(finding?.evidence.map((line) => line.code)).toEqual(['masked', 'setting-demands', 'seen-from-here'])
    const quiet = starttls(nothingWaits(sessions(masked)))
    expect(inShort(quiet)).toEqual(['warning starttls-masked/banner'])
    expect(proofOf(quiet, 'pending-none')).toHaveLength(1)
  })

  test('shortens a list: the path where it is whole is shown beside', () => {
    const short = missing({ ehlo: [`250-${HOST}`, '250 8BITMIME'] })
    const [finding] = starttls(sessions(short, transcriptWith({ ip: '192.0.2.11', ehlo: FULL })))
    expect(finding?.evidence.slice(0, 3)).toEqual([
      { code: 'starttls-not-offered', args: { ip: '192.0.2.10', keywords: '8BITMIME' } },
      { code: 'starttls-offered', args: { ip: '192.0.2.11' } },
      { code: 'works-elsewhere', args: { ok: 1, total: 2 } },
    ])
  })
})

test('data smuggled behind the answer to STARTTLS is told, and mail flows (row 63)', () => {
  const findings = starttls(sessions(transcriptWith({ smuggled: '250 x\u0007' })))
  expect(inShort(findings)).toEqual(['warning starttls-injection/starttls'])
  expect(proofOf(findings, 'smuggled')).toEqual([{ ip: '192.0.2.10', data: '250 x\\x07' }])
})
