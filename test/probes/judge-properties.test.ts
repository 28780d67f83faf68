import { describe, expect, test } from '@jest/globals'
import * as fc from 'fast-check'
import { absent, found, unknown } from '../../src/domain/answer.ts'
import {
  type DnsReply,
  type DnsType,
  type Evidence,
  type Resolution,
  SESSION_STAGES,
  type SessionFault,
} from '../../src/domain/evidence.ts'
import { FINDING_CODES, isFault, REASON_CODES } from '../../src/domain/finding.ts'
import { judge, verdict } from '../../src/probes/index.ts'
import { resolutionOf } from '../../src/probes/resolution.ts'
import { authorityQuestions, serversOf, wantsAuthority, wantsRegistration, wantsUnchecked } from '../../src/probes/suspicion.ts'
import { AT, certificateWith, connectorWith, domainWith, endedAt, queueWith, reportedAs, tlsWith, transcriptWith } from './healthy.ts'

/** Evidence built of random parts: names, addresses and texts from small sets, so that they meet. */
const name = fc.constantFrom(
  'contoso.example',
  'mail.contoso.example',
  'mx.other.example',
  'ns1.contoso.example',
  'co.uk',
  '192.0.2.1',
  '.',
  '',
  '[IPv6:2001:db8::1]',
)
const ip = fc.constantFrom('192.0.2.1', '192.0.2.2', '198.51.100.1', '10.0.0.1', '2001:db8::1')
const text = fc.oneof(
  name,
  ip,
  fc.string({ maxLength: 12 }),
  name.map((each) => `10 ${each}`),
  fc.constantFrom('3 1 1 aabb', '0 .', 'v=STSv1; id=1', 'ns1 host 7 1 1 1 1'),
)
const when = fc.constantFrom('2026-11-20T00:00:00.000Z', '2026-11-22T06:00:00.000Z', AT, '2027-11-22T00:00:00.000Z', '')
const type = fc.constantFrom<DnsType>('A', 'AAAA', 'MX', 'TXT', 'CNAME', 'NS', 'SOA', 'TLSA')
const rcode = fc.constantFrom<DnsReply['rcode']>(
  'NOERROR',
  'NOERROR',
  'NOERROR',
  'NXDOMAIN',
  'SERVFAIL',
  'REFUSED',
  'timeout',
  'garbled',
  'truncated',
  'unreachable',
)

const reply: fc.Arbitrary<DnsReply> = fc.record({
  question: fc.record({ name, type }),
  rcode,
  records: fc.array(fc.record({ name, type, ttl: fc.nat(9999), data: text }), { maxLength: 3 }),
  server: fc.constant('192.0.2.53:53'),
  authenticated: fc.boolean(),
  authoritative: fc.boolean(),
  ms: fc.nat(99),
})
const replies = fc.array(reply, { maxLength: 10 })

const answered = <T>(value: fc.Arbitrary<T>) => fc.oneof(value.map(found), fc.constant(absent), fc.constant(unknown('HTTP 503')))

const resolution: fc.Arbitrary<Resolution> = fc
  .record({
    host: name,
    as: fc.constantFrom<Resolution['as']>('smart-host', 'domain'),
    asked: replies,
    authority: fc.option(fc.record({ zone: name, servers: fc.array(fc.record({ name, ip: fc.option(ip), replies }), { maxLength: 3 }) })),
    unchecked: replies,
    mtaSts: fc.option(answered(fc.constantFrom('', 'version: STSv1\nmode: enforce\nmx: *.example\nmax_age: 60', 'nonsense'))),
    registration: fc.option(
      answered(
        fc.record({
          domain: name,
          status: fc.array(fc.constantFrom('active', 'client hold')),
          expires: fc.option(when),
          registrar: fc.constant(null),
        }),
      ),
    ),
  })
  .map(({ host, as, asked, ...more }) => ({ ...resolutionOf(host, asked, as), ...more }))

const fault = fc.constantFrom<SessionFault>(
  { is: 'not-public', range: '10.0.0.0/8' },
  { is: 'no-route-here', error: 'ENETUNREACH' },
  { is: 'refused', error: 'ECONNREFUSED' },
  { is: 'unreachable', error: 'EHOSTUNREACH' },
  { is: 'timed-out' },
  { is: 'closed', error: 'ECONNRESET' },
  { is: 'reply', code: 421, text: '421 no' },
  { is: 'reply', code: 554, text: '554 no' },
  { is: 'not-smtp', text: 'HTTP/1.1' },
  { is: 'starttls-not-offered' },
  { is: 'tls', error: 'ERR_SSL_TLSV1_ALERT_PROTOCOL_VERSION' },
)
const tls = fc
  .record({
    trust: fc.constantFrom('trusted', 'self-signed', 'private-root', 'unknown'),
    notBefore: when,
    notAfter: when,
    names: fc.array(name, { maxLength: 2 }),
    bits: fc.constantFrom(0, 1024, 2048),
  })
  .map(({ trust, ...certificate }) => tlsWith({ trust: trust as 'trusted', certificate: certificateWith(certificate) }))
const transcript = fc
  .record({
    host: name,
    ip,
    stage: fc.constantFrom(...SESSION_STAGES),
    why: fc.option(fault),
    tls: fc.option(tls),
    banner: fc.array(text, { maxLength: 2 }),
    ehlo: fc.array(text, { maxLength: 2 }),
  })
  .map(({ stage, why, ...more }) => (why ? endedAt(stage, why, more) : transcriptWith(more)))

