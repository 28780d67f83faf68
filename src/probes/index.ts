import type { Evidence } from '../domain/evidence.ts'
import type { Finding } from '../domain/finding.ts'
import { address } from './address.ts'
import { certificate } from './certificate.ts'
import { connector } from './connector.ts'
import { dns } from './dns.ts'
import { queue } from './queue.ts'
import { smtp } from './smtp.ts'
import { starttls } from './starttls.ts'
import { tcp } from './tcp.ts'
import { tls } from './tls.ts'
import { inOrder } from './verdict.ts'

/** A judgement on what was gathered: pure, and silent where its part of the evidence is missing. */
export type Probe = (evidence: Evidence) => readonly Finding[]

export const probes: readonly Probe[] = [connector, queue, dns, address, tcp, smtp, starttls, tls, certificate]

/** What all probes find: faults first, then warnings, each in the order in which a delivery attempt meets them. */
export const judge = (evidence: Evidence): readonly Finding[] => inOrder(probes.flatMap((probe) => probe(evidence)))

export { satisfies } from './certificate.ts'
export { inOrder, verdict } from './verdict.ts'
