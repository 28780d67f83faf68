import { afterAll, beforeAll, describe, expect, test } from '@jest/globals'
import { createNetwork } from '../../../src/adapters/network/create-network.ts'
import type { DnsType } from '../../../src/domain/evidence.ts'
import { type DnsServerForTest, startDnsServer } from './dns-server.ts'

let server: DnsServerForTest
let deaf: DnsServerForTest
const SOA = {
  mname: 'ns1.zone.example',
  rname: 'hostmaster.zone.example',
  serial: 2026112201,
  refresh: 7200,
  retry: 600,
  expire: 86_400,
  minimum: 300,
}
const ask = (name: string, type: DnsType = 'A', dnsServers = [server.address]) =>
  createNetwork({ dnsServers, dnsTimeoutMs: 600 }).query({ name, type })

beforeAll(async () => {
  server = await startDnsServer({
    'mail.example': [
      { type: 'A', name: 'mail.example', ttl: 300, data: '192.0.2.10' },
      { type: 'MX', name: 'mail.example', ttl: 300, data: { preference: 10, exchange: 'mx.mail.example' } },
      { type: 'TXT', name: 'mail.example', ttl: 300, data: ['v=spf1 ', '-all'] },
      {
        type: 'TLSA',
        name: 'mail.example',
        ttl: 300,
        data: { usage: 3, selector: 1, matchingType: 1, certificate: Buffer.from('abcd', 'hex') },
      },
    ],
    'null.example': [{ type: 'MX', name: 'null.example', ttl: 1, data: { preference: 0, exchange: '.' } }],
    'alias.example': [
      { type: 'CNAME', name: 'alias.example', ttl: 60, data: 'mail.example' },
      { type: 'A', name: 'mail.example', ttl: 60, data: '192.0.2.10' },
    ],
    'xn--bcher-kva.example': [{ type: 'A', name: 'xn--bcher-kva.example', ttl: 60, data: '192.0.2.11' }],
    'broken.example': 'SERVFAIL',
    'refused.example': 'REFUSED',
    'notimp.example': 'NOTIMP',
    'silent.example': 'silent',
    'lossy.example': 'silent-once',
    'garbage.example': 'garbage',
    'forged.example': 'foreign-first',
    'strange.example': 'foreign',
    'large.example': 'truncated',
    'old.example': 'no-edns',
    'signed.example': 'validated',
    'held.example': 'authoritative',
    'given.example': 'given-away',
    'loud.example': 'silent-twice',
    'cut.example': 'truncated-always',
    'half.example': 'cut-in-a-record',
    'early.example': 'edns-notimp',
    'walled.example': 'edns-dropped',
    'version.example': 'bad-version',
    'bare.example': 'bare-refusal',
    'odd.example': [{ type: 'TXT', name: 'odd.example', ttl: 1, data: ['v=STSv1;', ' id=1\r\n\u0000;'] }],
    'zone.example': [
      { type: 'NS', name: 'zone.example', ttl: 60, data: 'ns1.zone.example' },
      { type: 'SOA', name: 'zone.example', ttl: 60, data: SOA },
    ],
    '.': [{ type: 'SOA', name: '.', ttl: 60, data: SOA }],
    'flood.example': Array.from({ length: 1000 }, (_, at) => ({
      type: 'MX' as const,
      name: 'flood.example',
      ttl: 60,
      data: { preference: at, exchange: `m${at}.flood.example` },
    })),
  })
  deaf = await startDnsServer({
    'mail.example': 'silent',
    'twice.example': 'silent',
    'refused.example': 'SERVFAIL',
    'cut.example': [{ type: 'A', name: 'cut.example', ttl: 1, data: '192.0.2.12' }],
  })
})
afterAll(async () => {
  await server.close()
  await deaf.close()
})

