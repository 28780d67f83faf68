import 'reflect-metadata'
import { randomBytes, webcrypto } from 'node:crypto'
import {
  BasicConstraintsExtension,
  ExtendedKeyUsage,
  ExtendedKeyUsageExtension,
  KeyUsageFlags,
  KeyUsagesExtension,
  PemConverter,
  SubjectAlternativeNameExtension,
  SubjectKeyIdentifierExtension,
  type X509Certificate,
  X509CertificateGenerator,
} from '@peculiar/x509'
import { CERTIFICATE_KINDS, type CertificateKind, certificateShape } from './certificate-shape.ts'

/** What a server shows: PEM texts. `cert` is the chain it sends, leaf first. */
export interface Identity {
  readonly key: string
  readonly cert: string
}

/** Every certificate of the lab: by host, then by kind. */
export interface Certificates {
  readonly caPem: string
  readonly identities: Readonly<Record<string, Readonly<Record<CertificateKind, Identity>>>>
}

interface Authority {
  readonly certificate: X509Certificate
  readonly keys: webcrypto.CryptoKeyPair
}

const DAY = 86_400_000
const P256 = { name: 'ECDSA', namedCurve: 'P-256' } as const
const SIGNING = { name: 'ECDSA', hash: 'SHA-256' } as const

/** How long a good certificate is valid from the day it is made. */
export const VALID_DAYS = 397

/** A new root and, for each host, one certificate of every kind. */
export async function makeCertificates(hosts: readonly string[], now: Date): Promise<Certificates> {
  const authority = await makeAuthority(now)
  const pairs = await Promise.all(hosts.map(async (host) => [host, await identitiesOf(host, authority, now)] as const))
  return { caPem: `${authority.certificate.toString('pem')}\n`, identities: Object.fromEntries(pairs) }
}

async function identitiesOf(host: string, authority: Authority, now: Date): Promise<Record<CertificateKind, Identity>> {
  const keys = await makeKeys()
  const key = PemConverter.encode(await webcrypto.subtle.exportKey('pkcs8', keys.privateKey), 'PRIVATE KEY')
  const made = await Promise.all(
    CERTIFICATE_KINDS.map(async (kind) => [kind, { key, cert: await makeChain(host, kind, keys, authority, now) }] as const),
  )
  return Object.fromEntries(made) as Record<CertificateKind, Identity>
}

async function makeChain(host: string, kind: CertificateKind, keys: webcrypto.CryptoKeyPair, authority: Authority, now: Date) {
  const { names, expired, trusted } = certificateShape(host, kind)
  const subject = `CN=${names[0]}`
  const leaf = await X509CertificateGenerator.create(
    {
      serialNumber: serialNumber(),
      subject,
      issuer: trusted ? authority.certificate.subject : subject,
      notBefore: new Date(now.getTime() - (expired ? VALID_DAYS : 30) * DAY),
      notAfter: new Date(now.getTime() + (expired ? -3 : VALID_DAYS) * DAY),
      publicKey: keys.publicKey,
      signingKey: trusted ? authority.keys.privateKey : keys.privateKey,
      signingAlgorithm: SIGNING,
      extensions: [
        new SubjectAlternativeNameExtension(names.map((value) => ({ type: 'dns' as const, value }))),
        new BasicConstraintsExtension(false, undefined, true),
        new KeyUsagesExtension(KeyUsageFlags.digitalSignature, true),
        new ExtendedKeyUsageExtension([ExtendedKeyUsage.serverAuth]),
      ],
    },
    webcrypto,
  )
  return [leaf, ...(trusted ? [authority.certificate] : [])].map((each) => `${each.toString('pem')}\n`).join('')
}

async function makeAuthority(now: Date): Promise<Authority> {
  const keys = await makeKeys()
  const certificate = await X509CertificateGenerator.createSelfSigned(
    {
      serialNumber: serialNumber(),
      name: 'CN=Sandbox Root CA, O=Mailflow Medic sandbox',
      notBefore: new Date(now.getTime() - 365 * DAY - VALID_DAYS * DAY),
      notAfter: new Date(now.getTime() + 3650 * DAY),
      keys,
      signingAlgorithm: SIGNING,
      extensions: [
        new BasicConstraintsExtension(true, undefined, true),
        new KeyUsagesExtension(KeyUsageFlags.keyCertSign | KeyUsageFlags.cRLSign, true),
        await SubjectKeyIdentifierExtension.create(keys.publicKey, false, webcrypto),
      ],
    },
    webcrypto,
  )
  return { certificate, keys }
}

const makeKeys = (): Promise<webcrypto.CryptoKeyPair> => webcrypto.subtle.generateKey(P256, true, ['sign', 'verify'])

/** Sixteen random bytes, positive (RFC 5280 §4.1.2.2). */
function serialNumber(): string {
  const bytes = randomBytes(16)
  bytes[0] = (bytes[0]! & 0x7f) | 0x40
  return bytes.toString('hex')
}
