import { describe, expect, test } from '@jest/globals'
import type { Evidence, SessionFault, Transcript } from '../../src/domain/evidence.ts'
import type { Verdict } from '../../src/domain/finding.ts'
import type { Reported } from '../../src/domain/incident.ts'
import type { ServiceIncident } from '../../src/domain/service-incident.ts'
import { judge, verdict } from '../../src/probes/index.ts'
import { resolutionOf } from '../../src/probes/resolution.ts'
import {
  answer,
  certificateWith,
  connectorWith,
  endedAt,
  evidenceWith,
  failing,
  fromZone,
  HOST,
  nothingWaits,
  queueWith,
  reportedAs,
  soaOf,
  tlsWith,
  transcriptWith,
  withAuthority,
} from './healthy.ts'

const on = (evidence: Evidence, ...reported: readonly Reported[]): Verdict => verdict(judge(evidence), evidence, reported)
const seeing = (...transcripts: readonly Transcript[]): Evidence => evidenceWith({ transcripts })
const under = (tlsSettings: Evidence['requirements']['tlsSettings'], ...transcripts: readonly Transcript[]): Evidence => ({
  ...seeing(...transcripts),
  requirements: { tlsSettings, tlsDomain: HOST },
})
const REFUSED: SessionFault = { is: 'refused', error: 'ECONNREFUSED' }
const SILENT: SessionFault = { is: 'timed-out' }
const second = { ip: '192.0.2.11' }
const showing = (changes: Parameters<typeof certificateWith>[0], more: Partial<Transcript> = {}): Transcript =>
  transcriptWith({ tls: tlsWith({ certificate: certificateWith(changes) }), ...more })
const EXPIRED = { notAfter: '2026-11-13T00:00:00.000Z' }
/** What the message trace wrote of a try, so long ago. */
const traced = (finding: Reported['finding'], text: string, hoursAgo = 1): Reported => ({
  text: `LED=450 4.4.317 ${text}`,
  reply: '450',
  status: '4.4.317',
  finding,
  at: new Date(Date.parse('2026-11-22T12:00:00.000Z') - hoursAgo * 3_600_000).toISOString(),
})
const refusedInTrace = traced('connection-refused', '[Message=Socket error code 10061]')

describe('1. a known-good target that fails too', () => {
  const blocked = { ...seeing(endedAt('connect', SILENT)), control: { target: 'control.example', passed: false } }

  test('stops the judgement', () =>
    expect(on(blocked)).toMatchObject({ finding: 'outside-port-25-blocked', confidence: 'certain', why: ['control-failed'] }))
  test('leaves what Exchange Online said', () =>
    expect(on(blocked, refusedInTrace)).toMatchObject({ finding: 'connection-refused', why: ['trace-says-so', 'control-failed'] }))
  test('leaves what DNS says', () => {
    const resolutions = [resolutionOf(HOST, [failing(HOST, 'A', 'NXDOMAIN')])]
    expect(on({ ...blocked, resolutions, transcripts: [] })).toMatchObject({ finding: 'dns-domain-missing', confidence: 'certain' })
  })
})

describe('2. what the trace says', () => {
  const expired = seeing(showing(EXPIRED))

  test('outranks what was seen from here, in whatever stage', () => {
    const disagrees = { finding: 'connection-refused', confidence: 'likely', why: ['trace-says-so', 'disagrees-with-report'] }
    expect(on(expired, refusedInTrace)).toMatchObject(disagrees)
    expect(on(seeing(endedAt('banner', { is: 'reply', code: 421, text: '421 no' })), refusedInTrace)).toMatchObject(disagrees)
  })

  test.each<[string, Reported]>([
    ['an old trace', traced('connection-refused', '[Message=Socket error code 10061]', 9)],
    ['a bare code', reportedAs('connection-refused', '4.4.316')],
    ['a catch-all', traced('session-refused', 'Cannot establish session', 1)],
  ])('but %s does not', (_says, said) => {
    expect(on(expired, said)).toMatchObject({ finding: 'certificate-expired' })
  })

  test('nor does any outrank the settings of the connector', () => {
    const evidence = evidenceWith()
    const off = {
      ...evidence,
      tenant: evidence.tenant && { ...evidence.tenant, connector: { is: 'found', value: connectorWith({ smartHosts: [] }) } as const },
    }
    expect(on(off, refusedInTrace)).toMatchObject({ finding: 'connector-misconfigured', why: ['inside-tenant', 'disagrees-with-report'] })
  })

  test('settles which of two faults it is', () => {
    const both = seeing(transcriptWith({ tls: tlsWith({ trust: 'self-signed', certificate: certificateWith(EXPIRED) }) }))
    expect(on(both, traced('certificate-untrusted', '[Message=UntrustedRoot]'))).toMatchObject({
      finding: 'certificate-untrusted',
      confidence: 'certain',
      why: ['under-settings', 'agrees-with-report'],
    })
  })

  test('says nothing when it says nothing of the route', () => {
    expect(on(expired, traced('message-expired', 'expired'), traced('unrecognised', '?'))).toMatchObject({
      finding: 'certificate-expired',
      why: ['under-settings'],
    })
  })
})

