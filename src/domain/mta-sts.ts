import { plainName, replyTo } from './dns.ts'
import type { DnsReply, Resolution } from './evidence.ts'

/** What a domain says of MTA-STS in DNS (RFC 8461 §3.1). `unknown`: the question was not answered. */
export type StsRecord =
  | { readonly is: 'announced'; readonly id: string }
  | { readonly is: 'invalid'; readonly line: string }
  | { readonly is: 'absent' }
  | { readonly is: 'unknown' }

export interface StsPolicy {
  readonly mode: 'enforce' | 'testing' | 'none'
  /** Patterns of hosts, in plain form. */
  readonly mx: readonly string[]
  /** Seconds. */
  readonly maxAge: number
}

export type StsPolicyText = { readonly is: 'valid'; readonly policy: StsPolicy } | { readonly is: 'invalid'; readonly line: string }

/** What a domain says of TLS reports (RFC 8460 §3). */
export type TlsReporting =
  | { readonly is: 'present'; readonly rua: readonly string[] }
  | { readonly is: 'invalid'; readonly line: string }
  | { readonly is: 'absent' }
  | { readonly is: 'unknown' }

/** Where the policy file of a domain stands (RFC 8461 §3.3). */
export const policyUrl = (domain: string): string => `https://mta-sts.${plainName(domain)}/.well-known/mta-sts.txt`

/** One record, and it alone, with an id. Others at the name are none of ours. */
export function stsRecord({ host, replies }: Pick<Resolution, 'host' | 'replies'>): StsRecord {
  const texts = textsAt(`_mta-sts.${plainName(host)}`, replies)
  if (texts === null) return { is: 'unknown' }
  const own = texts.filter((text) => /^v=STSv1[ \t]*(;|$)/.test(text))
  const [only = ''] = own
  if (own.length === 0) return misspelt(texts, 'STSv1')
  if (own.length > 1) return { is: 'invalid', line: own.join(' | ') }
  const id = fieldOf(only, 'id')
  return id !== null && /^[A-Za-z\d]{1,32}$/.test(id) ? { is: 'announced', id } : { is: 'invalid', line: only }
}

/** Whom a domain asks to be told of TLS failures. */
export function tlsReporting({ host, replies }: Pick<Resolution, 'host' | 'replies'>): TlsReporting {
  const texts = textsAt(`_smtp._tls.${plainName(host)}`, replies)
  if (texts === null) return { is: 'unknown' }
  const own = texts.filter((text) => /^v=TLSRPTv1[ \t]*(;|$)/.test(text))
  const [only = ''] = own
  if (own.length === 0) return misspelt(texts, 'TLSRPTv1')
  const rua = (fieldOf(only, 'rua') ?? '')
    .split(',')
    .map((each) => each.trim())
    .filter((each) => /^(mailto|https):\S+$/i.test(each))
  return own.length === 1 && rua.length > 0 ? { is: 'present', rua } : { is: 'invalid', line: own.join(' | ') }
}

/** TXT data at a name; null when that could not be found out. */
function textsAt(name: string, replies: readonly DnsReply[]): readonly string[] | null {
  const reply = replyTo(replies, { name, type: 'TXT' })
  if (reply?.rcode === 'NXDOMAIN') return []
  if (reply?.rcode !== 'NOERROR') return null
  // The alias that hosting firms ask for (RFC 8461 §8.2) brings its end along.
  return reply.records.filter((record) => record.type === 'TXT').map((record) => record.data)
}

/** A record that does not begin with the version exactly as it is written is passed over (RFC 8461 §3.1, RFC 8460 §3): one that nearly does was meant. */
function misspelt(
  texts: readonly string[],
  version: string,
): { readonly is: 'absent' } | { readonly is: 'invalid'; readonly line: string } {
  const line = texts.find((text) =>
    text
      .replace(/[\s"']/g, '')
      .toLowerCase()
      .startsWith(`v=${version.toLowerCase()}`),
  )
  return line === undefined ? { is: 'absent' } : { is: 'invalid', line }
}

function fieldOf(text: string, name: string): string | null {
  const fields = text.split(';').map((each) => each.trim())
  const own = fields.find((each) => each.startsWith(`${name}=`))
  return own === undefined ? null : own.slice(name.length + 1).trim()
}

/** A year, and a day for leap (RFC 8461 §3.2). */
const LONGEST_AGE = 31_557_600
const MODES: readonly StsPolicy['mode'][] = ['enforce', 'testing', 'none']

/**
 * Reads a policy file (RFC 8461 §3.2): one `key: value` a line, ended by CRLF or LF. Keys that are not known are left for later versions, of
 * keys that come twice the first counts, except mx. `line` is what is wrong: the line, or the key that is missing.
 */
export function readPolicy(text: string): StsPolicyText {
  const lines = text.split(/\r?\n/)
  const fields: { readonly key: string; readonly value: string; readonly line: string }[] = []
  for (const line of lines) {
    if (line.trim() === '') continue
    const [, key, value] = /^([A-Za-z\d][\w.-]{0,31}):(.*)$/.exec(line) ?? []
    if (key === undefined || value === undefined) return { is: 'invalid', line }
    fields.push({ key, value: value.trim(), line })
  }
  const first = (key: string) => fields.find((each) => each.key === key)
  const version = first('version')
  const mode = first('mode')
  const age = first('max_age')
  const mx = fields.filter((each) => each.key === 'mx')
  const known = MODES.find((each) => each === mode?.value)
  const bad =
    wrong('version', version, (value) => value === 'STSv1') ??
    wrong('mode', mode, () => known !== undefined) ??
    wrong('max_age', age, (value) => /^\d{1,10}$/.test(value) && Number(value) <= LONGEST_AGE) ??
    (known === 'none' ? null : wrong('mx', mx[0], () => true)) ??
    mx.find((each) => !isPattern(each.value))?.line
  if (bad != null || !known) return { is: 'invalid', line: bad ?? 'mode' }
  return {
    is: 'valid',
    policy: { mode: known, mx: mx.map((each) => plainName(each.value)), maxAge: Number(age?.value) },
  }
}

type Field = { readonly value: string; readonly line: string } | undefined

/** The line that does not hold, or the key that is not there; null when all is well. */
function wrong(key: string, field: Field, holds: (value: string) => boolean): string | null {
  if (!field) return key
  return holds(field.value) ? null : field.line
}

/** A host name, with `*` for the whole left-most label at most. A final dot is forgiven. */
const isPattern = (value: string): boolean => /^(\*\.)?[a-z\d_]([a-z\d_-]*[a-z\d_])?(\.[a-z\d_]([a-z\d_-]*[a-z\d_])?)*\.?$/i.test(value)

/** Whether a host is one of a policy's: `*` stands for exactly one label, the left-most (RFC 8461 §4.1). */
export function matchesPolicy(host: string, { mx }: Pick<StsPolicy, 'mx'>): boolean {
  const name = plainName(host)
  const [, parent] = /^[^.]+\.(.+)$/.exec(name) ?? []
  return mx.some((pattern) => pattern === name || (parent !== undefined && pattern === `*.${parent}`))
}
