import type { Card, Showing } from '../../src/cards/card.ts'
import * as cards from '../../src/cards/index.ts'
import { absent, found, unknown } from '../../src/domain/answer.ts'
import type { Queue, Transcript } from '../../src/domain/evidence.ts'
import type { Report } from '../../src/domain/explanation.ts'
import { FAILURE_CODES, Failure } from '../../src/domain/failure.ts'
import { EVIDENCE_CODES, type EvidenceLine, FINDING_CODES, type Finding, type FindingCode, REASON_CODES } from '../../src/domain/finding.ts'
import type { Diagnosis, HistoryEvent, HostReport, Incident, IncidentState, ProgressName } from '../../src/domain/incident.ts'
import type { Language } from '../../src/domain/language.ts'
import { FIX_NAMES, GUARD_CODES, type Plan, type Ruling } from '../../src/domain/plan.ts'
import { REFUSAL_CODES, refused } from '../../src/domain/refusal.ts'
import {
  type AppliedStep,
  type ChangeRequest,
  REQUEST_STATES,
  type RequestState,
  type VerificationReason,
} from '../../src/domain/request.ts'
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
    tls: { protocol: 'TLSv1.3', cipher: 'TLS_AES_256_GCM_SHA384', certificate, chain: [], trust: 'trusted' },
  }
}

const hostOf = (outside: Outside): HostReport => ({
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
  ]
  const dates = ['notBefore', 'notAfter', 'since', 'oldest', 'at'].map((key) => [key, '2026-03-01T08:00:00.000Z'])
  const numbers = ['port', 'ms', 'days', 'bits', 'count', 'hoursLeft', 'ok', 'total'].map((key, n) => [key, n + 2])
  const args = Object.fromEntries([
    ...[...words, ...more].map((key) => [key, outside(`(${key})`)]),
    ...dates,
    ...numbers,
    ['ip', '192.0.2.10'],
    ['stage', 'banner'],
  ])
  return EVIDENCE_CODES.map((code) => ({ code, args }))
}

