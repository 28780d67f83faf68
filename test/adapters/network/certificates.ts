import 'reflect-metadata'
import { webcrypto } from 'node:crypto'
import * as x509 from '@peculiar/x509'

x509.cryptoProvider.set(webcrypto)

const DAY = 86_400_000
const ec = (hash = 'SHA-256') => ({ name: 'ECDSA', namedCurve: 'P-256', hash })
const rsa = (modulusLength: number, hash = 'SHA-256') => ({
  name: 'RSASSA-PKCS1-v1_5',
  hash,
  modulusLength,
  publicExponent: new Uint8Array([1, 0, 1]),
})

export interface Issued {
  readonly subject: string
  readonly pem: string
  /** PKCS 8, PEM. */
  readonly key: string
  /** Hexadecimal. */
  readonly serial: string
  readonly keys: webcrypto.CryptoKeyPair
}

export interface Wanted {
  readonly subject: string
  readonly names?: readonly string[]
  /** Issuer; left out for a self-signed one. */
  readonly by?: Issued
  /** For one more certificate of a key that another one has. */
  readonly keys?: webcrypto.CryptoKeyPair
  readonly authority?: boolean
  /** Days from now. */
  readonly from?: number
  readonly to?: number
  readonly rsaBits?: number
  /** Digest of the issuer's signature. Default SHA-256. */
  readonly hash?: 'SHA-1' | 'SHA-256'
  /** Hexadecimal; counted up when left out. */
  readonly serial?: string
  /** Addresses of OCSP responders and of revocation lists. */
  readonly ocsp?: readonly string[]
  readonly crl?: readonly string[]
  /** Extended key usages. */
  readonly purposes?: readonly string[]
  /** With a list of transparency logs (RFC 6962 §3.3), as public authorities write it; an empty one here. */
  readonly logged?: boolean
  /** How many authorities may stand below this one. */
  readonly pathLength?: number
  /** DNS names that certificates below may and may not have. */
  readonly permitted?: readonly string[]
  readonly excluded?: readonly string[]
}

let serial = 1

/** A certificate with its key, made on the fly. */
export async function issue(wanted: Wanted): Promise<Issued> {
  const algorithm = wanted.rsaBits ? rsa(wanted.rsaBits, wanted.by ? undefined : wanted.hash) : ec()
  const keys = wanted.keys ?? ((await webcrypto.subtle.generateKey(algorithm, true, ['sign', 'verify'])) as webcrypto.CryptoKeyPair)
  const issuerKey = wanted.by?.keys.privateKey ?? keys.privateKey
  const number = wanted.serial ?? (serial++).toString(16).padStart(4, '0')
  const certificate = await x509.X509CertificateGenerator.create({
    serialNumber: number,
    subject: wanted.subject,
    issuer: wanted.by?.subject ?? wanted.subject,
    notBefore: new Date(Date.now() + (wanted.from ?? -10) * DAY),
    notAfter: new Date(Date.now() + (wanted.to ?? 300) * DAY),
    signingAlgorithm: issuerKey.algorithm.name === 'ECDSA' ? ec(wanted.hash) : rsa(2048, wanted.hash),
    publicKey: keys.publicKey,
    signingKey: issuerKey,
    extensions: extensionsOf(wanted),
  })
  const pkcs8 = Buffer.from(await webcrypto.subtle.exportKey('pkcs8', keys.privateKey)).toString('base64')
  const key = `-----BEGIN PRIVATE KEY-----\n${pkcs8.match(/.{1,64}/g)?.join('\n')}\n-----END PRIVATE KEY-----\n`
  return { subject: wanted.subject, pem: `${certificate.toString('pem')}\n`, key, serial: number, keys }
}

function extensionsOf(wanted: Wanted): x509.Extension[] {
  const { authority, names, ocsp, crl, purposes, logged, pathLength, permitted, excluded } = wanted
  const extensions: x509.Extension[] = [new x509.BasicConstraintsExtension(authority ?? false, pathLength, true)]
  if (names) extensions.push(new x509.SubjectAlternativeNameExtension(names.map((value) => ({ type: 'dns' as const, value }))))
  if (ocsp) extensions.push(new x509.AuthorityInfoAccessExtension({ ocsp: [...ocsp] }))
  if (crl) extensions.push(new x509.CRLDistributionPointsExtension([...crl]))
  if (purposes) extensions.push(new x509.ExtendedKeyUsageExtension([...purposes]))
  if (logged) extensions.push(new x509.Extension('1.3.6.1.4.1.11129.2.4.2', false, new Uint8Array([0x04, 0x02, 0x00, 0x00])))
  if (permitted || excluded) extensions.push(nameConstraints(permitted ?? [], excluded ?? []))
  return extensions
}

function nameConstraints(permitted: readonly string[], excluded: readonly string[]): x509.Extension {
  const tagged = (tag: number, content: Buffer): Buffer => Buffer.concat([Buffer.from([tag, content.length]), content])
  const subtrees = (tag: number, names: readonly string[]): Buffer =>
    names.length === 0 ? Buffer.alloc(0) : tagged(tag, Buffer.concat(names.map((name) => tagged(0x30, tagged(0x82, Buffer.from(name))))))
  return new x509.Extension('2.5.29.30', true, tagged(0x30, Buffer.concat([subtrees(0xa0, permitted), subtrees(0xa1, excluded)])))
}
