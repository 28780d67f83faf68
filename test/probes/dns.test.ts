import { describe, expect, test } from '@jest/globals'
import type { DnsReply, Evidence, Resolution } from '../../src/domain/evidence.ts'
import type { EvidenceLine, Finding } from '../../src/domain/finding.ts'
import { dns } from '../../src/probes/dns.ts'
import { verdict } from '../../src/probes/index.ts'
import { resolutionOf } from '../../src/probes/resolution.ts'
import { answer, evidenceWith, failing, fromZone, inShort, soaOf, withAuthority } from './healthy.ts'

const D = 'd.example'
const MX = 'mx.d.example'
const of = (...resolutions: readonly Resolution[]): Evidence => evidenceWith({ resolutions, transcripts: [], tenant: null })
const judged = (...replies: readonly DnsReply[]): readonly Finding[] => dns(of(resolutionOf(D, replies, 'domain')))
const shown = (findings: readonly Finding[]): readonly EvidenceLine[] => findings.flatMap((each) => each.evidence)
const codes = (findings: readonly Finding[]): readonly string[] => shown(findings).map((each) => each.code)
const alias = (name: string, ...chain: readonly string[]): DnsReply => ({
  ...answer(name, 'A'),
  records: chain.map((data, index) => ({ name: index === 0 ? name : (chain[index - 1] ?? ''), type: 'CNAME', ttl: 60, data })),
})
const none = [answer(D, 'A'), answer(D, 'AAAA')]
const there = [answer(D, 'MX', `10 ${MX}`), ...none, answer(MX, 'A', '192.0.2.1'), answer(MX, 'AAAA')]

describe('a name is told by what mail depends on', () => {
  test('a domain that leads to an address has nothing to answer for', () => expect(judged(...there)).toEqual([]))

  test('what is asked beside the way may be missing or fail', () => {
    const beside = [
      failing(`_25._tcp.${MX}`, 'TLSA', 'NXDOMAIN'),
      failing(`_mta-sts.${D}`, 'TXT', 'NXDOMAIN'),
      failing(`_smtp._tls.${D}`, 'TXT', 'SERVFAIL'),
      failing('example', 'NS', 'REFUSED'),
    ]
    expect(judged(...there, ...beside)).toEqual([])
    expect(inShort(judged(answer(D, 'MX'), ...none, ...beside))).toEqual(['fault dns-no-records/dns'])
    expect(shown(judged(answer(D, 'MX'), ...none, ...beside))).toHaveLength(3)
  })

  test('a question that never reached our own DNS server says nothing of the name', () => {
    const findings = judged(failing(D, 'MX', 'unreachable'), failing(D, 'A', 'unreachable'))
    expect(inShort(findings)).toEqual(['warning dns-query-failed/dns', 'warning outside-port-25-blocked/dns'])
    expect(findings[1]?.evidence).toEqual(findings[0]?.evidence)
    expect(inShort(judged(failing(D, 'MX', 'timeout'), failing(D, 'A', 'unreachable')))).toEqual(['fault dns-servers-failing/dns'])
  })

  test.each<[DnsReply['rcode'], string]>([
    ['NXDOMAIN', 'dns-domain-missing'],
    ['SERVFAIL', 'dns-servers-failing'],
    ['timeout', 'dns-servers-failing'],
    ['REFUSED', 'dns-query-failed'],
    ['FORMERR', 'dns-query-failed'],
    ['NOTIMP', 'dns-query-failed'],
    ['garbled', 'dns-query-failed'],
    ['truncated', 'dns-query-failed'],
  ])('%s is %s', (rcode, finding) => {
    const [found, ...more] = judged(failing(D, 'MX', rcode), failing(D, 'A', rcode), failing(D, 'AAAA', rcode))
    expect(more).toEqual([])
    expect(found).toMatchObject({ finding, severity: 'fault', subject: D, stage: 'dns' })
    expect(found?.evidence[0]?.args).toMatchObject({ name: D, type: 'MX', server: '192.0.2.53:53' })
  })

  test('smart hosts stand in for one another, domains do not', () => {
    const gone = [failing('gone.example', 'MX', 'NXDOMAIN'), failing('gone.example', 'A', 'NXDOMAIN')]
    const other = (as: Resolution['as']): Evidence => of(resolutionOf(D, there, as), resolutionOf('gone.example', gone, as))
    expect(inShort(dns(other('smart-host')))).toEqual(['warning dns-domain-missing/dns'])
    expect(shown(dns(other('smart-host')))).toContainEqual({ code: 'works-elsewhere', args: { ok: 1, total: 2 } })
    expect(inShort(dns(other('domain')))).toEqual(['fault dns-domain-missing/dns'])
  })

  test('an answer that fails beside addresses is a warning, whichever it is', () => {
    const some = there.map((reply) => (reply.question.type === 'AAAA' ? failing(reply.question.name, 'AAAA', 'SERVFAIL') : reply))
    expect(inShort(judged(...some))).toEqual(['warning dns-servers-failing/dns'])
    expect(shown(judged(...some))).toHaveLength(2)
  })
})

