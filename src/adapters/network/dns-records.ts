import type { DecodedPacket } from 'dns-packet'
import packet from 'dns-packet'
import type { DnsQuestion, DnsRecord, DnsReply, DnsType } from '../../domain/evidence.ts'

type Rcode = DnsReply['rcode']
const RCODES: ReadonlySet<string> = new Set<Rcode>(['NOERROR', 'NXDOMAIN', 'SERVFAIL', 'REFUSED', 'FORMERR', 'NOTIMP'])
const TYPES: ReadonlySet<string> = new Set<DnsType>(['A', 'AAAA', 'MX', 'TXT', 'CNAME', 'NS', 'SOA', 'TLSA'])

/** Payload that crosses networks unfragmented (DNS flag day 2020). */
const UDP_PAYLOAD = 1232

/**
 * One question with recursion wanted. AD asks the server to say whether it validated (RFC 6840 §5.7); EDNS (RFC 6891) is left out for
 * servers that choke on it.
 */
export function encodeQuestion(question: DnsQuestion, id: number, edns: boolean): Buffer {
  return packet.encode({
    type: 'query',
    id,
    flags: packet.RECURSION_DESIRED | packet.AUTHENTIC_DATA,
    questions: [{ type: question.type, name: question.name, class: 'IN' }],
    additionals: edns
      ? [{ type: 'OPT', name: '.', udpPayloadSize: UDP_PAYLOAD, flags: 0, options: [], extendedRcode: 0, ednsVersion: 0, flag_do: false }]
      : [],
  })
}

/** TC, in the first byte of the flags (RFC 1035 §4.1.1). */
const TRUNCATED = 0x02

export type Decoded =
  | {
      readonly is: 'reply'
      readonly rcode: Rcode
      readonly records: readonly DnsRecord[]
      readonly authenticated: boolean
      readonly authoritative: boolean
      readonly truncated: boolean
    }
  /** Whole DNS, but not the answer to this question: another id, another name. */
  | { readonly is: 'foreign' }
  | { readonly is: 'garbled'; readonly ours: boolean }

const CUT: Decoded = { is: 'reply', rcode: 'NOERROR', records: [], authenticated: false, authoritative: false, truncated: true }

/** Reads one message as the answer to a question. */
export function decodeReply(bytes: Buffer, question: DnsQuestion, id: number): Decoded {
  const ours = bytes.length >= 2 && bytes.readUInt16BE(0) === id
  const decoded = decode(bytes)
  // A reply cut in the middle of a record still says that it was cut.
  if (!decoded && ours && bytes.length >= 12 && (bytes.readUInt8(2) & TRUNCATED) !== 0) return CUT
  if (!decoded) return { is: 'garbled', ours }
  if (!ours || decoded.type !== 'response' || !answers(decoded, question)) return { is: 'foreign' }
  const rcode = 'rcode' in decoded ? String(decoded.rcode) : 'SERVFAIL'
  return {
    is: 'reply',
    // The rarer codes (YXDOMAIN, NOTAUTH …) all mean that the server could not answer.
    rcode: isRcode(rcode) ? rcode : 'SERVFAIL',
    records: (decoded.answers ?? []).flatMap(recordOf),
    authenticated: decoded.flag_ad,
    authoritative: decoded.flag_aa,
    truncated: decoded.flag_tc,
  }
}

const isRcode = (text: string): text is Rcode => RCODES.has(text)

function decode(bytes: Buffer): DecodedPacket | null {
  try {
    return packet.decode(bytes)
  } catch {
    return null
  }
}

/** A FORMERR may come without the question; any other answer repeats it. */
function answers(decoded: DecodedPacket, question: DnsQuestion): boolean {
  const [asked] = decoded.questions ?? []
  if (!asked) return 'rcode' in decoded && decoded.rcode === 'FORMERR'
  return asked.type === question.type && sameName(asked.name, question.name)
}

const sameName = (one: string, other: string): boolean => one.toLowerCase().replace(/\.$/, '') === other.toLowerCase().replace(/\.$/, '')

function recordOf(answer: packet.Answer): readonly DnsRecord[] {
  if (!TYPES.has(answer.type)) return []
  const data = dataOf(answer)
  const ttl = 'ttl' in answer ? (answer.ttl ?? 0) : 0
  return data === null ? [] : [{ name: answer.name, type: answer.type as DnsType, ttl, data }]
}

function dataOf(answer: packet.Answer): string | null {
  switch (answer.type) {
    case 'A':
    case 'AAAA':
    case 'CNAME':
    case 'NS':
      return answer.data
    case 'MX':
      return `${answer.data.preference ?? 0} ${answer.data.exchange || '.'}`
    case 'TXT':
      return [answer.data].flat().map(String).join('')
    case 'SOA': {
      const { mname, rname, serial, refresh, retry, expire, minimum } = answer.data
      return [mname, rname, serial, refresh, retry, expire, minimum].join(' ')
    }
    case 'TLSA': {
      const { usage, selector, matchingType, certificate } = answer.data
      return `${usage} ${selector} ${matchingType} ${certificate.toString('hex')}`
    }
    default:
      return null
  }
}
