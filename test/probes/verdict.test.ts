import { describe, expect, test } from '@jest/globals'
import type { Evidence, SessionFault, SessionStage, Transcript } from '../../src/domain/evidence.ts'
import type { Verdict } from '../../src/domain/finding.ts'
import type { Reported } from '../../src/domain/incident.ts'
import { judge, satisfies, verdict } from '../../src/probes/index.ts'
import { resolutionOf } from '../../src/probes/resolution.ts'
import {
  AT,
  certificateWith,
  emptyQueue,
  endedAt,
  evidenceWith,
  failing,
  HOST,
  type queueWith,
  reportedAs,
  tlsWith,
  transcriptWith,
} from './healthy.ts'

const on = (evidence: Evidence, ...reported: readonly Reported[]): Verdict => verdict(judge(evidence), evidence, reported)
const ended = (stage: SessionStage, why: SessionFault): Evidence => evidenceWith({ transcripts: [endedAt(stage, why)] })
const showing = (transcript: Transcript): Evidence => evidenceWith({ transcripts: [transcript] })
const idle = (evidence: Evidence): Evidence => ({
  ...evidence,
  tenant: evidence.tenant && { ...evidence.tenant, queue: { is: 'found', value: emptyQueue } },
})

const expired = showing(transcriptWith({ tls: tlsWith({ certificate: certificateWith({ notAfter: '2026-11-13T00:00:00.000Z' }) }) }))
const missing = evidenceWith({ resolutions: [resolutionOf(HOST, [failing(HOST, 'A', 'NXDOMAIN')])], transcripts: [] })

describe('the code that Exchange Online gives', () => {
  test.each<[string, Evidence, string, readonly string[]]>([
    ['connection-refused', ended('connect', { is: 'refused', error: 'ECONNREFUSED' }), '450 4.4.316', ['450 4.4.317']],
    ['connection-timed-out', ended('connect', { is: 'timed-out' }), '450 4.4.315', ['450 4.4.317']],
    ['dns-domain-missing', missing, '450 4.4.312', ['550 5.4.310']],
    ['connection-dropped', ended('ehlo', { is: 'closed', error: 'closed' }), '450 4.4.318', []],
    ['session-refused', ended('banner', { is: 'reply', code: 554, text: '554' }), '450 4.4.317', []],
    ['service-unavailable', ended('banner', { is: 'reply', code: 421, text: '421' }), '450 4.4.317', []],
    ['starttls-missing', ended('starttls', { is: 'starttls-not-offered' }), '450 4.4.317', []],
    ['tls-handshake-failed', ended('handshake', { is: 'timed-out' }), '450 4.4.317', ['450 4.4.318']],
    ['certificate-expired', expired, '450 4.4.317', ['450 4.7.320']],
  ])('%s', (finding, evidence, code, alsoReportedAs) => {
    expect(on(evidence)).toMatchObject({ finding, code, alsoReportedAs })
  })
})

