import { createSocket } from 'node:dgram'
import { once } from 'node:events'
import { connect } from 'node:net'
import { type Answer, AUTHENTIC_DATA, CHECKING_DISABLED, type DecodedPacket, decode, encode, RECURSION_DESIRED } from 'dns-packet'

export interface Way {
  readonly over?: 'udp' | 'tcp'
  readonly cd?: boolean
  readonly ad?: boolean
  /** EDNS with this payload size. */
  readonly edns?: number
  readonly dnssecOk?: boolean
}

/** A reply as far as tests look at it; `silence`: none within a second; `garbled`: bytes that are no DNS; `closed`: TCP ended without one. */
export type Told =
  | 'silence'
  | 'garbled'
  | 'closed'
  | {
      readonly rcode: string
      readonly answers: readonly string[]
      readonly authority: readonly string[]
      readonly ttl: number | null
      readonly aa: boolean
      readonly ad: boolean
      readonly ra: boolean
      readonly tc: boolean
    }

const SILENCE_MS = 1000

export async function askDns(port: number, name: string, type: string, way: Way = {}): Promise<Told> {
  const { over = 'udp', cd = false, ad = false, edns, dnssecOk = false } = way
  const query = encode({
    type: 'query',
    id: 4711,
    flags: RECURSION_DESIRED | (cd ? CHECKING_DISABLED : 0) | (ad ? AUTHENTIC_DATA : 0),
    questions: [{ name, type: type as 'A' }],
    additionals: edns === undefined ? [] : [opt(edns, dnssecOk)],
  })
  const bytes = await (over === 'udp' ? overUdp(port, query) : overTcp(port, query))
  return typeof bytes === 'string' ? bytes : told(bytes)
}

const opt = (udpPayloadSize: number, flag_do: boolean): Answer => ({
  type: 'OPT',
  name: '.',
  udpPayloadSize,
  extendedRcode: 0,
  ednsVersion: 0,
  flags: flag_do ? 0x8000 : 0,
  flag_do,
  options: [],
})

async function overUdp(port: number, query: Buffer): Promise<Buffer | 'silence'> {
  const socket = createSocket('udp4')
  socket.send(query, port, '127.0.0.1')
  const patience = AbortSignal.timeout(SILENCE_MS)
  try {
    const [bytes] = (await once(socket, 'message', { signal: patience })) as [Buffer]
    return bytes
  } catch {
    return 'silence'
  } finally {
    socket.close()
  }
}

async function overTcp(port: number, query: Buffer): Promise<Buffer | 'closed'> {
  const socket = connect(port, '127.0.0.1')
  const length = Buffer.alloc(2)
  length.writeUInt16BE(query.length)
  socket.write(Buffer.concat([length, query]))
  let all: Buffer = Buffer.alloc(0)
  for await (const chunk of socket as AsyncIterable<Buffer>) {
    all = Buffer.concat([all, chunk])
    if (all.length > 2 && all.length >= 2 + all.readUInt16BE(0)) return all.subarray(2)
  }
  return 'closed'
}

function told(bytes: Buffer): Told {
  let packet: DecodedPacket
  try {
    packet = decode(bytes)
  } catch {
    return 'garbled'
  }
  const [first] = packet.answers ?? []
  return {
    rcode: (packet as unknown as { rcode: string }).rcode,
    answers: (packet.answers ?? []).map(wordOf),
    authority: (packet.authorities ?? []).map(wordOf),
    ttl: first && 'ttl' in first ? (first.ttl ?? null) : null,
    aa: packet.flag_aa,
    ad: packet.flag_ad,
    ra: packet.flag_ra,
    tc: packet.flag_tc,
  }
}

function wordOf(record: Answer): string {
  if (record.type === 'MX') return `MX ${record.data.preference} ${record.data.exchange}`
  if (record.type === 'SOA') return `SOA ${record.name}`
  if (record.type === 'TXT') return `TXT ${[record.data].flat().map(String).join('')}`
  if (record.type === 'TLSA') {
    const { usage, selector, matchingType, certificate } = record.data
    return `TLSA ${usage} ${selector} ${matchingType} ${certificate.toString('hex')}`
  }
  return `${record.type} ${'data' in record ? String(record.data) : ''}`
}
