import type { Card, Showing } from '../../src/cards/card.ts'
import { pressedReport } from '../../src/cards/explanation-buttons.ts'
import * as cards from '../../src/cards/index.ts'
import { absent, found, unknown } from '../../src/domain/answer.ts'
import { FAILURE_CODES, Failure } from '../../src/domain/failure.ts'
import { FINDING_CODES } from '../../src/domain/finding.ts'
import type { Incident, IncidentState } from '../../src/domain/incident.ts'
import { LANGUAGES, type Language } from '../../src/domain/language.ts'
import { FIX_NAMES, type Ruling } from '../../src/domain/plan.ts'
import { REFUSAL_CODES, refused } from '../../src/domain/refusal.ts'
import { REQUEST_STATES } from '../../src/domain/request.ts'
import { UNREAD_CODES, unreadFile } from '../../src/domain/unread-file.ts'
import { HOSTS, manyRanges, muchOf } from './much.ts'
import {
  APPROVERS,
  connectorOf,
  diagnosisOf,
  domainOf,
  incidentOf,
  NOW,
  type Outside,
  planOf,
  queueOf,
  rangesOf,
  reportOf,
  requestOf,
  showing,
  TENANT,
} from './samples.ts'

const validationOf = (outside: Outside) => ({
  tenant: TENANT,
  tenantName: outside('Contoso'),
  connector: outside('To on-premises').slice(0, 64),
  recipient: 'postmaster@contoso.example',
})

/** One file for every reason there is, named as somebody outside named it. */
const unreadOf = (outside: Outside) =>
  UNREAD_CODES.map((why) =>
    unreadFile(outside('report.eml'), why, { most: 1_000_000, scope: 'files:read', seconds: 10, why: outside('HTTP 500') }),
  )

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
  const many = muchOf(outside)
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
    {
      name: 'many diagnoses',
      card: cards.diagnosesCard({ diagnoses: [diagnosisOf('certificate-expired', outside), bare], tenantName }, at),
    },
    { name: 'no connector to diagnose', card: cards.diagnosesCard({ diagnoses: [], tenantName }, at) },
    {
      name: 'diagnosis with everything',
      card: cards.diagnosisCard({ diagnosis: muchOf(outside), incident: null, tenant: TENANT, tenantName }, at),
    },
    { name: 'very many ranges', card: cards.rangesCard({ ranges: found(manyRanges()) }, at) },
    {
      name: 'validation of very many hosts',
      card: cards.validationCard(
        {
          ...validationOf(outside),
          result: found(
            Array.from({ length: HOSTS + 1 }, (_, n) => ({
              name: outside(`Check connectivity to mx${n}.contoso.example`).slice(0, 200),
              ok: n % 2 === 0,
              detail: outside('450 4.4.316 Connection refused [Message=Socket error code 10061]').repeat(9).slice(0, 2000),
            })),
          ),
        },
        at,
      ),
    },
    { name: 'ranges', card: cards.rangesCard({ ranges: found(rangesOf('live')) }, at) },
    { name: 'ranges of an old copy', card: cards.rangesCard({ ranges: found(rangesOf('shipped')) }, at) },
    { name: 'ranges that could not be read', card: cards.rangesCard({ ranges: unknown(outside('HTTP 500')) }, at) },
    { name: 'validation to confirm', card: cards.validateCard(validationOf(outside), at) },
    {
      name: 'validation that failed',
      card: cards.validationCard(
        {
          ...validationOf(outside),
          result: found([
            {
              name: outside('Check connectivity'),
              ok: false,
              detail: outside('450 4.4.316 Connection refused [Message=Socket error code 10061]'),
            },
            { name: outside('Send test email'), ok: false, detail: null },
          ]),
        },
        at,
      ),
    },
    {
      name: 'validation that passed',
      card: cards.validationCard(
        { ...validationOf(outside), result: found([{ name: outside('Send test email'), ok: true, detail: null }]) },
        at,
      ),
    },
    {
      name: 'validation that was turned away',
      card: cards.validationCard({ ...validationOf(outside), result: { is: 'refused', why: outside('HTTP 403') } }, at),
    },
    { name: 'validation of no connector', card: cards.validationCard({ ...validationOf(outside), result: absent }, at) },
    {
      name: 'validation that did not answer',
      card: cards.validationCard({ ...validationOf(outside), result: unknown(outside('HTTP 504')) }, at),
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
    ...explanationSamples(outside, at),
    ...whats.map((what) => ({ name: `working ${what}`, card: cards.workingCard({ what, subject: outside('To on-premises') }, at) })),
    ...notices.map((what) => ({ name: `notice ${what}`, card: cards.noticeCard({ what, args: { tenant: tenantName } }, at) })),
    { name: 'help', card: cards.helpCard({ prefix: '/mailflow' }, at) },
    { name: 'help without prefix', card: cards.helpCard({ prefix: '', isShared: true }, at) },
    { name: 'nothing read', card: cards.unreadCard({ unread: unreadOf(outside) }, at) },
    {
      name: 'explanation without some files',
      card: cards.withUnread(cards.explanationCard({ reports: [reportOf('connection-refused', outside)] }, at), unreadOf(outside), at),
    },
    { name: 'welcome', card: cards.welcomeCard({ tenantName }, at) },
    { name: 'welcome to no tenant', card: cards.welcomeCard({ tenantName: null }, at) },
  ]
}