describe('the likely one', () => {
  test('nothing wrong', () => {
    expect(on(idle(evidenceWith()))).toEqual({
      finding: 'no-fault-found',
      code: null,
      alsoReportedAs: [],
      subject: 'To head office',
      confidence: 'likely',
      why: ['nothing-wrong'],
    })
  })

  test('a fault comes before a warning, the earliest stage before the others', () => {
    const two = showing(
      transcriptWith({ tls: tlsWith({ trust: 'self-signed', certificate: certificateWith({ notAfter: '2026-12-01T00:00:00.000Z' }) }) }),
    )
    expect(on(two)).toMatchObject({ finding: 'certificate-untrusted', why: ['under-settings'] })
    const masked = showing(endedAt('starttls', { is: 'starttls-not-offered' }, { ehlo: ['250-mail', '250 XXXXXXXA'] }))
    expect(on(masked)).toMatchObject({ finding: 'starttls-masked', why: ['masked-text'] })
  })

  test('the order in which findings come in does not matter', () => {
    const masked = showing(endedAt('starttls', { is: 'starttls-not-offered' }, { ehlo: ['250-mail', '250 XXXXXXXA'] }))
    expect(verdict(judge(masked).toReversed(), masked, [])).toEqual(on(masked))
  })

  test('Exchange agreeing makes it certain', () => {
    const evidence = ended('connect', { is: 'refused', error: 'ECONNREFUSED' })
    expect(on(evidence)).toMatchObject({ confidence: 'likely', why: ['host-up'] })
    expect(on(evidence, reportedAs('connection-refused', '4.4.316'))).toMatchObject({
      confidence: 'certain',
      why: ['host-up', 'agrees-with-report'],
    })
  })

  test('a catch-all report takes the more exact cause seen here', () => {
    expect(on(expired, reportedAs('session-refused'))).toMatchObject({ finding: 'certificate-expired', confidence: 'certain' })
    expect(on(missing, reportedAs('dns-query-failed', '4.4.312'))).toMatchObject({ finding: 'dns-domain-missing' })
    expect(on(expired, reportedAs('certificate-rejected', '4.7.320'))).toMatchObject({ finding: 'certificate-expired' })
  })

  test('of two faults, the one Exchange names', () => {
    const both = showing(
      transcriptWith({ tls: tlsWith({ trust: 'self-signed', certificate: certificateWith({ notAfter: '2026-11-13T00:00:00.000Z' }) }) }),
    )
    expect(on(both)).toMatchObject({ finding: 'certificate-expired' })
    expect(on(both, reportedAs('certificate-untrusted'))).toMatchObject({ finding: 'certificate-untrusted' })
  })

  test('what Exchange met past connecting outranks a silence or refusal seen from here', () => {
    expect(on(ended('connect', { is: 'refused', error: 'x' }), reportedAs('certificate-expired'))).toMatchObject({
      finding: 'certificate-expired',
      confidence: 'likely',
      why: ['trace-says-so', 'disagrees-with-report'],
    })
  })

  test('what was seen inside a session outranks an older report', () => {
    expect(on(expired, reportedAs('connection-refused', '4.4.316'))).toMatchObject({
      finding: 'certificate-expired',
      why: ['under-settings', 'disagrees-with-report'],
    })
  })

  test('no fault from here, one in the report', () => {
    expect(on(evidenceWith(), reportedAs('connection-refused', '4.4.316'))).toMatchObject({
      finding: 'connection-refused',
      code: '450 4.4.316',
      confidence: 'possible',
      why: ['only-report', 'disagrees-with-report'],
    })
  })

  test('an old report falls silent once nothing waits', () => {
    expect(on(idle(evidenceWith()), reportedAs('connection-refused', '4.4.316'))).toMatchObject({
      finding: 'no-fault-found',
      confidence: 'possible',
      why: ['nothing-wrong', 'disagrees-with-report'],
    })
  })

  test('one address down is what the report means', () => {
    const evidence = evidenceWith({
      transcripts: [transcriptWith(), endedAt('connect', { is: 'refused', error: 'x' }, { ip: '192.0.2.11' })],
    })
    expect(on(evidence, reportedAs('connection-refused', '4.4.316'))).toMatchObject({
      finding: 'one-of-many-down',
      why: ['one-address', 'agrees-with-report'],
    })
  })

  test('every address failing alike points at the service', () => {
    const refused: SessionFault = { is: 'refused', error: 'ECONNREFUSED' }
    const evidence = evidenceWith({ transcripts: [endedAt('connect', refused), endedAt('connect', refused, { ip: '192.0.2.11' })] })
    expect(on(evidence).why).toEqual(['host-up', 'every-address'])
  })
})

