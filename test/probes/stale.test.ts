import { describe, expect, test } from '@jest/globals'
import type { DnsReply, Evidence, Resolution, Transcript } from '../../src/domain/evidence.ts'
import type { Finding } from '../../src/domain/finding.ts'
import { resolutionOf } from '../../src/probes/resolution.ts'
import { stale } from '../../src/probes/stale.ts'
import { answer, endedAt, evidenceWith, failing, fromZone, HOST, inShort, soaOf, transcriptWith, withAuthority } from './healthy.ts'

const ZONE = 'contoso.example'
const OLD = '192.0.2.10'
const NEW = '192.0.2.20'
const SERVER = '192.0.2.53:53'
const refused = (ip: string, host = HOST): Transcript => endedAt('connect', { is: 'refused', error: 'ECONNREFUSED' }, { host, ip })

/** What one server of the zone says, its version first. */
const says = (serial: number, ...replies: readonly DnsReply[]): readonly DnsReply[] => [soaOf(ZONE, serial), ...replies.map(fromZone)]
const zone = (resolution: Resolution, ...servers: readonly (readonly DnsReply[])[]): Resolution =>
  withAuthority(
    resolution,
    ZONE,
    ...servers.map((replies, index) => [`ns${index + 1}.${ZONE}`, `198.51.100.${index + 1}`, ...replies] as const),
  )
const judged = (resolution: Resolution, ...transcripts: readonly Transcript[]): readonly Finding[] =>
  stale(evidenceWith({ resolutions: [resolution], transcripts }))

const own = resolutionOf(HOST, [answer(HOST, 'MX'), answer(HOST, 'A', OLD), answer(HOST, 'AAAA')])
const moved = zone(own, says(5, answer(HOST, 'A', NEW)), says(5, answer(HOST, 'A', NEW)))

describe('what the resolver remembers and what the zone says now', () => {
  test('nothing was asked, or all agree', () => {
    expect(judged(own, transcriptWith())).toEqual([])
    expect(judged(zone(own, says(5, answer(HOST, 'A', OLD))), refused(OLD))).toEqual([])
  })

  test('an old address that fails is the fault, with both answers and the time left', () => {
    expect(judged(moved, refused(OLD))).toEqual([
      {
        finding: 'dns-stale',
        severity: 'fault',
        subject: HOST,
        stage: 'dns',
        evidence: [
          { code: 'dns-authority-says', args: { server: `ns1.${ZONE}`, name: HOST, type: 'A', values: NEW } },
          { code: 'dns-resolver-says', args: { server: SERVER, name: HOST, type: 'A', values: OLD, ttl: 300 } },
        ],
      },
    ])
  })

  test.each<[string, Resolution, readonly Transcript[]]>([
    ['the old address still works', moved, [transcriptWith()]],
    ['another smart host works', moved, [refused(OLD), transcriptWith({ host: 'other.example', ip: '192.0.2.30' })]],
    ['nobody tried it', moved, []],
    ['only our own route is missing', moved, [endedAt('connect', { is: 'no-route-here', error: 'ENETUNREACH' })]],
    ['the zone has no address any more', zone(own, says(5, answer(HOST, 'A'))), [refused(OLD)]],
  ])('a warning while %s', (_says, resolution, transcripts) => {
    expect(inShort(judged(resolution, ...transcripts))).toEqual(['warning dns-stale/dns'])
  })

  test('a domain stands for itself: another that works is no help', () => {
    const domain = { ...moved, as: 'domain' as const }
    expect(inShort(judged(domain, refused(OLD), transcriptWith({ host: 'other.example', ip: '192.0.2.30' })))).toEqual([
      'fault dns-stale/dns',
    ])
  })

  test('an exchange that was replaced', () => {
    const replies = [answer(ZONE, 'MX', `10 old.${ZONE}`), answer(`old.${ZONE}`, 'A', OLD)]
    const domain = zone(resolutionOf(ZONE, replies, 'domain'), says(5, answer(ZONE, 'MX', `10 New.${ZONE}.`)))
    expect(inShort(judged(domain, refused(OLD, `old.${ZONE}`)))).toEqual(['fault dns-stale/dns'])
    const same = zone(resolutionOf(ZONE, replies, 'domain'), says(5, answer(ZONE, 'MX', `10 OLD.${ZONE}.`)))
    expect(judged(same, refused(OLD, `old.${ZONE}`))).toEqual([])
  })

  test.each<[string, DnsReply, string]>([
    ['no such name', failing(HOST, 'A', 'NXDOMAIN'), 'dns-nxdomain'],
    ['no such record', answer(HOST, 'A'), 'dns-nodata'],
  ])('a new record behind a "%s" that is still remembered', (_says, no, code) => {
    const hidden = resolutionOf(HOST, [answer(HOST, 'MX'), no, answer(HOST, 'AAAA')])
    const [found] = judged(zone(hidden, says(5, answer(HOST, 'A', NEW))))
    expect(found).toMatchObject({ finding: 'dns-stale', severity: 'fault' })
    expect(found?.evidence.map((line) => line.code)).toEqual(['dns-authority-says', code])
  })

  test.each<[string, readonly DnsReply[]]>([
    ['a referral', [soaOf(ZONE), answer(HOST, 'A', NEW)]],
    ['a refusal', [soaOf(ZONE), failing(HOST, 'A', 'REFUSED')]],
    ['silence', [failing(ZONE, 'SOA', 'timeout'), failing(HOST, 'A', 'timeout')]],
    ['an address beside the one that is known', says(5, answer(HOST, 'A', OLD, NEW))],
  ])('%s proves nothing', (_says, replies) => expect(judged(zone(own, replies), refused(OLD))).toEqual([]))

  test('an answer that failed is not old', () => {
    const failed = resolutionOf(HOST, [failing(HOST, 'A', 'SERVFAIL')])
    expect(judged(zone(failed, says(5, answer(HOST, 'A', NEW))))).toEqual([])
  })

  test('an alias whose end the zone does not hold is compared as an alias', () => {
    const link = (target: string, ...data: readonly string[]): DnsReply => ({
      ...answer(HOST, 'A'),
      records: [
        { name: HOST, type: 'CNAME', ttl: 300, data: target },
        ...data.map((each) => ({ name: target, type: 'A' as const, ttl: 300, data: each })),
      ],
    })
    const resolution = resolutionOf(HOST, [link('edge.other.example', OLD)])
    expect(judged(zone(resolution, says(5, link('edge.other.example'))), refused(OLD))).toEqual([])
    expect(inShort(judged(zone(resolution, says(5, link('edge.new.example'))), refused(OLD)))).toEqual(['fault dns-stale/dns'])
  })
})

