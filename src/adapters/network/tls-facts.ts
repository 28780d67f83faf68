import { createHash, X509Certificate } from 'node:crypto'
import type { DetailedPeerCertificate, TLSSocket } from 'node:tls'
import type { Certificate, TlsFacts } from '../../domain/evidence.ts'
import { chainTrust, linkedCount, type Roots } from './chain-trust.ts'
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

/** What an agreed TLS session shows; null when the server sent no certificate. */
export function tlsFacts(socket: TLSSocket, roots: Roots): TlsFacts | null {
  const sent = sentBy(socket)
  const [leaf] = sent
  if (!leaf) return null
  return {
    protocol: socket.getProtocol() ?? '',
    cipher: socket.getCipher()?.standardName ?? socket.getCipher()?.name ?? '',
    certificate: describe(leaf),
    chain: sent.map(describe),
    linked: linkedCount(sent),
    trust: chainTrust(leaf, sent.slice(1), roots),
    revocation: { is: 'unknown', by: null, at: null, why: 'not asked' },
  }
}

/** The server's certificates, its own first. Node links each one to its issuer; the last links to itself or to nothing. */
export function sentBy(socket: TLSSocket): readonly X509Certificate[] {
  const chain: X509Certificate[] = []
  const seen = new Set<string>()
  let next: DetailedPeerCertificate | undefined = socket.getPeerCertificate(true)
  while (next?.raw && !seen.has(next.fingerprint256)) {
    seen.add(next.fingerprint256)
    chain.push(new X509Certificate(next.raw))
    next = next.issuerCertificate
  }
  return chain
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

/** The SubjectPublicKeyInfo (RFC 5280 §4.1.2.7); empty for a key this OpenSSL cannot read. */
function publicKeyOf(certificate: X509Certificate): Buffer {
  try {
    return certificate.publicKey.export({ type: 'spki', format: 'der' })
  } catch {
    return Buffer.alloc(0)
  }
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
