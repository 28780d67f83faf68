import type { webcrypto } from 'node:crypto'
import type { X509Certificate } from '@peculiar/x509'
import type { Identity } from '../make-certificates.ts'
import type { CertificateCondition } from './machine.ts'

/** Where certificates of the lab name their revocation services (RFC 5280 §4.2.2.1, §4.2.1.13). */
export const OCSP_URL = 'http://ocsp.lab.example/'
export const CRL_URL = 'http://crl.lab.example/lab.crl'

/** The root everybody in the sandbox trusts, with the key that signs revocation answers. It never leaves the lab. */
export interface LabAuthority {
  readonly certificate: X509Certificate
  readonly keys: webcrypto.CryptoKeyPair
  /** Certificates taken back, as far as they have been made. `serial` is lower-case hexadecimal. */
  revoked(): readonly { readonly serial: string; readonly at: Date }[]
}

/** Certificates of the catalogue: each is made when it is first asked for and is the same from then on. */
export interface CatalogueCertificates {
  readonly authority: LabAuthority
  /** For a host in a condition. `names` instead of the host's own; its first is the subject. */
  identity(host: string, condition: CertificateCondition, names?: readonly string[]): Promise<Identity>
}