function explanationSamples(outside: Outside, at: Showing): readonly Sample[] {
  const place = { tenant: TENANT, connector: null, shareTo: 'C0MAIL' }
  const reports = FINDING_CODES.slice(0, 9).map((code) => reportOf(code, outside))
  const note = (language: Language) => ({
    verb: 'partner-note' as const,
    report: pressedReport(reportOf('certificate-expired', outside)),
    language,
    at: NOW,
    seen: [{ code: 'certificate-expired' as const, args: { subject: outside('CN=mail').slice(0, 300), notAfter: NOW, days: 3 } }],
  })
  const partner = diagnosisOf('certificate-expired', outside)
  const theirs = { ...partner, connector: partner.connector && { ...partner.connector, type: 'Partner' as const } }
  return [
    { name: 'explanation', card: cards.explanationCard({ reports, place }, at) },
    { name: 'explanation for a terminal', card: cards.explanationCard({ reports, typed: 'mailflow code' }, at) },
    { name: 'explanation for everybody', card: cards.explanationCard({ reports, sharedBy: outside('Alex'), place }, at) },
    {
      name: 'explanation that names its connector',
      card: cards.explanationCard({ reports, place: { ...place, connector: outside('To partner') } }, at),
    },
    { name: 'explanation of nothing', card: cards.explanationCard({ reports: [reportOf('unrecognised', outside)], place }, at) },
    { name: 'explanation of no report', card: cards.explanationCard({ reports: [] }, at) },
    { name: 'code', card: cards.codeCard({ finding: 'connection-refused' }, at) },
    { name: 'code that only a diagnosis finds', card: cards.codeCard({ finding: 'starttls-masked' }, at) },
    { name: 'codes to choose from', card: cards.codesCard({ query: 'certificate' }, at) },
    { name: 'codes that come close', card: cards.codesCard({ query: 'certifcate' }, at) },
    { name: 'no code', card: cards.codesCard({ query: outside('zzzzzz') }, at) },
    ...LANGUAGES.map((language) => ({ name: `note in ${language}`, card: cards.partnerNoteCard(note(language), at) })),
    {
      name: 'note about nothing',
      card: cards.partnerNoteCard({ ...note('en'), report: { ...note('en').report, finding: 'tenant-blocked' } }, at),
    },
    {
      name: 'diagnosis of a partner',
      card: cards.diagnosisCard({ diagnosis: theirs, incident: null, tenant: TENANT, tenantName: outside('Contoso') }, at),
    },
    {
      name: 'details of a partner',
      card: cards.detailsCard(
        { incident: incidentOf('diagnosed', outside, { diagnosis: theirs }), requests: [], children: [], tenantName: outside('Contoso') },
        at,
      ),
    },
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
  const args = {
    ...words,
    state: 'rejected',
    fix: 'set-tls',
    until: NOW,
    found: 3,
    wanted: 'live',
    place: outside('place'),
    known: outside('known'),
    address: outside('someone@contoso'),
    status: 503,
  }
  return [
    ...REFUSAL_CODES.map((why) => ({ name: `refusal ${why}`, card: cards.refusalCard(refused(why, args), at) })),
    ...FAILURE_CODES.map((code) => ({ name: `failure ${code}`, card: cards.failureCard(new Failure(code, args), at) })),
  ]
}
