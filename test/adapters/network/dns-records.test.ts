import { describe, expect, test } from '@jest/globals'
import { type Decoded, decodeReply } from '../../../src/adapters/network/dns-records.ts'
import type { DnsType } from '../../../src/domain/evidence.ts'

/** Messages byte by byte, as only a broken or hostile server writes them. */

const ID = 7
const NAME = 'x.example'
const TYPES = { A: 1, NS: 2, CNAME: 5, SOA: 6, MX: 15, TXT: 16, AAAA: 28, OPT: 41, RRSIG: 46, TLSA: 52, HTTPS: 65 } as const
const RESOLVER = 0x8180

const u16 = (value: number): Buffer => Buffer.from([value >> 8, value & 255])
const label = (text: string): Buffer => Buffer.concat([Buffer.from([text.length]), Buffer.from(text, 'latin1')])
const name = (text: string): Buffer => Buffer.concat([...text.split('.').filter(Boolean).map(label), Buffer.from([0])])
const record = (owner: Buffer, type: keyof typeof TYPES, data: Buffer): Buffer =>
  Buffer.concat([owner, u16(TYPES[type]), u16(1), u16(0), u16(60), u16(data.length), data])
const own = (type: keyof typeof TYPES, ...bytes: readonly number[]): Buffer => record(name(NAME), type, Buffer.from(bytes))

interface Parts {
  readonly flags?: number
  readonly authority?: readonly Buffer[]
  readonly additional?: readonly Buffer[]
}

function heard(type: DnsType, answers: readonly Buffer[], { flags = RESOLVER, authority = [], additional = [] }: Parts = {}): Decoded {
  const counts = [1, answers.length, authority.length, additional.length].map(u16)
  const question = [name(NAME), u16(TYPES[type]), u16(1)]
  const message = Buffer.concat([u16(ID), u16(flags), ...counts, ...question, ...answers, ...authority, ...additional])
  return decodeReply(message, { name: NAME, type }, ID)
}

const dataOf = (decoded: Decoded): readonly string[] | string =>
  decoded.is === 'reply' ? decoded.records.map((each) => `${each.name} ${each.type} ${each.data}`) : decoded.is

const ADDRESS = [192, 0, 2, 1] as const
/** Where the first answer begins. */
const FIRST_ANSWER = 12 + NAME.length + 2 + 4

describe('data of a length that its type cannot have', () => {
  test.each<[DnsType, readonly number[]]>([
    ['A', []],
    ['A', [192, 0]],
    ['A', Array.from({ length: 16 }, () => 0)],
    ['AAAA', [...ADDRESS]],
    ['MX', [0]],
    ['MX', [0, 10]],
    ['SOA', [0]],
    ['TXT', [9, 65]],
  ])('%s %j says nothing, least of all that there is nothing', (type, bytes) => {
    expect(heard(type, [own(type, ...bytes)])).toEqual({ is: 'garbled', ours: true })
  })

  test.each([0, 1, 2])('a TLSA record of %i bytes is there, and spoils none beside it', (length) => {
    const short = own('TLSA', ...[3, 1, 1].slice(0, length))
    expect(dataOf(heard('TLSA', [short, own('TLSA', 3, 1, 1, 0xab, 0xcd)]))).toEqual([`${NAME} TLSA `, `${NAME} TLSA 3 1 1 abcd`])
  })

  test('a TLSA record without data is there as well', () => {
    expect(dataOf(heard('TLSA', [own('TLSA', 3, 1, 1)]))).toEqual([`${NAME} TLSA 3 1 1 `])
  })
})

describe('names', () => {
  test('that never end are no names', () => {
    const circle = record(Buffer.from([0xc0, FIRST_ANSWER]), 'A', Buffer.from(ADDRESS))
    expect(heard('A', [circle])).toEqual({ is: 'garbled', ours: true })
  })
  test('keep a blank that is part of them', () => {
    const exchange = Buffer.concat([u16(10), label('mail'), label('example '), Buffer.from([0])])
    expect(dataOf(heard('MX', [record(name(NAME), 'MX', exchange)]))).toEqual([`${NAME} MX 10 mail.example\\032`])
  })

  test('are shown without anything a terminal would obey', () => {
    const alias = record(name(NAME), 'CNAME', Buffer.concat([label('\u001b[2J'), name('example')]))
    expect(dataOf(heard('CNAME', [alias]))).toEqual([`${NAME} CNAME \\x1b[2J.example`])
  })
})
describe('what comes along', () => {
  test('records of other types are passed over', () => {
    const answers = [own('RRSIG', ...Array.from({ length: 40 }, () => 0)), own('HTTPS', 0, 1, 0), own('A', ...ADDRESS)]
    expect(dataOf(heard('A', answers))).toEqual([`${NAME} A 192.0.2.1`])
  })

  test('an extended error leaves the code what it is (RFC 8914)', () => {
    const why = Buffer.concat([u16(15), u16(4), u16(22), Buffer.from('no')])
    const opt = Buffer.concat([Buffer.from([0]), u16(TYPES.OPT), u16(1232), u16(0), u16(0), u16(why.length), why])
    expect(heard('A', [], { flags: 0x8182, additional: [opt] })).toMatchObject({ is: 'reply', rcode: 'SERVFAIL' })
  })

  test('text in pieces is one text', () => {
    const pieces = Buffer.concat([label('v=S'), label('TSv1; i'), label(''), label('d=1')])
    expect(dataOf(heard('TXT', [record(name(NAME), 'TXT', pieces)]))).toEqual([`${NAME} TXT v=STSv1; id=1`])
  })

  test('name servers beside an SOA record are no referral (RFC 2308 §2.2)', () => {
    const soa = record(name('example'), 'SOA', Buffer.concat([name('ns1.example'), name('hostmaster.example'), Buffer.alloc(20, 1)]))
    const ns = record(name('example'), 'NS', name('ns1.example'))
    expect(heard('A', [], { authority: [soa, ns] })).toMatchObject({ rcode: 'NOERROR', records: [], referral: [] })
    expect(heard('A', [], { flags: 0x8000, authority: [ns] })).toMatchObject({ referral: [{ data: 'ns1.example' }], recursive: false })
  })

  test('the question sent back is no answer', () => {
    expect(heard('A', [], { flags: 0x0100 })).toEqual({ is: 'foreign' })
  })
})
