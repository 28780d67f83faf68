import { afterAll, beforeAll, describe, expect, test } from '@jest/globals'
import { createNetwork } from '../../../src/adapters/network/create-network.ts'
import type { DnsType } from '../../../src/domain/evidence.ts'
import { type DnsServerForTest, startDnsServer } from './dns-server.ts'

let server: DnsServerForTest
let deaf: DnsServerForTest
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
    'large.example': 'truncated',
    'old.example': 'no-edns',
    'signed.example': 'validated',
  })
  deaf = await startDnsServer({ 'mail.example': 'silent', 'refused.example': 'SERVFAIL' })
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

  test('a lost datagram is sent again', async () => {
    expect((await ask('lossy.example')).records).toHaveLength(1)
  })

  test('answers to other questions are passed over', async () => {
    expect((await ask('forged.example')).records.map((record) => record.data)).toEqual(['198.51.100.7'])
  })

  test('an answer that was cut is fetched over TCP', async () => {
    expect((await ask('large.example')).records).toHaveLength(1)
    expect(server.queries).toContain('tcp edns A large.example')
  })

  test('a server without EDNS is asked again without it', async () => {
    expect((await ask('old.example')).records).toHaveLength(1)
    expect(server.queries).toContain('udp A old.example')
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

  test('a port where nothing listens is unreachable, not silent', async () => {
    expect((await ask('mail.example', 'A', ['127.0.0.1:1'])).rcode).toBe('unreachable')
  })

  test('an address that is none is refused at the start', () => {
    expect(() => createNetwork({ dnsServers: ['ns.example:53'] })).toThrow(/dnsServers/)
    expect(() => createNetwork({ dnsServers: ['127.0.0.1:53', '::1', '[::1]:5353', '192.0.2.1'] })).not.toThrow()
  })
})
