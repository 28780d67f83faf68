import type { Showing } from '../../src/cards/card.ts'
import type { Transcript } from '../../src/domain/evidence.ts'
import type { Report } from '../../src/domain/explanation.ts'
import { EVIDENCE_CODES, type EvidenceLine, type Finding, type FindingCode } from '../../src/domain/finding.ts'
import type { Diagnosis, HistoryEvent, HostReport, Incident, IncidentState, ProgressName } from '../../src/domain/incident.ts'
import type { Language } from '../../src/domain/language.ts'
import type { MailRanges } from '../../src/domain/mail-ranges.ts'
import { GUARD_CODES, type Plan, type Ruling } from '../../src/domain/plan.ts'
import type { Queue } from '../../src/domain/queue.ts'
import type { AppliedStep, ChangeRequest, RequestState, VerificationReason } from '../../src/domain/request.ts'
import type { AcceptedDomain, OutboundConnector } from '../../src/domain/tenant.ts'

/** What a word from outside becomes in a sample: itself, or something an attacker would send. */
export type Outside = (word: string) => string

export const asIs: Outside = (word) => word
/** One of each trick, around the word. */
export const ATTACK =
  '<!channel> <!subteam^S1|x> <@U666> <https://evil.example|Approve> <at>x</at> [a](http://evil) {{DATE(2026-01-01T00:00:00Z, SHORT)}} \u0024{title} $t(cards.bot) *b* _i_ ~s~ `c` & "q" \u0000\u0007\u001B[31mred\u001B[0m\u001B]0;t\u0007\u202Egnp.exe\u2066\u200B\u200D\uFEFF\u00AD\u{E0041}\uD800\u009B31m\r\nnext'
export const hostile: Outside = (word) => `${word}${ATTACK}`
const MEGABYTE = '<&>"\\\n'.repeat(180_000)
export const enormous: Outside = (word) => `${word}${MEGABYTE}`

export const NOW = '2026-03-14T09:30:00.000Z'
export const showing = (language: Language, sandbox = false): Showing => ({ language, now: NOW, sandbox })

const REQUESTER = 'requester@contoso.example'
const APPROVER = 'approver@contoso.example'
export const TENANT = 'contoso'
export const APPROVERS = [{ email: APPROVER, name: 'Alex Approver' }] as const

export function queueOf(outside: Outside, pending = 12): Queue {
  return {
    pending,
    complete: pending < 1000,
    oldest: pending > 0 ? '2026-03-14T04:10:00.000Z' : null,
    expires: pending > 0 ? '2026-03-15T04:10:00.000Z' : null,
    byDomain: [{ domain: outside('contoso.example'), pending }],
    defers: [
      {
        at: '2026-03-14T09:10:00.000Z',
        text: outside('[{LED=450 4.4.316 Connection refused [Message=Socket error code 10061]};{IP=192.0.2.10}]'),
        connector: outside('To on-premises'),
        recipientDomain: 'contoso.example',
      },
    ],
  }
}

export function transcriptOf(outside: Outside): Transcript {
  const certificate = {
    subject: outside('CN=mail.contoso.example'),
    names: [outside('mail.contoso.example')],
    issuer: outside('CN=Example CA'),
    notBefore: '2025-03-01T00:00:00.000Z',
    notAfter: '2026-03-01T00:00:00.000Z',
    keyType: 'RSA',
    bits: 2048,
    signatureAlgorithm: 'sha256WithRSAEncryption',
    sha256: 'ab'.repeat(32),
    digests: { certificate: { sha256: 'aa', sha512: 'aa' }, publicKey: { sha256: 'bb', sha512: 'bb' } },
  }
  return {
    host: outside('mail.contoso.example'),
    ip: '192.0.2.10',
    port: 25,
    stages: [
      { stage: 'connect', ms: 12, is: 'ok', detail: null },
      { stage: 'banner', ms: 3, is: 'ok', detail: outside('220 mail.contoso.example ESMTP') },
      { stage: 'ehlo', ms: 2, is: 'ok', detail: null },
      { stage: 'starttls', ms: 2, is: 'ok', detail: null },
      { stage: 'handshake', ms: 40, is: 'failed', detail: outside('certificate has expired') },
      { stage: 'ehlo2', ms: 0, is: 'skipped', detail: null },
    ],
    fault: { stage: 'handshake', why: { is: 'tls', error: outside('certificate has expired') } },
    banner: [outside('220 mail.contoso.example ESMTP')],
    ehlo: [outside('250-SIZE 36700160')],
    tls: {
      protocol: 'TLSv1.3',
      cipher: 'TLS_AES_256_GCM_SHA384',
      certificate,
      chain: [],
      linked: 1,
      trust: 'trusted',
      revocation: { is: 'unknown', by: null, at: null, why: 'no address to ask' },
    },
    dialogue: [],
    smuggled: null,
    recipientTests: [],
  }
}

