import { isIP } from 'node:net'
import { getDomain } from 'tldts'
import { cnameWalk, dataOf, exchangesOf, isNullMx, plainName, replyTo } from '../domain/dns.ts'
import type { DnsQuestion, DnsReply, DnsType, Evidence, Resolution, Transcript } from '../domain/evidence.ts'
import { tlsaNameOf } from '../domain/tlsa.ts'

/** A domain with more exchanges than this is not looked at further: connections are few on purpose. */
const MOST_EXCHANGES = 10

/** The address that a smart host written as `192.0.2.1`, `[192.0.2.1]` or `[IPv6:2001:db8::1]` is; null for a name. */
export function literalAddress(host: string): string | null {
  const bare = host.trim().replace(/^\[(?:IPv6:)?(.*)\]$/i, '$1')
  return isIP(bare) === 0 ? null : bare
}

/** The addresses a name has in these replies, IPv4 first, CNAME records followed. */
export const addressesOf = (name: string, replies: readonly DnsReply[]): readonly string[] => [
  ...dataOf(name, 'A', replies),
  ...dataOf(name, 'AAAA', replies),
]

/**
 * The part of a name that someone registered: one label below its public suffix (publicsuffix.org, without the private section, whose owners
 * registered the suffix itself). A suffix that the list does not know counts as one label. null for an address, a single label, a suffix.
 */
export const registrableDomain = (name: string): string | null => (literalAddress(name) === null ? getDomain(plainName(name)) : null)

/**
 * What must be asked next to know a smart host or domain, empty when all is known; call it again with the replies added. First, in one burst,
 * all that hangs on the name alone: MX before addresses, as Exchange Online looks for them, TLSA, its zone and that of its registrable domain,
 * and for a domain its TLS policies. Then each exchange, and the ends of aliases that a server left out. A healthy name takes two rounds.
 * It ends for every set of replies: no question is put twice.
 */
export function nextQuestions(host: string, replies: readonly DnsReply[], as: Resolution['as'] = 'smart-host'): readonly DnsQuestion[] {
  if (literalAddress(host) !== null) return []
  const name = plainName(host)
  const registered = registrableDomain(name)
  const questions = [
    ...missing(name, ['MX', 'A', 'AAAA'], replies),
    ...tlsaQuestions(name, replies),
    ...zoneQuestions(name, ['NS', 'SOA'], replies),
    ...(registered === null ? [] : zoneQuestions(registered, ['NS', 'SOA'], replies)),
    ...(as === 'domain' ? [...missing(`_mta-sts.${name}`, ['TXT'], replies), ...missing(`_smtp._tls.${name}`, ['TXT'], replies)] : []),
    ...mailNames(host, replies).flatMap((exchange) => exchangeQuestions(exchange, replies)),
    ...[name, ...mailNames(host, replies)].flatMap((each) => endZoneQuestions(each, replies)),
  ]
  return [...new Map(questions.map((each) => [`${each.type} ${each.name}`, each])).values()]
}

/** The addresses a host leads to, in the order they would be tried: by preference of their exchange, IPv4 before IPv6. */
export function resolutionOf(host: string, replies: readonly DnsReply[], as: Resolution['as'] = 'smart-host'): Resolution {
  const unasked = { as, authority: null, unchecked: [], mtaSts: null, registration: null }
  const literal = literalAddress(host)
  if (literal !== null) return { host, ...unasked, replies, addresses: [{ host: literal, ip: literal }] }
  const exchanges = exchangesOf(host, replies)
  const names = exchanges.length > 0 ? mailNames(host, replies) : [plainName(host)]
  const byIp = new Map<string, Resolution['addresses'][number]>()
  for (const name of names) {
    for (const ip of addressesOf(name, replies)) if (!byIp.has(ip)) byIp.set(ip, { host: name, ip })
  }
  return { host, ...unasked, replies, addresses: [...byIp.values()] }
}

/** The sessions in the order in which the addresses would be tried, whatever order they ended in: the same evidence gives the same findings. */
export function inTryingOrder(evidence: Evidence): Evidence {
  const order = evidence.resolutions.flatMap((each) => each.addresses.map(({ host, ip }) => `${host} ${ip}`))
  const rank = ({ host, ip }: Transcript): number => (order.includes(`${host} ${ip}`) ? order.indexOf(`${host} ${ip}`) : order.length)
  const sorted = evidence.transcripts.toSorted((one, other) => rank(one) - rank(other) || compare(text(one), text(other)))
  return { ...evidence, transcripts: sorted }
}

