import { describe, expect, test } from '@jest/globals'
import * as fc from 'fast-check'
import { exchangesOf } from '../../src/domain/dns.ts'
import type { DnsQuestion, DnsReply, DnsType } from '../../src/domain/evidence.ts'
import { addressesOf, literalAddress, nextQuestions, resolutionOf } from '../../src/probes/resolution.ts'
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
): { readonly replies: readonly DnsReply[]; readonly rounds: number } {
  let replies: readonly DnsReply[] = []
  for (let rounds = 0; ; rounds++) {
    const questions = nextQuestions(host, replies)
    if (questions.length === 0 || rounds > 100) return { replies, rounds }
    replies = [...replies, ...questions.map(ask)]
  }
}

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

  test('MX and addresses are asked at once', () => {
    expect(text(nextQuestions('Mail.Example.', []))).toEqual(['MX mail.example', 'A mail.example', 'AAAA mail.example'])
  })

  test('without MX the own addresses count, IPv4 first', () => {
    const replies = [
      answer('mail.example', 'MX'),
      answer('mail.example', 'AAAA', '2001:db8::1'),
      answer('mail.example', 'A', '192.0.2.1', '192.0.2.2'),
    ]
    expect(nextQuestions('mail.example', replies)).toEqual([])
    expect(resolutionOf('mail.example', replies).addresses.map((each) => each.ip)).toEqual(['192.0.2.1', '192.0.2.2', '2001:db8::1'])
  })

  test('with MX only its names count, by preference', () => {
    const replies = [
      answer('d.example', 'MX', '20 Two.example.', '10 one.example'),
      answer('d.example', 'A', '192.0.2.99'),
      answer('d.example', 'AAAA'),
    ]
    expect(text(nextQuestions('d.example', replies))).toEqual(['A one.example', 'AAAA one.example', 'A two.example', 'AAAA two.example'])
    const more = [...replies, answer('one.example', 'A', '192.0.2.1'), answer('two.example', 'A', '192.0.2.2', '192.0.2.1')]
    expect(resolutionOf('d.example', more).addresses).toEqual([
      { host: 'one.example', ip: '192.0.2.1' },
      { host: 'two.example', ip: '192.0.2.2' },
    ])
    expect(exchangesOf((replies[0] as DnsReply).question.name, replies.slice(0, 1)).map((each) => each.exchange)).toEqual([
      'one.example',
      'two.example',
    ])
  })

  test.each(['0 .', '10 192.0.2.1'])('the MX "%s" leads to no more questions and no addresses', (mx) => {
    const replies = [answer('d.example', 'MX', mx), answer('d.example', 'A', '192.0.2.9'), answer('d.example', 'AAAA')]
    expect(nextQuestions('d.example', replies)).toEqual([])
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

  test('failures are not asked again', () => {
    const replies = (['MX', 'A', 'AAAA'] as const).map((type) => failing('d.example', type, 'timeout'))
    expect(nextQuestions('d.example', replies)).toEqual([])
  })

  test('aliases in a circle and exchanges without end come to a stop', () => {
    const circle = settle('a.example', ({ name, type }) => alias(name, type, name === 'a.example' ? 'b.example' : 'a.example'))
    expect(circle.rounds).toBeLessThan(10)
    const chain = settle('n0.example', ({ name, type }) => alias(name, type, `n${Number(name.slice(1, -8)) + 1}.example`))
    expect(chain.rounds).toBeLessThan(15)
    const many = settle('m.example', ({ name, type }) =>
      type === 'MX' ? answer(name, type, ...Array.from({ length: 200 }, (_each, index) => `10 mx${index}.example`)) : answer(name, type),
    )
    expect(many.replies.length).toBeLessThan(30)
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