export const rangesOf = (source: MailRanges['source']): MailRanges => ({
  instance: 'Worldwide',
  version: '2026103000',
  source,
  asOf: '2026-11-20T08:00:00.000Z',
  ipv4: ['40.92.0.0/15', '52.100.0.0/14'],
  ipv6: ['2a01:111:f400::/48'],
})

export const hostOf = (outside: Outside): HostReport => ({
  transcript: transcriptOf(outside),
  satisfies: { EncryptionOnly: true, CertificateValidation: false, DomainValidation: null },
})

/** A line of every kind, with every argument any of them takes. */
export function evidenceOf(outside: Outside): readonly EvidenceLine[] {
  const words = [
    'name',
    'type',
    'values',
    'server',
    'rcode',
    'chain',
    'exchange',
    'range',
    'error',
    'reply',
    'keywords',
    'protocol',
    'cipher',
    'subject',
  ]
  const more = [
    'issuer',
    'names',
    'wanted',
    'setting',
    'settings',
    'connector',
    'tlsDomain',
    'domain',
    'domains',
    'text',
    'target',
    'what',
    'why',
    'zone',
    'by',
    'other',
    'data',
    'recipient',
    'sender',
    'record',
    'algorithm',
    'mode',
    'patterns',
    'reason',
    'url',
    'line',
    'rua',
    'status',
    'id',
    'title',
    'command',
  ]
  const dates = ['notBefore', 'notAfter', 'since', 'oldest', 'at', 'expires'].map((key) => [key, '2026-03-01T08:00:00.000Z'])
  const numbers = ['port', 'ms', 'days', 'bits', 'count', 'hoursLeft', 'ok', 'total', 'ttl', 'bytes', 'minutes'].map((key, n) => [
    key,
    n + 2,
  ])
  const args = Object.fromEntries([
    ...[...words, ...more].map((key) => [key, outside(`(${key})`)]),
    ...dates,
    ...numbers,
    ['ip', '192.0.2.10'],
    ['stage', 'banner'],
  ])
  return EVIDENCE_CODES.map((code) => ({ code, args }))
}

export const findingOf = (finding: FindingCode, evidence: readonly EvidenceLine[], outside: Outside): Finding => ({
  finding,
  severity: finding === 'no-fault-found' ? 'info' : 'fault',
  subject: outside('192.0.2.10'),
  stage: 'connect',
  evidence,
})

export function diagnosisOf(finding: FindingCode, outside: Outside, changes: Partial<Diagnosis> = {}): Diagnosis {
  const seen: readonly EvidenceLine[] = [
    { code: 'dns-answer', args: { name: outside('mail.contoso.example'), type: 'A', values: '192.0.2.10', server: '192.0.2.53:53' } },
    { code: 'connect-refused', args: { ip: '192.0.2.10', port: 25, ms: 12 } },
  ]
  return {
    target: outside('To on-premises'),
    at: NOW,
    elapsedMs: 1830,
    verdict: {
      finding,
      code: finding === 'no-fault-found' ? null : '450 4.4.316',
      alsoReportedAs: ['450 4.7.320'],
      subject: outside('192.0.2.10'),
      confidence: 'certain',
      why: ['earliest-stage', 'every-address'],
    },
    findings: [findingOf(finding, seen, outside), { ...findingOf('certificate-expires-soon', [], outside), severity: 'warning' }],
    hosts: [hostOf(outside)],
    queue: queueOf(outside),
    connector: {
      name: outside('To on-premises'),
      enabled: true,
      type: 'OnPremises',
      source: 'HybridWizard',
      tlsSettings: 'DomainValidation',
      tlsDomain: outside('mail.contoso.example'),
      smartHosts: [outside('mail.contoso.example')],
      recipientDomains: [outside('contoso.example'), '*'],
      domains: [{ name: outside('contoso.example'), type: 'InternalRelay' }],
    },
    resolutions: [
      {
        host: outside('mail.contoso.example'),
        as: 'smart-host',
        replies: [],
        addresses: [{ host: outside('mail.contoso.example'), ip: '192.0.2.10' }],
        authority: null,
        unchecked: [],
        mtaSts: null,
        registration: null,
      },
    ],
    pending: 1,
    policies: [
      { domain: outside('contoso.example'), mtaSts: 'enforce', tlsRpt: 'present', dane: 'unsigned', dnssec: 'unsigned' },
      { domain: outside('fabrikam.example'), mtaSts: 'absent', tlsRpt: 'absent', dane: 'unknown', dnssec: 'unknown' },
    ],
    ranges: rangesOf('live'),
    ...changes,
  }
}