const text = (transcript: Transcript): string => `${transcript.host} ${transcript.ip} ${JSON.stringify(transcript)}`
const compare = (one: string, other: string): number => (one < other ? -1 : one > other ? 1 : 0)

/** Whether a name that nobody called host or domain is a domain: it has MX records, be it only the null MX. */
export const isDomain = (host: string, replies: readonly DnsReply[]): boolean =>
  literalAddress(host) === null && exchangesOf(host, replies).length > 0

/** The name that leads nowhere: the host, or the first of its exchanges when none of them has an address; of an alias, its end. */
export function troubledName({ host, replies, addresses }: Resolution): string {
  const exchanges = exchangesOf(host, replies)
  if (addresses.length > 0 || isNullMx(exchanges)) return plainName(host)
  const exchange = exchanges.find((each) => each.exchange !== '.' && isIP(each.exchange) === 0)
  return endOf(exchange?.exchange ?? plainName(host), replies)
}

/** Where a name leads by its aliases; itself where it has none, or they come to no end. */
function endOf(name: string, replies: readonly DnsReply[]): string {
  const { chain, loops } = cnameWalk(name, replies)
  // An alias of the root leads nowhere.
  return (loops ? '' : chain.at(-1)) || name
}

/** Names of the exchanges that can be looked up: an address in an MX record is not a name, and the root takes no mail. */
function mailNames(host: string, replies: readonly DnsReply[]): readonly string[] {
  const exchanges = exchangesOf(host, replies)
  if (isNullMx(exchanges)) return []
  return [...new Set(exchanges.map((each) => each.exchange).filter((name) => name !== '.' && isIP(name) === 0))].slice(0, MOST_EXCHANGES)
}

/** Of an exchange its addresses, TLSA, and who serves its domain, should it be that which fails. */
function exchangeQuestions(exchange: string, replies: readonly DnsReply[]): readonly DnsQuestion[] {
  const registered = registrableDomain(exchange)
  return [
    ...missing(exchange, ['A', 'AAAA'], replies),
    ...tlsaQuestions(exchange, replies),
    ...(registered === null ? [] : zoneQuestions(registered, ['NS'], replies)),
  ]
}

/** Who serves the domain in which an alias ends without an address: that is where it fails. */
function endZoneQuestions(name: string, replies: readonly DnsReply[]): readonly DnsQuestion[] {
  const asked = (['A', 'AAAA'] as const).every((type) => replyTo(replies, { name, type }))
  const end = endOf(name, replies)
  const registered = registrableDomain(end)
  const isElsewhere = registered !== null && registered !== registrableDomain(name)
  return asked && isElsewhere && addressesOf(name, replies).length === 0 ? zoneQuestions(registered, ['NS'], replies) : []
}

/** TLSA stands at the name, or where its aliases end (RFC 7672 §2.2.3). */
function tlsaQuestions(name: string, replies: readonly DnsReply[]): readonly DnsQuestion[] {
  return [name, endOf(name, replies)].flatMap((each) => missing(tlsaNameOf(plainName(each)), ['TLSA'], replies))
}

const zoneQuestions = (zone: string, types: readonly DnsType[], replies: readonly DnsReply[]): readonly DnsQuestion[] =>
  types.map((type) => ({ name: zone, type })).filter((question) => !replyTo(replies, question))

/** Questions about a name that were not put yet, and the same about the end of its CNAME chain where the server left that out. */
function missing(name: string, types: readonly DnsType[], replies: readonly DnsReply[]): readonly DnsQuestion[] {
  const { chain, loops } = cnameWalk(name, replies)
  const end = endOf(plainName(name), replies)
  // A server that followed the alias for one type did so for all: what it left empty is empty.
  const followed = chain.length > 1 && types.some((type) => dataOf(end, type, replies).length > 0)
  return types.flatMap((type) => {
    const own = replyTo(replies, { name, type })
    if (!own) return [{ name: plainName(name), type }]
    const cut = !loops && chain.length > 1 && !followed && own.rcode === 'NOERROR'
    return cut && !replyTo(replies, { name: end, type }) ? [{ name: end, type }] : []
  })
}
