import dgram from 'node:dgram'
import net, { type Server } from 'node:net'
import packet from 'dns-packet'

const RCODE = { NXDOMAIN: 3, SERVFAIL: 2, REFUSED: 5, FORMERR: 1, NOTIMP: 4 } as const

export type Zone = Readonly<Record<string, readonly packet.Answer[] | Conduct>>
/** How a name is answered instead of with records. */
export type Conduct =
  | keyof typeof RCODE
  | 'silent'
  | 'silent-once'
  | 'silent-twice'
  | 'garbage'
  | 'foreign'
  | 'foreign-first'
  | 'foreign-thrice'
  | 'truncated'
  | 'truncated-always'
  | 'cut-in-a-record'
  | 'no-edns'
  | 'edns-notimp'
  | 'edns-dropped'
  | 'bad-version'
  | 'bare-refusal'
  | 'validated'
  | 'authoritative'
  | 'given-away'

/** One question as it arrived. */
export interface HeardQuestion {
  readonly over: 'udp' | 'tcp'
  readonly type: string
  readonly name: string
  readonly id: number
  readonly port: number
  readonly recursive: boolean
  readonly unchecked: boolean
}

export interface DnsServerForTest {
  readonly address: string
  readonly port: number
  /** `udp edns A name.example` … */
  readonly queries: string[]
  readonly heard: HeardQuestion[]
  close(): Promise<void>
}

export interface Circumstances {
  /** Before each answer, milliseconds. */
  readonly delayMs?: number
  /** Every name that the zone does not hold has one address. */
  readonly wildcard?: boolean
}

const ADDRESS = '198.51.100.7'

/** One answer, header, question and all; null leaves the question unanswered. `seen` counts how often it was asked, this time included. */
function answersOf(query: packet.DecodedPacket, zone: Zone, wildcard: boolean, overTcp: boolean, seen: number): readonly Buffer[] {
  const [question] = query.questions ?? []
  if (!question) return []
  const edns = (query.additionals ?? []).some((each) => each.type === 'OPT')
  const one: packet.Answer = { type: 'A', name: question.name, ttl: 60, data: ADDRESS }
  const held = zone[question.name.toLowerCase()] ?? (wildcard ? [one] : 'NXDOMAIN')
  const base = { type: 'response' as const, id: query.id ?? 0, questions: query.questions ?? [], answers: [] as packet.Answer[] }
  if (typeof held !== 'string') {
    return [packet.encode({ ...base, answers: held.filter((each) => each.type === question.type || each.type === 'CNAME') })]
  }
  const whole = packet.encode({ ...base, answers: [one] })
  const cut = packet.encode({ ...base, flags: packet.TRUNCATED_RESPONSE })
  switch (held) {
    case 'silent':
      return []
    case 'silent-once':
      return seen === 1 ? [] : [whole]
    case 'silent-twice':
      return seen <= 2 ? [] : [whole]
    case 'garbage':
      return [Buffer.from('this is no DNS message at all')]
    case 'foreign':
    case 'foreign-first':
    case 'foreign-thrice':
      if (held === 'foreign-thrice' && seen > 3) return [whole]
      return [
        packet.encode({ ...base, id: (base.id + 1) % 65_536, answers: [{ ...one, data: '203.0.113.66' }] }),
        packet.encode({ ...base, questions: [{ type: 'A', name: 'other.example' }], answers: [{ ...one, data: '203.0.113.66' }] }),
        ...(held === 'foreign-first' ? [whole] : []),
      ]
    case 'truncated':
      return [overTcp ? whole : cut]
    case 'truncated-always':
      return [cut]
    case 'cut-in-a-record':
      return [overTcp ? whole : packet.encode({ ...base, flags: packet.TRUNCATED_RESPONSE, answers: [one] }).subarray(0, -2)]
    case 'no-edns':
      return [edns ? packet.encode({ ...base, flags: RCODE.FORMERR }) : whole]
    case 'edns-dropped':
      return edns ? [] : [whole]
    case 'edns-notimp':
      return [edns ? packet.encode({ ...base, flags: RCODE.NOTIMP }) : whole]
    case 'bad-version':
      return [edns ? packet.encode({ ...base, additionals: [{ ...OPT, extendedRcode: 1 }] }) : whole]
    case 'bare-refusal':
      return [packet.encode({ type: 'response', id: base.id, flags: RCODE.REFUSED })]
    case 'validated':
      return [packet.encode({ ...base, flags: packet.AUTHENTIC_DATA, answers: [one] })]
    case 'authoritative':
      return [packet.encode({ ...base, flags: packet.AUTHORITATIVE_ANSWER, answers: [one] })]
    case 'given-away':
      return [
        packet.encode({
          ...base,
          authorities: [{ type: 'NS', name: question.name, ttl: 60, data: `ns1.${question.name}` }],
          additionals: [{ ...one, name: `ns1.${question.name}` }],
        }),
      ]
    default:
      return [packet.encode({ ...base, flags: RCODE[held] })]
  }
}