const HISTORY: readonly HistoryEvent[] = [
  'opened',
  'reopened',
  'diagnosed',
  'finding-changed',
  'acknowledged',
  'snoozed',
  'unsnoozed',
  'resolved',
  'requested',
  'approved',
  'rejected',
  'withdrawn',
  'expired',
  'stale',
  'applied',
  'partial',
  'failed',
  'verified',
  'not-fixed',
  'unclear',
  'undone',
  'child-opened',
]
const PROGRESS: readonly ProgressName[] = ['tenant', 'queue', 'dns', 'connect', 'smtp', 'tls', 'verdict']

export function incidentOf(state: IncidentState, outside: Outside, changes: Partial<Incident> = {}): Incident {
  const person = outside('Riley Requester')
  return {
    id: 'inc1abcd',
    tenant: TENANT,
    subject: { is: 'connector', name: outside('To on-premises') },
    state,
    version: 3,
    alerts: 1000,
    openedAt: '2026-03-14T09:00:00.000Z',
    lastAlertAt: '2026-03-14T09:20:00.000Z',
    resolvedAt: state === 'resolved' ? NOW : null,
    resolvedBy: state === 'resolved' ? person : null,
    snoozedUntil: state === 'snoozed' ? '2026-03-14T13:30:00.000Z' : null,
    acknowledgedBy: state === 'acknowledged' ? person : null,
    umbrella: null,
    reported: [
      {
        text: outside('450 4.4.316 Connection refused'),
        reply: '450',
        status: '4.4.316',
        finding: 'connection-refused',
        at: '2026-03-14T09:10:00.000Z',
      },
    ],
    diagnosis: state === 'open' ? null : diagnosisOf('connection-refused', outside),
    progress:
      state === 'open'
        ? PROGRESS.map((step, n) => ({ step, is: n < 3 ? 'done' : 'running', says: n === 0 ? evidenceOf(outside)[0]! : null }))
        : [],
    offers: state === 'open' ? [] : [planOf(outside), planOf(outside, 'refuse')],
    history: HISTORY.map((event, n) => ({
      at: `2026-03-14T08:${10 + n}:00.000Z`,
      event,
      by: n % 2 === 0 ? person : null,
      args: {
        fix: 'disable-connector',
        request: 'req1abcd',
        undo: n % 2,
        finding: 'connection-refused',
        from: 'connection-refused',
        to: 'mail-loop',
        hours: 4,
        incident: 'inc2abcd',
      },
    })),
    ...changes,
  }
}

const GUARD_ARGS = { count: 3, days: 10 }

/** A plan of two steps; with a ruling, every guard answers with it. */
export function planOf(outside: Outside, ruling: Ruling = 'pass', fix: Plan['fix'] = 'retire-on-premises-route'): Plan {
  const words = [
    'domains',
    'domain',
    'connector',
    'names',
    'tlsSettings',
    'complete',
    'sample',
    'host',
    'finding',
    'why',
    'what',
    'tlsDomain',
  ]
  const args = { ...Object.fromEntries(words.map((key) => [key, outside(`(${key})`)])), ...GUARD_ARGS }
  const guards = ruling === 'pass' ? GUARD_CODES.slice(0, 3) : GUARD_CODES
  return {
    hash: '0123456789abcdef',
    tenant: TENANT,
    fix,
    steps: [
      {
        object: 'accepted-domain',
        identity: outside('contoso.example'),
        name: outside('contoso.example'),
        before: { DomainType: 'InternalRelay' },
        after: { DomainType: 'Authoritative' },
      },
      {
        object: 'outbound-connector',
        identity: outside('To on-premises'),
        name: outside('To on-premises'),
        before: { Enabled: true, TlsSettings: null, SmartHosts: [outside('mail.contoso.example')] },
        after: { Enabled: false, TlsSettings: 'DomainValidation', SmartHosts: [] },
      },
    ],
    guards: guards.map((guard, n) => ({ guard, ruling, atLeast: n % 2 === 1, args })),
    connector: outside('To on-premises'),
    domains: [outside('contoso.example')],
    plannedAt: '2026-03-14T09:25:00.000Z',
  }
}

