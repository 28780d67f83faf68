import dgram from 'node:dgram'
import type { AddressInfo } from 'node:net'
import { afterEach, describe, expect, test } from '@jest/globals'
import packet from 'dns-packet'
import { patientSockets } from '../../../src/adapters/network/dns-patience.ts'
import { encodeQuestion } from '../../../src/adapters/network/dns-records.ts'
import type { Asking, Heard } from '../../../src/adapters/network/dns-transport.ts'

const open: dgram.Socket[] = []
afterEach(() => {
  for (const socket of open.splice(0)) socket.close()
})

async function listen(ip: string): Promise<dgram.Socket> {
  const socket = dgram.createSocket(ip.includes(':') ? 'udp6' : 'udp4')
  await new Promise<void>((resolve) => socket.bind(0, ip, resolve))
  open.push(socket)
  return socket
}

const portOf = (socket: dgram.Socket): number => (socket.address() as AddressInfo).port

/** The answer to a message, under its own id unless another is given. */
const answerTo = (message: Buffer, data: string, id = message.readUInt16BE(0)): Buffer =>
  packet.encode({
    type: 'response',
    id,
    questions: packet.decode(message).questions ?? [],
    answers: [{ type: 'A', name: 'mail.example', ttl: 60, data }],
  })

function asking(id: number, parts: Partial<Asking> = {}): Asking {
  const question = { name: 'mail.example', type: 'A' } as const
  const bytes = (edns: boolean): Buffer => encodeQuestion(question, { recursive: true, unchecked: false }, id, edns)
  return {
    message: bytes(true),
    plain: () => bytes(false),
    question,
    id,
    ms: 2000,
    pauseMs: 100,
    signal: new AbortController().signal,
    onCrowd: () => () => {},
    ...parts,
  }
}

const at = (socket: dgram.Socket, host: string) => ({ host, port: portOf(socket), text: host })
const dataIn = (heard: Heard): unknown => (heard.is === 'reply' ? heard.records.map((record) => record.data) : heard.is)

describe('sockets that many questions share', () => {
  test('an answer counts from the server that was asked alone, whatever id others guess', async () => {
    const server = await listen('127.0.0.1')
    const stranger = await listen('127.0.0.2')
    server.on('message', (message, from) => {
      stranger.send(answerTo(message, '203.0.113.66'), from.port, '127.0.0.1', () => {
        server.send(answerTo(message, '203.0.113.67', 1), from.port, from.address)
        server.send(answerTo(message, '192.0.2.1'), from.port, from.address)
      })
    })
    expect(dataIn(await patientSockets(() => 0).ask(at(server, '127.0.0.1'), asking(7)))).toEqual(['192.0.2.1'])
  })

  test('two questions with one id are each answered by their own server', async () => {
    const { ask } = patientSockets(() => 0)
    const servers = await Promise.all([listen('127.0.0.1'), listen('127.0.0.1')])
    servers.forEach((server, index) => {
      server.on('message', (message, from) => server.send(answerTo(message, `192.0.2.${index}`), from.port, from.address))
    })
    const heard = await Promise.all(servers.map((server) => ask(at(server, '127.0.0.1'), asking(7))))
    expect(heard.map(dataIn)).toEqual([['192.0.2.0'], ['192.0.2.1']])
  })

  test('a question with EDNS that is not answered twice is put without it', async () => {
    const server = await listen('127.0.0.1')
    const edns: boolean[] = []
    server.on('message', (message, from) => {
      edns.push((packet.decode(message).additionals ?? []).length > 0)
      if (!edns.at(-1)) server.send(answerTo(message, '192.0.2.1'), from.port, from.address)
    })
    expect(dataIn(await patientSockets(() => 0).ask(at(server, '127.0.0.1'), asking(7)))).toEqual(['192.0.2.1'])
    expect(edns.slice(0, 3)).toEqual([true, true, false])
  })

  test('a datagram that is lost is sent again, silence ends with its time or when it is called off', async () => {
    const { ask, waiting } = patientSockets(() => 0)
    const server = await listen('127.0.0.1')
    let seen = 0
    server.on('message', (message, from) => {
      if (++seen === 2) server.send(answerTo(message, '192.0.2.1'), from.port, from.address)
    })
    expect(dataIn(await ask(at(server, '127.0.0.1'), asking(7)))).toEqual(['192.0.2.1'])
    const late = ask(at(server, '127.0.0.1'), asking(8, { ms: 50 }))
    expect(waiting()).toBe(1)
    expect(dataIn(await late)).toBe('timeout')
    expect(waiting()).toBe(0)
    const over = new AbortController()
    const called = ask(at(server, '127.0.0.1'), asking(9, { signal: over.signal }))
    over.abort('answered')
    expect(dataIn(await called)).toBe('timeout')
  })

  test('a socket that was begun a while ago takes nobody new', async () => {
    let now = 0
    const { ask } = patientSockets(() => now)
    const server = await listen('127.0.0.1')
    const ports: number[] = []
    const waiting: (() => void)[] = []
    server.on('message', (message, from) => {
      ports.push(from.port)
      waiting.push(() => server.send(answerTo(message, '192.0.2.1'), from.port, from.address))
      if (waiting.length === 3) for (const send of waiting) send()
    })
    const asked = [ask(at(server, '127.0.0.1'), asking(1, { pauseMs: 5000 })), ask(at(server, '127.0.0.1'), asking(2, { pauseMs: 5000 }))]
    now = 1500
    asked.push(ask(at(server, '127.0.0.1'), asking(3, { pauseMs: 5000 })))
    expect((await Promise.all(asked)).map(dataIn)).toEqual([['192.0.2.1'], ['192.0.2.1'], ['192.0.2.1']])
    expect(ports[0]).toBe(ports[1])
    expect(ports[2]).not.toBe(ports[0])
  })

  test('an IPv6 server is known by any spelling', async () => {
    const server = await listen('::1')
    server.on('message', (message, from) => server.send(answerTo(message, '192.0.2.1'), from.port, from.address))
    expect(dataIn(await patientSockets(() => 0).ask(at(server, '0:0:0:0:0:0:0:1'), asking(7)))).toEqual(['192.0.2.1'])
  })

  test('a server that cannot be sent to is out of reach', async () => {
    expect(dataIn(await patientSockets(() => 0).ask({ host: '255.255.255.255', port: 53, text: '' }, asking(7)))).toBe('unreachable')
  })
})