describe('3. the earliest stage wins', () => {
  const gone = resolutionOf('gone.example', [failing('gone.example', 'MX', 'NXDOMAIN'), failing('gone.example', 'A', 'NXDOMAIN')], 'domain')

  test.each<[string, Evidence, string]>([
    [
      'DNS before connecting',
      { ...seeing(endedAt('connect', REFUSED)), resolutions: [...evidenceWith().resolutions, gone] },
      'dns-domain-missing',
    ],
    [
      'an overwritten banner before an expired certificate elsewhere',
      under(
        'CertificateValidation',
        endedAt('starttls', { is: 'starttls-not-offered' }, { banner: ['220 ******************'] }),
        showing(EXPIRED, second),
      ),
      'starttls-masked',
    ],
    [
      'the date before the chain',
      seeing(transcriptWith({ tls: tlsWith({ trust: 'self-signed', certificate: certificateWith(EXPIRED) }) })),
      'certificate-expired',
    ],
  ])('%s', (_says, evidence, finding) => {
    expect(on(evidence)).toMatchObject({ finding, why: expect.arrayContaining(['earliest-stage']) })
  })

  test('what lies behind a name that is gone comes before it', () => {
    const expired = {
      ...gone,
      registration: {
        is: 'found',
        value: { domain: 'gone.example', status: ['redemption period'], expires: null, registrar: null },
      } as const,
    }
    expect(on(evidenceWith({ resolutions: [expired], transcripts: [] }))).toMatchObject({
      finding: 'dns-domain-expired',
      subject: 'gone.example',
      confidence: 'certain',
    })
  })

  test('an old address comes before the refusal it meets', () => {
    const own = resolutionOf(HOST, [answer(HOST, 'A', '192.0.2.10')])
    const moved = withAuthority(own, 'contoso.example', [
      'ns1.contoso.example',
      '198.51.100.1',
      soaOf('contoso.example'),
      fromZone(answer(HOST, 'A', '192.0.2.20')),
    ])
    const evidence = evidenceWith({ resolutions: [moved], transcripts: [endedAt('connect', REFUSED)] })
    expect(on(evidence)).toMatchObject({
      finding: 'dns-stale',
      code: '450 4.4.312',
      alsoReportedAs: ['450 4.4.315', '450 4.4.316'],
      confidence: 'likely',
    })
    expect(on(evidence, refusedInTrace)).toMatchObject({
      finding: 'dns-stale',
      confidence: 'certain',
      why: ['agrees-with-report', 'earliest-stage'],
    })
  })
})

describe('4. all addresses, one, or IPv6 alone', () => {
  const six = endedAt('connect', SILENT, { ip: '2001:db8::10' })
  const ours = endedAt('connect', { is: 'no-route-here', error: 'ENETUNREACH' }, { ip: '2001:db8::11' })

  test.each<[string, Evidence, object]>([
    [
      'all alike: the service or a firewall',
      seeing(endedAt('connect', REFUSED), endedAt('connect', REFUSED, second)),
      { finding: 'connection-refused', why: ['host-up', 'every-address'] },
    ],
    [
      'all that could be tried',
      seeing(endedAt('connect', REFUSED), endedAt('connect', REFUSED, second), ours),
      { finding: 'connection-refused', why: ['host-up', 'every-address'] },
    ],
    [
      'one of two, while mail waits',
      seeing(transcriptWith(), endedAt('connect', REFUSED, second)),
      { finding: 'one-of-many-down', code: '450 4.4.316', confidence: 'likely', why: ['one-address'] },
    ],
    [
      'one of two silent, while mail waits',
      seeing(transcriptWith(), endedAt('connect', SILENT, second)),
      { finding: 'one-of-many-down', code: '450 4.4.315', confidence: 'likely' },
    ],
    ['IPv6 alone', seeing(transcriptWith(), six), { finding: 'ipv6-broken', code: '450 4.4.315', confidence: 'likely' }],
    [
      'one of two, while nobody knows what waits',
      { ...seeing(transcriptWith(), endedAt('connect', REFUSED, second)), tenant: null },
      { finding: 'one-of-many-down', confidence: 'possible' },
    ],
    [
      'one of two, while nothing waits',
      nothingWaits(seeing(transcriptWith(), endedAt('connect', REFUSED, second))),
      { finding: 'no-fault-found', why: ['one-address'] },
    ],
    [
      'one of two certificates',
      seeing(showing(EXPIRED), transcriptWith(second)),
      { finding: 'certificate-expired', confidence: 'likely', why: expect.arrayContaining(['one-address']) },
    ],
  ])('%s', (_says, evidence, expected) => expect(on(evidence)).toMatchObject(expected))
})

