import 'reflect-metadata'
import { webcrypto } from 'node:crypto'
import * as x509 from '@peculiar/x509'

x509.cryptoProvider.set(webcrypto)

const DAY = 86_400_000
const EC = { name: 'ECDSA', namedCurve: 'P-256', hash: 'SHA-256' }
const rsa = (modulusLength: number) => ({
  name: 'RSASSA-PKCS1-v1_5',
  hash: 'SHA-256',
  modulusLength,
  publicExponent: new Uint8Array([1, 0, 1]),
})

export interface Issued {
  readonly subject: string
  readonly pem: string
  readonly key: string
  readonly keys: webcrypto.CryptoKeyPair
}

export interface Wanted {
  readonly subject: string
  readonly names?: readonly string[]
  /** Issuer; left out for a self-signed one. */
  readonly by?: Issued
  readonly authority?: boolean
  /** Days from now. */
  readonly from?: number
  readonly to?: number
  readonly rsaBits?: number
}

let serial = 1

/** A certificate with its key, made on the fly. */
export async function issue(wanted: Wanted): Promise<Issued> {
  const algorithm = wanted.rsaBits ? rsa(wanted.rsaBits) : EC
  const keys = (await webcrypto.subtle.generateKey(algorithm, true, ['sign', 'verify'])) as webcrypto.CryptoKeyPair
  const issuerKey = wanted.by?.keys.privateKey ?? keys.privateKey
  const extensions: x509.Extension[] = [new x509.BasicConstraintsExtension(wanted.authority ?? false, undefined, true)]
  if (wanted.names)
    extensions.push(new x509.SubjectAlternativeNameExtension(wanted.names.map((value) => ({ type: 'dns' as const, value }))))
  const certificate = await x509.X509CertificateGenerator.create({
    serialNumber: (serial++).toString(16).padStart(4, '0'),
    subject: wanted.subject,
    issuer: wanted.by?.subject ?? wanted.subject,
    notBefore: new Date(Date.now() + (wanted.from ?? -10) * DAY),
    notAfter: new Date(Date.now() + (wanted.to ?? 300) * DAY),
    signingAlgorithm: issuerKey.algorithm.name === 'ECDSA' ? EC : rsa(2048),
    publicKey: keys.publicKey,
    signingKey: issuerKey,
    extensions,
  })
  const pkcs8 = Buffer.from(await webcrypto.subtle.exportKey('pkcs8', keys.privateKey)).toString('base64')
  const key = `-----BEGIN PRIVATE KEY-----\n${pkcs8.match(/.{1,64}/g)?.join('\n')}\n-----END PRIVATE KEY-----\n`
  return { subject: wanted.subject, pem: `${certificate.toString('pem')}\n`, key, keys }
}