describe('servers that disagree', () => {
  const left = says(4, answer(HOST, 'A', OLD))
  const ahead = says(5, answer(HOST, 'A', NEW))
  const values = (findings: readonly Finding[]): readonly unknown[] =>
    findings.flatMap((each) =>
      each.evidence.filter((line) => line.code === 'dns-authority-says').map(({ args }) => `${args.server} ${args.values}`),
    )

  test('each is named with what it says; the newest version is what holds', () => {
    const findings = judged(zone(own, left, ahead), refused(OLD))
    expect(inShort(findings)).toEqual(['fault dns-stale/dns'])
    expect(values(findings)).toEqual([`ns2.${ZONE} ${NEW}`, `ns1.${ZONE} ${OLD}`])
  })

  test('a warning while the resolver gives the newest', () => {
    const fresh = resolutionOf(HOST, [answer(HOST, 'A', NEW)])
    expect(inShort(judged(zone(fresh, left, ahead), refused(NEW)))).toEqual(['warning dns-stale/dns'])
  })

  test('the version number runs in a circle', () => {
    const wrapped = zone(own, says(4_294_967_290, answer(HOST, 'A', OLD)), says(3, answer(HOST, 'A', NEW)))
    expect(inShort(judged(wrapped, refused(OLD)))).toEqual(['fault dns-stale/dns'])
    expect(values(judged(wrapped, refused(OLD)))[0]).toBe(`ns2.${ZONE} ${NEW}`)
  })

  test('addresses handed out in turn by one version are no disagreement', () => {
    const inTurn = zone(own, says(5, answer(HOST, 'A', NEW)), says(5, answer(HOST, 'A', '192.0.2.21')))
    expect(judged(inTurn, refused(OLD))).toEqual([])
  })

  test('exchanges are never handed out in turn', () => {
    const mx = (name: string): readonly DnsReply[] => says(5, answer(HOST, 'MX', `10 ${name}.${ZONE}`))
    expect(inShort(judged(zone(own, mx('one'), mx('two')), transcriptWith()))).toEqual(['warning dns-stale/dns'])
  })
})

test('every resolution is judged by its own zone', () => {
  const evidence: Evidence = evidenceWith({ resolutions: [own, moved], transcripts: [refused(OLD)] })
  expect(stale(evidence)).toHaveLength(1)
})