describe('5. refused is a host that runs, silence a host that does not', () => {
  test.each<[string, Transcript, readonly string[]]>([
    ['refused', endedAt('connect', REFUSED), ['host-up']],
    ['no answer', endedAt('connect', SILENT), ['host-silent']],
    ['unreachable', endedAt('connect', { is: 'unreachable', error: 'EHOSTUNREACH' }), ['host-silent']],
    ['silent once connected', endedAt('banner', SILENT), ['earliest-stage']],
  ])('%s', (_says, transcript, why) => expect(on(seeing(transcript)).why).toEqual(why))
})

describe('7. what the settings look away from is never the cause', () => {
  const none = endedAt('starttls', { is: 'starttls-not-offered' })

  test.each<[string, Evidence, string]>([
    ['an expired certificate under EncryptionOnly', under('EncryptionOnly', showing(EXPIRED)), 'session-refused'],
    ['another name under CertificateValidation', under('CertificateValidation', showing({ names: ['other.example'] })), 'session-refused'],
    ['no STARTTLS when none is demanded', under(null, none), 'session-refused'],
  ])('%s', (_says, evidence, reported) => {
    const quiet = nothingWaits(evidence)
    expect(on(quiet)).toMatchObject({ finding: 'no-fault-found', why: ['nothing-wrong'] })
    expect(on(evidence, traced(reported as Reported['finding'], 'Cannot establish session'))).toMatchObject({
      finding: reported,
      why: ['only-report', 'disagrees-with-report'],
    })
  })

  test('unless Exchange Online names it', () => {
    expect(on(under('EncryptionOnly', showing(EXPIRED)), traced('certificate-expired', '[Message=CertificateExpired]'))).toMatchObject({
      finding: 'certificate-expired',
    })
  })

  test('beside something that stops mail, that is named', () => {
    const both = {
      ...under(
        'EncryptionOnly',
        endedAt('ehlo2', { is: 'closed', error: 'closed' }, { tls: tlsWith({ certificate: certificateWith(EXPIRED) }) }),
      ),
    }
    expect(on(both)).toMatchObject({ finding: 'connection-dropped', code: '450 4.4.318' })
    expect(judge(both).map((each) => each.finding)).toContain('certificate-expired')
  })
})

describe('8. since when', () => {
  const waitingSince = (oldest: string | null, evidence: Evidence): Evidence => ({
    ...evidence,
    tenant: evidence.tenant && { ...evidence.tenant, queue: { is: 'found', value: queueWith({ oldest }) } },
  })
  const ended = seeing(showing({ notAfter: '2026-11-22T05:00:00.000Z' }))

  test.each<[string, Evidence, readonly Reported[], boolean]>([
    ['mail waits since just after the certificate ended', waitingSince('2026-11-22T06:00:00.000Z', ended), [], true],
    ['mail waits since long after', waitingSince('2026-11-22T11:30:00.000Z', ended), [], false],
    ['mail waited before', waitingSince('2026-11-22T04:59:00.000Z', ended), [], false],
    [
      'the first report came just after',
      waitingSince(null, ended),
      [reportedAs('certificate-expired'), { ...reportedAs('unrecognised'), at: '2026-11-22T05:10:00.000Z' }],
      true,
    ],
    ['nothing is known', { ...ended, tenant: null }, [], false],
  ])('%s', (_says, evidence, reported, began) => {
    expect(on(evidence, ...reported).why.includes('began-then')).toBe(began)
  })

  test('the end of a registration as well', () => {
    const resolution = {
      ...resolutionOf('gone.example', [failing('gone.example', 'A', 'NXDOMAIN')], 'domain'),
      registration: {
        is: 'found',
        value: { domain: 'gone.example', status: [], expires: '2026-11-22T03:00:00.000Z', registrar: null },
      } as const,
    }
    expect(on(waitingSince('2026-11-22T06:00:00.000Z', evidenceWith({ resolutions: [resolution], transcripts: [] })))).toMatchObject({
      finding: 'dns-domain-expired',
      confidence: 'likely',
      why: ['began-then', 'earliest-stage'],
    })
  })
})