test('names from outside are shown short and without anything to obey', () => {
  const long = `${'a'.repeat(900)}\u001b[2J.example`
  const [found] = judged(answer(D, 'MX', `10 ${long}`), ...none, failing(long, 'A', 'NXDOMAIN'), failing(long, 'AAAA', 'NXDOMAIN'))
  const shownText = JSON.stringify(found?.evidence)
  expect(found).toMatchObject({ finding: 'mx-invalid' })
  expect(shownText.length).toBeLessThan(1000)
  expect(shownText).not.toContain('\\u001b')
})

describe('aliases', () => {
  test('a circle is told from a chain that is too long', () => {
    const circle = judged(alias(D, 'a.example', 'b.example', 'a.example'))
    expect(shown(circle)).toEqual([{ code: 'dns-cname-loop', args: { chain: `${D} → a.example → b.example → a.example` } }])
    const long = judged(alias(D, ...Array.from({ length: 12 }, (_each, index) => `n${index}.example`)))
    expect(inShort(long)).toEqual(['fault dns-cname-loop/dns'])
    expect(codes(long)).toEqual(['dns-cname-long'])
    const sure = (findings: readonly Finding[]) => verdict(findings, of(resolutionOf(D, [])), []).confidence
    expect([sure(circle), sure(long)]).toEqual(['certain', 'likely'])
  })

  test('what is missing behind one is its end, with the way there', () => {
    const dead = (type: DnsReply['question']['type']): DnsReply => ({
      ...alias(D, 'gone.cloud.example'),
      question: { name: D, type },
      rcode: 'NXDOMAIN',
    })
    const found = judged(dead('MX'), dead('A'), dead('AAAA'))
    expect(inShort(found)).toEqual(['fault dns-domain-missing/dns'])
    expect(shown(found)).toMatchObject([
      { code: 'dns-answer', args: { name: D, type: 'CNAME', values: 'gone.cloud.example' } },
      { code: 'dns-nxdomain', args: { name: 'gone.cloud.example' } },
    ])
  })

  test('of a host are as they should be', () => {
    const host = resolutionOf('m.example', [
      {
        ...alias('m.example', 'real.example'),
        records: [...alias('m.example', 'real.example').records, { name: 'real.example', type: 'A', ttl: 1, data: '192.0.2.1' }],
      },
    ])
    expect(dns(of(host))).toEqual([])
  })
})

