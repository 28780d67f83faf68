import { describe, expect, test } from '@jest/globals'
import * as fc from 'fast-check'
import { exchangesOf } from '../../src/domain/dns.ts'
import type { DnsQuestion, DnsReply, DnsType } from '../../src/domain/evidence.ts'
import { addressesOf, isDomain, literalAddress, nextQuestions, registrableDomain, resolutionOf } from '../../src/probes/resolution.ts'
import { answer, failing } from './healthy.ts'

const text = (questions: readonly DnsQuestion[]): readonly string[] => questions.map((each) => `${each.type} ${each.name}`)
const alias = (name: string, type: DnsType, to: string, ...data: readonly string[]): DnsReply => ({
  ...answer(name, type),
  records: [{ name, type: 'CNAME', ttl: 1, data: to }, ...data.map((each) => ({ name: to, type, ttl: 1, data: each }))],
})

/** Asks until nothing is left, as the diagnosis does. */
function settle(
  host: string,
  ask: (question: DnsQuestion) => DnsReply,
  as: 'smart-host' | 'domain' = 'smart-host',
): { readonly replies: readonly DnsReply[]; readonly rounds: number } {
  let replies: readonly DnsReply[] = []
  for (let rounds = 0; ; rounds++) {
    const questions = nextQuestions(host, replies, as)
    if (questions.length === 0 || rounds > 100) return { replies, rounds }
    replies = [...replies, ...questions.map(ask)]
  }
}

/** Answers from a table `TYPE name`, with nothing for what it lacks. */
const zone =
  (records: Readonly<Record<string, readonly string[]>>) =>
  ({ name, type }: DnsQuestion): DnsReply =>
    answer(name, type, ...(records[`${type} ${name}`] ?? []))

describe('a reply of many records', () => {
  test('is gone through once, however often something is looked for in it', () => {
    let reads = 0
    const counted = (data: string) => ({
      type: 'A' as const,
      ttl: 1,
      data,
      get name() {
        reads += 1
        return 'mail.d.example'
      },
    })
    const long = { ...answer('mail.d.example', 'A'), records: Array.from({ length: 100 }, (_, at) => counted(`192.0.2.${at}`)) }
    for (let time = 0; time < 50; time++) {
      expect(resolutionOf('mail.d.example', [long]).addresses).toHaveLength(100)
      nextQuestions('mail.d.example', [long])
    }
    expect(reads).toBe(100)
  })
})

