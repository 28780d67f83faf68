import { isIP } from 'node:net'
import { isOutdatedNo, lameServers, namelessServers } from '../domain/authority.ts'
import { cnameWalk, exchangesOf, isAnswer, isBogus, isNullMx, type MailExchange, plainName, replyTo, routeReplies } from '../domain/dns.ts'
import type { DnsReply, Evidence, Resolution } from '../domain/evidence.ts'
import type { EvidenceLine, Finding, FindingCode } from '../domain/finding.ts'
import { listed, quote } from '../domain/quote.ts'
import { addressesOf, registrableDomain, troubledName } from './resolution.ts'

interface Judgement {
  readonly finding: FindingCode
  readonly evidence: readonly EvidenceLine[]
}

/** What one host's way to its addresses is judged by. */
interface Way {
  readonly resolution: Resolution
  readonly exchanges: readonly MailExchange[]
  /** Replies that mail depends on. */
  readonly replies: readonly DnsReply[]
  /** Those of them that settle nothing; broken signatures are judged with DANE. */
  readonly failed: readonly DnsReply[]
}

/**
 * Whether each host of the target leads to addresses, and what stands in the way or will now and then. Smart hosts stand in for one another: one
 * that leads nowhere while another does is a warning. A domain stands for itself. Where our own DNS server could not be asked, nothing is known.
 */
export function dns(evidence: Evidence): readonly Finding[] {
  const ways = evidence.resolutions.map((resolution) => wayOf(resolution, evidence))
  const findings = wayFindings(ways)
  const lost = ways.length > 0 && ways.every((way) => way.resolution.addresses.length === 0 && isUnasked(way))
  return lost ? [...findings, cannotAsk(evidence, findings)] : findings
}

/** Questions that never reached our own DNS server, or had no time there. */
const isUnasked = ({ failed }: Way): boolean => failed.length > 0 && failed.every((reply) => reply.rcode === 'unreachable')

const cannotAsk = ({ target }: Evidence, findings: readonly Finding[]): Finding => ({
  finding: 'outside-port-25-blocked',
  severity: 'warning',
  subject: target,
  stage: 'dns',
  evidence: findings.flatMap((each) => each.evidence),
})

function wayFindings(ways: readonly Way[]): readonly Finding[] {
  const smartHosts = ways.filter(({ resolution }) => resolution.as === 'smart-host')
  const sound = smartHosts.filter(({ resolution }) => resolution.addresses.length > 0).length
  return ways.flatMap((way) => {
    const { resolution } = way
    const leads = resolution.addresses.length > 0
    const unrouted = leads && isUnrouted(way)
    const blocking = leads ? (unrouted ? failure(way) : null) : withoutAddresses(way)
    const beside = leads ? [exchangeFlaws(way), unrouted ? null : unanswered(way)] : []
    const others = [...beside, servers(way, blocking)].filter((each) => each !== null)
    const told = { subject: resolution.host, stage: 'dns' as const }
    const elsewhere = resolution.as === 'smart-host' ? sound : 0
    return [
      ...(blocking ? [{ ...told, ...besides(blocking, elsewhere, smartHosts.length), ...(isUnasked(way) ? UNASKED : {}) }] : []),
      ...others.map((each) => ({ ...each, ...told, severity: 'warning' as const })),
    ]
  })
}

const UNASKED = { severity: 'warning' } as const

const besides = ({ finding, evidence }: Judgement, ok: number, total: number): Pick<Finding, 'finding' | 'severity' | 'evidence'> =>
  ok === 0
    ? { finding, severity: 'fault', evidence }
    : { finding, severity: 'warning', evidence: [...evidence, { code: 'works-elsewhere', args: { ok, total } }] }

function wayOf(resolution: Resolution, { resolverValidates }: Evidence): Way {
  const replies = routeReplies(resolution.host, resolution.replies)
  const bogus = (reply: DnsReply): boolean => resolverValidates !== false && isBogus(reply, resolution.unchecked)
  return {
    resolution,
    exchanges: exchangesOf(resolution.host, replies),
    replies,
    failed: replies.filter((reply) => !isAnswer(reply) && !bogus(reply)),
  }
}

