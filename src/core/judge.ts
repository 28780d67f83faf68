import type { Evidence } from '../domain/evidence.ts'
import type { Finding, FindingCode } from '../domain/finding.ts'
import type { ConnectorSummary, Diagnosis, HostReport, Reported } from '../domain/incident.ts'
import { satisfies } from '../domain/satisfies.ts'
import { servesDomain } from '../domain/tenant.ts'
import type { MailRanges } from '../ports/mail-ranges.ts'
import { judge as findingsIn, policyReports, verdict } from '../probes/index.ts'
import { withQueueReports } from './queue-reports.ts'

/** Everything the evidence says, in one diagnosis: pure, so that the same evidence always gives the same verdict. */
export function judge(evidence: Evidence, reported: readonly Reported[], elapsedMs: number): Diagnosis {
  const findings: readonly Finding[] = findingsIn(evidence)
  const queue = evidence.tenant?.queue.is === 'found' ? evidence.tenant.queue.value : null
  return {
    target: evidence.target,
    at: evidence.at,
    elapsedMs,
    verdict: verdict(findings, evidence, reportsIn(evidence, reported)),
    findings,
    hosts: evidence.transcripts.map(
      (transcript): HostReport => ({
        transcript,
        satisfies: transcript.tls && satisfies(transcript.tls, evidence.requirements.tlsDomain, evidence.at),
      }),
    ),
    queue,
    connector: summary(evidence),
    resolutions: evidence.resolutions,
    pending: evidence.pending,
    policies: policyReports(evidence),
    ranges: null,
  }
}

/** What a firewall that keeps Exchange Online out looks like from outside. */
const SHUT_OUT: ReadonlySet<FindingCode> = new Set(['connection-timed-out', 'connection-refused', 'connection-unreachable'])

/** With the ranges that a firewall must let in, where it may be one that keeps mail out: it does not where a connection was made. */
export async function withRanges(ranges: MailRanges | null, diagnosis: Diagnosis): Promise<Diagnosis> {
  if (!ranges || !SHUT_OUT.has(diagnosis.verdict.finding) || cameLater(diagnosis)) return diagnosis
  const current = await ranges.current()
  return current.is === 'found' ? { ...diagnosis, ranges: current.value } : diagnosis
}

const cameLater = ({ verdict, findings }: Diagnosis): boolean => {
  const own = findings.filter((each) => each.finding === verdict.finding)
  return own.length > 0 && own.every((each) => each.stage !== 'connect')
}

/**
 * Nothing wrong and nothing waiting, both seen: a queue that was read only in part, or a part of the tenant that could not be read, is no quiet.
 * Service health is no such part: not every tenant grants the right to read it.
 */
export const isQuiet = ({ verdict, queue, findings, pending }: Diagnosis): boolean =>
  verdict.finding === 'no-fault-found' &&
  pending === 0 &&
  queue?.pending === 0 &&
  queue.complete &&
  !findings.some((finding) => finding.evidence.some((line) => line.code === 'unreadable'))

/** What Exchange itself wrote: the Defer texts of the trace (those of this route) before what the alert said. */
export function reportsIn(evidence: Evidence, reported: readonly Reported[]): readonly Reported[] {
  const queue = evidence.tenant?.queue
  if (queue?.is !== 'found') return reported
  const connector = evidence.tenant?.connector.is === 'found' ? evidence.tenant.connector.value.name : null
  return withQueueReports(reported, queue.value, connector)
}

function summary(evidence: Evidence): ConnectorSummary | null {
  if (evidence.tenant?.connector.is !== 'found') return null
  const connector = evidence.tenant.connector.value
  const domains = evidence.tenant.domains.is === 'found' ? evidence.tenant.domains.value : []
  return {
    name: connector.name,
    enabled: connector.enabled,
    type: connector.connectorType,
    source: connector.connectorSource,
    tlsSettings: connector.tlsSettings,
    tlsDomain: connector.tlsDomain,
    smartHosts: connector.smartHosts,
    recipientDomains: connector.recipientDomains,
    domains: domains
      .filter((each) => servesDomain(connector, each.domainName, domains))
      .map((each) => ({ name: each.domainName, type: each.domainType })),
  }
}
