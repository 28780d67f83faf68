import { createSocket, type Socket as UdpSocket } from 'node:dgram'
import { once } from 'node:events'
import { createServer, type Server, type Socket } from 'node:net'
import {
  AUTHORITATIVE_ANSWER,
  type DecodedPacket,
  decode,
  encode,
  type Packet,
  type Question,
  RECURSION_AVAILABLE,
  RECURSION_DESIRED,
} from 'dns-packet'
import { close, LOOPBACK, listen } from './loopback.ts'
import { type ZoneAnswer, zoneSoa } from './zone.ts'

/** RFC 1035 §4.1.1. */
const RCODES = { NOERROR: 0, FORMERR: 1, SERVFAIL: 2, NXDOMAIN: 3 } as const
const HEADER_BYTES = 12

export interface NameServer {
  readonly port: number
  stop(): Promise<void>
}

/** A DNS server on 127.0.0.1, UDP and TCP on one port that the system chooses. */
export async function startNameServer(answer: (question: Question) => ZoneAnswer): Promise<NameServer> {
  const open = new Set<Socket>()
  const tcp = createServer((socket) => serveTcp(socket, open, answer))
  const { udp, port } = await listenBoth(tcp)
  udp.on('message', (query, peer) => {
    const reply = replyTo(query, answer)
    if (reply) udp.send(reply, peer.port, peer.address, () => undefined)
  })
  return {
    port,
    async stop() {
      for (const socket of open) socket.destroy()
      await Promise.all([new Promise<void>((done) => udp.close(done)), close(tcp)])
    },
  }
}

/** The port the system gives for TCP may be taken for UDP: then the next try gets another. */
async function listenBoth(tcp: Server, triesLeft = 20): Promise<{ udp: UdpSocket; port: number }> {
  const port = await listen(tcp)
  const udp = createSocket('udp4')
  try {
    udp.bind(port, LOOPBACK)
    await once(udp, 'listening')
    return { udp, port }
  } catch (error) {
    udp.close()
    await close(tcp)
    if (triesLeft === 0) throw error
    return listenBoth(tcp, triesLeft - 1)
  }
}

/** Each message has its length in two bytes before it (RFC 1035 §4.2.2). */
function serveTcp(socket: Socket, open: Set<Socket>, answer: (question: Question) => ZoneAnswer): void {
  open.add(socket)
  socket.on('close', () => open.delete(socket))
  socket.on('error', () => socket.destroy())
  socket.setTimeout(10_000, () => socket.destroy())
  let pending: Buffer = Buffer.alloc(0)
  socket.on('data', (chunk) => {
    pending = Buffer.concat([pending, chunk])
    while (pending.length >= 2 && pending.length >= 2 + pending.readUInt16BE(0)) {
      const end = 2 + pending.readUInt16BE(0)
      const reply = replyTo(pending.subarray(2, end), answer)
      pending = pending.subarray(end)
      if (!reply) continue
      const length = Buffer.alloc(2)
      length.writeUInt16BE(reply.length)
      socket.write(Buffer.concat([length, reply]))
    }
  })
}

/** null: not even a header, so there is nobody to answer. */
function replyTo(bytes: Buffer, answer: (question: Question) => ZoneAnswer): Buffer | null {
  if (bytes.length < HEADER_BYTES) return null
  const query = decoded(bytes)
  const question = query?.questions?.[0]
  if (query?.type !== 'query' || question === undefined || query.questions?.length !== 1) {
    return encode({ type: 'response', id: bytes.readUInt16BE(0), flags: RCODES.FORMERR })
  }
  const { rcode, records } = answer(question)
  const negative = rcode !== 'SERVFAIL' && records.length === 0
  const reply: Packet = {
    type: 'response',
    id: query.id ?? 0,
    flags: AUTHORITATIVE_ANSWER | RECURSION_AVAILABLE | (query.flag_rd ? RECURSION_DESIRED : 0) | RCODES[rcode],
    questions: [question],
    answers: [...records],
    authorities: negative ? [zoneSoa(question.name)] : [],
  }
  return encode(reply)
}

function decoded(bytes: Buffer): DecodedPacket | null {
  try {
    return decode(bytes)
  } catch {
    return null
  }
}
