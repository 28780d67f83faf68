import { comparable, type ZoneAnswer, zoneAnswers } from '../domain/authority.ts'
import { isAnswer, plainName, routeReplies } from '../domain/dns.ts'
import type { DnsReply, Evidence, Resolution, Transcript } from '../domain/evidence.ts'
import type { EvidenceLine, Finding } from '../domain/finding.ts'
import { listed, quote } from '../domain/quote.ts'
import { passed } from '../domain/transcript.ts'

/** Data that the resolver still gives although the zone says otherwise now. */
interface Old {
  readonly said: DnsReply
  /** Present data; empty when the zone has none any more. */
  readonly present: readonly string[]
  /** What the resolver gives and the zone does not; empty when the resolver gives nothing at all. */
  readonly past: readonly string[]
  readonly evidence: readonly EvidenceLine[]
}

/**
 * Whether the records that were given are those the zone holds now: its servers may disagree (a transfer that does not arrive), or the
 * resolver may remember an earlier answer until its TTL ends. A fault when that is what keeps mail from its way; else it will pass.
 */
export function stale(evidence: Evidence): readonly Finding[] {
  return evidence.resolutions.flatMap((resolution) => {
    const replies = routeReplies(resolution.host, resolution.replies)
    const apart = replies.flatMap((said) => disagreement(zoneAnswers(resolution, said.question)))
    const old = replies.flatMap((said) => outdated(resolution, said))
    const lines = distinct([...old.flatMap((each) => each.evidence), ...apart])
    if (lines.length === 0) return []
    const stops = old.some((each) => leadsAstray(each, resolution, tried(resolution, evidence)))
    return [{ finding: 'dns-stale', severity: stops ? 'fault' : 'warning', subject: resolution.host, stage: 'dns', evidence: lines }]
  })
}

const dataIn = ({ reply }: ZoneAnswer): string => comparable(reply, reply).join(', ')

const disagree = (answers: readonly ZoneAnswer[]): boolean => new Set(answers.map(dataIn)).size > 1

/** Servers of one zone that hold different data. Addresses that differ in the same version of the zone are handed out in turn on purpose. */
function disagreement(answers: readonly ZoneAnswer[]): readonly EvidenceLine[] {
  if (!disagree(answers) || inTurn(answers)) return []
  return answers.map(authorityLine)
}

function inTurn(answers: readonly ZoneAnswer[]): boolean {
  const [first] = answers
  const isAddress = first?.reply.question.type !== 'MX'
  return isAddress && first?.serial != null && answers.every((each) => each.serial === first.serial)
}

/** Compared with what the zone holds now: the newest version of it that a server gives. */
function outdated(resolution: Resolution, said: DnsReply): readonly Old[] {
  const answers = newest(zoneAnswers(resolution, said.question))
  const [first] = answers
  if (!first || !isAnswer(said) || disagree(answers)) return []
  const present = comparable(first.reply, first.reply)
  const absent = said.records.length === 0 && present.length > 0
  if (absent) return [{ said, present, past: [], evidence: [authorityLine(first), absenceLine(said)] }]
  const past = comparable(first.reply, said).filter((data) => !present.includes(data))
  return past.length > 0 ? [{ said, present, past, evidence: [authorityLine(first), resolverLine(said)] }] : []
}

function newest(answers: readonly ZoneAnswer[]): readonly ZoneAnswer[] {
  const serials = answers.flatMap((each) => (each.serial === null ? [] : [Number(each.serial)]))
  const top = serials.reduce((latest, each) => (isLater(each, latest) ? each : latest), serials[0] ?? Number.NaN)
  return Number.isNaN(top) ? answers : answers.filter((each) => Number(each.serial) === top)
}

/** Serial numbers run in a circle of 32 bits (RFC 1982 §3.2). */
const isLater = (one: number, other: number): boolean => one !== other && (one - other + 2 ** 32) % 2 ** 32 < 2 ** 31

/** No address was found though the zone has one; or nobody talks SMTP at the old addresses while the zone names others. */
function leadsAstray({ past, present, said }: Old, { addresses }: Resolution, attempts: readonly Transcript[]): boolean {
  if (present.length === 0) return false
  if (addresses.length === 0) return true
  if (attempts.length === 0 || attempts.some((each) => passed(each, 'ehlo'))) return false
  const led = attemptedAs(said.question.type === 'MX' ? past.map((data) => data.split(' ').at(-1) ?? '') : oldAddresses(past, said))
  return attempts.some(led)
}

const attemptedAs =
  (names: readonly string[]) =>
  ({ host, ip }: Transcript): boolean =>
    names.includes(ip) || names.includes(plainName(host))

/** The addresses that are no longer; behind an alias that changed, all of them. */
function oldAddresses(past: readonly string[], said: DnsReply): readonly string[] {
  const given = said.records.filter((record) => record.type === said.question.type).map((record) => record.data)
  return past.some((data) => given.includes(data)) ? past : given
}

/** Attempts at the addresses of a host and of those that stand in for it. Our own missing route is none. */
const tried = ({ as, addresses }: Resolution, { transcripts }: Evidence): readonly Transcript[] =>
  transcripts
    .filter((each) => as === 'smart-host' || addresses.some(({ host, ip }) => each.host === host && each.ip === ip))
    .filter((each) => each.fault?.why.is !== 'no-route-here')

const distinct = (lines: readonly EvidenceLine[]): readonly EvidenceLine[] => [
  ...new Map(lines.map((line) => [JSON.stringify(line), line])).values(),
]

function authorityLine({ server, reply }: ZoneAnswer): EvidenceLine {
  const asked = { name: quote(reply.question.name), type: reply.question.type, server: quote(server) }
  const values = comparable(reply, reply)
  if (values.length > 0) return { code: 'dns-authority-says', args: { ...asked, values: listed(values) } }
  return { ...absenceLine(reply), args: asked }
}

const absenceLine = ({ question: { name, type }, rcode, server }: DnsReply): EvidenceLine => ({
  code: rcode === 'NXDOMAIN' ? 'dns-nxdomain' : 'dns-nodata',
  args: { name: quote(name), type, server },
})

function resolverLine(said: DnsReply): EvidenceLine {
  const { name, type } = said.question
  const ttl = Math.max(...said.records.map((record) => record.ttl))
  return { code: 'dns-resolver-says', args: { server: said.server, name: quote(name), type, values: listed(comparable(said, said)), ttl } }
}