const connector = fc
  .record({
    guid: fc.constantFrom('a', 'b', 'c'),
    enabled: fc.boolean(),
    testMode: fc.boolean(),
    useMxRecord: fc.boolean(),
    recipientDomains: fc.array(fc.constantFrom('*', '*.example', 'contoso.example', 'Other.example'), { maxLength: 3 }),
    allAcceptedDomains: fc.boolean(),
  })
  .map(connectorWith)
const incident = fc.record({
  id: fc.constantFrom('EX1', 'EX2'),
  title: text,
  feature: text,
  classification: fc.constantFrom('incident' as const, 'advisory' as const),
  status: text,
  startedAt: when,
  updatedAt: when,
})
const queue = fc.record({ pending: fc.nat(3), complete: fc.boolean(), oldest: fc.option(when), expires: fc.option(when) }).map(queueWith)
const tenant = fc.record({
  connectorName: fc.option(name),
  connector: answered(connector),
  connectors: answered(fc.array(connector, { maxLength: 3 })),
  domains: answered(
    fc.array(
      name.map((domainName) => domainWith({ domainName })),
      { maxLength: 2 },
    ),
  ),
  queue: answered(queue),
  serviceIncidents: answered(fc.array(incident, { maxLength: 2 })),
})

const evidence: fc.Arbitrary<Evidence> = fc.record({
  target: name,
  requirements: fc.record({
    tlsSettings: fc.constantFrom(null, 'EncryptionOnly' as const, 'CertificateValidation' as const, 'DomainValidation' as const),
    tlsDomain: fc.option(name),
  }),
  resolutions: fc.array(resolution, { maxLength: 3 }),
  transcripts: fc.array(transcript, { maxLength: 4 }),
  pending: fc.nat(2),
  secondLooks: fc.array(fc.record({ why: fc.constantFrom('legacy-tls' as const, 'no-sni' as const), transcript }), { maxLength: 2 }),
  resolverValidates: fc.constantFrom(true, false, null),
  tenant: fc.option(tenant),
  control: fc.option(fc.record({ target: name, passed: fc.boolean() })),
  at: fc.constant(AT),
})
const reported = fc.array(
  fc
    .record({ finding: fc.constantFrom(...FINDING_CODES), text: fc.constantFrom('LED=x', '450 4.4.317'), at: when })
    .map((each) => ({ ...reportedAs(each.finding), ...each })),
  { maxLength: 3 },
)

const RUNS = { numRuns: 150 }

/** Writing to any part of it throws. */
function frozen<T>(value: T): T {
  if (typeof value === 'object' && value !== null) for (const part of Object.values(Object.freeze(value))) frozen(part)
  return value
}

describe('whatever was gathered', () => {
  test('is judged, and judged the same in whatever order the sessions ended', () => {
    fc.assert(
      fc.property(evidence, reported, fc.infiniteStream(fc.nat()), (given, said, chance) => {
        const shuffled = given.transcripts
          .map((each) => ({ each, at: chance.next().value as number }))
          .sort((one, other) => one.at - other.at)
          .map(({ each }) => each)
        const findings = judge(given)
        const again = judge({ ...given, transcripts: shuffled })
        expect(again).toEqual(findings)
        expect(verdict(again.toReversed(), { ...given, transcripts: shuffled }, said)).toEqual(verdict(findings, given, said))
      }),
      RUNS,
    )
  })

  test('is left as it was, and gives the same verdict again, in whatever order the findings come', () => {
    fc.assert(
      fc.property(evidence.map(frozen), reported.map(frozen), fc.infiniteStream(fc.nat()), (given, said, chance) => {
        const findings = frozen(judge(given))
        const shuffled = findings.toSorted(() => ((chance.next().value as number) % 2) * 2 - 1)
        expect(judge(given)).toEqual(findings)
        expect(verdict(shuffled, given, said)).toEqual(verdict(findings, given, said))
      }),
      RUNS,
    )
  })

  test('has a verdict that keeps to its promises', () => {
    fc.assert(
      fc.property(evidence, reported, (given, said) => {
        const findings = judge(given)
        const { finding, code, alsoReportedAs, confidence, why } = verdict(findings, given, said)
        expect(why.length).toBeGreaterThan(0)
        expect(why.every((each) => REASON_CODES.includes(each))).toBe(true)
        expect(new Set([code, ...alsoReportedAs]).size).toBe(alsoReportedAs.length + 1)
        if (given.pending > 0) expect(confidence).not.toBe('certain')
        if (finding === 'no-fault-found')
          expect([findings.some(isFault), confidence]).toEqual([false, expect.not.stringMatching('certain')])
        const seen = findings.some((each) => each.finding === finding) || finding === 'no-fault-found'
        expect(seen || said.some((each) => each.finding === finding)).toBe(true)
      }),
      RUNS,
    )
  })

  test('can be planned further', () => {
    fc.assert(
      fc.property(resolution, fc.array(transcript, { maxLength: 3 }), reported, replies, (given, sessions, said, more) => {
        const plan = authorityQuestions(given)
        if (plan) expect(serversOf(plan, more).length).toBeLessThanOrEqual(plan.servers.length)
        expect(typeof wantsAuthority(given, sessions, said)).toBe('boolean')
        expect(wantsUnchecked(given).every((each) => given.replies.some((other) => other.question === each))).toBe(true)
        expect(wantsRegistration(given, sessions)).not.toBe('co.uk')
      }),
      RUNS,
    )
  })
})
