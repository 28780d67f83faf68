import { X509Certificate } from 'node:crypto'
import tls from 'node:tls'
import type { ChainTrust } from '../../domain/evidence.ts'
import { Failure } from '../../domain/failure.ts'

/** The roots of this machine, found by subject. */
export type Roots = (subject: string) => readonly X509Certificate[]

/** No chain on the public internet is longer. */
const LONGEST = 10

/** Node's own list of roots and `extra` (PEM). Reading 150 certificates takes a moment, so it waits for the first question. */
export function rootsWith(extra: readonly string[]): Roots {
  const own = extra.flatMap(certificatesIn).map((pem) => readPem(pem))
  let bySubject: Map<string, X509Certificate[]> | null = null
  return (subject) => {
    bySubject ??= bySubjectOf([...tls.rootCertificates.map((pem) => new X509Certificate(pem)), ...own])
    return bySubject.get(subject) ?? []
  }
}

const certificatesIn = (pem: string): readonly string[] =>
  pem.match(/-----BEGIN CERTIFICATE-----[\s\S]+?-----END CERTIFICATE-----/g) ?? [pem]

function readPem(pem: string): X509Certificate {
  try {
    return new X509Certificate(pem)
  } catch (cause) {
    throw new Failure('config', { names: 'extraCa' }, { cause })
  }
}

function bySubjectOf(certificates: readonly X509Certificate[]): Map<string, X509Certificate[]> {
  const map = new Map<string, X509Certificate[]>()
  for (const each of certificates) map.set(each.subject, [...(map.get(each.subject) ?? []), each])
  return map
}

/**
 * Whether the certificates a server sent lead from its own one to a root. Signatures are checked, dates and names are not: an expired
 * certificate of a trusted root is `trusted`. A link that was not sent is not fetched, as Exchange Online does not fetch it either.
 */
export function chainTrust(leaf: X509Certificate, sent: readonly X509Certificate[], roots: Roots): ChainTrust {
  try {
    return climb(leaf, sent, roots)
  } catch {
    // A key or signature this OpenSSL cannot read: nothing is known about the chain.
    return 'unknown'
  }
}

/** Cross-signed issuers give more than one way up; one that ends at a root is enough. */
const BEST_FIRST: readonly ChainTrust[] = ['trusted', 'self-signed', 'private-root', 'missing-intermediate', 'unknown']

/** In a hostile chain every certificate can bear the name of every other's issuer, with keys that take long to check. */
const MOST_CHECKS = 24

/** Level by level, each certificate once: those that sign each other crosswise make more ways up than could ever be walked one by one. */
function climb(leaf: X509Certificate, sent: readonly X509Certificate[], roots: Roots): ChainTrust {
  const ends = new Set<ChainTrust>()
  const met = new Set([leaf.fingerprint256])
  let checks = 0
  const isIssuer = (at: X509Certificate, each: X509Certificate): boolean => {
    if (!each.ca || each.subject !== at.issuer) return false
    if (++checks > MOST_CHECKS) throw new Error('a chain with too many ways up')
    return issued(at, each)
  }
  let level: readonly X509Certificate[] = [leaf]
  for (let links = 1; level.length > 0; links++) {
    const next: X509Certificate[] = []
    for (const at of level) {
      const end = endAt(at, leaf, roots) ?? (links < LONGEST ? null : 'unknown')
      if (end === 'trusted') return end
      const issuers = end === null ? sent.filter((each) => isIssuer(at, each)) : []
      if (end !== null || issuers.length === 0) ends.add(end ?? brokenOff(at, leaf))
      for (const issuer of issuers) if (!met.has(issuer.fingerprint256)) next.push(issuer)
      for (const issuer of next) met.add(issuer.fingerprint256)
    }
    level = next
  }
  return BEST_FIRST.find((best) => ends.has(best)) ?? 'missing-intermediate'
}

/** The embedded list of Certificate Transparency logs (RFC 6962 §3.3), in DER: public authorities put it in, private ones have no use for it. */
const LOGGED = Buffer.from('060a2b06010401d679020402', 'hex')

/** Whether a public authority must have issued it. */
export const isLogged = ({ raw }: X509Certificate): boolean => raw.includes(LOGGED)

/**
 * What the next certificate up would be, which was neither sent nor is a known root. Servers leave out the root alone, so that above an
 * intermediate that was sent there stands a root nobody knows, unless a public authority issued the certificate.
 */
const brokenOff = (at: X509Certificate, leaf: X509Certificate): ChainTrust =>
  at === leaf || isLogged(leaf) ? 'missing-intermediate' : 'private-root'

const isAnchored = (at: X509Certificate, roots: Roots): boolean =>
  roots(at.subject).some((root) => same(root, at)) || roots(at.issuer).some((root) => issued(at, root))

/** Of a chain the part that counts: what stands above a root that is known here, a cross-signature of it above all, is no part of the way to it. */
export function upToAnchor(chain: readonly X509Certificate[], roots: Roots): readonly X509Certificate[] {
  try {
    const anchored = chain.findIndex((each) => isAnchored(each, roots))
    return anchored === -1 ? chain : chain.slice(0, anchored + 1)
  } catch {
    // A key or signature this OpenSSL cannot read.
    return chain
  }
}

/** Where a way up ends; null when it goes on. */
function endAt(at: X509Certificate, leaf: X509Certificate, roots: Roots): ChainTrust | null {
  if (isAnchored(at, roots)) return 'trusted'
  if (!signsItself(at)) return null
  return at === leaf ? 'self-signed' : 'private-root'
}

/** How many certificates, from the first, were each signed by the next (RFC 5280 §6.1.3); names alone make no link. */
export function linkedCount(chain: readonly X509Certificate[]): number {
  const broken = chain.slice(1).findIndex((issuer, index) => !isSignedBy(chain[index], issuer))
  return broken === -1 ? chain.length : broken + 1
}

/** Whether an authority's key made the signature of another certificate; false where either cannot be read. */
export function isSignedBy(child: X509Certificate | undefined, issuer: X509Certificate): boolean {
  try {
    return child !== undefined && issuer.ca && issued(child, issuer)
  } catch {
    // A key or signature this OpenSSL cannot read: nothing was checked.
    return false
  }
}

/** The certificate that signed another one: among those sent, else among the roots; null when it is not at hand. */
export const issuerOf = (child: X509Certificate, sent: readonly X509Certificate[], roots: Roots): X509Certificate | null =>
  [...sent, ...roots(child.issuer)].find((each) => !same(each, child) && isSignedBy(child, each)) ?? null

/** Checked before: which certificate signed which. The sessions of one host ask this several times, and those of its neighbours again. */
const checked = new WeakMap<X509Certificate, WeakMap<X509Certificate, boolean>>()

function issued(child: X509Certificate, issuer: X509Certificate): boolean {
  const known = checked.get(child) ?? new WeakMap<X509Certificate, boolean>()
  const holds = known.get(issuer) ?? (child.issuer === issuer.subject && child.checkIssued(issuer) && child.verify(issuer.publicKey))
  checked.set(child, known.set(issuer, holds))
  return holds
}

/** By name and signature: an end-entity certificate without the right to sign others (Exchange's own default one) is no less self-signed. */
const signsItself = (at: X509Certificate): boolean => at.issuer === at.subject && at.verify(at.publicKey)

const same = (one: X509Certificate, other: X509Certificate): boolean => one.fingerprint256 === other.fingerprint256
