import type { DnsQuestion, DnsRecord, DnsReply, DnsType } from './evidence.ts'

/** One MX record (RFC 5321 §5.1); `exchange` is `.` in a null MX (RFC 7505). */
export interface MailExchange {
  readonly preference: number
  readonly exchange: string
}

/** Where a name leads by its CNAME records. */
export interface CnameWalk {
  /** The name itself and every name on the way, the last one where it ends. */
  readonly chain: readonly string[]
  readonly loops: boolean
}

/** Names are compared without case and without the final dot. */
export const plainName = (name: string): string => name.trim().toLowerCase().replace(/\.$/, '')

/** The reply to a question, if it was asked. */
export const replyTo = (replies: readonly DnsReply[], question: DnsQuestion): DnsReply | undefined =>
  replies.find((reply) => reply.question.type === question.type && plainName(reply.question.name) === plainName(question.name))

/** A reply that settles its question: the name or the type is there, or surely is not. */
export const isAnswer = (reply: DnsReply): boolean => reply.rcode === 'NOERROR' || reply.rcode === 'NXDOMAIN'

/**
 * Whether a SERVFAIL means broken signatures (DNSSEC, RFC 4035 §5.5): with validation left out the same question has an answer. Holds only for a
 * resolver that validates.
 */
export function isBogus(reply: DnsReply, unchecked: readonly DnsReply[]): boolean {
  const again = replyTo(unchecked, reply.question)
  return reply.rcode === 'SERVFAIL' && again !== undefined && isAnswer(again)
}

/** More links than this are taken for a fault, as resolvers do. */
const LONGEST_CHAIN = 8

/** The records of a reply by type, each under its plain name. */
type ByType = ReadonlyMap<DnsType, readonly { readonly name: string; readonly data: string }[]>

/** Made once: a reply is read over and over on the way to an answer, and a hostile one is long. */
const sorted = new WeakMap<DnsReply, ByType>()

function recordsIn(reply: DnsReply, type: DnsType): readonly { readonly name: string; readonly data: string }[] {
  const known = sorted.get(reply) ?? byType(reply.records)
  sorted.set(reply, known)
  return known.get(type) ?? []
}

function byType(records: readonly DnsRecord[]): ByType {
  const map = new Map<DnsType, { name: string; data: string }[]>()
  for (const { type, name, data } of records) {
    const own = map.get(type) ?? []
    own.push({ name: plainName(name), data })
    map.set(type, own)
  }
  return map
}

/** Follows the CNAME records found anywhere in the replies. */
export function cnameWalk(name: string, replies: readonly DnsReply[]): CnameWalk {
  const links = new Map<string, string>()
  for (const reply of replies) for (const { name: from, data } of recordsIn(reply, 'CNAME')) if (!links.has(from)) links.set(from, data)
  const chain = [plainName(name)]
  for (;;) {
    const link = links.get(chain[chain.length - 1] ?? '')
    if (link === undefined) return { chain, loops: false }
    const next = plainName(link)
    const again = chain.includes(next)
    chain.push(next)
    if (again || chain.length > LONGEST_CHAIN) return { chain, loops: true }
  }
}

/** Every name on the way from a host to its addresses: the host, its exchanges, and where their aliases lead. */
function routeNames(host: string, replies: readonly DnsReply[]): readonly string[] {
  const exchanges = exchangesOf(host, replies).map((each) => each.exchange)
  return [...new Set([host, ...exchanges].flatMap((name) => cnameWalk(name, replies).chain))]
}

const ROUTE: readonly DnsType[] = ['MX', 'A', 'AAAA']

/** The replies that mail depends on to find its way: MX and addresses of the names on the way, and nothing that was asked beside them. */
export function routeReplies(host: string, replies: readonly DnsReply[]): readonly DnsReply[] {
  const names = routeNames(host, replies)
  return replies.filter(({ question }) => ROUTE.includes(question.type) && names.includes(plainName(question.name)))
}

/** The data of the records of a type that a name has, CNAME records followed. */
export function dataOf(name: string, type: DnsType, replies: readonly DnsReply[]): readonly string[] {
  const { chain } = cnameWalk(name, replies)
  const own = replies.flatMap((reply) => recordsIn(reply, type)).filter((record) => chain.includes(record.name))
  return [...new Set(own.map((record) => record.data))]
}

/** The mail exchanges of a name, most preferred first. */
export function exchangesOf(name: string, replies: readonly DnsReply[]): readonly MailExchange[] {
  return dataOf(name, 'MX', replies)
    .map((data) => {
      const [preference = '0', exchange = '.'] = data.split(/\s+/)
      return { preference: Number(preference), exchange: exchange === '.' ? '.' : plainName(exchange) }
    })
    .sort((one, other) => one.preference - other.preference)
}

/** Whether the domain says that it takes no mail: one MX, and its name is the root (RFC 7505 §3). */
export const isNullMx = (exchanges: readonly MailExchange[]): boolean =>
  exchanges.length > 0 && exchanges.every((each) => each.exchange === '.')
