import type { X509Certificate } from 'node:crypto'
import type { ChainTrust, Revocation } from '../../domain/evidence.ts'
import { messageOf } from '../../domain/failure.ts'
import { issuerOf, type Roots } from './chain-trust.ts'
import type { FetchDocument } from './fetch-document.ts'
import { keptAnswers } from './kept-answers.ts'
import { type FetchList, listFetcher } from './revocation-lists.ts'
import type { RevocationReading } from './revocation-reading.ts'

export interface RevocationSettings {
  readonly fetch: FetchDocument
  /** Roots that may have signed the certificate themselves. */
  readonly roots: Roots
  /** Milliseconds since 1970. */
  readonly now: () => number
}

/**
 * Whether the authority took a certificate back. `sent` are the server's certificates, its own first; `staple` is the OCSP response it
 * sent along, DER. Never throws, and never takes longer than `withinMs` or 3 s.
 */
export type RevocationCheck = (
  sent: readonly X509Certificate[],
  trust: ChainTrust,
  staple: Buffer | null,
  withinMs: number,
) => Promise<Revocation>

const MOST_MS = 3000
/** An answer is asked for again after an hour at the latest, though it may be valid for days: what was revoked meanwhile shall show. */
const KEEP_MS = 3_600_000
/** An authority that did not answer is left alone for a while. */
const KEEP_UNKNOWN_MS = 60_000

/** The identifiers of an OCSP responder's address and of cRLDistributionPoints as they stand in a certificate (RFC 5280 §4.2.2.1, §4.2.1.13). */
const ADDRESS_MARKS = ['06082b06010505073001', '0603551d1f'].map((hex) => Buffer.from(hex, 'hex'))

const NOT_ASKED: Readonly<Record<Exclude<ChainTrust, 'trusted'>, string>> = {
  'self-signed': 'self-signed',
  'private-root': 'the root is not trusted',
  'missing-intermediate': 'the certificate of its issuer was not sent',
  unknown: 'the chain could not be checked',
}

/** Checks by the stapled answer, else asks the authority and remembers what it said. What reads OCSP and CRLs is loaded when it is needed. */
export function revocationChecker(settings: RevocationSettings): RevocationCheck {
  const kept = keptAnswers<Revocation>(settings.now)
  const access: Access = { ...settings, fetchList: listFetcher(settings.fetch, MOST_MS) }
  return async (sent, trust, staple, withinMs) => {
    const limit = Math.min(MOST_MS, withinMs)
    try {
      return await within(limit, check(access, kept, sent, trust, staple, limit))
    } catch (error) {
      return notChecked(messageOf(error))
    }
  }
}

type Access = RevocationSettings & { readonly fetchList: FetchList }

async function check(
  access: Access,
  kept: ReturnType<typeof keptAnswers<Revocation>>,
  sent: readonly X509Certificate[],
  trust: ChainTrust,
  staple: Buffer | null,
  limit: number,
): Promise<Revocation> {
  const { now, roots } = access
  const [leaf, ...others] = sent
  if (!leaf) return notChecked('no certificate')
  if (trust !== 'trusted') return notChecked(NOT_ASKED[trust])
  // Authorities drop what has expired from their lists, so that absence would mean nothing (RFC 5280 §3.3).
  if (Date.parse(leaf.validTo) < now()) return notChecked('the certificate has expired')
  const addressed = ADDRESS_MARKS.some((mark) => leaf.raw.includes(mark))
  if (!staple && !addressed) return notChecked('no address to ask')
  const issuer = issuerOf(leaf, others, roots)
  if (!issuer) return notChecked(NOT_ASKED['missing-intermediate'])
  const deadline = now() + limit
  const { askAuthority, readStaple } = await import('./revocation-sources.ts')
  const stapled = staple && readStaple(staple, leaf, issuer, now())
  if (stapled && stapled.is !== 'unknown') return told('staple', stapled)
  const said = await kept(leaf.fingerprint256, async () => {
    const { by, reading } = await askAuthority(leaf, issuer, access, deadline)
    return { answer: told(by, reading), until: keepUntil(reading, now(), limit) }
  })
  return stapled && said.is === 'unknown' ? notChecked(`stapled: ${stapled.why}; ${said.why}`) : said
}

/** A session near its end leaves too little time to hear an answer: that is no reason to stop asking. */
function keepUntil(reading: RevocationReading, now: number, limit: number): number {
  if (reading.is === 'unknown') return limit === MOST_MS ? now + KEEP_UNKNOWN_MS : now
  return Math.min(reading.until ?? Number.POSITIVE_INFINITY, now + KEEP_MS)
}

function told(by: Revocation['by'], reading: RevocationReading): Revocation {
  return reading.is === 'unknown' ? notChecked(reading.why) : { is: reading.is, by, at: reading.at, why: null }
}

const notChecked = (why: string): Revocation => ({ is: 'unknown', by: null, at: null, why: why.slice(0, 300) })

/** A lookup that several sessions share may have been begun by one with more time left. */
async function within(ms: number, checking: Promise<Revocation>): Promise<Revocation> {
  let timer: NodeJS.Timeout | undefined
  const late = new Promise<Revocation>((resolve) => {
    timer = setTimeout(() => resolve(notChecked(`no answer within ${Math.round(ms)} ms`)), Math.max(0, ms))
  })
  return Promise.race([checking, late]).finally(() => clearTimeout(timer))
}
