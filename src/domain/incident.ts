import type { Resolution, Transcript } from './evidence.ts'
import type { EvidenceLine, Finding, FindingCode, Verdict } from './finding.ts'
import type { MailRanges } from './mail-ranges.ts'
import type { Plan } from './plan.ts'
import type { Queue } from './queue.ts'

export type IncidentState = 'open' | 'diagnosed' | 'acknowledged' | 'snoozed' | 'resolved'

/** What the trouble is on. Counts, codes and wording never split an incident; this alone does. */
export type Subject =
  | { readonly is: 'connector'; readonly name: string }
  | { readonly is: 'destination'; readonly domain: string }
  /** The umbrella: an alert named nothing, so it stands on the whole tenant. */
  | { readonly is: 'tenant' }

export interface Incident {
  readonly id: string
  readonly tenant: string
  readonly subject: Subject
  readonly state: IncidentState
  /** Grows by one with every change; a save names the version it read. */
  readonly version: number
  readonly alerts: number
  /** ISO 8601. */
  readonly openedAt: string
  readonly lastAlertAt: string
  readonly resolvedAt: string | null
  readonly resolvedBy: string | null
  readonly snoozedUntil: string | null
  readonly acknowledgedBy: string | null
  /** The umbrella that found this one, or null. */
  readonly umbrella: string | null
  /** What the alert or the trace said, newest first, at most a few. */
  readonly reported: readonly Reported[]
  readonly diagnosis: Diagnosis | null
  readonly progress: readonly ProgressStep[]
  readonly offers: readonly Plan[]
  readonly history: readonly HistoryEntry[]
}

/** An error text of Exchange Online and how it reads. */
export interface Reported {
  readonly text: string
  readonly reply: string | null
  readonly status: string | null
  readonly finding: FindingCode
  /** ISO 8601. */
  readonly at: string
  /** The recipient domain of the mail it was written for; left out where that is not known. */
  readonly domain?: string
}

export type ProgressName = 'tenant' | 'queue' | 'dns' | 'connect' | 'smtp' | 'tls' | 'verdict'
export interface ProgressStep {
  readonly step: ProgressName
  readonly is: 'running' | 'done' | 'failed' | 'skipped'
  /** One line of proof so far, or null. */
  readonly says: EvidenceLine | null
}

/** One diagnosis, kept whole: what was seen and what it was judged to be. */
export interface Diagnosis {
  readonly target: string
  /** ISO 8601. */
  readonly at: string
  readonly elapsedMs: number
  readonly verdict: Verdict
  readonly findings: readonly Finding[]
  readonly hosts: readonly HostReport[]
  readonly queue: Queue | null
  readonly connector: ConnectorSummary | null
  readonly resolutions: readonly Resolution[]
  /** Addresses that are still being tried; 0 when the diagnosis is complete. */
  readonly pending: number
  readonly policies: readonly PolicyReport[]
  /** Where Exchange Online connects from, when a firewall may keep it out; else null. */
  readonly ranges: MailRanges | null
  /** What Exchange Online wrote, newest first, as the verdict was held against it; left out where the incident keeps it. */
  readonly reported?: readonly Reported[]
}

/** What a destination publishes about TLS, in short; `dnssec` is `unknown` when the resolver does not validate. */
export interface PolicyReport {
  readonly domain: string
  readonly mtaSts: 'enforce' | 'testing' | 'none' | 'absent' | 'unavailable' | 'invalid' | 'unknown'
  readonly tlsRpt: 'present' | 'absent' | 'invalid' | 'unknown'
  readonly dane: 'matches' | 'mismatch' | 'unusable' | 'absent' | 'unsigned' | 'unknown'
  readonly dnssec: 'validated' | 'unsigned' | 'bogus' | 'unknown'
}

/** One address with its stages, the certificate and which TlsSettings it would satisfy. `DomainValidation` is null when no TlsDomain is set. */
export interface HostReport {
  readonly transcript: Transcript
  readonly satisfies: {
    readonly EncryptionOnly: boolean
    readonly CertificateValidation: boolean
    readonly DomainValidation: boolean | null
  } | null
}

export interface ConnectorSummary {
  readonly name: string
  readonly enabled: boolean
  readonly type: 'Partner' | 'OnPremises'
  readonly source: string
  readonly tlsSettings: string | null
  readonly tlsDomain: string | null
  readonly smartHosts: readonly string[]
  readonly recipientDomains: readonly string[]
  readonly domains: readonly { readonly name: string; readonly type: string }[]
}

export type HistoryEvent =
  | 'opened'
  | 'reopened'
  | 'diagnosed'
  | 'finding-changed'
  | 'acknowledged'
  | 'snoozed'
  | 'unsnoozed'
  | 'resolved'
  | 'requested'
  | 'approved'
  | 'rejected'
  | 'withdrawn'
  | 'expired'
  | 'stale'
  | 'applied'
  | 'partial'
  | 'failed'
  | 'verified'
  | 'not-fixed'
  | 'unclear'
  | 'undone'
  | 'child-opened'

export interface HistoryEntry {
  /** ISO 8601. */
  readonly at: string
  readonly event: HistoryEvent
  /** Display name of the person, null for the bot itself. */
  readonly by: string | null
  readonly args: Readonly<Record<string, string | number>>
}

/** The unique key of an open incident. */
export function fingerprint(tenant: string, subject: Subject): string {
  switch (subject.is) {
    case 'connector':
      return `${tenant}|connector|${subject.name.toLowerCase()}`
    case 'destination':
      return `${tenant}|destination|${subject.domain.toLowerCase()}`
    case 'tenant':
      return `${tenant}|tenant`
  }
}

export const connectorOf = (incident: Incident): string | null => (incident.subject.is === 'connector' ? incident.subject.name : null)
