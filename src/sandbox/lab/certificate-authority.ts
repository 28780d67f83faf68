import 'reflect-metadata'
import { randomBytes, webcrypto } from 'node:crypto'
import {
  AuthorityKeyIdentifierExtension,
  BasicConstraintsExtension,
  ExtendedKeyUsage,
  ExtendedKeyUsageExtension,
  type Extension,
  KeyUsageFlags,
  KeyUsagesExtension,
  PemConverter,
  SubjectAlternativeNameExtension,
  SubjectKeyIdentifierExtension,
  X509Certificate,
  X509CertificateGenerator,
} from '@peculiar/x509'

/** What a server shows: PEM texts. `cert` is the chain it sends, leaf first. */
export interface Identity {
  readonly key: string
  readonly cert: string
}

/** A certificate that may sign others, with its key. */
export interface Authority {
  readonly certificate: X509Certificate
  readonly keys: webcrypto.CryptoKeyPair
}

export interface Leaf {
  /** DNS names; the first is the subject. */
  readonly names: readonly string[]
  readonly notBefore: Date
  readonly notAfter: Date
  /** null: signed by itself. */
  readonly by: Authority | null
  readonly keys: webcrypto.CryptoKeyPair
  /** Default SHA-256. */
  readonly hash?: 'SHA-256' | 'SHA-1'
  readonly extensions?: readonly Extension[]
}

export const DAY = 86_400_000
const P256 = { name: 'ECDSA', namedCurve: 'P-256' } as const
const RSA = { name: 'RSASSA-PKCS1-v1_5', hash: 'SHA-256', publicExponent: new Uint8Array([1, 0, 1]) } as const

export const makeKeys = (): Promise<webcrypto.CryptoKeyPair> => webcrypto.subtle.generateKey(P256, true, ['sign', 'verify'])

export const makeRsaKeys = (modulusLength: number): Promise<webcrypto.CryptoKeyPair> =>
  webcrypto.subtle.generateKey({ ...RSA, modulusLength }, true, ['sign', 'verify'])

export const keyPem = async (keys: webcrypto.CryptoKeyPair): Promise<string> =>
  PemConverter.encode(await webcrypto.subtle.exportKey('pkcs8', keys.privateKey), 'PRIVATE KEY')

/** Each with a final line break, so that texts can be put one behind the other. */
export const certificatePem = (certificate: X509Certificate): string => `${certificate.toString('pem')}\n`

/** A server certificate. */
export function issueLeaf(leaf: Leaf): Promise<X509Certificate> {
  const subject = `CN=${leaf.names[0]}`
  return X509CertificateGenerator.create(
    {
      serialNumber: serialNumber(),
      subject,
      issuer: leaf.by?.certificate.subject ?? subject,
      notBefore: leaf.notBefore,
      notAfter: leaf.notAfter,
      publicKey: leaf.keys.publicKey,
      signingKey: leaf.by?.keys.privateKey ?? leaf.keys.privateKey,
      signingAlgorithm: { ...algorithmOf(leaf.by?.keys ?? leaf.keys), hash: leaf.hash ?? 'SHA-256' },
      extensions: [
        new SubjectAlternativeNameExtension(leaf.names.map((value) => ({ type: 'dns' as const, value }))),
        new BasicConstraintsExtension(false, undefined, true),
        new KeyUsagesExtension(KeyUsageFlags.digitalSignature, true),
        new ExtendedKeyUsageExtension([ExtendedKeyUsage.serverAuth]),
        ...(leaf.extensions ?? []),
      ],
    },
    webcrypto,
  )
}

/** A root, or an authority below `by`. */
export async function makeAuthority(name: string, now: Date, by: Authority | null = null): Promise<Authority> {
  const keys = await makeKeys()
  const certificate = await X509CertificateGenerator.create(
    {
      serialNumber: serialNumber(),
      subject: name,
      issuer: by?.certificate.subject ?? name,
      // Before the oldest certificate it signs begins.
      notBefore: new Date(now.getTime() - 3 * 365 * DAY),
      notAfter: new Date(now.getTime() + 3650 * DAY),
      publicKey: keys.publicKey,
      signingKey: by?.keys.privateKey ?? keys.privateKey,
      signingAlgorithm: { ...P256, hash: 'SHA-256' },
      extensions: [
        new BasicConstraintsExtension(true, undefined, true),
        new KeyUsagesExtension(KeyUsageFlags.keyCertSign | KeyUsageFlags.cRLSign, true),
        await SubjectKeyIdentifierExtension.create(keys.publicKey, false, webcrypto),
        ...(by === null ? [] : [await AuthorityKeyIdentifierExtension.create(by.keys.publicKey, false, webcrypto)]),
      ],
    },
    webcrypto,
  )
  return { certificate, keys }
}

/** An authority of before, from the texts that were kept of it. Throws when they are damaged or do not belong together. */
export async function restoreAuthority(certificate: string, key: string): Promise<Authority> {
  const restored = new X509Certificate(certificate)
  const keys = {
    privateKey: await webcrypto.subtle.importKey('pkcs8', PemConverter.decodeFirst(key), P256, true, ['sign']),
    publicKey: await restored.publicKey.export(P256, ['verify'], webcrypto),
  }
  const words = randomBytes(16)
  const signing = { ...P256, hash: 'SHA-256' }
  const signature = await webcrypto.subtle.sign(signing, keys.privateKey, words)
  if (!(await webcrypto.subtle.verify(signing, keys.publicKey, signature, words))) throw new Error('the key is another certificate’s')
  return { certificate: restored, keys }
}

const algorithmOf = ({ privateKey }: webcrypto.CryptoKeyPair): { readonly name: string } =>
  privateKey.algorithm.name === P256.name ? P256 : { name: privateKey.algorithm.name }

/** Sixteen random bytes, positive (RFC 5280 §4.1.2.2). */
function serialNumber(): string {
  const bytes = randomBytes(16)
  bytes[0] = (bytes[0]! & 0x7f) | 0x40
  return bytes.toString('hex')
}