describe('how a host becomes addresses', () => {
  test.each([
    ['192.0.2.1', '192.0.2.1'],
    ['[192.0.2.1]', '192.0.2.1'],
    ['2001:db8::1', '2001:db8::1'],
    ['[IPv6:2001:db8::1]', '2001:db8::1'],
  ])('the address %s is asked nothing', (host, ip) => {
    expect(nextQuestions(host, [])).toEqual([])
    expect(resolutionOf(host, []).addresses).toEqual([{ host: ip, ip }])
    expect(literalAddress(host)).toBe(ip)
  })

  test('all that hangs on the name is asked at once', () => {
    expect(text(nextQuestions('Mail.d.Example.', []))).toEqual([
      'MX mail.d.example',
      'A mail.d.example',
      'AAAA mail.d.example',
      'TLSA _25._tcp.mail.d.example',
      'NS mail.d.example',
      'SOA mail.d.example',
      'NS d.example',
      'SOA d.example',
    ])
    expect(text(nextQuestions('d.example', [], 'domain'))).toEqual([
      'MX d.example',
      'A d.example',
      'AAAA d.example',
      'TLSA _25._tcp.d.example',
      'NS d.example',
      'SOA d.example',
      'TXT _mta-sts.d.example',
      'TXT _smtp._tls.d.example',
    ])
  })

  test('a healthy smart host takes one round, a healthy domain two', () => {
    const host = settle('mail.d.example', ({ name, type }) => (type === 'A' ? answer(name, type, '192.0.2.1') : answer(name, type)))
    expect(host.rounds).toBe(1)
    const domain = settle(
      'd.example',
      zone({ 'MX d.example': ['10 mx.d.example', '20 mx.other.example'], 'A mx.d.example': ['192.0.2.1'] }),
      'domain',
    )
    expect(domain.rounds).toBe(2)
    expect(text(domain.replies.slice(8).map((reply) => reply.question))).toEqual([
      'A mx.d.example',
      'AAAA mx.d.example',
      'TLSA _25._tcp.mx.d.example',
      'A mx.other.example',
      'AAAA mx.other.example',
      'TLSA _25._tcp.mx.other.example',
      'NS other.example',
    ])
  })

  test('a bare name that turns out to have an MX is a domain, and its policies are asked for then', () => {
    const first = nextQuestions('d.example', []).map(({ name, type }) =>
      type === 'MX' ? answer(name, type, '10 192.0.2.1') : answer(name, type),
    )
    expect(isDomain('d.example', first)).toBe(true)
    expect(text(nextQuestions('d.example', first, 'domain'))).toEqual(['TXT _mta-sts.d.example', 'TXT _smtp._tls.d.example'])
    expect(isDomain('d.example', [answer('d.example', 'MX')])).toBe(false)
    expect(isDomain('d.example', [answer('d.example', 'MX', '0 .')])).toBe(true)
    expect(isDomain('192.0.2.1', first)).toBe(false)
  })

  test.each([
    ['mail.contoso.com', 'contoso.com'],
    ['a.b.contoso.co.uk', 'contoso.co.uk'],
    ['co.uk', null],
    ['x.lab.example', 'lab.example'],
    ['server', null],
    ['192.0.2.1', null],
    ['[IPv6:2001:db8::1]', null],
    ['tenant.mail.protection.outlook.com', 'outlook.com'],
    ['a.somebody.github.io', 'github.io'],
  ])('what someone registered of %s is %s', (name, registered) => expect(registrableDomain(name)).toBe(registered))

  test('without MX the own addresses count, IPv4 first', () => {
    const { replies } = settle('mail.example', zone({ 'A mail.example': ['192.0.2.1', '192.0.2.2'], 'AAAA mail.example': ['2001:db8::1'] }))
    expect(resolutionOf('mail.example', replies).addresses.map((each) => each.ip)).toEqual(['192.0.2.1', '192.0.2.2', '2001:db8::1'])
  })

  test('with MX only its names count, by preference', () => {
    const replies = [
      answer('d.example', 'MX', '20 Two.example.', '10 one.example'),
      answer('d.example', 'A', '192.0.2.99'),
      answer('one.example', 'A', '192.0.2.1'),
      answer('two.example', 'A', '192.0.2.2', '192.0.2.1'),
    ]
    expect(resolutionOf('d.example', replies).addresses).toEqual([
      { host: 'one.example', ip: '192.0.2.1' },
      { host: 'two.example', ip: '192.0.2.2' },
    ])
    expect(exchangesOf('d.example', replies).map((each) => each.exchange)).toEqual(['one.example', 'two.example'])
  })

  test.each(['0 .', '10 192.0.2.1'])('the MX "%s" leads to no more questions and no addresses', (mx) => {
    const { replies, rounds } = settle('d.example', zone({ 'MX d.example': [mx], 'A d.example': ['192.0.2.9'] }))
    expect(rounds).toBe(1)
    expect(resolutionOf('d.example', replies).addresses).toEqual([])
  })

  test('an alias is followed in the reply, and asked for where the reply stops', () => {
    const whole = [
      alias('m.example', 'A', 'real.example', '192.0.2.1'),
      alias('m.example', 'MX', 'real.example'),
      alias('m.example', 'AAAA', 'real.example'),
    ]
    expect(addressesOf('m.example', whole)).toEqual(['192.0.2.1'])
    const cut = [alias('m.example', 'A', 'real.example'), answer('m.example', 'MX'), answer('m.example', 'AAAA')]
    expect(text(nextQuestions('m.example', cut))).toContain('A real.example')
  })

  test('an alias of the root leads nowhere, and nothing is asked about that', () => {
    const { replies } = settle('m.example', ({ name, type }) => (name === 'm.example' ? alias(name, type, '.') : answer(name, type)))
    expect(text(replies.map((reply) => reply.question)).filter((each) => / $| _25\._tcp\.$/.test(each))).toEqual([])
  })

  test('a server that follows aliases is not asked again for what it left empty', () => {
    const whole = (question: DnsQuestion): DnsReply =>
      question.name === 'm.example'
        ? alias('m.example', question.type, 'real.example', ...(question.type === 'A' ? ['192.0.2.1'] : []))
        : answer(question.name, question.type)
    const { replies, rounds } = settle('m.example', whole)
    expect(text(replies.map((reply) => reply.question)).filter((each) => / (real|_25\._tcp\.real)/.test(each))).toEqual([
      'TLSA _25._tcp.real.example',
    ])
    expect(rounds).toBe(2)
  })

  test('failures are not asked again', () => {
    const { rounds } = settle('d.example', ({ name, type }) => failing(name, type, 'timeout'), 'domain')
    expect(rounds).toBe(1)
  })

  test('aliases in a circle and exchanges without end come to a stop', () => {
    const circle = settle('a.example', ({ name, type }) => alias(name, type, name === 'a.example' ? 'b.example' : 'a.example'))
    expect(circle.rounds).toBeLessThan(10)
    const chain = settle('n0.example', ({ name, type }) => alias(name, type, `n${Number(name.slice(1, -8)) + 1}.example`))
    expect(chain.rounds).toBeLessThan(15)
    const many = settle('m.example', ({ name, type }) =>
      type === 'MX' ? answer(name, type, ...Array.from({ length: 200 }, (_each, index) => `10 mx${index}.example`)) : answer(name, type),
    )
    expect(many.replies.length).toBeLessThan(60)
  })

  test('no zone, however odd, keeps the questions going or asks one twice', () => {
    const name = fc.constantFrom('a.example', 'b.example', 'c.example', '.', '192.0.2.1')
    const record = fc.record({
      name,
      type: fc.constantFrom<DnsType>('A', 'AAAA', 'MX', 'CNAME'),
      ttl: fc.constant(1),
      data: fc.oneof(
        name,
        name.map((each) => `5 ${each}`),
      ),
    })
    fc.assert(
      fc.property(fc.array(record, { maxLength: 8 }), (records) => {
        const { replies, rounds } = settle('a.example', (question) => ({ ...answer(question.name, question.type), records }))
        const asked = text(replies.map((reply) => reply.question))
        expect(rounds).toBeLessThan(12)
        expect(new Set(asked).size).toBe(asked.length)
      }),
    )
  })
})
