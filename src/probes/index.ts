import type { Evidence } from '../domain/evidence.ts'
import { type Finding, STAGES } from '../domain/finding.ts'
import { address } from './address.ts'
import { certificate } from './certificate.ts'
import { connector } from './connector.ts'
import { dns } from './dns.ts'
import { queue } from './queue.ts'
import { smtp } from './smtp.ts'
import { starttls } from './starttls.ts'
import { tcp } from './tcp.ts'
import { tls } from './tls.ts'

/** A judgement on what was gathered: pure, and silent where its part of the evidence is missing. */
export type Probe = (evidence: Evidence) => readonly Finding[]

export const probes: readonly Probe[] = [connector, queue, dns, address, tcp, smtp, starttls, tls, certificate]

const SEVERITIES = ['fault', 'warning', 'info'] as const

/** What all probes find: faults first, then warnings, each in the order in which a delivery attempt meets them. */
export function judge(evidence: Evidence): readonly Finding[] {
  const rank = ({ severity, stage }: Finding): number => SEVERITIES.indexOf(severity) * STAGES.length + STAGES.indexOf(stage)
  return probes.flatMap((probe) => probe(evidence)).sort((one, other) => rank(one) - rank(other))
}

export { satisfies } from './certificate.ts'
export { verdict } from './verdict.ts'
