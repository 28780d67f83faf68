import type { DecodedPacket } from 'dns-packet'
import packet from 'dns-packet'
import type { DnsQuestion, DnsRecord, DnsReply, DnsType } from '../../domain/evidence.ts'
import { SHORT_TLSA, soundRecords } from './sound-records.ts'

type Rcode = DnsReply['rcode']
const RCODES: ReadonlySet<string> = new Set<Rcode>(['NOERROR', 'NXDOMAIN', 'SERVFAIL', 'REFUSED', 'FORMERR', 'NOTIMP'])
const TYPES: ReadonlySet<string> = new Set<DnsType>(['A', 'AAAA', 'MX', 'TXT', 'CNAME', 'NS', 'SOA', 'TLSA'])

/** Payload that crosses networks unfragmented (DNS flag day 2020). */
const UDP_PAYLOAD = 1232

/** How a question is put, beside what it asks for. */
export interface Manner {
  /** RD: the server finds the answer elsewhere (RFC 1035 §4.1.1). */
  readonly recursive: boolean
  /** CD: the server hands over what it could not validate (RFC 4035 §3.2.2). */
  readonly unchecked: boolean
}

/**
 * One question. AD asks a resolver to say whether it validated (RFC 6840 §5.7); EDNS (RFC 6891) is left out for servers that choke on it.
 */
export function encodeQuestion(question: DnsQuestion, manner: Manner, id: number, edns: boolean): Buffer {
  return packet.encode({
    type: 'query',
    id,
    flags: (manner.recursive ? packet.RECURSION_DESIRED | packet.AUTHENTIC_DATA : 0) | (manner.unchecked ? packet.CHECKING_DISABLED : 0),
    questions: [{ type: question.type, name: question.name, class: 'IN' }],
    additionals: edns
      ? [{ type: 'OPT', name: '.', udpPayloadSize: UDP_PAYLOAD, flags: 0, options: [], extendedRcode: 0, ednsVersion: 0, flag_do: false }]
      : [],
  })
}

export type Decoded =
  | {
      readonly is: 'reply'
      readonly rcode: Rcode
      readonly records: readonly DnsRecord[]
      /** Empty unless the server points to others. */
      readonly referral: readonly DnsRecord[]
      readonly authenticated: boolean
      readonly authoritative: boolean
      /** RA: the server finds answers elsewhere for us (RFC 1035 §4.1.1). */
      readonly recursive: boolean
      readonly truncated: boolean
    }
  /** Whole DNS, but not the answer to this question: another id, another name. */
  | { readonly is: 'foreign' }
  | { readonly is: 'garbled'; readonly ours: boolean }

const CUT: Decoded = {
  is: 'reply',
  rcode: 'NOERROR',
  records: [],
  referral: [],
  authenticated: false,
  authoritative: false,
  recursive: false,
  truncated: true,
}

/** No answer that a mail route needs is longer; a TLSA record may hold a whole certificate. */
const MOST_RECORDS = 100
const LONGEST_DATA = 16_384

/** Reads one message as the answer to a question. */
export function decodeReply(bytes: Buffer, question: DnsQuestion, id: number): Decoded {
  const ours = bytes.length >= 2 && bytes.readUInt16BE(0) === id
  const decoded = decode(bytes)
  // A reply cut in the middle of a record still says that it was cut.
  if (!decoded && ours && saysCut(bytes)) return CUT
  if (!decoded) return { is: 'garbled', ours }
  const rcode = rcodeOf(decoded)
  if (!ours || decoded.type !== 'response' || !answers(decoded, rcode, question)) return { is: 'foreign' }
  return {
    is: 'reply',
    rcode,
    records: recordsOf(decoded.answers),
    referral: rcode === 'NOERROR' && !decoded.flag_aa && (decoded.answers ?? []).length === 0 ? referralIn(decoded) : [],
    authenticated: decoded.flag_ad,
    authoritative: decoded.flag_aa,
    recursive: decoded.flag_ra,
    truncated: decoded.flag_tc,
  }
}

const recordsOf = (answers: readonly packet.Answer[] | undefined): readonly DnsRecord[] =>
  (answers ?? [])
    .filter(({ type }) => TYPES.has(type) || type === SHORT_TLSA)
    .slice(0, MOST_RECORDS)
    .flatMap(recordOf)

