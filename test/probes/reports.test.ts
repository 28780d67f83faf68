import { describe, expect, test } from '@jest/globals'
import type { Evidence, Resolution, SessionFault, Transcript } from '../../src/domain/evidence.ts'
import type { Verdict } from '../../src/domain/finding.ts'
import type { Reported } from '../../src/domain/incident.ts'
import { reportedOf } from '../../src/knowledge/read-error.ts'
import { judge, verdict } from '../../src/probes/index.ts'
import { resolutionOf } from '../../src/probes/resolution.ts'
import {
  AT,
  answer,
  certificateWith,
  connectorWith,
  domainWith,
  emptyQueue,
  endedAt,
  evidenceWith,
  nothingWaits,
  reportedAs,
  tlsWith,
  transcriptWith,
} from './healthy.ts'

/** What Exchange Online wrote, weighed against what is seen: how old it is, what it says, and whose mail it speaks of. */

const on = (evidence: Evidence, ...reported: readonly Reported[]): Verdict => verdict(judge(evidence), evidence, reported)
const seeing = (...transcripts: readonly Transcript[]): Evidence => evidenceWith({ transcripts })
const REFUSED: SessionFault = { is: 'refused', error: 'ECONNREFUSED' }
const SILENT: SessionFault = { is: 'timed-out' }
const hoursAgo = (hours: number): string => new Date(Date.parse(AT) - hours * 3_600_000).toISOString()
const traced = (text: string, hours = 1, domain?: string): Reported => ({
  ...reportedOf(`LED=${text}`, hoursAgo(hours)),
  ...(domain ? { domain } : {}),
})
const EXPIRED = transcriptWith({ tls: tlsWith({ certificate: certificateWith({ notAfter: hoursAgo(48) }) }) })
const TIMED_OUT = '450 4.4.315 Connection timed out [Message=Failed to connect. Winsock error code: 10060]'
const TURNED_AWAY = '450 4.4.317 Cannot connect to remote server [Message=554 5.7.1 not allowed] [LastAttemptedServerName=mail]'

describe('how old a report is', () => {
  test('one that is older than any mail that waits does not overrule what is seen', () => {
    const seen = seeing(endedAt('connect', REFUSED))
    const old = { ...reportedAs('dns-query-failed', '4.4.312'), at: hoursAgo(72) }
    expect(on(seen, old)).toMatchObject({ finding: 'connection-refused', confidence: 'likely', why: ['host-up', 'disagrees-with-report'] })
    expect(on(seen, reportedAs('dns-query-failed', '4.4.312'))).toMatchObject({
      finding: 'dns-query-failed',
      why: ['trace-says-so', 'disagrees-with-report'],
    })
  })

  test('a try that failed an hour ago, while its mail waits, is more than a possibility though all is well from here', () => {
    expect(on(evidenceWith(), traced(TIMED_OUT))).toMatchObject({
      finding: 'connection-timed-out',
      confidence: 'likely',
      why: ['trace-says-so', 'disagrees-with-report'],
    })
    expect(on(evidenceWith(), traced(TIMED_OUT, 9))).toMatchObject({
      confidence: 'possible',
      why: ['only-report', 'disagrees-with-report'],
    })
    expect(on(nothingWaits(evidenceWith()), traced(TIMED_OUT))).toMatchObject({ finding: 'no-fault-found' })
  })
})

describe('a session that Exchange Online saw closed', () => {
  const dropped = traced('450 4.4.318 Connection was closed abruptly [Message=SuspiciousRemoteServerError]')

  test('was connected: a silence in connecting from here is another matter', () => {
    expect(on(seeing(endedAt('connect', SILENT)), dropped)).toMatchObject({
      finding: 'connection-dropped',
      code: '450 4.4.318',
      confidence: 'likely',
      why: ['trace-says-so', 'disagrees-with-report'],
    })
  })
  test('may be a server that takes the connection and falls silent', () => {
    expect(on(seeing(endedAt('banner', SILENT)), dropped)).toMatchObject({
      finding: 'connection-timed-out',
      code: '450 4.4.318',
      why: ['agrees-with-report'],
    })
  })
})

describe('what may look otherwise from where Exchange Online stands', () => {
  const bare = traced('450 4.4.317 Cannot connect to remote server')
  const inside = (host: string) => seeing(endedAt('connect', { is: 'not-public', range: '10.0.0.0/8' }, { host, ip: '10.0.0.5' }))

  test.each<[string, Evidence, Verdict['finding']]>([
    ['a refusal', seeing(endedAt('connect', REFUSED)), 'connection-refused'],
    ['an address inside a company', inside('mail.contoso.example'), 'address-not-public'],
  ])('%s is what a catch-all may mean, but not past doubt', (_says, evidence, finding) => {
    expect(on(evidence, bare)).toMatchObject({
      finding,
      confidence: 'likely',
      alsoReportedAs: expect.arrayContaining(['450 4.4.317']),
      why: expect.arrayContaining(['agrees-with-report']),
    })
  })
  test('a name that leads inside from here gives way to a certificate that Exchange Online was shown; an address in place of a name does not', () => {
    const rejected = reportedAs('certificate-rejected', '4.7.320')
    expect(on(inside('mail.contoso.example'), rejected)).toMatchObject({
      finding: 'certificate-rejected',
      why: ['trace-says-so', 'disagrees-with-report'],
    })
    expect(on(inside('10.0.0.5'), rejected)).toMatchObject({ finding: 'address-not-public', confidence: 'certain' })
  })
})

