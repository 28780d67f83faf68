import { createSocket } from 'node:dgram'
import { once } from 'node:events'
import { connect } from 'node:net'
import { afterEach, describe, expect, test } from '@jest/globals'
import { decode, encode, streamEncode } from 'dns-packet'
import type { ZoneRecord } from '../../../src/sandbox/lab/catalogue/zone-conduct.ts'
import { type NameServer, type Speaker, startNameServer } from '../../../src/sandbox/lab/name-server.ts'
import { reply } from '../../../src/sandbox/lab/resolver.ts'
import { askDns } from './ask-dns.ts'

let server: NameServer | null = null
afterEach(async () => {
  await server?.stop()
  server = null
})

async function saying(speaker: Speaker): Promise<number> {
  server = await startNameServer(speaker)
  return server.port
}

const long: readonly ZoneRecord[] = Array.from({ length: 20 }, (_, index) => ({
  name: 'long.example',
  type: 'TXT',
  data: `${index} ${'x'.repeat(60)}`,
}))

describe('a name server of the lab', () => {
  test('every type of record arrives as it was written', async () => {
    const records: readonly ZoneRecord[] = [
      { name: 'x.example', type: 'A', data: '192.0.2.1' },
      { name: 'x.example', type: 'AAAA', data: '2001:db8::1' },
      { name: 'x.example', type: 'CNAME', data: 'y.example' },
      { name: 'x.example', type: 'NS', data: 'ns1.example' },
      { name: 'x.example', type: 'MX', data: '10 mail.x.example' },
      { name: 'x.example', type: 'MX', data: '0 .' },
      { name: 'x.example', type: 'TXT', data: `v=STSv1; ${'é'.repeat(200)}` },
      { name: 'x.example', type: 'SOA', data: 'ns1.example hostmaster.example 7 1 2 3 4' },
      { name: '_25._tcp.x.example', type: 'TLSA', data: '3 1 1 00ff' },
    ]
    const port = await saying(() => reply({ answers: records }))
    expect(await askDns(port, 'x.example', 'A', { over: 'tcp' })).toMatchObject({
      answers: [
        'A 192.0.2.1',
        'AAAA 2001:db8::1',
        'CNAME y.example',
        'NS ns1.example',
        'MX 10 mail.x.example',
        'MX 0 .',
        `TXT v=STSv1; ${'é'.repeat(200)}`,
        'SOA x.example',
        'TLSA 3 1 1 00ff',
      ],
    })
  })

  test('header bits are those that were said', async () => {
    const port = await saying(() => reply({ rcode: 'REFUSED', authoritative: true, authentic: true }))
    expect(await askDns(port, 'x.example', 'A')).toMatchObject({ rcode: 'REFUSED', aa: true, ad: true, ra: false, tc: false })
  })

  test('how a question was put reaches the speaker', async () => {
    const seen: unknown[] = []
    const port = await saying((_question, asked) => {
      seen.push(asked)
      return reply({})
    })
    await askDns(port, 'x.example', 'A')
    await askDns(port, 'x.example', 'A', { cd: true, ad: true, over: 'tcp' })
    await askDns(port, 'x.example', 'A', { edns: 1232, dnssecOk: true })
    expect(seen).toEqual([
      { over: 'udp', checking: true, understandsAd: false },
      { over: 'tcp', checking: false, understandsAd: true },
      { over: 'udp', checking: true, understandsAd: true },
    ])
  })

  test('an answer that does not fit a datagram is cut, and whole over TCP', async () => {
    const port = await saying(() => reply({ answers: long }))
    expect(await askDns(port, 'long.example', 'TXT')).toMatchObject({ tc: true, answers: [] })
    expect(await askDns(port, 'long.example', 'TXT', { edns: 1232 })).toMatchObject({ tc: true, answers: [] })
    expect(await askDns(port, 'long.example', 'TXT', { edns: 4096 })).toMatchObject({ tc: false, answers: { length: 20 } })
    expect(await askDns(port, 'long.example', 'TXT', { over: 'tcp' })).toMatchObject({ tc: false, answers: { length: 20 } })
  })

  test('silence, bytes that are no DNS, and a connection that is hung up', async () => {
    let said: 'silence' | 'garbage' | 'hang-up' = 'silence'
    const port = await saying(() => ({ is: said }))
    expect(await askDns(port, 'x.example', 'A')).toBe('silence')
    said = 'garbage'
    expect(await askDns(port, 'x.example', 'A')).toBe('garbled')
    expect(await askDns(port, 'x.example', 'A', { over: 'tcp' })).toBe('garbled')
    said = 'hang-up'
    expect(await askDns(port, 'x.example', 'A', { over: 'tcp' })).toBe('closed')
    expect(await askDns(port, 'x.example', 'A')).toBe('silence')
  })

  test('answers of one connection keep their order, however long each takes', async () => {
    const port = await saying(async ({ name }) => {
      if (name === 'slow.example') await new Promise((done) => setTimeout(done, 30))
      return reply({ answers: [{ name, type: 'A', data: '192.0.2.1' }] })
    })
    const socket = connect(port, '127.0.0.1')
    socket.write(
      Buffer.concat(['slow.example', 'quick.example'].map((name) => streamEncode({ type: 'query', questions: [{ name, type: 'A' }] }))),
    )
    const names: string[] = []
    let pending = Buffer.alloc(0)
    for await (const chunk of socket as AsyncIterable<Buffer>) {
      pending = Buffer.concat([pending, chunk])
      while (pending.length > 2 && pending.length >= 2 + pending.readUInt16BE(0)) {
        names.push(decode(pending.subarray(2)).questions?.[0]?.name ?? '')
        pending = pending.subarray(2 + pending.readUInt16BE(0))
      }
      if (names.length === 2) break
    }
    expect(names).toEqual(['slow.example', 'quick.example'])
  })

  test('a speaker that fails is answered for with SERVFAIL, and the server goes on', async () => {
    let fails = true
    const port = await saying(async () => {
      if (fails) throw new Error('no')
      return reply({})
    })
    expect(await askDns(port, 'x.example', 'A')).toMatchObject({ rcode: 'SERVFAIL' })
    fails = false
    expect(await askDns(port, 'x.example', 'A')).toMatchObject({ rcode: 'NOERROR' })
  })

  test('two questions in one message, a response, and stray bytes do no harm', async () => {
    const port = await saying(() => reply({}))
    const two = encode({
      type: 'query',
      id: 7,
      questions: [
        { name: 'a.example', type: 'A' },
        { name: 'b.example', type: 'A' },
      ],
    })
    const socket = createSocket('udp4')
    socket.send(Buffer.from('?'), port, '127.0.0.1')
    socket.send(two, port, '127.0.0.1')
    const [bytes] = (await once(socket, 'message')) as [Buffer]
    expect([bytes.readUInt16BE(0), bytes[3]! & 15]).toEqual([7, 1])
    socket.close()
  })
})