/** NS records of the authority section, with the addresses that came along (RFC 1034 §4.2.1); beside an SOA record they tell who says no (RFC 2308 §2.2). */
function referralIn({ authorities, additionals }: DecodedPacket): readonly DnsRecord[] {
  const told = recordsOf(authorities)
  const servers = told.filter(({ type }) => type === 'NS')
  return servers.length === 0 || told.some(({ type }) => type === 'SOA')
    ? []
    : [...servers, ...recordsOf(additionals).filter(({ type }) => type === 'A' || type === 'AAAA')]
}

/** QR and TC in the first byte of the flags (RFC 1035 §4.1.1). */
const saysCut = (bytes: Buffer): boolean => bytes.length >= 12 && (bytes.readUInt8(2) & 0x82) === 0x82

function decode(bytes: Buffer): DecodedPacket | null {
  try {
    const sound = soundRecords(bytes)
    return sound && packet.decode(sound)
  } catch {
    return null
  }
}

/** BADVERS, of which the header carries the lower four bits only: those of NOERROR (RFC 6891 §6.1.3). */
const BAD_VERSION = 1

/** The rarer codes (YXDOMAIN, NOTAUTH …) all mean that the server could not answer. */
function rcodeOf(decoded: DecodedPacket): Rcode {
  const opt = (decoded.additionals ?? []).find((each) => each.type === 'OPT')
  const extended = opt?.type === 'OPT' ? opt.extendedRcode : 0
  if (extended !== 0) return extended === BAD_VERSION ? 'FORMERR' : 'SERVFAIL'
  const rcode = 'rcode' in decoded ? String(decoded.rcode) : 'SERVFAIL'
  return isRcode(rcode) ? rcode : 'SERVFAIL'
}

const isRcode = (text: string): text is Rcode => RCODES.has(text)

/** A server that could not answer may leave the question out; any other answer repeats it. */
function answers(decoded: DecodedPacket, rcode: Rcode, question: DnsQuestion): boolean {
  const [asked] = decoded.questions ?? []
  if (!asked) return rcode !== 'NOERROR' && rcode !== 'NXDOMAIN'
  return asked.type === question.type && sameName(asked.name, question.name)
}

const sameName = (one: string, other: string): boolean => one.toLowerCase().replace(/\.$/, '') === other.toLowerCase().replace(/\.$/, '')

function recordOf(answer: packet.Answer): readonly DnsRecord[] {
  // Of what is too short to be read, that it is there.
  const short = answer.type === SHORT_TLSA
  const data = short ? '' : dataOf(answer)
  const ttl = 'ttl' in answer ? (answer.ttl ?? 0) : 0
  return data === null
    ? []
    : [{ name: visible(presented(answer.name)), type: short ? 'TLSA' : (answer.type as DnsType), ttl, data: visible(data) }]
}

/** A blank inside a name as zone files write it (RFC 1035 §5.1): it is part of the name, and parts nothing in a record's data. */
const presented = (name: string): string => name.replace(/ /g, '\\032')

/** Whatever a zone holds, its text stays on one line and can be stored anywhere. */
const visible = (text: string): string =>
  text.slice(0, LONGEST_DATA).replace(/[\p{Cc}\u2028\u2029]/gu, (char) => `\\x${char.charCodeAt(0).toString(16).padStart(2, '0')}`)

function dataOf(answer: packet.Answer): string | null {
  switch (answer.type) {
    case 'A':
    case 'AAAA':
      return answer.data
    case 'CNAME':
    case 'NS':
      return presented(answer.data)
    case 'MX':
      return `${answer.data.preference ?? 0} ${presented(answer.data.exchange) || '.'}`
    case 'TXT':
      return [answer.data].flat().map(String).join('')
    case 'SOA': {
      const { mname, rname, serial, refresh, retry, expire, minimum } = answer.data
      return [presented(mname ?? '.'), presented(rname ?? '.'), serial, refresh, retry, expire, minimum].join(' ')
    }
    case 'TLSA': {
      const { usage, selector, matchingType, certificate } = answer.data
      return `${usage} ${selector} ${matchingType} ${certificate.toString('hex')}`
    }
    default:
      return null
  }
}
