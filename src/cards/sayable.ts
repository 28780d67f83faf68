import type { EvidenceLine } from '../domain/finding.ts'
import type { Words } from '../locales/words.ts'
import { sayCause } from './say-cause.ts'

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

/** In words, with the registry's own beside them. */
function sayStatus(value: string, words: Words): string {
  const letters = value.toLowerCase().replace(/[^a-z]/g, '')
  return isKey(letters, STATUSES) ? `${words(`terms.registration.${STATUSES[letters]}`)} (${value})` : value
}

const isOne = <T extends string>(value: string, list: readonly T[]): value is T => list.some((each) => each === value)
const isKey = <T extends object>(value: string, table: T): value is string & keyof T => Object.hasOwn(table, value)