const OPT: packet.OptAnswer = {
  type: 'OPT',
  name: '.',
  udpPayloadSize: 1232,
  extendedRcode: 0,
  ednsVersion: 0,
  flags: 0,
  flag_do: false,
  options: [],
}

/** A UDP socket on a port that is free for both, which takes a few tries while many other sockets are open. */
async function bound(tcp: Server): Promise<dgram.Socket> {
  for (;;) {
    const udp = dgram.createSocket('udp4')
    await new Promise<void>((resolve) => udp.bind(0, '127.0.0.1', resolve))
    const free = await new Promise<boolean>((resolve) => {
      tcp.once('error', () => resolve(false)).listen(udp.address().port, '127.0.0.1', () => resolve(true))
    })
    if (free) return udp
    udp.close()
  }
}

/** A name server on loopback that answers from a zone, by name, over UDP and TCP. Names that it does not hold do not exist. */
export async function startDnsServer(zone: Zone, { delayMs = 0, wildcard = false }: Circumstances = {}): Promise<DnsServerForTest> {
  const queries: string[] = []
  const heard: HeardQuestion[] = []
  const seen = new Map<string, number>()
  const respond = (bytes: Buffer, over: 'udp' | 'tcp', port: number, send: (answer: Buffer) => void): void => {
    const query = packet.decode(bytes)
    const [question] = query.questions ?? []
    if (!question) return
    const { type, name } = question
    const edns = (query.additionals ?? []).some((each) => each.type === 'OPT')
    queries.push(`${over}${edns ? ' edns' : ''} ${type} ${name}`)
    heard.push({ over, type, name, id: query.id ?? 0, port, recursive: query.flag_rd, unchecked: query.flag_cd })
    const key = `${type} ${name}`
    seen.set(key, (seen.get(key) ?? 0) + 1)
    const answers = answersOf(query, zone, wildcard, over === 'tcp', seen.get(key) ?? 0)
    const give = (): void => answers.forEach(send)
    if (delayMs === 0) give()
    else setTimeout(give, delayMs)
  }
  const tcp = net.createServer((socket) => {
    socket.on('error', () => {})
    socket.on('data', (chunk) => {
      respond(chunk.subarray(2), 'tcp', socket.remotePort ?? 0, (answer) => {
        const length = Buffer.alloc(2)
        length.writeUInt16BE(answer.length)
        socket.write(length)
        socket.write(answer)
      })
    })
  })
  const udp = await bound(tcp)
  const { port } = udp.address()
  let open = true
  udp.on('message', (bytes, from) => {
    respond(bytes, 'udp', from.port, (answer) => {
      if (open) udp.send(answer, from.port, from.address)
    })
  })
  return {
    address: `127.0.0.1:${port}`,
    port,
    queries,
    heard,
    close: async () => {
      open = false
      await new Promise<void>((resolve) => udp.close(() => resolve()))
      await new Promise<void>((resolve) => tcp.close(() => resolve()))
    },
  }
}
