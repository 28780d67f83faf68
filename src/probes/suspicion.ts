import { isIP } from 'node:net'
import { isAnswer, plainName, replyTo, routeReplies } from '../domain/dns.ts'
import type { DnsQuestion, DnsReply, Resolution, Transcript } from '../domain/evidence.ts'
import type { Reported } from '../domain/incident.ts'
import { isInternalAddress } from '../domain/internal-address.ts'
import { passed } from '../domain/transcript.ts'
import { addressesOf, literalAddress, registrableDomain, troubledName } from './resolution.ts'

/** What is asked beyond the usual questions when something looks wrong, and of whom. Pure: the gathering asks. */
export interface AuthorityQuestions {
  readonly zone: string
  /** Names of the zone's servers, at most a few. */
  readonly servers: readonly string[]
  /** Asked of the resolver, to find the servers' addresses; may be empty. */
  readonly addresses: readonly DnsQuestion[]
  /** Asked of each server alone and without recursion: SOA of the zone, then what the resolver was asked inside it. */
  readonly each: readonly DnsQuestion[]
}

const MOST_SERVERS = 8
const MOST_QUESTIONS = 12

/** Which name servers to ask, and what; null when no NS record of the zone is known, or the host is an address. */
export function authorityQuestions(resolution: Resolution): AuthorityQuestions | null {
  if (literalAddress(resolution.host) !== null) return null
  const { host, replies } = resolution
  const zone = zoneOf(troubledName(resolution), replies)
  if (zone === null) return null
  const servers = nsOf(zone, replies).slice(0, MOST_SERVERS)
  const unplaced = servers.filter((name) => addressesOf(name, replies).length === 0)
  const addresses = unplaced.flatMap((name) => (['A', 'AAAA'] as const).map((type) => ({ name, type })))
  const inside = routeReplies(host, replies).flatMap(({ question }) => (isInside(question.name, zone) ? [question] : []))
  return {
    zone,
    servers,
    addresses: addresses.filter((question) => !replyTo(replies, question)),
    each: [{ name: zone, type: 'SOA' as const }, ...inside].slice(0, MOST_QUESTIONS),
  }
}

/**
 * Who gave a zone away, where the resolver could not find out its servers because none of them answers; null when they are known, are surely not
 * there, or could not be asked about.
 */
export function delegationOf(resolution: Resolution): { readonly zone: string; readonly parent: string } | null {
  const zone = registrableDomain(troubledName(resolution))
  const reply = zone === null ? undefined : replyTo(resolution.replies, { name: zone, type: 'NS' })
  if (zone === null || !reply || isAnswer(reply) || reply.rcode === 'unreachable') return null
  return { zone, parent: zone.split('.').slice(1).join('.') }
}

/** What a server of the parent says of a zone, as replies to the questions that the resolver left open; empty when it says nothing. */
export function delegatedReplies(zone: string, reply: DnsReply): readonly DnsReply[] {
  const told = [...reply.records, ...(reply.referral ?? [])]
  const servers = told.filter(({ type, name }) => type === 'NS' && plainName(name) === zone)
  const glue = told.filter(
    ({ type, name }) => (type === 'A' || type === 'AAAA') && servers.some(({ data }) => plainName(data) === plainName(name)),
  )
  if (servers.length === 0) return []
  return [
    { ...reply, question: { name: zone, type: 'NS' }, records: servers },
    ...glue.map((record): DnsReply => ({ ...reply, question: { name: record.name, type: record.type }, records: [record] })),
  ]
}

/** A name server with the address to ask it at; null when its name surely has none. */
export interface ServerAddress {
  readonly name: string
  readonly ip: string | null
}

/**
 * Where to ask each server, IPv4 first. One whose address could not be found out is left out: nothing is known of it. `replies` holds the answers to `addresses` and those of the resolution.
 */
export function serversOf({ servers }: AuthorityQuestions, replies: readonly DnsReply[]): readonly ServerAddress[] {
  return servers.flatMap((name): readonly ServerAddress[] => {
    const [ip] = addressesOf(name, replies)
    if (ip !== undefined) return [{ name, ip }]
    const sure = (['A', 'AAAA'] as const).every((type) => {
      const reply = replyTo(replies, { name, type })
      return reply !== undefined && isAnswer(reply)
    })
    return sure ? [{ name, ip: null }] : []
  })
}

/**
 * Whether the zone's own servers are worth asking: no address, a failed or missing name, nobody who talks SMTP, or a report of a fault that other
 * data in DNS than what we were given would explain.
 */
export function wantsAuthority(resolution: Resolution, transcripts: readonly Transcript[], reported: readonly Reported[]): boolean {
  if (literalAddress(resolution.host) !== null) return false
  return looksWrong(resolution) || nobodyPast('ehlo', resolution, transcripts) || reported.some((each) => OF_DNS.test(each.finding))
}