describe('what an MX record names', () => {
  const leading = (...data: readonly string[]): readonly DnsReply[] => [answer(D, 'MX', ...data), ...none]
  const toReal = {
    ...alias(MX, 'real.example'),
    records: [...alias(MX, 'real.example').records, { name: 'real.example', type: 'A' as const, ttl: 1, data: '192.0.2.1' }],
  }
  const lost = [failing(MX, 'A', 'NXDOMAIN'), failing(MX, 'AAAA', 'NXDOMAIN')]
  const second = [answer('mx2.d.example', 'A', '192.0.2.2'), answer('mx2.d.example', 'AAAA')]

  test.each<[string, readonly DnsReply[], string, readonly string[]]>([
    ['an address', leading('10 192.0.2.1'), 'fault', ['dns-mx-is-address']],
    [
      'an address beside a host',
      [...leading(`10 192.0.2.1`, `20 ${MX}`), answer(MX, 'A', '192.0.2.1'), answer(MX, 'AAAA')],
      'warning',
      ['dns-mx-is-address'],
    ],
    ['an alias', [...leading(`10 ${MX}`), toReal, answer(MX, 'AAAA')], 'warning', ['dns-mx-is-alias']],
    [
      'an alias that leads nowhere',
      [...leading(`10 ${MX}`), alias(MX, 'gone.example'), answer(MX, 'AAAA')],
      'fault',
      ['dns-mx-is-alias', 'dns-answer', 'dns-nodata'],
    ],
    ['a host that does not exist', [...leading(`10 ${MX}`), ...lost], 'fault', ['dns-nxdomain', 'dns-nxdomain']],
    [
      'a host that does not exist, beside another',
      [...leading(`10 ${MX}`, '20 mx2.d.example'), ...lost, ...second],
      'warning',
      ['dns-nxdomain', 'dns-nxdomain'],
    ],
  ])('%s', (_says, replies, severity, expected) => {
    const findings = judged(...replies)
    expect(inShort(findings)).toEqual([`${severity} mx-invalid/dns`])
    expect(codes(findings)).toEqual(expected)
  })

  test('the alias is named with where it leads', () => {
    expect(shown(judged(...leading(`10 ${MX}`), toReal))).toContainEqual({
      code: 'dns-mx-is-alias',
      args: { name: D, exchange: MX, target: 'real.example' },
    })
  })

  test('an exchange whose servers fail is not called invalid', () => {
    expect(inShort(judged(...leading(`10 ${MX}`), failing(MX, 'A', 'SERVFAIL'), failing(MX, 'AAAA', 'SERVFAIL')))).toEqual([
      'fault dns-servers-failing/dns',
    ])
    const both = judged(...leading(`10 ${MX}`, '20 mx2.d.example'), failing(MX, 'A', 'timeout'), failing(MX, 'AAAA', 'timeout'), ...second)
    expect(inShort(both)).toEqual(['warning dns-servers-failing/dns'])
  })

  test('nothing, on purpose: a null MX', () => {
    expect(inShort(judged(...leading('0 .')))).toEqual(['fault null-mx/dns'])
    expect(inShort(judged(answer(D, 'MX', '0 .'), answer(D, 'A', '192.0.2.1'), answer(D, 'AAAA')))).toEqual(['fault null-mx/dns'])
  })
})

describe('broken signatures are for DANE to judge', () => {
  const broken = resolutionOf(D, [failing(D, 'MX', 'SERVFAIL'), failing(D, 'A', 'SERVFAIL'), failing(D, 'AAAA', 'SERVFAIL')], 'domain')
  const unchecked = [answer(D, 'MX', `10 ${MX}`), answer(D, 'A'), answer(D, 'AAAA')]

  test('and not called failing servers', () => expect(dns(of({ ...broken, unchecked }))).toEqual([]))

  test('but servers that fail either way are', () => {
    const failed = { ...broken, unchecked: unchecked.map((each) => ({ ...each, rcode: 'SERVFAIL' as const })) }
    expect(inShort(dns(of(failed)))).toEqual(['fault dns-servers-failing/dns'])
    expect(inShort(dns({ ...of({ ...broken, unchecked }), resolverValidates: false }))).toEqual(['fault dns-servers-failing/dns'])
  })
})

