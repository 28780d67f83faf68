import { createHash, type X509Certificate } from 'node:crypto'
import type { TLSSocket } from 'node:tls'
import type { Certificate, TlsFacts } from '../../domain/evidence.ts'
import { chainLimit } from './chain-limit.ts'
import { chainTrust, isLogged, linkedCount, type Roots, upToAnchor } from './chain-trust.ts'
import { certificateFields, encoded } from './der.ts'
import { signatureAlgorithm } from './signature-algorithm.ts'

/** Key sizes of the curves certificates use; `modulusLength` exists for RSA alone. */
const CURVES: Readonly<Record<string, number>> = {
  prime192v1: 192,
  secp224r1: 224,
  prime256v1: 256,
  secp256k1: 256,
  secp384r1: 384,
  secp521r1: 521,
}

/** What an agreed TLS session shows, given the certificates that were sent in it; null when there is none. */
export function tlsFacts(socket: TLSSocket, sent: readonly X509Certificate[], roots: Roots): TlsFacts | null {
  const [leaf] = sent
  const chain = sent.map(described)
  const [certificate] = chain
  if (!leaf || !certificate) return null
  const linked = linkedCount(sent)
  const limit = chainLimit(upToAnchor(sent.slice(0, linked), roots))
  return {
    protocol: socket.getProtocol() ?? '',
    cipher: socket.getCipher()?.standardName ?? socket.getCipher()?.name ?? '',
    certificate,
    chain,
    linked,
    trust: chainTrust(leaf, sent.slice(1), roots),
    ...(isLogged(leaf) ? { logged: true } : {}),
    ...(limit ? { limit: { ...limit, subject: oneLine(limit.subject) } } : {}),
    revocation: { is: 'unknown', by: null, at: null, why: 'not asked' },
  }
}

const descriptions = new WeakMap<X509Certificate, Certificate>()

function described(certificate: X509Certificate): Certificate {
  const description = descriptions.get(certificate) ?? describe(certificate)
  descriptions.set(certificate, description)
  return description
}

/** A certificate in plain words. Dates and keys that cannot be read are left empty rather than guessed. */
export function describe(certificate: X509Certificate): Certificate {
  return {
    subject: oneLine(certificate.subject),
    names: namesOf(certificate),
    issuer: oneLine(certificate.issuer),
    notBefore: isoDate(certificate.validFrom),
    notAfter: isoDate(certificate.validTo),
    ...keyOf(certificate),
    signatureAlgorithm: signatureAlgorithm(certificate.raw),
    sha256: certificate.fingerprint256,
    digests: { certificate: digests(certificate.raw), publicKey: digests(publicKeyOf(certificate)) },
  }
}

const digests = (bytes: Buffer): { readonly sha256: string; readonly sha512: string } => ({
  sha256: createHash('sha256').update(bytes).digest('hex'),
  sha512: createHash('sha512').update(bytes).digest('hex'),
})

/** The SubjectPublicKeyInfo as it is written (RFC 5280 §4.1.2.7), also of a key this OpenSSL cannot read. Empty when the certificate cannot be read. */
function publicKeyOf({ raw }: X509Certificate): Buffer {
  const key = certificateFields(raw)[5]
  return key ? encoded(raw, key) : Buffer.alloc(0)
}

const oneLine = (name: string | undefined): string => (name ?? '').split('\n').filter(Boolean).join(', ')

function isoDate(text: string): string {
  const date = new Date(text)
  return Number.isNaN(date.getTime()) ? '' : date.toISOString()
}

function keyOf(certificate: X509Certificate): { readonly keyType: string; readonly bits: number } {
  try {
    const { asymmetricKeyType: type = 'unknown', asymmetricKeyDetails: details } = certificate.publicKey
    return { keyType: type, bits: details?.modulusLength ?? CURVES[details?.namedCurve ?? ''] ?? (type === 'ed25519' ? 256 : 0) }
  } catch {
    return { keyType: 'unknown', bits: 0 }
  }
}

/** DNS names of the subjectAltName; the common name counts only where there is none (RFC 6125 §6.4.4). */
function namesOf(certificate: X509Certificate): readonly string[] {
  const names = alternativeNames(certificate.subjectAltName ?? '')
  if (names.length > 0) return names
  const common = /(?:^|\n)CN=([^\n]+)/.exec(certificate.subject ?? '')?.[1]
  return common ? [common] : []
}

/** Node quotes an entry that itself holds a comma or a quote, so that a crafted name cannot pass for two (CVE-2021-44532). */
function alternativeNames(text: string): readonly string[] {
  return (text.match(/(?:[^,"]|"(?:[^"\\]|\\.)*")+/g) ?? [])
    .map((entry) => entry.trim())
    .filter((entry) => entry.startsWith('DNS:'))
    .map((entry) => entry.slice(4).replace(/^"(.*)"$/, '$1'))
}
