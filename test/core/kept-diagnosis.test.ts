import { describe, expect, test } from '@jest/globals'
import { judge } from '../../src/core/judge.ts'
import { keptDiagnosis } from '../../src/core/kept-diagnosis.ts'
import type { Certificate, Evidence, Transcript } from '../../src/domain/evidence.ts'
import type { Diagnosis } from '../../src/domain/incident.ts'
import { answer, certificateWith, endedAt, evidenceWith, tlsWith, transcriptWith } from '../probes/healthy.ts'

const KB = 1024
const sizeOf = (diagnosis: Diagnosis): number => Buffer.byteLength(JSON.stringify(diagnosis))
const many = <T>(count: number, of: (at: number) => T): readonly T[] => Array.from({ length: count }, (_, at) => of(at))
const long = many(100, (at) => `250-${at} ${'x'.repeat(500)}`)

/** As large as everything may come in: replies, lines, certificates, names, and hosts. */
function blownUp(): Evidence {
  const certificate: Certificate = certificateWith({ subject: `CN=${'s'.repeat(60_000)}`, names: many(6000, (at) => `n${at}.example`) })
  const transcript = (at: number): Transcript =>
    transcriptWith({
      host: `m${at}.example`,
      ip: `192.0.2.${at}`,
      banner: long,
      ehlo: long,
      dialogue: many(200, (line) => ({ from: 'server', text: `${line} ${'y'.repeat(500)}`, secured: false })),
      smuggled: 'z'.repeat(512),
      tls: tlsWith({ certificate, chain: many(16, () => certificate) }),
    })
  const replies = many(60, (at) => answer(`q${at}.example`, 'TXT', ...many(100, () => 't'.repeat(600))))
  const resolutions = many(16, (at) => ({
    host: `h${at}.example`,
    as: 'domain' as const,
    replies,
    addresses: many(2000, (each) => ({ host: `m${each}.example`, ip: `192.0.2.${each}` })),
    authority: { zone: 'example', servers: many(8, (each) => ({ name: `ns${each}.example`, ip: '192.0.2.53', replies })) },
    unchecked: replies,
    mtaSts: { is: 'found' as const, value: 'p'.repeat(64 * KB) },
    registration: null,
  }))
  return evidenceWith({ transcripts: many(32, transcript), resolutions })
}

describe('a diagnosis as it is stored', () => {
  test('is what was judged as long as nothing is too large', () => {
    const diagnosis = judge(evidenceWith({}), [], 10)
    expect(keptDiagnosis(diagnosis)).toBe(diagnosis)
  })

  test('stays below its bound whatever servers and zones send, and keeps every host and the verdict', () => {
    const diagnosis = judge(blownUp(), [], 10)
    expect(() => sizeOf(diagnosis)).toThrow(/string length/)
    const kept = keptDiagnosis(diagnosis)
    expect(sizeOf(kept)).toBeLessThan(192 * KB)
    expect(kept.verdict).toEqual(diagnosis.verdict)
    expect(kept.hosts.map(({ transcript }) => transcript.ip)).toEqual(diagnosis.hosts.map(({ transcript }) => transcript.ip))
    expect(kept.resolutions.map((each) => each.host)).toEqual(diagnosis.resolutions.map((each) => each.host))
    expect(kept.findings.map((each) => each.finding)).toEqual(diagnosis.findings.map((each) => each.finding))
    expect(kept.hosts[0]?.transcript.stages).toHaveLength(6)
  })

  test('loses no more than it must: one host that talks without end leaves the others whole', () => {
    const chatty = transcriptWith({
      ip: '192.0.2.66',
      dialogue: many(200, () => ({ from: 'server', text: 'y'.repeat(512), secured: false })),
    })
    const others = many(20, (at) => endedAt('starttls', { is: 'starttls-not-offered' }, { ip: `192.0.2.${at}`, ehlo: long.slice(0, 8) }))
    const diagnosis = judge(evidenceWith({ transcripts: [chatty, ...others, { ...chatty, ip: '192.0.2.67' }] }), [], 10)
    expect(sizeOf(diagnosis)).toBeGreaterThan(192 * KB)
    const kept = keptDiagnosis(diagnosis)
    expect(sizeOf(kept)).toBeGreaterThan(96 * KB)
    expect(kept.hosts[1]?.transcript.ehlo).toEqual(others[0]?.ehlo)
  })
})
