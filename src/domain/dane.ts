import { cnameWalk, dataOf, exchangesOf, isAnswer, isBogus, isNullMx, plainName, replyTo } from './dns.ts'
import type { Certificate, DnsReply, Resolution, TlsFacts, Transcript } from './evidence.ts'
import { coversDomain } from './satisfies.ts'
import { fitsTlsa, isUsable, readTlsa, type Sha256, strongest, type Tlsa, tlsaNameOf } from './tlsa.ts'

/**
 * What DANE says of one mail host (RFC 7672 §2.2). `unknown`: there are records, but nobody here validates; `unsigned`: they stand in a zone
 * that is not signed, or are reached by one; `unread`: the question, or the one before it, failed for another reason than its signatures.
 */
export type DaneState =
  | { readonly is: 'absent' }
  | { readonly is: 'unread'; readonly replies: readonly DnsReply[] }
  | { readonly is: 'bogus'; readonly replies: readonly DnsReply[] }
  | { readonly is: 'unknown' | 'unsigned'; readonly name: string; readonly records: readonly string[] }
  | { readonly is: 'unusable'; readonly name: string; readonly records: readonly string[] }
  | { readonly is: 'usable'; readonly name: string; readonly records: readonly Tlsa[]; readonly references: readonly string[] }

/** How a session fares under usable records. */
export type DaneMatch =
  | { readonly is: 'matches'; readonly record: Tlsa }
  | { readonly is: 'mismatch' }
  | { readonly is: 'out-of-date'; readonly certificate: Certificate }
  | { readonly is: 'other-name' }

/** The hosts that take a domain's mail: its exchanges, or the name itself where there are none (RFC 5321 §5.1); none behind a null MX. */
export function mailHosts({ host, replies, addresses }: Resolution): readonly string[] {
  const exchanges = exchangesOf(host, replies)
  if (isNullMx(exchanges)) return []
  if (exchanges.length > 0) return [...new Set(exchanges.map((each) => each.exchange))].filter((name) => name !== '.')
  return addresses.length > 0 ? [plainName(host)] : []
}

/** The sessions with a resolution's addresses. */
export const sessionsOf = ({ addresses }: Resolution, transcripts: readonly Transcript[]): readonly Transcript[] =>
  transcripts.filter((each) => addresses.some(({ host, ip }) => ip === each.ip && plainName(host) === plainName(each.host)))

/** Replies about MX and addresses whose signatures do not hold. A resolver that surely does not validate cannot tell. */
export const bogusRoute = ({ replies, unchecked }: Resolution, validates: boolean | null): readonly DnsReply[] =>
  validates === false ? [] : replies.filter((each) => ['MX', 'A', 'AAAA'].includes(each.question.type) && isBogus(each, unchecked))

/**
 * Whether the MX answer and every address answer on the way to a host were validated: only then its TLSA records are asked for (RFC 7672
 * §2.2). `unknown` when there is no such answer, and nothing that was answered lacks its signature.
 */
export function routeSecurity(host: string, { host: owner, replies }: Resolution): 'secure' | 'insecure' | 'unknown' {
  const names = cnameWalk(host, replies).chain
  const answered = replies.filter(isAnswer)
  const mx = answered.filter(({ question: { name, type } }) => type === 'MX' && plainName(name) === plainName(owner))
  const addresses = answered.filter(({ question: { name, type } }) => (type === 'A' || type === 'AAAA') && names.includes(plainName(name)))
  if ([...mx, ...addresses].some((each) => !each.authenticated)) return 'insecure'
  return mx.length > 0 && addresses.length > 0 ? 'secure' : 'unknown'
}

/** `validates`: whether the resolver does; null when that is not known. */
export function daneState(host: string, resolution: Resolution, validates: boolean | null): DaneState {
  const { replies, unchecked, host: owner } = resolution
  const { chain, loops } = cnameWalk(host, replies)
  const end = loops ? host : (chain[chain.length - 1] ?? host)
  // The end of an alias comes first, then the name itself (RFC 7671 §7).
  const names = [...new Set([end, host])].map((each) => tlsaNameOf(plainName(each)))
  const asked = names.flatMap((name) => replyTo(replies, { name, type: 'TLSA' }) ?? [])
  const bogus = validates === false ? [] : asked.filter((each) => isBogus(each, unchecked))
  if (bogus.length > 0) return { is: 'bogus', replies: bogus }
  const name = names.find((each) => dataOf(each, 'TLSA', replies).length > 0)
  if (name === undefined) {
    const failed = asked.filter((each) => !isAnswer(each))
    return failed.length > 0 || asked.length === 0 ? { is: 'unread', replies: failed } : { is: 'absent' }
  }
  const texts = dataOf(name, 'TLSA', replies)
  if (validates !== true) return { is: 'unknown', name, records: texts }
  const route = routeSecurity(host, resolution)
  if (route === 'unknown') return { is: 'unread', replies: [] }
  if (route === 'insecure' || !isAuthenticated(name, replies)) return { is: 'unsigned', name, records: texts }
  const records = strongest(texts.flatMap((text) => readTlsa(text) ?? []).filter(isUsable))
  if (records.length === 0) return { is: 'unusable', name, records: texts }
  return { is: 'usable', name, records, references: [...new Set([end, host, owner].map(plainName))] }
}

function isAuthenticated(name: string, replies: readonly DnsReply[]): boolean {
  const names = cnameWalk(name, replies).chain
  const own = replies.filter(({ question, records }) => {
    return question.type === 'TLSA' && names.includes(plainName(question.name)) && records.some((each) => each.type === 'TLSA')
  })
  return own.length > 0 && own.every((each) => each.authenticated)
}

const SUCCESS: readonly DaneMatch['is'][] = ['matches', 'out-of-date', 'other-name', 'mismatch']

/**
 * Compares what a server showed with usable records; one that fits is enough. Usage 3 looks at the server's own certificate and at nothing
 * else in it (RFC 7671 §5.1). Usage 2 looks for an issuer among those joined by checked signatures, and then dates and names count too
 * (RFC 7671 §5.2); the names are those of the host and of the domain whose MX led there (RFC 7672 §3.2.2). `at` ISO 8601.
 */
export function daneMatch(
  tls: TlsFacts,
  { records, references }: Pick<Extract<DaneState, { is: 'usable' }>, 'records' | 'references'>,
  at: string,
  sha256: Sha256,
): DaneMatch {
  const outcomes = records.map((record): DaneMatch => {
    if (record.usage === 3) return fitsTlsa(record, tls.certificate, sha256) ? { is: 'matches', record } : { is: 'mismatch' }
    const issuers = tls.chain.slice(1, tls.linked)
    const anchor = issuers.findIndex((each) => fitsTlsa(record, each, sha256))
    if (anchor === -1) return { is: 'mismatch' }
    const stale = [tls.certificate, ...issuers.slice(0, anchor + 1)].find((each) => !isInTime(each, at))
    if (stale) return { is: 'out-of-date', certificate: stale }
    return references.some((name) => coversDomain(tls.certificate, name)) ? { is: 'matches', record } : { is: 'other-name' }
  })
  return outcomes.toSorted((one, other) => SUCCESS.indexOf(one.is) - SUCCESS.indexOf(other.is))[0] ?? { is: 'mismatch' }
}

/** A date that could not be read is no proof against a certificate. */
const isInTime = ({ notBefore, notAfter }: Certificate, at: string): boolean =>
  (notBefore === '' || notBefore <= at) && (notAfter === '' || at <= notAfter)
