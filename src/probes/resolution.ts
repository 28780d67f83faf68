import { isIP } from 'node:net'
import { cnameWalk, dataOf, exchangesOf, isAnswer, isNullMx, plainName, replyTo } from '../domain/dns.ts'
import type { DnsQuestion, DnsReply, DnsType, Resolution } from '../domain/evidence.ts'

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
 * What must be asked next to find the addresses of a smart host or domain, empty when all is known. Exchange Online looks for MX records
 * of a smart host first and for addresses only then; all three are asked at once, and each exchange for its addresses after that.
 * Call it again with the replies added. It ends for every set of replies: no question is put twice.
 */
export function nextQuestions(host: string, replies: readonly DnsReply[]): readonly DnsQuestion[] {
  if (literalAddress(host) !== null) return []
  const first = missing(host, ['MX', 'A', 'AAAA'], replies)
  const named = mailNames(host, replies).flatMap((name) => missing(name, ['A', 'AAAA'], replies))
  return [...new Map([...first, ...named].map((each) => [`${each.type} ${each.name}`, each])).values()]
}

/** The addresses a host leads to, in the order they would be tried: by preference of their exchange, IPv4 before IPv6. */
export function resolutionOf(host: string, replies: readonly DnsReply[], as: Resolution['as'] = 'smart-host'): Resolution {
  const unasked = { as, authority: null, unchecked: [], mtaSts: null, registration: null }
  const literal = literalAddress(host)
  if (literal !== null) return { host, ...unasked, replies, addresses: [{ host: literal, ip: literal }] }
  const exchanges = exchangesOf(host, replies)
  const names = exchanges.length > 0 ? mailNames(host, replies) : [plainName(host)]
  const all = names.flatMap((name) => addressesOf(name, replies).map((ip) => ({ host: name, ip })))
  return { host, ...unasked, replies, addresses: all.filter((each, index) => all.findIndex((other) => other.ip === each.ip) === index) }
}

/** Names of the exchanges that can be looked up: an address in an MX record is not a name, and the root takes no mail. */
function mailNames(host: string, replies: readonly DnsReply[]): readonly string[] {
  const exchanges = exchangesOf(host, replies)
  if (isNullMx(exchanges)) return []
  return [...new Set(exchanges.map((each) => each.exchange).filter((name) => name !== '.' && isIP(name) === 0))].slice(0, MOST_EXCHANGES)
}

/** Questions about a name that were not put yet, and the same about the end of its CNAME chain where the server left that out. */
function missing(name: string, types: readonly DnsType[], replies: readonly DnsReply[]): readonly DnsQuestion[] {
  const { chain, loops } = cnameWalk(name, replies)
  const end = chain[chain.length - 1] ?? plainName(name)
  return types.flatMap((type) => {
    const own = replyTo(replies, { name, type })
    if (!own) return [{ name: plainName(name), type }]
    const cut = !loops && chain.length > 1 && isAnswer(own) && dataOf(end, type, replies).length === 0 && own.rcode === 'NOERROR'
    return cut && !replyTo(replies, { name: end, type }) ? [{ name: end, type }] : []
  })
}
