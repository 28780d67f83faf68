import { describe, expect, test } from '@jest/globals'
import { verdictParts } from '../../src/cards/diagnosis-parts.ts'
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
      /reports 450 4\.7\.320 here/,
    )
    expect(told('certificate-expired', ['agrees-with-report'], report('certificate-expired', '4.4.9'))).toMatch(
      /reports 450 4\.4\.317 here/,
    )
  })

  test('speaks of a firewall only where one could explain the difference', () => {
    expect(told('certificate-expired', ['disagrees-with-report'], report('starttls-missing', '4.4.317'))).not.toMatch(/firewall/)
    expect(told('certificate-expired', ['disagrees-with-report'], report('connection-refused', '4.4.316'))).toMatch(
      /450 4\.4\.316.*firewall/s,
    )
    expect(told('no-fault-found', ['disagrees-with-report'], report('connection-timed-out', '4.4.315'))).toMatch(/450 4\.4\.315.*firewall/s)
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