function withoutAddresses(way: Way): Judgement | null {
  const { resolution, exchanges, replies, failed } = way
  const { host } = resolution
  const stuck = [host, ...exchanges.map((each) => each.exchange)].map((name) => cnameWalk(name, replies)).find((walk) => walk.loops)
  if (stuck) return { finding: 'dns-cname-loop', evidence: [aliasLine(stuck.chain)] }
  if (isNullMx(exchanges)) return { finding: 'null-mx', evidence: [{ code: 'dns-null-mx', args: { name: host } }] }
  if (exchanges.length > 0) return exchangesLeadNowhere(way)
  const nothing = replies.filter((reply) => isAnswer(reply) && !isOutdatedNo(resolution, reply))
  const gone = nothing.filter((reply) => reply.rcode === 'NXDOMAIN')
  if (gone.length > 0)
    return { finding: 'dns-domain-missing', evidence: [...gone.slice(0, 1).flatMap(absence), ...unregistered(resolution)] }
  if (failed.length > 0) return failure(way)
  return nothing.length === replies.length && replies.length > 0 ? { finding: 'dns-no-records', evidence: replies.map(line) } : null
}

/** A name that does not exist, of a domain the registry does not know either: it was never registered, or is free again. */
function unregistered(resolution: Resolution): readonly EvidenceLine[] {
  const domain = resolution.registration?.is === 'absent' ? registrableDomain(troubledName(resolution)) : null
  return domain === null ? [] : [{ code: 'domain-unregistered', args: { domain } }]
}

/** A chain ends where it comes back to itself, or where nobody follows it any further. */
const aliasLine = (chain: readonly string[]): EvidenceLine => ({
  code: chain.indexOf(chain[chain.length - 1] ?? '') < chain.length - 1 ? 'dns-cname-loop' : 'dns-cname-long',
  args: { chain: chain.map(quote).join(' → ') },
})

function exchangesLeadNowhere(way: Way): Judgement | null {
  const { exchanges, replies, failed, resolution } = way
  const named = replies.filter((reply) => exchanges.some((each) => each.exchange === plainName(reply.question.name)))
  const flaws = [...literals(way), ...aliases(way)]
  if (literals(way).length === 0 && failed.length > 0) return failure(way)
  if (flaws.length === 0 && !named.every(isAnswer)) return null
  if (flaws.length === 0 && named.some((reply) => isOutdatedNo(resolution, reply))) return null
  const evidence = literals(way).length > 0 ? flaws : [...flaws, ...named.flatMap(absence)]
  return { finding: 'mx-invalid', evidence }
}

/** The host can be reached, but not by all of the exchanges it names. */
function exchangeFlaws(way: Way): Judgement | null {
  const evidence = [...literals(way), ...aliases(way), ...lost(way)]
  return evidence.length > 0 ? { finding: 'mx-invalid', evidence } : null
}

/** An MX record must hold a name (RFC 5321 §5.1); an address in its place is looked up as a name and found nowhere. */
const literals = ({ resolution: { host }, exchanges }: Way): readonly EvidenceLine[] =>
  exchanges
    .filter((each) => isIP(each.exchange) !== 0)
    .map(({ exchange }) => ({ code: 'dns-mx-is-address', args: { name: host, exchange: quote(exchange) } }))

/** The name in an MX record must have addresses of its own; senders need not follow an alias (RFC 2181 §10.3, RFC 5321 §5.1). */
const aliases = ({ resolution: { host }, exchanges, replies }: Way): readonly EvidenceLine[] =>
  exchanges.flatMap(({ exchange }) => {
    const [, target] = cnameWalk(exchange, replies).chain
    return target === undefined
      ? []
      : [{ code: 'dns-mx-is-alias' as const, args: { name: host, exchange: quote(exchange), target: quote(target) } }]
  })

/** Exchanges that surely have no address, beside others that have. */
const lost = ({ exchanges, replies }: Way): readonly EvidenceLine[] =>
  exchanges
    .filter(({ exchange }) => exchange !== '.' && isIP(exchange) === 0 && addressesOf(exchange, replies).length === 0)
    .flatMap(({ exchange }) => {
      const own = replies.filter((reply) => plainName(reply.question.name) === exchange)
      const missing = own.length > 0 && own.every(isAnswer)
      return missing ? own.flatMap(absence) : []
    })

