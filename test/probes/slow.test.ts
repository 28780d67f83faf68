import { expect, test } from '@jest/globals'
import type { Evidence, Transcript } from '../../src/domain/evidence.ts'
import { slow } from '../../src/probes/slow.ts'
import { endedAt, evidenceWith, inShort, proofOf, slowed, transcriptWith } from './healthy.ts'

const sessions = (...transcripts: readonly Transcript[]): Evidence => evidenceWith({ transcripts })

test.each<[string, Transcript, readonly string[]]>([
  ['a slow banner (row 25)', slowed({ banner: 6000 }), ['warning slow-server/banner']],
  ['just slow enough', slowed({ ehlo: 2000 }), ['warning slow-server/ehlo']],
  ['not quite', slowed({ ehlo: 1999 }), []],
  ['a tarpit (row 55)', slowed({ banner: 5000, ehlo: 5000, starttls: 5000, ehlo2: 5000 }), ['warning tarpit/banner']],
  ['three late replies are a tarpit', slowed({ ehlo: 1000, starttls: 1000, ehlo2: 1000 }), ['warning tarpit/ehlo']],
  ['two are none', slowed({ ehlo: 1500, starttls: 1500 }), []],
  ['a slow handshake is the cost of TLS, no reply', slowed({ handshake: 9000, connect: 9000 }), []],
  ['a healthy session', transcriptWith(), []],
  [
    'a refusal that comes late is a reply',
    slowed({ banner: 3000 }, endedAt('banner', { is: 'reply', code: 554, text: '554 no' })),
    ['warning slow-server/banner'],
  ],
  ['a session that fell silent is judged by that', slowed({ banner: 5000 }, endedAt('ehlo', { is: 'timed-out' })), []],
  [
    'one that ended for another reason is slow as well',
    slowed({ banner: 5000 }, endedAt('starttls', { is: 'starttls-not-offered' })),
    ['warning slow-server/banner'],
  ],
])('%s', (_says, transcript, expected) => {
  expect(inShort(slow(sessions(transcript)))).toEqual(expected)
})

test('never both for one address, and each address with its own proof', () => {
  const findings = slow(
    sessions(slowed({ banner: 5000, ehlo: 5000, starttls: 5000 }), slowed({ banner: 2500.4 }, transcriptWith({ ip: '192.0.2.11' }))),
  )
  expect(inShort(findings)).toEqual(['warning tarpit/banner', 'warning slow-server/banner'])
  expect(proofOf(findings.slice(0, 1), 'slow-reply')).toHaveLength(3)
  expect(proofOf(findings.slice(1), 'slow-reply')).toEqual([{ ip: '192.0.2.11', stage: 'banner', ms: 2500 }])
  expect(proofOf(findings, 'seen-from-here')).toHaveLength(2)
  expect(proofOf(findings, 'works-elsewhere')).toEqual([])
})