describe('one question to a name server', () => {
  test.each([
    ['a name that is not there', 'nowhere.example', 'NXDOMAIN'],
    ['a server that fails', 'broken.example', 'SERVFAIL'],
    ['a server that refuses', 'refused.example', 'REFUSED'],
    ['a server that cannot', 'notimp.example', 'NOTIMP'],
    ['a server that is silent', 'silent.example', 'timeout'],
    ['bytes that are no DNS', 'garbage.example', 'garbled'],
    ['answers to other questions alone', 'strange.example', 'garbled'],
    ['an answer that stays cut over TCP', 'cut.example', 'truncated'],
    ['a refusal that does not repeat the question', 'bare.example', 'REFUSED'],
    ['a name that cannot be asked for', `${'x'.repeat(64)}.example`, 'FORMERR'],
  ])('%s keeps its own outcome', async (_says, name, rcode) => {
    const reply = await ask(name)
    expect(reply).toMatchObject({ rcode, records: [], question: { name, type: 'A' } })
  })

  test('nothing of a type is an answer without records', async () => {
    expect(await ask('mail.example', 'AAAA')).toMatchObject({ rcode: 'NOERROR', records: [], server: server.address })
  })

  test.each<[DnsType, string]>([
    ['A', '192.0.2.10'],
    ['MX', '10 mx.mail.example'],
    ['TXT', 'v=spf1 -all'],
    ['TLSA', '3 1 1 abcd'],
  ])('%s data is plain text', async (type, data) => {
    expect((await ask('mail.example', type)).records).toEqual([{ name: 'mail.example', type, ttl: 300, data }])
  })

  test.each<[string, DnsType, string]>([
    ['zone.example', 'NS', 'ns1.zone.example'],
    ['zone.example', 'SOA', 'ns1.zone.example hostmaster.zone.example 2026112201 7200 600 86400 300'],
    ['.', 'SOA', 'ns1.zone.example hostmaster.zone.example 2026112201 7200 600 86400 300'],
    ['odd.example', 'TXT', 'v=STSv1; id=1\\x0d\\x0a\\x00;'],
  ])('%s has %s data', async (name, type, data) => {
    expect((await ask(name, type)).records.map((record) => record.data)).toEqual([data])
  })

  test('a null MX keeps its root name', async () => {
    expect((await ask('null.example', 'MX')).records.map((record) => record.data)).toEqual(['0 .'])
  })

  test('the CNAME on the way is shown', async () => {
    expect((await ask('alias.example')).records.map((record) => [record.type, record.data])).toEqual([
      ['CNAME', 'mail.example'],
      ['A', '192.0.2.10'],
    ])
  })

  test('a name in letters of its own language travels as punycode', async () => {
    expect((await ask('bücher.example')).records.map((record) => record.data)).toEqual(['192.0.2.11'])
  })

  test('a lost datagram is sent again, and again', async () => {
    expect((await ask('lossy.example')).records).toHaveLength(1)
    const patient = createNetwork({ dnsServers: [server.address] })
    expect((await patient.query({ name: 'loud.example', type: 'A' })).records).toHaveLength(1)
  })

  test('answers to other questions are passed over', async () => {
    expect((await ask('forged.example')).records.map((record) => record.data)).toEqual(['198.51.100.7'])
  })

  test('of thousands of records the first hundred are kept', async () => {
    const { rcode, records } = await ask('flood.example', 'MX')
    expect([rcode, records.length, records.at(-1)?.data]).toEqual(['NOERROR', 100, '99 m99.flood.example'])
  })

  test('an answer that was cut is fetched over TCP', async () => {
    expect((await ask('large.example')).records).toHaveLength(1)
    expect(server.queries).toContain('tcp edns A large.example')
    expect((await ask('half.example')).records).toHaveLength(1)
  })

  test.each([
    ['does not understand it', 'old.example'],
    ['does not do it', 'early.example'],
    ['knows another version', 'version.example'],
  ])('a server that is asked with EDNS and %s is asked again without it', async (_says, name) => {
    expect((await ask(name)).records).toHaveLength(1)
    expect(server.queries).toContain(`udp A ${name}`)
  })

  test('a question with EDNS that is never answered is put without it in time', async () => {
    const patient = createNetwork({ dnsServers: [server.address], dnsTimeoutMs: 4000 })
    expect((await patient.query({ name: 'walled.example', type: 'A' })).records).toHaveLength(1)
    expect(server.queries.filter((each) => each.endsWith('A walled.example')).slice(0, 3)).toEqual([
      'udp edns A walled.example',
      'udp edns A walled.example',
      'udp A walled.example',
    ])
  })

  test('the AA bit is told', async () => {
    expect((await ask('held.example')).authoritative).toBe(true)
    expect((await ask('mail.example')).authoritative).toBe(false)
  })

  test('the AD bit is told', async () => {
    expect((await ask('signed.example')).authenticated).toBe(true)
    expect((await ask('mail.example')).authenticated).toBe(false)
  })
})