describe('when silence says little', () => {
  const silent = ended('connect', { is: 'timed-out' })

  test('mail that waits makes it likely, nothing known makes it possible', () => {
    expect(on(silent)).toMatchObject({ finding: 'connection-timed-out', confidence: 'likely', why: ['host-silent'] })
    expect(on({ ...silent, tenant: null })).toMatchObject({ finding: 'connection-timed-out', confidence: 'possible' })
    expect(on({ ...silent, tenant: null, control: { target: 'c', passed: true } })).toMatchObject({ confidence: 'likely' })
  })

  test('nothing waiting makes it no fault', () => {
    expect(on(idle(silent))).toMatchObject({ finding: 'no-fault-found', code: null, confidence: 'possible', why: ['host-silent'] })
  })

  test('nor do messages on their ordinary way make it one, unless they were put off', () => {
    const young = (defers: ReturnType<typeof queueWith>['defers']): Evidence => ({
      ...silent,
      tenant: silent.tenant && { ...silent.tenant, queue: { is: 'found', value: { ...emptyQueue, young: 3, defers } } },
    })
    expect(on(young([]))).toMatchObject({ finding: 'no-fault-found', confidence: 'possible', why: ['host-silent'] })
    expect(judge(young([])).flatMap((each) => each.evidence)).toContainEqual({ code: 'pending-young', args: { count: 3, minutes: 15 } })
    const text = '[{LED=450 4.4.315 Connection timed out [Message=Winsock error code 10060]}]'
    const putOff = young([{ at: AT, text, connector: null, recipientDomain: 'contoso.example' }])
    expect(on(putOff)).toMatchObject({ finding: 'connection-timed-out', confidence: 'possible' })
    expect(on(putOff, { ...reportedAs('connection-timed-out', '4.4.315'), text })).toMatchObject({ confidence: 'certain' })
  })

  test('a control that fails too means that nothing can be said from here', () => {
    const blocked = { ...silent, control: { target: 'control.example', passed: false } }
    expect(on(blocked)).toMatchObject({ finding: 'outside-port-25-blocked', code: null, confidence: 'certain', why: ['control-failed'] })
    expect(on(blocked, reportedAs('connection-refused', '4.4.316'))).toMatchObject({
      finding: 'connection-refused',
      why: ['trace-says-so', 'control-failed'],
    })
  })

  test('a server that took the connection and fell silent is told as a broken connection, or as no answer', () => {
    expect(on(ended('banner', { is: 'timed-out' }))).toMatchObject({ code: '450 4.4.318', alsoReportedAs: ['450 4.4.315', '450 4.4.317'] })
  })

  test('our own DNS server being away is no verdict on the domain', () => {
    const evidence = evidenceWith({ resolutions: [resolutionOf(HOST, [failing(HOST, 'A', 'unreachable')])], transcripts: [] })
    expect(on(evidence)).toMatchObject({ finding: 'outside-port-25-blocked', code: null, why: ['resolver-silent'] })
    expect(judge(evidence).map((each) => each.severity)).toEqual(['warning', 'warning', 'info'])
    expect(on(evidence, reportedAs('connection-refused', '4.4.316'))).toMatchObject({
      finding: 'connection-refused',
      why: ['trace-says-so', 'could-not-look'],
    })
  })

  test('no route from here is neither a fault nor a clean bill', () => {
    expect(on(ended('connect', { is: 'no-route-here', error: 'ENETUNREACH' }))).toMatchObject({
      finding: 'outside-port-25-blocked',
      why: ['could-not-look'],
    })
  })
})

describe('which TlsSettings a certificate would satisfy', () => {
  test.each<[string, readonly string[], string, boolean]>([
    ['its own name', ['mail.contoso.example'], 'mail.contoso.example', true],
    ['its own name in capitals', ['MAIL.Contoso.example'], 'mail.contoso.example', true],
    ['a wildcard for one label', ['*.contoso.example'], 'mail.contoso.example', true],
    ['no wildcard for two labels', ['*.contoso.example'], 'a.mail.contoso.example', false],
    ['no wildcard for none', ['*.contoso.example'], 'contoso.example', false],
    ['a TlsDomain with a wildcard', ['mail.contoso.example'], '*.contoso.example', true],
    ['the same wildcard on both sides', ['*.contoso.example'], '*.contoso.example', true],
    ['no part of a label', ['ma*.contoso.example'], 'mail.contoso.example', false],
    ['no top-level wildcard', ['*.example'], 'contoso.example', false],
    ['another name', ['other.example'], 'mail.contoso.example', false],
  ])('%s', (_says, names, tlsDomain, fits) => {
    expect(satisfies(tlsWith({ certificate: certificateWith({ names }) }), tlsDomain, AT)?.DomainValidation).toBe(fits)
  })

  test('the name is judged only where a TlsDomain is set', () => {
    expect(satisfies(tlsWith(), null, AT)).toEqual({ EncryptionOnly: true, CertificateValidation: true, DomainValidation: null })
    expect(satisfies(null, null, AT)).toBeNull()
  })

  test.each([
    ['an expired one', tlsWith({ certificate: certificateWith({ notAfter: '2026-11-13T00:00:00.000Z' }) })],
    ['an untrusted one', tlsWith({ trust: 'missing-intermediate' })],
    ['one that could not be checked', tlsWith({ trust: 'unknown' })],
  ])('%s satisfies encryption alone', (_says, facts) => {
    expect(satisfies(facts, HOST, AT)).toEqual({ EncryptionOnly: true, CertificateValidation: false, DomainValidation: false })
  })
})
