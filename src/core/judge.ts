import type { Evidence } from '../domain/evidence.ts'
import type { Finding } from '../domain/finding.ts'
import type { ConnectorSummary, Diagnosis, HostReport, Reported } from '../domain/incident.ts'
import { servesDomain } from '../domain/tenant.ts'
import { reportedOf } from '../knowledge/read-error.ts'
import { judge as findingsIn, satisfies, verdict } from '../probes/index.ts'
import { withReport } from './intake.ts'

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
    policies: [],
    ranges: null,
  }
}

/**
 * Nothing wrong and nothing waiting, both seen: a queue that was read only in part, or a part of the tenant that could not be read, is no quiet.
 */
export const isQuiet = ({ verdict, queue, findings }: Diagnosis): boolean =>
  verdict.finding === 'no-fault-found' &&
  queue?.pending === 0 &&
  queue.complete &&
  !findings.some((finding) => finding.evidence.some((line) => line.code === 'unreadable'))

/** What Exchange itself wrote: the Defer texts of the trace (those of this route) before what the alert said. */
export function reportsIn(evidence: Evidence, reported: readonly Reported[]): readonly Reported[] {
  const queue = evidence.tenant?.queue
  if (queue?.is !== 'found') return reported
  const connector = evidence.tenant?.connector.is === 'found' ? evidence.tenant.connector.value.name : null
  const ours = queue.value.defers.filter(
    (defer) => !defer.connector || !connector || defer.connector.toLowerCase() === connector.toLowerCase(),
  )
  return [...ours].reverse().reduce((reports, defer) => withReport(reports, reportedOf(defer.text, defer.at)), reported)
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
