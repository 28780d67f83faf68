import { FINDING_CODES, type Finding, type FindingCode, STAGES } from '../domain/finding.ts'

const SEVERITIES = ['fault', 'warning', 'info'] as const

/** Within one stage: what explains the others comes first, then the order of the catalogue. A policy of the destination binds before settings do. */
const FIRST: readonly FindingCode[] = [
  'dns-domain-expired',
  'dane-dnssec-invalid',
  'dns-stale',
  'dns-cname-loop',
  'null-mx',
  'mx-invalid',
  'dns-servers-failing',
  'starttls-masked',
  'dane-starttls-missing',
  'dane-certificate-expired',
  'dane-certificate-name-mismatch',
  'dane-tlsa-invalid',
]
const ORDER: readonly FindingCode[] = [...FIRST, ...FINDING_CODES.filter((code) => !FIRST.includes(code))]

/** Faults first, then warnings, each in the order in which a delivery attempt meets them. The order they come in does not matter. */
export function inOrder(findings: readonly Finding[]): readonly Finding[] {
  const rank = ({ severity, stage, finding }: Finding): number =>
    (SEVERITIES.indexOf(severity) * STAGES.length + STAGES.indexOf(stage)) * ORDER.length + ORDER.indexOf(finding)
  const text = (finding: Finding): string => `${finding.subject} ${JSON.stringify(finding.evidence)}`
  return findings.toSorted((one, other) => rank(one) - rank(other) || compare(text(one), text(other)))
}

const compare = (one: string, other: string): number => (one < other ? -1 : one > other ? 1 : 0)