describe('several name servers', () => {
  test('silence leads to the next one', async () => {
    expect(await ask('mail.example', 'A', [deaf.address, server.address])).toMatchObject({ rcode: 'NOERROR', server: server.address })
  })

  test('a refusal leads to the next one, and the worst answer is told when none is final', async () => {
    const reply = await ask('refused.example', 'A', [server.address, deaf.address])
    expect(reply).toMatchObject({ rcode: 'SERVFAIL', server: deaf.address })
  })

  test('an answer that stays cut leads to the next one', async () => {
    expect(await ask('cut.example', 'A', [server.address, deaf.address])).toMatchObject({ rcode: 'NOERROR', server: deaf.address })
  })

  test('a slow one keeps its chance while the next one is asked beside it', async () => {
    const slow = await startDnsServer({}, { delayMs: 400, wildcard: true })
    expect(await ask('twice.example', 'A', [slow.address, deaf.address])).toMatchObject({ rcode: 'NOERROR', server: slow.address })
    expect(deaf.queries).toContain('udp edns A twice.example')
    await slow.close()
  })

  test('one that stays silent is passed over for a while, and one that answers again is not', async () => {
    let clock = 0
    const { query } = createNetwork({ dnsServers: [deaf.address, server.address], dnsTimeoutMs: 600, now: () => clock })
    const heardBy = async (name: string): Promise<boolean> => {
      const before = deaf.queries.length
      await query({ name, type: 'MX' })
      return deaf.queries.length > before
    }
    for (let time = 0; time < 3; time++) expect(await heardBy('mail.example')).toBe(true)
    expect(await heardBy('mail.example')).toBe(false)
    clock += 60_000
    expect(await heardBy('nowhere.example')).toBe(true)
    expect(await heardBy('nowhere.example')).toBe(true)
  })

  test('a port where nothing listens is unreachable, not silent', async () => {
    expect((await ask('mail.example', 'A', ['127.0.0.1:1'])).rcode).toBe('unreachable')
  })

  test('an address that is none is refused at the start', () => {
    expect(() => createNetwork({ dnsServers: ['ns.example:53'] })).toThrow(/dnsServers/)
    expect(() => createNetwork({ dnsServers: ['127.0.0.1:53', '::1', '[::1]:5353', '192.0.2.1'] })).not.toThrow()
  })
})

describe('a server asked by its address', () => {
  const dialled: string[] = []
  const by = (ip: string, name: string, allow = ['192.0.2.0/24', '2001:db8::/32']) =>
    createNetwork({
      dnsServers: [deaf.address],
      dnsTimeoutMs: 600,
      allow,
      reroute: (to, port) => {
        dialled.push(`${to} ${port}`)
        return { host: '127.0.0.1', port: server.port }
      },
    }).query({ name, type: 'A' }, { server: ip })

  test('is asked alone, without recursion, and shown as it was named', async () => {
    const before = deaf.queries.length
    expect(await by('192.0.2.53', 'held.example')).toMatchObject({ rcode: 'NOERROR', authoritative: true, server: '192.0.2.53:53' })
    expect(await by('2001:db8::53', 'held.example')).toMatchObject({ server: '[2001:db8::53]:53' })
    expect(await by('192.0.2.53', 'refused.example')).toMatchObject({ rcode: 'REFUSED', server: '192.0.2.53:53' })
    expect(deaf.queries).toHaveLength(before)
    expect(server.heard.slice(-3).map((each) => each.recursive)).toEqual([false, false, false])
    expect(dialled).toEqual(['192.0.2.53 53', '2001:db8::53 53', '192.0.2.53 53'])
  })

  test('is asked over TCP at the same place', async () => {
    expect((await by('192.0.2.53', 'large.example')).records).toHaveLength(1)
    expect(server.heard.at(-1)).toMatchObject({ over: 'tcp', recursive: false })
  })

  test.each(['10.0.0.53', '127.0.0.1', '::ffff:127.0.0.1', 'ns.example'])('is not asked where nothing may be sent: %s', async (ip) => {
    const before = dialled.length
    expect(await by(ip, 'held.example', [])).toMatchObject({ rcode: 'unreachable', records: [] })
    expect(dialled).toHaveLength(before)
  })
})

test('a resolver is asked for what it could not validate by the CD bit', async () => {
  const { query } = createNetwork({ dnsServers: [server.address], dnsTimeoutMs: 600 })
  await query({ name: 'mail.example', type: 'A' }, { unchecked: true })
  expect(server.heard.at(-1)).toMatchObject({ unchecked: true, recursive: true })
  await query({ name: 'mail.example', type: 'A' })
  expect(server.heard.at(-1)).toMatchObject({ unchecked: false, recursive: true })
})

test('whom a server points to instead of answering is kept apart from answers', async () => {
  const alone = createNetwork({ dnsTimeoutMs: 600, allow: ['192.0.2.53'], reroute: () => ({ host: '127.0.0.1', port: server.port }) })
  expect(await alone.query({ name: 'given.example', type: 'NS' }, { server: '192.0.2.53' })).toMatchObject({
    rcode: 'NOERROR',
    records: [],
    referral: [
      { name: 'given.example', type: 'NS', data: 'ns1.given.example' },
      { name: 'ns1.given.example', type: 'A', data: '198.51.100.7' },
    ],
  })
  expect(await ask('held.example')).not.toHaveProperty('referral')
  expect(await ask('zone.example', 'NS')).not.toHaveProperty('referral')
})

test('a name server in a resolver’s place that only points to others has not said that there is nothing; the next one is asked', async () => {
  const other = await startDnsServer({ 'given.example': [{ type: 'A', name: 'given.example', ttl: 60, data: '192.0.2.12' }] })
  try {
    expect(await ask('given.example')).toMatchObject({ rcode: 'REFUSED', records: [] })
    expect((await ask('given.example', 'A', [server.address, other.address])).records).toMatchObject([{ data: '192.0.2.12' }])
  } finally {
    await other.close()
  }
})
