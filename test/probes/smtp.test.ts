import { describe, expect, test } from '@jest/globals'
import type { Evidence, SessionFault, SessionStage, Transcript } from '../../src/domain/evidence.ts'
import { size } from '../../src/probes/size.ts'
import { smtp } from '../../src/probes/smtp.ts'
import { endedAt, evidenceWith, HOST, inShort, nothingWaits, proofOf, slowed, transcriptWith } from './healthy.ts'

const sessions = (...transcripts: readonly Transcript[]): Evidence => evidenceWith({ transcripts })
const closed = { is: 'closed', error: 'closed by the other side' } as const
const replied = (text: string): SessionFault => ({ is: 'reply', code: Number(text.slice(0, 3)), text })

describe('a session that ends early', () => {
  test.each<[string, SessionStage, SessionFault, string]>([
    ['reset right after accept (row 22)', 'connect', { is: 'closed', error: 'ECONNRESET' }, 'fault connection-dropped/connect'],
    ['closed before the banner (row 23)', 'banner', closed, 'fault connection-dropped/banner'],
    ['a silent banner (row 24)', 'banner', { is: 'timed-out' }, 'fault connection-timed-out/banner'],
    ['a 554 banner (row 26)', 'banner', replied('554 no SMTP service here'), 'fault session-refused/banner'],
    ['a 421 banner (row 27)', 'banner', replied('421 Service not available'), 'fault service-unavailable/banner'],
    ['a 450 banner', 'banner', replied('450 4.3.2 later'), 'fault service-unavailable/banner'],
    ['greylisting in the banner', 'banner', replied('450 4.7.1 Greylisted, try again'), 'fault greylisted/banner'],
    ['greylisting for good is a refusal', 'banner', replied('554 not on the greylist'), 'fault session-refused/banner'],
    ['HTTP (row 28)', 'banner', { is: 'not-smtp', text: 'HTTP/1.1 400 Bad Request' }, 'fault not-smtp/banner'],
    ['EHLO and HELO refused (row 29)', 'ehlo', replied('550 5.7.1 go away'), 'fault session-refused/ehlo'],
    ['closed at EHLO (row 30)', 'ehlo', closed, 'fault connection-dropped/ehlo'],
    ['reset at EHLO (row 30)', 'ehlo', { is: 'closed', error: 'ECONNRESET' }, 'fault connection-dropped/ehlo'],
    ['421 to STARTTLS', 'starttls', replied('421 4.3.2 closing'), 'fault service-unavailable/starttls'],
    ['silence after STARTTLS', 'starttls', { is: 'timed-out' }, 'fault connection-timed-out/starttls'],
    ['closed at the second EHLO (row 48)', 'ehlo2', closed, 'fault connection-dropped/ehlo2'],
    ['an endless banner (row 56)', 'banner', { is: 'not-smtp', text: '220-and so on' }, 'fault not-smtp/banner'],
  ])('%s', (_says, stage, why, expected) => {
    const findings = smtp(sessions(endedAt(stage, why)))
    expect(inShort(findings)).toEqual([expected])
    expect(findings[0]?.subject).toBe(HOST)
    expect(proofOf(findings, 'seen-from-here')).toHaveLength(1)
  })

  test('replies with bytes that are no text break nothing (row 57)', () => {
    expect(smtp(sessions(transcriptWith({ banner: ['220 \\xff\\xfe\\x00'] })))).toEqual([])
  })

  test('a refusal of STARTTLS alone is left to the judgement on TLS', () => {
    expect(smtp(sessions(endedAt('starttls', replied('454 TLS not available'))))).toEqual([])
  })

  test('one finding per kind, with the proof of each address', () => {
    const two = [endedAt('banner', replied('554 no')), endedAt('banner', replied('554 no'), { ip: '192.0.2.11' })]
    const findings = smtp(sessions(...two, endedAt('banner', closed, { ip: '192.0.2.12' })))
    expect(inShort(findings)).toEqual(['fault session-refused/banner', 'fault connection-dropped/banner'])
    expect(proofOf(findings, 'reply').map((each) => each.ip)).toEqual(['192.0.2.10', '192.0.2.11'])
  })

  test('where another address goes on, it is a warning with numbers', () => {
    const findings = smtp(sessions(transcriptWith(), endedAt('banner', closed, { ip: '192.0.2.11' })))
    expect(inShort(findings)).toEqual(['warning connection-dropped/banner'])
    expect(proofOf(findings, 'works-elsewhere')).toEqual([{ ok: 1, total: 2 }])
  })
})

