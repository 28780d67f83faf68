import type { X509Certificate } from 'node:crypto'
import type { Answer } from '../../domain/answer.ts'
import type { Revocation } from '../../domain/evidence.ts'
import type { FetchDocument, Fetched, FetchOptions } from './fetch-document.ts'
import { readCrl } from './revocation-crl.ts'
import type { FetchList } from './revocation-lists.ts'
import { ocspRequest, readOcsp } from './revocation-ocsp.ts'
import type { RevocationReading } from './revocation-reading.ts'
import { type RevocationSubject, revocationSubject } from './revocation-subject.ts'

/** How the authority is asked: over plain HTTP as well, because its answers are signed (RFC 5280 §8). */
export interface AuthorityAccess {
  readonly fetch: FetchDocument
  readonly fetchList: FetchList
  /** Milliseconds since 1970. */
  readonly now: () => number
}

export interface AuthorityAnswer {
  readonly by: Revocation['by']
  readonly reading: RevocationReading
}

/** A certificate may name any number of places; no more of each kind are asked. */
const MOST_PLACES = 2
const MOST_OCSP_BYTES = 64 * 1024
/** What is left of the time for a responder when there is a list to turn to. */
const RESPONDER_SHARE = 0.6
/** A request this short is sent as an address, which caches and prepared responders want (RFC 5019 §5). */
const MOST_GET_LENGTH = 255

/** The answer a server sent along with its certificate (RFC 6066 §8). */
export function readStaple(staple: Buffer, leaf: X509Certificate, issuer: X509Certificate, now: number): RevocationReading {
  return readOcsp(staple, revocationSubject(leaf, issuer), now)
}

/** Asks the OCSP responders a certificate names, then its lists, until one tells. `deadline` in milliseconds since 1970. */
export async function askAuthority(
  leaf: X509Certificate,
  issuer: X509Certificate,
  access: AuthorityAccess,
  deadline: number,
): Promise<AuthorityAnswer> {
  const subject = revocationSubject(leaf, issuer)
  const responders = subject.responders.slice(0, MOST_PLACES)
  const lists = subject.lists.slice(0, MOST_PLACES)
  const left = (): number => deadline - access.now()
  const failures: string[] = []
  const attempts = [
    ...responders.map((url) => ({ by: 'ocsp' as const, url, ask: askResponder, share: lists.length > 0 ? RESPONDER_SHARE : 1 })),
    ...lists.map((url) => ({ by: 'crl' as const, url, ask: askList, share: 1 })),
  ]
  for (const { by, url, ask, share } of attempts) {
    if (left() <= 0) break
    const reading = await ask(url, subject, access, left() * share)
    if (reading.is !== 'unknown') return { by, reading }
    failures.push(`${by} ${hostOf(url)}: ${reading.why}`)
  }
  return { by: null, reading: { is: 'unknown', why: failures.join('; ') || 'no address to ask' } }
}

async function askResponder(url: string, subject: RevocationSubject, access: AuthorityAccess, ms: number): Promise<RevocationReading> {
  const began = access.now()
  const request = ocspRequest(subject)
  const options = (): FetchOptions => ({
    plain: true,
    mostBytes: MOST_OCSP_BYTES,
    withinMs: Math.max(1, ms - (access.now() - began)),
    headers: { accept: 'application/ocsp-response' },
  })
  const path = encodeURIComponent(request.toString('base64'))
  const short = path.length <= MOST_GET_LENGTH
  const got = short ? await access.fetch(`${url}${url.endsWith('/') ? '' : '/'}${path}`, options()) : null
  // Older responders take a POST alone (RFC 6960 appendix A.1).
  const refused = got === null || (got.is === 'found' && got.value.status !== 200)
  const headers = { ...options().headers, 'content-type': 'application/ocsp-request' }
  const answer = refused ? await access.fetch(url, { ...options(), headers, method: 'POST', body: request }) : got
  return reading(answer, (bytes) => readOcsp(bytes, subject, access.now()))
}

async function askList(url: string, subject: RevocationSubject, access: AuthorityAccess): Promise<RevocationReading> {
  return reading(await access.fetchList(url), (bytes) => readCrl(bytes, subject, access.now()))
}

function reading(answer: Answer<Fetched>, read: (bytes: Buffer) => RevocationReading): RevocationReading {
  if (answer.is === 'absent') return { is: 'unknown', why: 'the host does not exist' }
  if (answer.is === 'unknown') return answer
  const { status, body } = answer.value
  return status === 200 ? read(body) : { is: 'unknown', why: `HTTP ${status}` }
}

const hostOf = (url: string): string => (URL.canParse(url) ? new URL(url).host : url)
