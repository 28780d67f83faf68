import { isAnswer, plainName, replyTo, routeReplies } from './dns.ts'
import type { Authority, DnsQuestion, DnsReply, Resolution } from './evidence.ts'

/** A name server that does not do its part for the zone. */
export interface LameServer {
  readonly name: string
  readonly ip: string
  /** What it said instead: a response code, `timeout` …, or `not-authoritative`. */
  readonly rcode: string
}

/**
 * The servers that do not answer for their zone, asked for its SOA (lame delegation, RFC 9499 §7). When all are silent while the resolver has
 * its answers, it is our own way to them that is shut (outbound DNS to anyone but the resolver), and nothing is held against them; nor is the silence
 * of those that have IPv6 alone, while none answers over it.
 */
export function lameServers({ host, replies, authority }: Resolution): readonly LameServer[] {
  if (!authority) return []
  const heardOver6 = authority.servers.some((each) => each.ip?.includes(':') && isHeard(each))
  const told = authority.servers.flatMap(({ name, ip, replies: own }) => {
    const rcode = ip === null ? null : lameness(authority, own)
    return ip === null || rcode === null || (isSilence(rcode) && ip.includes(':') && !heardOver6) ? [] : [{ name, ip, rcode }]
  })
  const heard = authority.servers.some(isHeard)
  const resolved = routeReplies(host, replies).some(isAnswer)
  return heard || !resolved ? told : told.filter((each) => !isSilence(each.rcode))
}

const isHeard = ({ replies }: Authority['servers'][number]): boolean => replies.some((reply) => !isSilence(reply.rcode))

const isSilence = (rcode: string): boolean => rcode === 'timeout' || rcode === 'unreachable'

function lameness({ zone }: Authority, replies: readonly DnsReply[]): string | null {
  const soa = replyTo(replies, { name: zone, type: 'SOA' })
  if (!soa) return null
  if (soa.rcode !== 'NOERROR') return soa.rcode
  return soa.authoritative ? null : 'not-authoritative'
}

/** Servers of the zone whose own names have no address. */
export const namelessServers = ({ authority }: Resolution): readonly string[] =>
  authority ? authority.servers.filter((each) => each.ip === null).map((each) => each.name) : []

/** What one server of the zone says to a question. */
export interface ZoneAnswer {
  readonly server: string
  /** Serial of the zone at that server; null when it did not tell. */
  readonly serial: string | null
  readonly reply: DnsReply
}

/** What the servers that hold the zone say to a question, each for itself; a referral or a failure is no answer. */
export function zoneAnswers({ authority }: Resolution, question: DnsQuestion): readonly ZoneAnswer[] {
  if (!authority) return []
  return authority.servers.flatMap(({ name, replies }) => {
    const reply = replyTo(replies, question)
    const soa = replyTo(replies, { name: authority.zone, type: 'SOA' })
    const serial = soa?.records.find((record) => record.type === 'SOA')?.data.split(' ')[2] ?? null
    return reply && isAnswer(reply) && reply.authoritative ? [{ server: name, serial, reply }] : []
  })
}

/**
 * The data that two replies to one question can be compared by: the records asked for, or where the name is an alias whose end the first reply
 * does not give, the alias. Sorted, without case.
 */
export const comparable = (first: DnsReply, reply: DnsReply): readonly string[] => {
  const { name, type } = first.question
  const whole = first.records.some((record) => record.type === type)
  const own = reply.records.filter((record) =>
    whole ? record.type === type : plainName(record.name) === plainName(name) && (record.type === type || record.type === 'CNAME'),
  )
  return [...new Set(own.map((record) => plainName(record.data)))].sort()
}

/** An absence in the resolver's reply that the zone itself contradicts: a new record, hidden by a "no" that is still remembered (RFC 2308). */
export const isOutdatedNo = (resolution: Resolution, reply: DnsReply): boolean =>
  isAnswer(reply) &&
  reply.records.length === 0 &&
  zoneAnswers(resolution, reply.question).some((each) => comparable(each.reply, each.reply).length > 0)
