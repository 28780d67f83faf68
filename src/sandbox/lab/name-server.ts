import { createSocket, type Socket as UdpSocket } from 'node:dgram'
import { once } from 'node:events'
import { createServer, type Server, type Socket } from 'node:net'
import {
  type Answer,
  AUTHENTIC_DATA,
  AUTHORITATIVE_ANSWER,
  CHECKING_DISABLED,
  type DecodedPacket,
  decode,
  encode,
  type Packet,
  type Question,
  RECURSION_AVAILABLE,
  RECURSION_DESIRED,
  TRUNCATED_RESPONSE,
} from 'dns-packet'
import type { ZoneRecord } from './catalogue/zone-conduct.ts'
import { close, LOOPBACK, listen } from './loopback.ts'
import { wireRecord } from './wire-record.ts'

/** RFC 1035 §4.1.1. */
const RCODES = { NOERROR: 0, FORMERR: 1, SERVFAIL: 2, NXDOMAIN: 3, NOTIMP: 4, REFUSED: 5 } as const
const HEADER_BYTES = 12
/** What a datagram may hold when the question came without EDNS (RFC 1035 §4.2.1). */
const PLAIN_BYTES = 512

/** How a question was put. */
export interface Asked {
  readonly over: 'udp' | 'tcp'
  /** CD is clear: the asker wants only what was validated. */
  readonly checking: boolean
  /** AD or DO is set: the asker understands AD in the answer (RFC 6840 §5.7). */
  readonly understandsAd: boolean
}

export interface Reply {
  readonly is: 'reply'
  readonly rcode: keyof typeof RCODES
  readonly answers: readonly ZoneRecord[]
  readonly authority: readonly ZoneRecord[]
  readonly additional: readonly ZoneRecord[]
  /** AA. */
  readonly authoritative: boolean
  /** AD. */
  readonly authentic: boolean
  /** RA: it is a resolver. */
  readonly recursive: boolean
  /** TC: the answer did not fit. */
  readonly cut: boolean
}

/** What a name server does with a question. `hang-up` closes the connection; over UDP it is silence. */
export type Said = Reply | { readonly is: 'silence' } | { readonly is: 'garbage' } | { readonly is: 'hang-up' }

export type Speaker = (question: Question, asked: Asked) => Said | Promise<Said>

export interface NameServer {
  readonly port: number
  stop(): Promise<void>
}

/** A DNS server on 127.0.0.1, UDP and TCP on one port that the system chooses. */
export async function startNameServer(speaker: Speaker): Promise<NameServer> {
  const open = new Set<Socket>()
  let stopped = false
  const tcp = createServer((socket) => serveTcp(socket, open, speaker))
  const { udp, port } = await listenBoth(tcp)
  udp.on('message', (query, peer) => {
    void replyTo(query, 'udp', speaker).then((reply) => {
      if (Buffer.isBuffer(reply) && !stopped) udp.send(reply, peer.port, peer.address, () => undefined)
    })
  })
  return {
    port,
    async stop() {
      stopped = true
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
function serveTcp(socket: Socket, open: Set<Socket>, speaker: Speaker): void {
  open.add(socket)
  socket.on('close', () => open.delete(socket))
  socket.on('error', () => socket.destroy())
  socket.setTimeout(10_000, () => socket.destroy())
  let pending: Buffer = Buffer.alloc(0)
  let before: Promise<void> = Promise.resolve()
  const answer = async (query: Buffer): Promise<void> => {
    const reply = await replyTo(query, 'tcp', speaker)
    if (reply === 'hang-up') socket.destroy()
    if (!Buffer.isBuffer(reply) || socket.destroyed) return
    const length = Buffer.alloc(2)
    length.writeUInt16BE(reply.length)
    socket.write(Buffer.concat([length, reply]))
  }
  socket.on('data', (chunk) => {
    pending = Buffer.concat([pending, chunk])
    while (pending.length >= 2 && pending.length >= 2 + pending.readUInt16BE(0)) {
      const end = 2 + pending.readUInt16BE(0)
      const query = pending.subarray(2, end)
      before = before.then(() => answer(query))
      pending = pending.subarray(end)
    }
  })
}

/** null: nobody to answer (not even a header), or nothing to say. */
async function replyTo(bytes: Buffer, over: Asked['over'], speaker: Speaker): Promise<Buffer | 'hang-up' | null> {
  if (bytes.length < HEADER_BYTES) return null
  try {
    return await replyToWhole(bytes, over, speaker)
  } catch {
    return encode({ type: 'response', id: bytes.readUInt16BE(0), flags: RCODES.SERVFAIL })
  }
}

async function replyToWhole(bytes: Buffer, over: Asked['over'], speaker: Speaker): Promise<Buffer | 'hang-up' | null> {
  const query = decoded(bytes)
  const question = query?.questions?.[0]
  if (query?.type !== 'query' || question === undefined || query.questions?.length !== 1) {
    return encode({ type: 'response', id: bytes.readUInt16BE(0), flags: RCODES.FORMERR })
  }
  const edns = query.additionals?.find((each) => each.type === 'OPT')
  const said = await speaker(question, {
    over,
    checking: !query.flag_cd,
    understandsAd: query.flag_ad || edns?.flag_do === true,
  })
  if (said.is === 'silence') return null
  if (said.is === 'hang-up') return 'hang-up'
  if (said.is === 'garbage') return garbage(bytes.readUInt16BE(0))
  const most = over === 'tcp' ? Number.POSITIVE_INFINITY : Math.max(PLAIN_BYTES, edns?.udpPayloadSize ?? 0)
  const whole = written(query, question, said, edns !== undefined)
  return whole.length <= most ? whole : written(query, question, cutShort(said), edns !== undefined)
}

/** The same without its records (RFC 2181 §9). */
export const cutShort = (said: Reply): Reply => ({ ...said, answers: [], authority: [], additional: [], cut: true })

function written(query: DecodedPacket, question: Question, said: Reply, edns: boolean): Buffer {
  const flags =
    (query.flag_rd ? RECURSION_DESIRED : 0) |
    (query.flag_cd ? CHECKING_DISABLED : 0) |
    RCODES[said.rcode] |
    (said.cut ? TRUNCATED_RESPONSE : 0) |
    (said.authoritative ? AUTHORITATIVE_ANSWER : 0) |
    (said.authentic ? AUTHENTIC_DATA : 0) |
    (said.recursive ? RECURSION_AVAILABLE : 0)
  const packet: Packet = {
    type: 'response',
    id: query.id ?? 0,
    flags,
    questions: [question],
    answers: said.answers.map(wireRecord),
    authorities: said.authority.map(wireRecord),
    additionals: [...said.additional.map(wireRecord), ...(edns ? [opt()] : [])],
  }
  return encode(packet)
}

const opt = (): Answer => ({
  type: 'OPT',
  name: '.',
  udpPayloadSize: 1232,
  extendedRcode: 0,
  ednsVersion: 0,
  flags: 0,
  flag_do: false,
  options: [],
})

/** The header says one question and one answer; what follows is neither. */
const garbage = (id: number): Buffer =>
  Buffer.concat([Buffer.from([id >> 8, id & 255, 0x81, 0x80, 0, 1, 0, 1, 0, 0, 0, 0]), Buffer.alloc(19, 0xff)])

function decoded(bytes: Buffer): DecodedPacket | null {
  try {
    return decode(bytes)
  } catch {
    return null
  }
}