const CHANGED: readonly RequestState[] = ['applied', 'verified', 'not-fixed', 'unclear', 'partial', 'failed', 'undone']
const WHY: Partial<Record<RequestState, VerificationReason>> = {
  verified: 'nothing-pending',
  'not-fixed': 'new-deferrals',
  unclear: 'trace-lags',
}

export function requestOf(state: RequestState, outside: Outside, changes: Partial<ChangeRequest> = {}): ChangeRequest {
  const requester = { id: REQUESTER, name: outside('Riley Requester') }
  const approver = { id: APPROVER, name: outside('Alex Approver') }
  const ends: readonly AppliedStep['is'][] =
    state === 'partial' ? ['done', 'failed'] : state === 'failed' ? ['failed', 'not-tried'] : ['done', 'already']
  const steps = ends.map(
    (is): AppliedStep => ({
      name: outside('contoso.example'),
      is,
      readBack: is === 'failed' ? null : { DomainType: 'Authoritative', Enabled: false },
      error: is === 'failed' ? outside('The remote server returned an error') : null,
    }),
  )
  const why = WHY[state]
  const outcome = state === 'verified' || state === 'not-fixed' || state === 'unclear' ? state : 'unclear'
  const undecided = state === 'waiting' || state === 'withdrawn' || state === 'expired'
  return {
    id: 'req1abcd',
    tenant: TENANT,
    incident: 'inc1abcd',
    plan: planOf(outside, 'warn'),
    state,
    version: 2,
    requester,
    requestedAt: '2026-03-14T09:26:00.000Z',
    expiresAt: '2026-03-14T09:56:00.000Z',
    approvalsNeeded: 2,
    decisions: undecided ? [] : [{ verb: state === 'rejected' ? 'reject' : 'approve', by: approver, at: NOW, surface: 'slack' }],
    undoes: null,
    undoneBy: state === 'undone' ? 'req2abcd' : null,
    change: CHANGED.includes(state) ? { steps, appliedAt: state === 'failed' ? null : NOW } : null,
    verification: why ? { outcome, why, delivered: 11, bounced: 1, pending: 0, at: NOW } : null,
    ...changes,
  }
}

export function connectorOf(outside: Outside, changes: Partial<OutboundConnector> = {}): OutboundConnector {
  return {
    guid: '11111111-1111-1111-1111-111111111111',
    name: outside('To on-premises'),
    identity: outside('To on-premises'),
    enabled: true,
    connectorType: 'OnPremises',
    connectorSource: 'HybridWizard',
    useMxRecord: false,
    smartHosts: [outside('mail.contoso.example')],
    recipientDomains: [outside('contoso.example'), '*'],
    allAcceptedDomains: true,
    tlsSettings: 'DomainValidation',
    tlsDomain: outside('mail.contoso.example'),
    isTransportRuleScoped: false,
    routeAllMessagesViaOnPremises: false,
    cloudServicesMailEnabled: true,
    testMode: false,
    comment: outside('Made by the wizard'),
    whenChanged: null,
    ...changes,
  }
}

export const domainOf = (outside: Outside): AcceptedDomain => ({
  guid: '22222222-2222-2222-2222-222222222222',
  domainName: outside('contoso.example'),
  identity: outside('contoso.example'),
  domainType: 'InternalRelay',
  isDefault: true,
  isInitial: false,
  matchSubDomains: false,
})

export const reportOf = (finding: FindingCode, outside: Outside): Report => ({
  recipient: outside('kim@contoso.example'),
  reply: '450',
  status: '4.4.316',
  finding,
  server: outside('mail.contoso.example'),
  ip: '192.0.2.10',
  detail: outside('Socket error code 10061'),
  at: '2026-03-14T09:10:00.000Z',
  reporter: outside('BL02EPF00046C14.namprd07.prod.outlook.com'),
})