describe('a catch-all with the words of the other side', () => {
  test('was written by somebody who got through: a silence met from here is another matter', () => {
    expect(on(seeing(endedAt('connect', SILENT)), traced(TURNED_AWAY))).toMatchObject({
      finding: 'session-refused',
      code: '450 4.4.317',
      confidence: 'likely',
      why: ['trace-says-so', 'disagrees-with-report'],
    })
  })
  test('without words it may well be that silence', () => {
    expect(on(seeing(endedAt('connect', SILENT)), traced('450 4.4.317 Cannot connect to remote server'))).toMatchObject({
      finding: 'connection-timed-out',
      why: ['host-silent', 'agrees-with-report'],
    })
  })
  test('outranks a certificate that the server never came to show', () => {
    expect(on(seeing(EXPIRED), traced(TURNED_AWAY))).toMatchObject({
      finding: 'certificate-expired',
      why: ['under-settings', 'agrees-with-report'],
    })
  })
})

describe('a route to several domains', () => {
  const domain = (name: string, ip: string): Resolution =>
    resolutionOf(name, [answer(name, 'MX', `10 mx.${name}`), answer(`mx.${name}`, 'A', ip), answer(`mx.${name}`, 'AAAA')], 'domain')
  const two = (...transcripts: readonly Transcript[]): Evidence =>
    evidenceWith({
      requirements: { tlsSettings: null, tlsDomain: null },
      resolutions: [domain('a.example', '192.0.2.1'), domain('b.example', '192.0.2.2')],
      transcripts,
    })
  const fine = transcriptWith({ host: 'mx.a.example', ip: '192.0.2.1' })
  const broken = endedAt('connect', REFUSED, { host: 'mx.b.example', ip: '192.0.2.2' })
  const greylisted = traced('450 4.2.0 Greylisted, try again', 1, 'a.example')
  const refused = traced('450 4.4.316 Connection refused [Message=Socket error code 10061]', 2, 'b.example')

  test('what was written of one says nothing against what is seen of the other', () => {
    expect(on(two(fine, broken), greylisted)).toMatchObject({
      finding: 'connection-refused',
      subject: 'mx.b.example',
      confidence: 'likely',
      why: ['host-up'],
    })
  })
  test('an older report of the broken one bears it out', () => {
    expect(on(two(fine, broken), greylisted, refused)).toMatchObject({
      subject: 'mx.b.example',
      confidence: 'certain',
      why: ['host-up', 'agrees-with-report'],
    })
  })
  test('of the same domain the newest word counts', () => {
    const certificate = traced('450 4.4.317 [Message=CertificateExpired Expected Subject: mx.b.example]', 1, 'B.example')
    expect(on(two(fine, broken), certificate, refused)).toMatchObject({
      finding: 'certificate-expired',
      why: ['trace-says-so', 'disagrees-with-report'],
    })
  })
  test('where nothing is wrong it stands', () => {
    expect(on(two(fine, transcriptWith({ host: 'mx.b.example', ip: '192.0.2.2' })), greylisted)).toMatchObject({ finding: 'greylisted' })
  })
})

describe('what could not be read', () => {
  const evidence = evidenceWith()
  const queue = (answer: NonNullable<Evidence['tenant']>['queue']): Evidence => ({
    ...evidence,
    tenant: evidence.tenant && { ...evidence.tenant, queue: answer },
  })
  test.each<[string, Evidence]>([
    ['the queue', queue({ is: 'unknown', why: 'HTTP 503' })],
    ['a part of the queue', queue({ is: 'found', value: { ...emptyQueue, complete: false } })],
  ])('%s leaves a doubt about a route that looks sound', (_says, each) => {
    expect(on(each)).toMatchObject({ finding: 'no-fault-found', confidence: 'possible', why: ['nothing-wrong', 'could-not-look'] })
  })
})

describe('what is said with a verdict', () => {
  test('a loop that a setting explains keeps the code it was reported by', () => {
    const off = connectorWith({ enabled: false })
    const tenant = evidenceWith().tenant
    const evidence = evidenceWith({
      transcripts: [],
      tenant: tenant && {
        ...tenant,
        connector: { is: 'found', value: off },
        connectors: { is: 'found', value: [off] },
        domains: { is: 'found', value: [domainWith()] },
      },
    })
    expect(on(evidence, traced('554 5.4.14 Hop count exceeded - possible mail loop'))).toMatchObject({
      finding: 'connector-misconfigured',
      code: '554 5.4.14',
      why: ['inside-tenant', 'agrees-with-report'],
    })
  })
  test('one address that was tried is not every address', () => {
    const ours = endedAt('connect', { is: 'no-route-here', error: 'ENETUNREACH' }, { ip: '2001:db8::1' })
    expect(on(seeing(endedAt('connect', SILENT), ours)).why).toEqual(['host-silent'])
  })
})