describe('what Microsoft reports of itself', () => {
  const open = (classification: ServiceIncident['classification'], evidence = seeing(transcriptWith())): Evidence => {
    const value = [
      {
        id: 'EX1',
        title: 'Late mail',
        feature: '',
        classification,
        status: '',
        startedAt: '2026-11-22T05:00:00.000Z',
        updatedAt: '2026-11-22T05:00:00.000Z',
      },
    ]
    return { ...evidence, tenant: evidence.tenant && { ...evidence.tenant, serviceIncidents: { is: 'found', value } } }
  }

  test('explains mail that waits while nothing else does', () => {
    expect(on(open('incident'))).toMatchObject({ finding: 'service-incident', code: null, confidence: 'likely', why: ['service-incident'] })
  })
  test('not while nothing waits, nor as an advisory', () => {
    expect(on(nothingWaits(open('incident')))).toMatchObject({ finding: 'no-fault-found' })
    expect(on(open('advisory'))).toMatchObject({ finding: 'no-fault-found', confidence: 'possible' })
  })
  test('stands behind any fault, and beside a report that nothing bears out', () => {
    expect(on(open('incident', seeing(endedAt('connect', REFUSED))))).toMatchObject({ finding: 'connection-refused' })
    expect(on(open('incident'), refusedInTrace)).toMatchObject({
      finding: 'connection-refused',
      confidence: 'likely',
      why: ['trace-says-so', 'disagrees-with-report', 'service-incident'],
    })
  })
})

describe('while addresses are still being tried', () => {
  test('nothing is certain', () => {
    const expired = seeing(showing(EXPIRED))
    expect(on(expired).confidence).toBe('certain')
    expect(on({ ...expired, pending: 2 }).confidence).toBe('likely')
    expect(on({ ...expired, pending: 2 }, traced('certificate-expired', '[Message=CertificateExpired]')).confidence).toBe('likely')
  })
  test('no fault so far is none', () => {
    expect(on({ ...nothingWaits(seeing(transcriptWith())), pending: 1 })).toMatchObject({
      finding: 'no-fault-found',
      confidence: 'possible',
      why: ['could-not-look'],
    })
  })
  test('nor is every address spoken of', () => {
    expect(on({ ...seeing(endedAt('connect', REFUSED), endedAt('connect', REFUSED, second)), pending: 1 }).why).toEqual(['host-up'])
  })
})

test('a second look that confirms is a reason', () => {
  const old = endedAt('handshake', { is: 'tls', error: 'ERR_SSL_TLSV1_ALERT_PROTOCOL_VERSION' })
  const again = transcriptWith({ tls: tlsWith({ protocol: 'TLSv1' }) })
  expect(on({ ...seeing(old), secondLooks: [{ why: 'legacy-tls', transcript: again }] })).toMatchObject({
    finding: 'tls-version-too-old',
    why: ['second-look'],
  })
})

describe('name servers that all fail', () => {
  const dark = resolutionOf(HOST, [failing(HOST, 'MX', 'SERVFAIL'), failing(HOST, 'A', 'SERVFAIL')])
  const zone = (...soa: readonly ('SERVFAIL' | 'timeout' | null)[]): Evidence => {
    const servers = soa.map((rcode, index) => {
      const reply = rcode === null ? soaOf('contoso.example') : failing('contoso.example', 'SOA', rcode)
      return [`ns${index}.contoso.example`, `198.51.100.${index}`, reply] as const
    })
    return evidenceWith({ resolutions: [withAuthority(dark, 'contoso.example', ...servers)], transcripts: [] })
  }

  test('leave no doubt once each was asked', () => {
    expect(on(zone('SERVFAIL', 'timeout'))).toMatchObject({
      finding: 'dns-servers-failing',
      confidence: 'certain',
      why: ['earliest-stage'],
    })
    expect(on(zone('SERVFAIL', null))).toMatchObject({ finding: 'dns-servers-failing', confidence: 'likely' })
    expect(on(evidenceWith({ resolutions: [dark], transcripts: [] }))).toMatchObject({ confidence: 'likely' })
  })
})