const OF_DNS = /^(dns-|null-mx$|mx-invalid$|dane-dnssec-invalid$|connection-|session-refused$|service-unavailable$)/

/** Questions that ended in SERVFAIL, to be asked again with validation left out: an answer then means that the signatures are at fault. */
export const wantsUnchecked = ({ replies }: Resolution): readonly DnsQuestion[] =>
  replies
    .filter((reply) => reply.rcode === 'SERVFAIL')
    .map((reply) => reply.question)
    .slice(0, MOST_QUESTIONS)

/**
 * The domain whose registration may explain what is wrong; null when nothing is, or nobody registers such a name. A domain that ran out is
 * parked: its names vanish, or lead to machines that do not talk SMTP.
 */
export function wantsRegistration(resolution: Resolution, transcripts: readonly Transcript[]): string | null {
  const domain = registrableDomain(troubledName(resolution))
  if (domain === null || SPECIAL_USE.test(domain)) return null
  return looksWrong(resolution) || nobodyPast('ehlo', resolution, transcripts) ? domain : null
}

/** Names that no registry gives out (IANA special-use domain names). `.example` stays: whether anybody registers it, the list of registries says. */
const SPECIAL_USE = /(^|\.)(alt|arpa|internal|invalid|local|localhost|onion|test)$/

const looksWrong = ({ host, replies, addresses }: Resolution): boolean =>
  addresses.length === 0 || routeReplies(host, replies).some((reply) => reply.rcode !== 'NOERROR')

/** No address of the host got past a stage, though they were tried. Our own missing route is no try. */
function nobodyPast(stage: 'ehlo', resolution: Resolution, transcripts: readonly Transcript[]): boolean {
  const own = transcripts.filter((each) => resolution.addresses.some(({ host, ip }) => each.ip === ip && each.host === host))
  const tried = own.filter((each) => each.fault?.why.is !== 'no-route-here')
  return tried.length > 0 && tried.every((each) => !passed(each, stage))
}

/** No answer of any kind came from the address, though the way to it leads outside. */
const isUnheard = ({ ip, fault }: Transcript): boolean =>
  fault?.stage === 'connect' && (fault.why.is === 'timed-out' || fault.why.is === 'unreachable') && !isInternalAddress(ip)

export const isUnheardIpv6 = (transcript: Transcript): boolean => isIP(transcript.ip) === 6 && isUnheard(transcript)

/**
 * Whether known-good targets are asked before anybody is blamed, and over what: where an address says nothing; where each one is turned away, as
 * by a firewall of ours that rejects what leaves for port 25; and over IPv6 where all that is silent is silent over that.
 */
export function wantsControl(transcripts: readonly Transcript[]): readonly ('any' | 'ipv6')[] {
  const nobody = transcripts.length > 0 && transcripts.every((each) => each.fault?.stage === 'connect')
  const turnedAway = nobody && transcripts.some((each) => isTurnedAway(each) && !isInternalAddress(each.ip))
  const six = transcripts.filter(({ ip, fault }) => isIP(ip) === 6 && fault?.why.is !== 'no-route-here')
  return [
    ...(turnedAway || transcripts.some(isUnheard) ? (['any'] as const) : []),
    ...(six.length > 0 && six.every(isUnheard) ? (['ipv6'] as const) : []),
  ]
}

/** Without a route for IPv6 there is nothing left to ask. */
const isTurnedAway = ({ ip, fault }: Transcript): boolean =>
  fault?.why.is === 'refused' || (fault?.why.is === 'no-route-here' && isIP(ip) === 4)

/** The closest zone around a name whose servers are known. */
function zoneOf(name: string, replies: readonly DnsReply[]): string | null {
  const zones = replies
    .filter((reply) => reply.question.type === 'NS')
    .map((reply) => plainName(reply.question.name))
    .filter((zone) => isInside(name, zone) && nsOf(zone, replies).length > 0)
  return zones.toSorted((one, other) => other.length - one.length)[0] ?? null
}

/** Names of a zone's servers. Records behind an alias belong to the other name (RFC 2181 §10.3) and are none of this zone's. */
function nsOf(zone: string, replies: readonly DnsReply[]): readonly string[] {
  const records = replies.flatMap((reply) => reply.records).filter(({ name, type }) => type === 'NS' && plainName(name) === zone)
  return [...new Set(records.map((record) => plainName(record.data)))].filter((name) => name !== '').sort()
}

const isInside = (name: string, zone: string): boolean => plainName(name) === zone || plainName(name).endsWith(`.${zone}`)