describe('each name server of the zone, asked alone', () => {
  const zone = (resolution: Resolution, ...soas: readonly DnsReply[]): Resolution =>
    withAuthority(resolution, D, ...soas.map((soa, index) => [`ns${index + 1}.${D}`, `198.51.100.${index + 1}`, soa] as const))
  const sound = resolutionOf(D, there, 'domain')
  const dark = resolutionOf(D, [failing(D, 'MX', 'SERVFAIL'), failing(D, 'A', 'SERVFAIL'), failing(D, 'AAAA', 'SERVFAIL')], 'domain')
  const lameness = (resolution: Resolution): readonly EvidenceLine['args'][] =>
    shown(dns(of(resolution))).flatMap((each) => (each.code === 'dns-lame' ? [each.args] : []))

  test('all in charge: nothing to say', () => expect(dns(of(zone(sound, soaOf(D), soaOf(D))))).toEqual([]))

  test.each<[string, DnsReply, string]>([
    ['refuses', failing(D, 'SOA', 'REFUSED'), 'REFUSED'],
    ['fails', failing(D, 'SOA', 'SERVFAIL'), 'SERVFAIL'],
    ['is silent', failing(D, 'SOA', 'timeout'), 'timeout'],
    ['answers without authority', answer(D, 'SOA'), 'not-authoritative'],
    ['says the zone is not there', fromZone(failing(D, 'SOA', 'NXDOMAIN')), 'NXDOMAIN'],
  ])('one that %s is a warning while another answers', (_says, soa, rcode) => {
    const findings = dns(of(zone(sound, soaOf(D), soa)))
    expect(inShort(findings)).toEqual(['warning dns-servers-failing/dns'])
    expect(shown(findings)).toEqual([{ code: 'dns-lame', args: { server: `ns2.${D}`, ip: '198.51.100.2', zone: D, rcode } }])
  })

  test('one without an address of its own', () => {
    const findings = dns(of(withAuthority(sound, D, [`ns1.${D}`, '198.51.100.1', soaOf(D)], ['ns.gone.example', null])))
    expect(inShort(findings)).toEqual(['warning dns-servers-failing/dns'])
    expect(shown(findings)).toEqual([{ code: 'dns-server-nameless', args: { server: 'ns.gone.example', zone: D } }])
  })

  test('all of them are why nothing is found, in one finding', () => {
    const findings = dns(of(zone(dark, failing(D, 'SOA', 'REFUSED'), failing(D, 'SOA', 'timeout'))))
    expect(inShort(findings)).toEqual(['fault dns-servers-failing/dns'])
    expect(codes(findings)).toEqual(['dns-lame', 'dns-lame', 'dns-failure', 'dns-failure', 'dns-failure'])
  })

  test('a query that merely failed is theirs once they are seen to fail', () => {
    const refused = resolutionOf(D, [failing(D, 'MX', 'REFUSED'), failing(D, 'A', 'REFUSED'), failing(D, 'AAAA', 'REFUSED')])
    expect(inShort(dns(of(refused)))).toEqual(['fault dns-query-failed/dns'])
    expect(inShort(dns(of(zone(refused, failing(D, 'SOA', 'REFUSED')))))).toEqual(['fault dns-servers-failing/dns'])
  })

  test('servers that hold the zone and yet fail at the name show it themselves', () => {
    const fails = (rcode: DnsReply['rcode']) => [failing(D, 'MX', rcode), failing(D, 'A', rcode)]
    const asked = withAuthority(
      dark,
      D,
      [`ns1.${D}`, '198.51.100.1', soaOf(D), ...fails('SERVFAIL')],
      [`ns2.${D}`, '198.51.100.2', soaOf(D), ...fails('timeout')],
      [`ns3.${D}`, '198.51.100.3', failing(D, 'SOA', 'REFUSED'), ...fails('REFUSED')],
    )
    const lines = shown(dns(of(asked))).map(({ code, args }) => [code, args.server, args.rcode])
    expect(lines.slice(0, 2)).toEqual([
      ['dns-lame', `ns3.${D}`, 'REFUSED'],
      ['dns-failure', `ns1.${D}`, 'SERVFAIL'],
    ])
    expect(lines).toHaveLength(5)
  })

  test('all silent while the resolver has its answers: the way to them is shut here, and nothing is held against them', () => {
    const silent = [failing(D, 'SOA', 'timeout'), failing(D, 'SOA', 'unreachable')]
    expect(dns(of(zone(sound, ...silent)))).toEqual([])
    expect(lameness(zone(dark, ...silent))).toHaveLength(2)
    expect(lameness(zone(sound, soaOf(D), ...silent))).toHaveLength(2)
  })

  test.each(['unreachable', 'timeout'] as const)(
    'an IPv6 server is lame for its silence (%s) only where another answers over IPv6',
    (rcode) => {
      const six = (...more: readonly DnsReply[]) =>
        withAuthority(
          sound,
          D,
          [`ns1.${D}`, '198.51.100.1', soaOf(D)],
          [`ns2.${D}`, '2001:db8::53', failing(D, 'SOA', rcode)],
          [`ns3.${D}`, '2001:db8::54', ...more],
        )
      expect(dns(of(six(failing(D, 'SOA', rcode))))).toEqual([])
      expect(lameness(six(soaOf(D)))).toMatchObject([{ ip: '2001:db8::53', rcode }])
    },
  )

  test('an absence that the zone contradicts is left to the judgement of old data', () => {
    const no = resolutionOf(D, [answer(D, 'MX'), failing(D, 'A', 'NXDOMAIN'), answer(D, 'AAAA')])
    const knows = withAuthority(no, D, [`ns1.${D}`, '198.51.100.1', soaOf(D), fromZone(answer(D, 'A', '192.0.2.7'))])
    expect(inShort(dns(of(no)))).toEqual(['fault dns-domain-missing/dns'])
    expect(dns(of(knows))).toEqual([])
  })
})