describe('a resolver that says nothing', () => {
  const silent = (rcode: 'timeout' | 'unreachable', resolverValidates: boolean | null): Evidence =>
    evidenceWith({ resolutions: [resolutionOf(HOST, [failing(HOST, 'A', rcode)])], transcripts: [], resolverValidates })

  test.each<['timeout' | 'unreachable', boolean | null, Verdict['finding'], Verdict['confidence'], boolean]>([
    ['timeout', false, 'dns-servers-failing', 'likely', false],
    ['timeout', null, 'dns-servers-failing', 'possible', true],
    ['unreachable', true, 'outside-port-25-blocked', 'likely', true],
  ])('%s, with the root answered (%s): %s, %s', (rcode, validates, finding, confidence, ours) => {
    const own = on(silent(rcode, validates))
    expect(own).toMatchObject({ finding, confidence })
    expect(own.why.includes('resolver-silent')).toBe(ours)
  })

  test('for one of two domains says nothing of the other', () => {
    const evidence = evidenceWith({
      resolutions: [...evidenceWith().resolutions, resolutionOf('slow.example', [failing('slow.example', 'MX', 'unreachable')], 'domain')],
    })
    expect(judge(evidence).some((each) => each.finding === 'outside-port-25-blocked')).toBe(false)
    expect(judge(evidence)).toContainEqual(expect.objectContaining({ finding: 'dns-query-failed', severity: 'warning' }))
    expect(on(nothingWaits(evidence))).toMatchObject({
      finding: 'no-fault-found',
      confidence: 'possible',
      why: ['nothing-wrong', 'could-not-look'],
    })
  })
})

describe('the code depends on what was looked up', () => {
  const missing = (as: 'smart-host' | 'domain'): Evidence =>
    evidenceWith({ resolutions: [resolutionOf(HOST, [failing(HOST, 'MX', 'NXDOMAIN')], as)], transcripts: [] })

  test.each<[string, Evidence, string, readonly string[]]>([
    ['a recipient domain that is not there is told at once', missing('domain'), '550 5.4.310', ['450 4.4.312']],
    ['a smart host that is not there after retries', missing('smart-host'), '450 4.4.312', ['550 5.4.310']],
    ['silence in connecting', seeing(endedAt('connect', SILENT)), '450 4.4.315', ['450 4.4.317']],
    ['silence later', seeing(endedAt('ehlo', SILENT)), '450 4.4.318', ['450 4.4.315', '450 4.4.317']],
    ['a reset at once', seeing(endedAt('connect', { is: 'closed', error: 'ECONNRESET' })), '450 4.4.318', ['450 4.4.317']],
    ['a connection dropped later', seeing(endedAt('ehlo2', { is: 'closed', error: 'closed' })), '450 4.4.318', []],
    [
      'an address nobody can reach',
      seeing(endedAt('connect', { is: 'not-public', range: '10.0.0.0/8' })),
      '450 4.4.315',
      ['450 4.4.316', '450 4.4.317'],
    ],
    ['something that is no SMTP', seeing(endedAt('banner', { is: 'not-smtp', text: 'SSH-2.0' })), '450 4.4.317', ['450 4.4.318']],
  ])('%s', (_says, evidence, code, alsoReportedAs) => expect(on(evidence)).toMatchObject({ code, alsoReportedAs }))

  test('STARTTLS that only one of two hosts offers is no matter of certificates', () => {
    const plain = endedAt('starttls', { is: 'starttls-not-offered' }, { ...second, ehlo: [`250 ${HOST}`] })
    const evidence = under('EncryptionOnly', transcriptWith(), plain)
    const disagree = judge(evidence).filter((each) => each.finding === 'hosts-disagree')
    expect(verdict(disagree, evidence, [])).toMatchObject({ finding: 'hosts-disagree', code: '450 4.4.317', alsoReportedAs: [] })
  })

  test('what a policy of the destination also forbids is known by that name too', () => {
    const domain = 'contoso.example'
    const signed = <T extends object>(reply: T) => ({ ...reply, authenticated: true })
    const replies = [
      answer(domain, 'MX', `10 ${HOST}`),
      answer(HOST, 'A', '192.0.2.10'),
      answer(`_25._tcp.${HOST}`, 'TLSA', `3 1 1 ${'aa'.repeat(32)}`),
    ].map(signed)
    const evidence: Evidence = {
      ...under('EncryptionOnly', endedAt('starttls', { is: 'starttls-not-offered' })),
      resolutions: [resolutionOf(domain, replies, 'domain')],
    }
    expect(on(evidence)).toMatchObject({ finding: 'dane-starttls-missing', code: '450 4.7.321', alsoReportedAs: ['450 4.4.317'] })
  })
})
