import dgram from 'node:dgram'
import net, { type AddressInfo } from 'node:net'
import packet from 'dns-packet'

const RCODE = { NXDOMAIN: 3, SERVFAIL: 2, REFUSED: 5, FORMERR: 1, NOTIMP: 4 } as const

export type Zone = Readonly<Record<string, readonly packet.Answer[] | Conduct>>
/** How a name is answered instead of with records. */
export type Conduct = keyof typeof RCODE | 'silent' | 'silent-once' | 'garbage' | 'foreign-first' | 'truncated' | 'no-edns' | 'validated'

export interface DnsServerForTest {
  readonly address: string
  readonly queries: string[]
  close(): Promise<void>
}

const ADDRESS = '198.51.100.7'

/** A name server on loopback that answers from a zone, by name, over UDP and TCP. Names that it does not hold do not exist. */
export async function startDnsServer(zone: Zone): Promise<DnsServerForTest> {
  const queries: string[] = []
  const respond = (bytes: Buffer, overTcp: boolean): readonly Buffer[] => {
    const query = packet.decode(bytes)
    const [question] = query.questions ?? []
    if (!question) return []
    const edns = (query.additionals ?? []).some((each) => each.type === 'OPT')
    queries.push(`${overTcp ? 'tcp' : 'udp'}${edns ? ' edns' : ''} ${question.type} ${question.name}`)
    const held = zone[question.name.toLowerCase()] ?? 'NXDOMAIN'
    const base = { type: 'response' as const, id: query.id ?? 0, questions: query.questions ?? [], answers: [] as packet.Answer[] }
    const one: packet.Answer = { type: 'A', name: question.name, ttl: 60, data: ADDRESS }
    const seen = queries.filter((each) => each.endsWith(`${question.type} ${question.name}`)).length
    if (typeof held !== 'string') {
      return [packet.encode({ ...base, answers: held.filter((each) => each.type === question.type || each.type === 'CNAME') })]
    }
    switch (held) {
      case 'silent':
        return []
      case 'silent-once':
        return seen === 1 ? [] : [packet.encode({ ...base, answers: [one] })]
      case 'garbage':
        return [Buffer.from('this is no DNS message at all')]
      case 'foreign-first':
        return [
          packet.encode({ ...base, id: (base.id + 1) % 65_536, answers: [{ ...one, data: '203.0.113.66' }] }),
          packet.encode({ ...base, questions: [{ type: 'A', name: 'other.example' }], answers: [{ ...one, data: '203.0.113.66' }] }),
          packet.encode({ ...base, answers: [one] }),
        ]
      case 'truncated':
        return [packet.encode(overTcp ? { ...base, answers: [one] } : { ...base, flags: packet.TRUNCATED_RESPONSE })]
      case 'no-edns':
        return [packet.encode(edns ? { ...base, flags: RCODE.FORMERR } : { ...base, answers: [one] })]
      case 'validated':
        return [packet.encode({ ...base, flags: packet.AUTHENTIC_DATA, answers: [one] })]
      default:
        return [packet.encode({ ...base, flags: RCODE[held] })]
    }
  }
  const tcp = net.createServer((socket) => {
    socket.on('error', () => {})
    socket.on('data', (chunk) => {
      for (const answer of respond(chunk.subarray(2), true)) {
        const length = Buffer.alloc(2)
        length.writeUInt16BE(answer.length)
        socket.write(length)
        socket.write(answer)
      }
    })
  })
  await new Promise<void>((resolve) => tcp.listen(0, '127.0.0.1', resolve))
  const { port } = tcp.address() as AddressInfo
  const udp = dgram.createSocket('udp4')
  udp.on('message', (bytes, from) => {
    for (const answer of respond(bytes, false)) udp.send(answer, from.port, from.address)
  })
  await new Promise<void>((resolve) => udp.bind(port, '127.0.0.1', resolve))
  return {
    address: `127.0.0.1:${port}`,
    queries,
    close: async () => {
      await new Promise<void>((resolve) => udp.close(() => resolve()))
      await new Promise<void>((resolve) => tcp.close(() => resolve()))
    },
  }
}
