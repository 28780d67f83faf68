import { FINDING_CODES, REASON_CODES } from '../../src/domain/finding.ts'
import type { Diagnosis } from '../../src/domain/incident.ts'
import type { MailRanges } from '../../src/domain/mail-ranges.ts'
import { diagnosisOf, evidenceOf, findingOf, hostOf, type Outside, queueOf, rangesOf } from './samples.ts'

export const HOSTS = 24
const RANGES = 60

/** As much as one diagnosis can hold. */
export function muchOf(outside: Outside): Diagnosis {
  const own = diagnosisOf('connection-refused', outside)
  const ips = Array.from({ length: HOSTS }, (_, n) => (n % 2 ? `192.0.2.${n}` : `2001:db8:ffff:ffff:ffff:ffff:ffff:${n + 4096}`))
  return {
    ...own,
    verdict: { ...own.verdict, why: REASON_CODES, confidence: 'possible' },
    findings: [
      findingOf('connection-refused', evidenceOf(outside), outside),
      ...FINDING_CODES.map((code) => findingOf(code, evidenceOf(outside).slice(0, 3), outside)),
    ],
    hosts: ips.map((ip, n) => ({
      ...hostOf(outside),
      transcript: { ...hostOf(outside).transcript, ip, host: outside(`mx${n}.contoso.example`) },
    })),
    resolutions: ips.flatMap((ip, n) =>
      own.resolutions.map((each) => ({ ...each, addresses: [{ host: outside(`mx${n}.contoso.example`), ip }] })),
    ),
    policies: ips.flatMap(() => own.policies),
    queue: queueOf(outside, 5000),
    ranges: manyRanges(),
  }
}

export const manyRanges = (): MailRanges => ({
  ...rangesOf('live'),
  ipv4: Array.from({ length: RANGES / 2 }, (_, n) => `203.0.113.${n * 8}/29`),
  ipv6: Array.from({ length: RANGES / 2 }, (_, n) => `2001:db8:ffff:${n + 4096}::/64`),
})
