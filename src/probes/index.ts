import type { Evidence } from '../domain/evidence.ts'
import type { Finding } from '../domain/finding.ts'
import { poolsOf } from '../domain/pools.ts'
import { passed } from '../domain/transcript.ts'
import { address } from './address.ts'
import { certificate } from './certificate.ts'
import { connector } from './connector.ts'
import { dane } from './dane.ts'
import { dns } from './dns.ts'
import { hosts } from './hosts.ts'
import { mtaSts } from './mta-sts.ts'
import { queue } from './queue.ts'
import { recipient } from './recipient.ts'
import { registration } from './registration.ts'
import { inTryingOrder } from './resolution.ts'
import { service } from './service.ts'
import { size } from './size.ts'
import { slow } from './slow.ts'
import { smtp } from './smtp.ts'
import { sni } from './sni.ts'
import { stale } from './stale.ts'
import { starttls } from './starttls.ts'
import { tcp } from './tcp.ts'
import { tls } from './tls.ts'
import { inOrder } from './verdict.ts'

/** A judgement on what was gathered: pure, and silent where its part of the evidence is missing. */
export type Probe = (evidence: Evidence) => readonly Finding[]

/** What the addresses show. Each asks how the others of its pool do. */
const sessions: readonly Probe[] = [address, tcp, smtp, slow, size, starttls, tls, certificate, sni, hosts, recipient]

/** Domains that share some of their addresses may show the same thing twice. */
const acrossPools: Probe = (evidence) => {
  const findings = poolsOf(evidence).flatMap((pool) => sessions.flatMap((probe) => probe(pool)))
  return [...new Map(findings.map((finding) => [JSON.stringify(finding), finding])).values()]
}

export const probes: readonly Probe[] = [connector, queue, service, registration, dns, dane, stale, mtaSts, acrossPools]

/** A known-good target that fails says that our way out is shut; but not where somebody else was reached by it. */
const weighed = (evidence: Evidence): Evidence =>
  evidence.control?.passed === false && evidence.transcripts.some((each) => passed(each, 'banner'))
    ? { ...evidence, control: null }
    : evidence

/** What all probes find: faults first, then warnings, each in the order in which a delivery attempt meets them. */
export function judge(evidence: Evidence): readonly Finding[] {
  const arranged = inTryingOrder(weighed(evidence))
  return inOrder(probes.flatMap((probe) => probe(arranged)))
}

export { satisfies } from '../domain/satisfies.ts'
export { policyReports } from './policies.ts'
export { inOrder, verdict } from './verdict.ts'