const findingOf = (finding: FindingCode, evidence: readonly EvidenceLine[], outside: Outside): Finding => ({
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
      { host: outside('mail.contoso.example'), replies: [], addresses: [{ host: outside('mail.contoso.example'), ip: '192.0.2.10' }] },
    ],
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

const reportOf = (finding: FindingCode, outside: Outside): Report => ({
  recipient: outside('kim@contoso.example'),
  reply: '450',
  status: '4.4.316',
  finding,
  server: outside('mail.contoso.example'),
  ip: '192.0.2.10',
  detail: outside('Socket error code 10061'),
})

export interface Sample {
  readonly name: string
  readonly card: Card
}

/** Every card in every state and language it can have, drawn from such words. */
export function everyCard(language: Language, outside: Outside, sandbox = false): readonly Sample[] {
  const at = showing(language, sandbox)
  return [
    ...incidentSamples(outside, at),
    ...planSamples(outside, at),
    ...requestSamples(outside, at),
    ...answerSamples(outside, at),
    ...listSamples(outside, at),
    ...refusalSamples(outside, at),
  ]
}

const STATES: readonly IncidentState[] = ['open', 'diagnosed', 'acknowledged', 'snoozed', 'resolved']

function incidentSamples(outside: Outside, at: Showing): readonly Sample[] {
  const tenantName = outside('Contoso')
  const view = (incident: Incident) => ({
    incident,
    requests: [requestOf('waiting', outside), requestOf('undone', outside)],
    children: [],
    tenantName,
  })
  const verdict = diagnosisOf('connection-refused', outside).verdict
  const many = diagnosisOf('connection-refused', outside, {
    verdict: { ...verdict, why: REASON_CODES, confidence: 'possible' },
    findings: [
      findingOf('connection-refused', evidenceOf(outside), outside),
      ...FINDING_CODES.map((code) => findingOf(code, evidenceOf(outside).slice(0, 3), outside)),
    ],
    hosts: Array.from({ length: 12 }, () => hostOf(outside)),
    queue: queueOf(outside, 5000),
  })
  const umbrella = incidentOf('diagnosed', outside, { subject: { is: 'tenant' }, id: 'umb1abcd' })
  const children = STATES.map((state, n) => incidentOf(state, outside, { id: `chi${n}abcd` }))
  return [
    ...STATES.flatMap((state) => [
      { name: `incident ${state}`, card: cards.incidentCard(view(incidentOf(state, outside)), at) },
      { name: `details ${state}`, card: cards.detailsCard(view(incidentOf(state, outside)), at) },
      { name: `more ${state}`, card: cards.moreCard({ incident: incidentOf(state, outside), fixes: FIX_NAMES }, at) },
    ]),
    { name: 'incident with everything', card: cards.incidentCard(view(incidentOf('diagnosed', outside, { diagnosis: many })), at) },
    { name: 'details with everything', card: cards.detailsCard(view(incidentOf('diagnosed', outside, { diagnosis: many })), at) },
    { name: 'umbrella', card: cards.incidentCard({ ...view(umbrella), children }, at) },
    { name: 'umbrella alone', card: cards.incidentCard({ ...view(umbrella), children: [] }, at) },
    {
      name: 'destination',
      card: cards.incidentCard(
        view(incidentOf('diagnosed', outside, { subject: { is: 'destination', domain: outside('d.example') } })),
        at,
      ),
    },
    ...FINDING_CODES.map((code) => ({
      name: `incident ${code}`,
      card: cards.incidentCard(view(incidentOf('diagnosed', outside, { diagnosis: diagnosisOf(code, outside) })), at),
    })),
    ...[0, 1, 1500].map((pending) => ({
      name: `incident with ${pending} waiting`,
      card: cards.incidentCard(
        view(incidentOf('diagnosed', outside, { diagnosis: diagnosisOf('mail-loop', outside, { queue: queueOf(outside, pending) }) })),
        at,
      ),
    })),
  ]
}

const RULINGS: readonly Ruling[] = ['pass', 'warn', 'one-more-approver', 'refuse']

function planSamples(outside: Outside, at: Showing): readonly Sample[] {
  const incident = incidentOf('diagnosed', outside)
  return [
    ...FIX_NAMES.map((fix) => ({
      name: `plan ${fix}`,
      card: cards.planCard({ incident, plan: planOf(outside, 'pass', fix), approvals: 1, canAsk: true }, at),
    })),
    ...RULINGS.map((ruling) => ({
      name: `plan ${ruling}`,
      card: cards.planCard({ incident, plan: planOf(outside, ruling), approvals: 2, canAsk: false }, at),
    })),
  ]
}

function requestSamples(outside: Outside, at: Showing): readonly Sample[] {
  const incident = incidentOf('diagnosed', outside)
  const approvers = APPROVERS.map((each) => ({ ...each, name: outside(each.name) }))
  return REQUEST_STATES.flatMap((state) => [
    { name: `request ${state}`, card: cards.requestCard({ request: requestOf(state, outside), incident, approvers }, at) },
    {
      name: `undo ${state}`,
      card: cards.requestCard({ request: requestOf(state, outside, { undoes: 'req0abcd' }), incident, approvers }, at),
    },
  ])
}

function answerSamples(outside: Outside, at: Showing): readonly Sample[] {
  const tenantName = outside('Contoso')
  const whats = ['diagnosing', 'reading-tenant', 'listing'] as const
  const notices: readonly cards.Notice[] = [
    'approved',
    'rejected',
    'withdrawn',
    'requested',
    'acknowledged',
    'snoozed',
    'resolved',
    'bound',
    'diagnosing',
    'opened',
  ]
  const bare = diagnosisOf('connection-refused', outside, { queue: null, connector: null })
  return [
    {
      name: 'diagnosis',
      card: cards.diagnosisCard({ diagnosis: diagnosisOf('certificate-expired', outside), incident: null, tenant: TENANT, tenantName }, at),
    },
    { name: 'diagnosis of a host', card: cards.diagnosisCard({ diagnosis: bare, incident: null, tenant: null, tenantName: '' }, at) },
    {
      name: 'diagnosis without fault',
      card: cards.diagnosisCard({ diagnosis: diagnosisOf('no-fault-found', outside), incident: null, tenant: TENANT, tenantName }, at),
    },
    {
      name: 'diagnosis with incident',
      card: cards.diagnosisCard({ diagnosis: bare, incident: incidentOf('open', outside), tenant: TENANT, tenantName }, at),
    },
    { name: 'explanation', card: cards.explanationCard({ reports: FINDING_CODES.slice(0, 9).map((code) => reportOf(code, outside)) }, at) },
    { name: 'explanation of nothing', card: cards.explanationCard({ reports: [reportOf('unrecognised', outside)] }, at) },
    ...whats.map((what) => ({ name: `working ${what}`, card: cards.workingCard({ what, subject: outside('To on-premises') }, at) })),
    ...notices.map((what) => ({ name: `notice ${what}`, card: cards.noticeCard({ what, args: { tenant: tenantName } }, at) })),
    { name: 'help', card: cards.helpCard({ prefix: '/mailflow' }, at) },
    { name: 'help without prefix', card: cards.helpCard({ prefix: '' }, at) },
    { name: 'welcome', card: cards.welcomeCard({ tenantName }, at) },
    { name: 'welcome to no tenant', card: cards.welcomeCard({ tenantName: null }, at) },
  ]
}

function listSamples(outside: Outside, at: Showing): readonly Sample[] {
  const tenantName = outside('Contoso')
  const connectors = found([
    connectorOf(outside),
    connectorOf(outside, { enabled: false, connectorType: 'Partner', useMxRecord: true, isTransportRuleScoped: true }),
  ])
  const domains = found(Array.from({ length: 120 }, () => domainOf(outside)))
  const silence = unknown(outside('The service did not answer'))
  const incidents = Array.from({ length: 30 }, (_, n) => incidentOf(STATES[n % STATES.length]!, outside, { id: `inc${n}abcd` }))
  return [
    { name: 'connectors', card: cards.connectorsCard({ connectors, domains, tenantName }, at) },
    { name: 'connectors unread', card: cards.connectorsCard({ connectors: silence, domains, tenantName }, at) },
    { name: 'connectors without domains', card: cards.connectorsCard({ connectors, domains: silence, tenantName }, at) },
    { name: 'no connectors', card: cards.connectorsCard({ connectors: absent, domains: absent, tenantName }, at) },
    { name: 'domains', card: cards.domainsCard({ domains, tenantName }, at) },
    { name: 'domains unread', card: cards.domainsCard({ domains: silence, tenantName }, at) },
    { name: 'no domains', card: cards.domainsCard({ domains: absent, tenantName }, at) },
    { name: 'incidents', card: cards.incidentsCard({ incidents, tenantName }, at) },
    { name: 'incidents of several tenants', card: cards.incidentsCard({ incidents, tenantName: (tenant) => outside(tenant) }, at) },
    { name: 'no incidents', card: cards.incidentsCard({ incidents: [], tenantName }, at) },
    { name: 'requests', card: cards.requestsCard({ requests: REQUEST_STATES.map((state) => requestOf(state, outside)) }, at) },
    { name: 'no requests', card: cards.requestsCard({ requests: [] }, at) },
  ]
}

function refusalSamples(outside: Outside, at: Showing): readonly Sample[] {
  const names = [
    'reason',
    'by',
    'request',
    'what',
    'id',
    'name',
    'known',
    'text',
    'tenant',
    'why',
    'path',
    'names',
    'row',
    'subject',
    'port',
    'verb',
  ]
  const words = Object.fromEntries(names.map((key) => [key, outside(`(${key})`)]))
  const args = { ...words, state: 'rejected', fix: 'set-tls', until: NOW, found: 3, known: outside('known'), status: 503 }
  return [
    ...REFUSAL_CODES.map((why) => ({ name: `refusal ${why}`, card: cards.refusalCard(refused(why, args), at) })),
    ...FAILURE_CODES.map((code) => ({ name: `failure ${code}`, card: cards.failureCard(new Failure(code, args), at) })),
  ]
}
