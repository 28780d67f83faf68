import { describe, expect, test } from '@jest/globals'
import { deadline, proofParts, verdictParts } from '../../src/cards/diagnosis-parts.ts'
import { voiceOf } from '../../src/cards/voice.ts'
import type { FindingCode } from '../../src/domain/finding.ts'
import type { Reported } from '../../src/domain/incident.ts'
import { asIs, diagnosisOf, showing } from '../support/samples.ts'

const report = (finding: FindingCode, status: string): Reported => ({
  text: `450 ${status} …`,
  reply: '450',
  status,
  finding,
  at: '2026-03-01T08:00:00.000Z',
})

/** The words of the verdict, given what was reported and why it was chosen. */
function told(
  finding: FindingCode,
  why: readonly ('agrees-with-report' | 'disagrees-with-report')[],
  ...reported: readonly Reported[]
): string {
  const diagnosis = diagnosisOf(finding, asIs)
  const verdict = { ...diagnosis.verdict, code: '450 4.4.317', alsoReportedAs: ['450 4.7.320'], why }
  const parts = verdictParts({ ...diagnosis, verdict, pending: 0 }, reported, voiceOf(showing('en')))
  return parts.map((part) => (part.is === 'text' ? part.text : '')).join('\n')
}

describe('the verdict in words', () => {
  test('names the code that Exchange Online wrote, where it wrote another of those that mean this', () => {
    expect(told('certificate-expired', ['agrees-with-report'], report('certificate-expired', '4.7.320'))).toMatch(
      /reports 450 4\.7\.320 \(mostly 450 4\.4\.317\) here/,
    )
    expect(told('certificate-expired', ['agrees-with-report'], report('certificate-expired', '4.4.317'))).toMatch(
      /reports 450 4\.4\.317 here/,
    )
    const expired: Reported = { ...report('certificate-expired', '4.4.317'), reply: '550', status: '5.4.317' }
    expect(told('certificate-expired', ['agrees-with-report'], expired)).toMatch(/reports 550 5\.4\.317 here/)
  })

  test('tells both names of a certificate’s fault, and of no other', () => {
    expect(told('certificate-untrusted', [])).toMatch(/answers 450 4\.4\.317 \(seldom 450 4\.7\.320\)\./)
    expect(told('starttls-missing', [])).toMatch(/answers 450 4\.4\.317\./)
  })

  test('is proven by what Exchange Online wrote, where it rests on that alone', () => {
    const { verdict, ...rest } = diagnosisOf('connection-dropped', asIs, { pending: 0, findings: [] })
    const proof = (why: (typeof verdict)['why'], ...reported: readonly Reported[]) =>
      proofParts({ ...rest, verdict: { ...verdict, why } }, reported, 8, voiceOf(showing('en'))).flatMap((part) =>
        part.is === 'proof' ? part.lines : [],
      )
    expect(proof(['only-report'], report('connection-dropped', '4.4.318'))).toEqual(['Exchange Online wrote: 450 4.4.318 …'])
    expect(proof(['nothing-wrong'], report('connection-dropped', '4.4.318'))).toEqual([])
    expect(proof(['only-report'])).toEqual([])
  })

  test('speaks of a firewall only where one could explain the difference', () => {
    expect(told('certificate-expired', ['disagrees-with-report'], report('starttls-missing', '4.4.317'))).not.toMatch(/firewall/)
    expect(told('certificate-expired', ['disagrees-with-report'], report('connection-refused', '4.4.316'))).toMatch(
      /450 4\.4\.316.*firewall/s,
    )
    expect(told('no-fault-found', ['disagrees-with-report'], report('connection-timed-out', '4.4.315'))).toMatch(/450 4\.4\.315.*firewall/s)
  })

  test('names the firewall that fits where everything works from here, and only then', () => {
    const sample = diagnosisOf('connection-timed-out', asIs, { pending: 0, findings: [] })
    const verdict = { ...sample.verdict, why: ['only-report', 'disagrees-with-report'] as const }
    const sound = sample.hosts.map((each) => ({ ...each, transcript: { ...each.transcript, fault: null } }))
    const broken = sound.map((each) => ({
      ...each,
      transcript: { ...each.transcript, fault: { stage: 'ehlo' as const, why: { is: 'closed' as const, error: '' } } },
    }))
    const words = (hosts: typeof sample.hosts, said: Reported) =>
      verdictParts({ ...sample, verdict, hosts }, [said], voiceOf(showing('en')))
        .map((part) => (part.is === 'text' ? part.text : ''))
        .join('\n')
    expect(words(sound, report('connection-timed-out', '4.4.315'))).toMatch(/4\.4\.315, but from here the connection works without trouble/)
    expect(words(broken, report('connection-timed-out', '4.4.315'))).not.toMatch(/without trouble/)
    expect(words(sound, report('connection-dropped', '4.4.318'))).not.toMatch(/without trouble/)
  })

  test('never says that nothing waits where not everything was counted', () => {
    const { queue } = diagnosisOf('no-fault-found', asIs)
    const said = (complete: boolean) => queue && deadline({ ...queue, pending: 0, complete }, voiceOf(showing('en')))
    expect(said(true)).toBe('No message is waiting on this route.')
    expect(said(false)).toMatch(/^No waiting message was seen .* not every message/)
  })

  test('names the report that was weighed, not one that says nothing about the route', () => {
    const words = told(
      'connection-refused',
      ['disagrees-with-report'],
      report('message-expired', '4.4.7'),
      report('certificate-expired', '4.7.320'),
    )
    expect(words).toMatch(/450 4\.7\.320/)
    expect(words).not.toMatch(/4\.4\.7\b/)
  })

  test('accuses nobody when nothing can be said from here', () => {
    expect(told('outside-port-25-blocked', [])).not.toMatch(/The fault lies/)
  })
})
