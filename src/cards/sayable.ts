import type { EvidenceLine } from '../domain/finding.ts'
import type { Words } from '../locales/words.ts'

type Args = EvidenceLine['args']

const DATES = ['notBefore', 'notAfter', 'oldest', 'since', 'at', 'expires']
const STAGES = ['connect', 'banner', 'ehlo', 'starttls', 'handshake', 'ehlo2'] as const
const UNANSWERED = ['timeout', 'garbled', 'truncated', 'unreachable', 'not-authoritative'] as const
const FLAWS = ['name', 'chain', 'dates'] as const
const READ = ['queue', 'connector'] as const
/** EPP statuses in letters only: every registry spells them in its own way (RFC 8056 §2). */
const STATUSES = {
  redemptionperiod: 'redemption-period',
  pendingdelete: 'pending-delete',
  pendingrestore: 'pending-restore',
  clienthold: 'client-hold',
  serverhold: 'server-hold',
} as const
/** Who says whether a certificate was revoked, by the name evidence gives it. */
const SOURCES = { 'OCSP (staple)': 'staple', OCSP: 'ocsp', CRL: 'crl', staple: 'staple', ocsp: 'ocsp', crl: 'crl' } as const
/** Reasons of our own, as they stand in what was gathered; those of machines and libraries are quoted. */
const CAUSES = {
  'closed by the other side': 'closed',
  'not found': 'not-found',
  'the host does not exist': 'no-host',
  'no certificate': 'no-certificate',
  'no address to ask': 'no-address',
  'not asked': 'not-asked',
  'self-signed': 'self-signed',
  'the root is not trusted': 'root',
  'the certificate of its issuer was not sent': 'issuer',
  'the chain could not be checked': 'chain',
  'the certificate has expired': 'expired',
  'a list that cannot be read': 'list-unreadable',
  'a list that the issuer did not sign': 'list-unsigned',
  'a list that is not for this certificate': 'list-other',
  'an answer that cannot be read': 'answer-unreadable',
  'an answer of another kind': 'answer-kind',
  'an answer about another certificate': 'answer-other',
  'an answer that its issuer did not sign': 'answer-unsigned',
  'an answer with conditions that are not known here': 'answer-conditions',
  'an answer from the future': 'answer-future',
  'an answer that is out of date': 'answer-old',
  'the responder does not know the certificate': 'answer-unknown',
  'not an https address': 'not-https',
  'not a web address': 'not-web',
  'interrupted after it was started': 'interrupted',
} as const

type Sayer = (value: string, words: Words) => string

/** By the argument's name: what stands there as a code or a phrase of ours becomes words; anything else stays as it came. */
const SAYERS: Readonly<Record<string, Sayer>> = {
  settings: (value, words) => (value === 'none' ? words('terms.none') : value),
  stage: (value, words) => (isOne(value, STAGES) ? words(`terms.stage.${value}`) : value),
  rcode: (value, words) => (isOne(value, UNANSWERED) ? words(`terms.unanswered.${value}`) : value),
  reason: (value, words) =>
    value
      .split(', ')
      .map((each) => (isOne(each, FLAWS) ? words(`terms.flaw.${each}`) : each))
      .join(', '),
  what: (value, words) => (isOne(value, READ) ? words(`terms.read.${value}`) : value),
  status: sayStatus,
  by: (value, words) => (isKey(value, SOURCES) ? words(`terms.revocation.${SOURCES[value]}`) : value),
  why: sayCause,
  error: sayCause,
}

/** Evidence as it is kept, made readable: dates in words, codes by name, round milliseconds, an IPv6 address apart from its port. */
export function sayable(args: Args, words: Words, time: (iso: string) => string): Args {
  return Object.fromEntries(
    Object.entries(args).map(([key, value]) => {
      if (typeof value === 'number') return [key, key === 'ms' ? Math.round(value) : value]
      if (DATES.includes(key)) return [key, time(value)]
      if (key === 'ip' && 'port' in args) return [key, bracketed(value)]
      return [key, SAYERS[key]?.(value, words) ?? value]
    }),
  )
}

/** An IPv6 address as it stands before a port (RFC 3986 §3.2.2). */
export const bracketed = (ip: string): string => (ip.includes(':') ? `[${ip}]` : ip)

/** Why something could not be found out: causes of ours in words, one after the other, each with whoever was asked. */
export function sayCause(text: string, words: Words): string {
  const causes = text.split('; ')
  const said = causes.map((each) => {
    const [, before = '', cause = each] = /^(.*: )?(.*)$/s.exec(each) ?? []
    return isKey(cause, CAUSES) ? `${before.replace(/: $/, words('cards.colon'))}${words(`terms.cause.${CAUSES[cause]}`)}` : each
  })
  return said.every((each, n) => each === causes[n]) ? text : said.join(' · ')
}

/** In words, with the registry's own beside them. */
function sayStatus(value: string, words: Words): string {
  const letters = value.toLowerCase().replace(/[^a-z]/g, '')
  return isKey(letters, STATUSES) ? `${words(`terms.registration.${STATUSES[letters]}`)} (${value})` : value
}

const isOne = <T extends string>(value: string, list: readonly T[]): value is T => list.some((each) => each === value)
const isKey = <T extends object>(value: string, table: T): value is string & keyof T => Object.hasOwn(table, value)