describe('what the server may keep for us alone', () => {
  const listed = '554 5.7.1 Client host [203.0.113.9] blocked using zen.spamhaus.org'

  test.each<[string, SessionFault, string]>([
    ['silence is no fault while nothing waits', { is: 'timed-out' }, 'warning connection-timed-out/banner'],
    ['neither is a refusal that names our own address', replied(listed), 'warning session-refused/banner'],
    ['nor is greylisting', replied('451 Graylisted for you'), 'warning greylisted/banner'],
    ['any other refusal is', replied('554 no SMTP service here'), 'fault session-refused/banner'],
    ['and so is a connection that is closed', closed, 'fault connection-dropped/banner'],
  ])('%s', (_says, why, expected) => {
    const findings = smtp(nothingWaits(sessions(endedAt('banner', why))))
    expect(inShort(findings)).toEqual([expected])
    expect(proofOf(findings, 'pending-none')).toHaveLength(1)
  })

  test('a refusal that names our own address stops mail as far as is known while mail waits', () => {
    expect(inShort(smtp(sessions(endedAt('banner', replied(listed)))))).toEqual(['fault session-refused/banner'])
  })
})

test('silence after slow replies shows the slow replies too', () => {
  const findings = smtp(sessions(slowed({ banner: 4000, ehlo: 5000, starttls: 20_000 }, endedAt('starttls', { is: 'timed-out' }))))
  expect(proofOf(findings, 'slow-reply')).toEqual([
    { ip: '192.0.2.10', stage: 'banner', ms: 4000 },
    { ip: '192.0.2.10', stage: 'ehlo', ms: 5000 },
  ])
  expect(proofOf(findings, 'no-answer')).toEqual([{ ip: '192.0.2.10', stage: 'starttls', ms: 20_000 }])
})

test.each([
  ['a line without its end', [{ from: 'server', text: '220 mail.example', secured: false }], '220 mail.example'],
  ['half a line', [{ from: 'server', text: '22', secured: false }], '22'],
] as const)('silence after %s is told as such', (_says, dialogue, reply) => {
  const findings = smtp(sessions(endedAt('banner', { is: 'timed-out' }, { dialogue })))
  expect(proofOf(findings, 'reply-unfinished')).toEqual([{ ip: '192.0.2.10', stage: 'banner', ms: 10, reply }])
  expect(proofOf(findings, 'no-answer')).toEqual([])
})

test('silence after a command is no answer at all, whatever was said before', () => {
  const dialogue = [
    { from: 'server', text: '220 mail.example', secured: false },
    { from: 'client', text: 'EHLO bot.example', secured: false },
  ] as const
  expect(proofOf(smtp(sessions(endedAt('ehlo', { is: 'timed-out' }, { dialogue }))), 'no-answer')).toHaveLength(1)
})

test('what a server says is bounded, on one line and harmless', () => {
  const text = `554 ${'\u202e\u0007\r\n'.repeat(3)}${'x'.repeat(5000)}`
  const [said] = proofOf(smtp(sessions(endedAt('banner', replied(text)))), 'reply')
  expect(String(said?.reply)).toMatch(/^554 \\x202e\\x07 \\x202e/)
  expect(String(said?.reply).length).toBeLessThan(310)
})

describe('the size a server announces (row 54)', () => {
  test.each<[string, readonly number[]]>([
    ['250-SIZE 1', [1]],
    ['250 size 999999', [999_999]],
    ['250-SIZE 1000000', []],
    ['250-SIZE 37748736', []],
    ['250-SIZE 0', []],
    ['250-SIZE', []],
    ['250-SIZE unlimited', []],
    ['250-SIZED 5', []],
  ])('%s', (line, bytes) => {
    const findings = size(sessions(transcriptWith({ ehlo: ['250-mail', line, '250 STARTTLS'] })))
    expect(inShort(findings)).toEqual(bytes.map(() => 'warning message-too-large/ehlo'))
    expect(proofOf(findings, 'size-limit').map((each) => each.bytes)).toEqual(bytes)
  })
})