/**
 * Whether it could not be found out where a domain's mail goes: a sender must wait then, and may not go on to an address of the name itself
 * (RFC 5321 §5.1). Some servers that hand out addresses fail at everything else. What Exchange Online does for a smart host is not published.
 */
const isUnrouted = ({ resolution: { host, as }, failed }: Way): boolean =>
  as === 'domain' &&
  failed.some(
    ({ question: { name, type }, rcode }) =>
      type === 'MX' && plainName(name) === plainName(host) && (rcode === 'SERVFAIL' || rcode === 'timeout'),
  )

/** Other questions that ended in no answer though addresses are known. */
const unanswered = (way: Way): Judgement | null => (way.failed.length > 0 ? failure(way) : null)

/** Silence, SERVFAIL and servers that do not know their zone are the domain's; a refusal or bytes that make no sense say only that the query failed. */
function failure({ failed, resolution }: Way): Judgement {
  const lame = [...lameLines(resolution), ...ownFailures(failed[0], resolution)]
  const servers = lame.length > 0 || failed.some((reply) => reply.rcode === 'SERVFAIL' || reply.rcode === 'timeout')
  return { finding: servers ? 'dns-servers-failing' : 'dns-query-failed', evidence: [...lame, ...failed.map(line)] }
}

/** What the zone's own servers, in charge of it otherwise, say to a question that failed. */
function ownFailures(failed: DnsReply | undefined, resolution: Resolution): readonly EvidenceLine[] {
  const lame = lameServers(resolution).map((each) => each.ip)
  const servers = (resolution.authority?.servers ?? []).filter(({ ip }) => ip !== null && !lame.includes(ip))
  return servers.flatMap(({ name, replies }) => {
    const own = failed && replyTo(replies, failed.question)
    const told = own && !isAnswer(own) && own.rcode !== 'unreachable' && own.rcode !== 'timeout'
    return told ? [line({ ...own, server: quote(name) })] : []
  })
}

/** Name servers that fail beside others that answer: every so often a sender meets one. Said once. */
function servers(way: Way, blocking: Judgement | null): Judgement | null {
  if (way.failed.length > 0 && (way.resolution.addresses.length > 0 || blocking?.finding === 'dns-servers-failing')) return null
  const evidence = lameLines(way.resolution)
  return evidence.length > 0 ? { finding: 'dns-servers-failing', evidence } : null
}

function lameLines(resolution: Resolution): readonly EvidenceLine[] {
  const zone = resolution.authority?.zone ?? ''
  return [
    ...lameServers(resolution).map(
      ({ name, ip, rcode }): EvidenceLine => ({ code: 'dns-lame', args: { server: quote(name), ip, zone, rcode } }),
    ),
    ...namelessServers(resolution).map((name): EvidenceLine => ({ code: 'dns-server-nameless', args: { server: quote(name), zone } })),
  ]
}

/** What does not exist behind an alias is the name that it leads to (RFC 2308 §2.1). */
function absence(reply: DnsReply): readonly EvidenceLine[] {
  const { name } = reply.question
  const { chain } = cnameWalk(name, [reply])
  if (reply.rcode !== 'NXDOMAIN' || chain.length === 1) return [line(reply)]
  const values = listed(chain.slice(1))
  const end = { ...reply.question, name: chain.at(-1) ?? name }
  return [
    { code: 'dns-answer', args: { name: quote(name), type: 'CNAME', values, server: reply.server || '–' } },
    line({ ...reply, question: end }),
  ]
}

function line(reply: DnsReply): EvidenceLine {
  const { name, type } = reply.question
  const asked = { name: quote(name), type, server: reply.server || '–' }
  if (reply.rcode === 'NXDOMAIN') return { code: 'dns-nxdomain', args: asked }
  if (reply.rcode !== 'NOERROR') return { code: 'dns-failure', args: { ...asked, rcode: reply.rcode } }
  const values = reply.records.map((record) => record.data)
  return values.length === 0 ? { code: 'dns-nodata', args: asked } : { code: 'dns-answer', args: { ...asked, values: listed(values) } }
}
