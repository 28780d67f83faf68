import type { webcrypto } from 'node:crypto'
import { AuthorityInfoAccessExtension, CRLDistributionPointsExtension, Extension } from '@peculiar/x509'
import { type Authority, certificatePem, DAY, type Identity, issueLeaf, keyPem, makeKeys, makeRsaKeys } from '../certificate-authority.ts'
import { formerName } from '../certificate-shape.ts'
import { VALID_DAYS } from '../make-certificates.ts'
import { CRL_URL, OCSP_URL } from './lab-authority.ts'
import type { CertificateCondition } from './machine.ts'

/** Who signs: `others` are made when a condition asks for them. */
export interface Signers {
  readonly root: Authority
  readonly intermediate: () => Promise<Authority>
  readonly privateRoot: () => Promise<Authority>
}

const WEAK_BITS = 1024
/** From the day it is made: well inside the time in which a certificate counts as running out. */
export const SOON_DAYS = 5

/** The certificate of a host in a condition, with the chain that its server sends. */
export async function makeIdentity(
  host: string,
  condition: CertificateCondition,
  names: readonly string[] | undefined,
  signers: Signers,
  now: Date,
): Promise<Identity> {
  const [keys, by] = await Promise.all([condition === 'weak-key' ? makeRsaKeys(WEAK_BITS) : makeKeys(), signerOf(condition, signers)])
  const leaf = await issueLeaf({
    names: names ?? [condition === 'wrong-name' ? formerName(host) : host],
    ...datesOf(condition, now),
    by,
    keys,
    hash: condition === 'sha1-signature' ? 'SHA-1' : 'SHA-256',
    extensions: servicesOf(condition),
  })
  const sent = by === null || condition === 'missing-intermediate' ? [leaf] : [leaf, by.certificate]
  return { key: await keyPem(keys as webcrypto.CryptoKeyPair), cert: sent.map(certificatePem).join('') }
}

function signerOf(condition: CertificateCondition, signers: Signers): Promise<Authority | null> {
  if (condition === 'self-signed') return Promise.resolve(null)
  if (condition === 'missing-intermediate') return signers.intermediate()
  return condition === 'private-root' ? signers.privateRoot() : Promise.resolve(signers.root)
}

function datesOf(condition: CertificateCondition, now: Date): { notBefore: Date; notAfter: Date } {
  const days = (from: number, to: number) => ({
    notBefore: new Date(now.getTime() + from * DAY),
    notAfter: new Date(now.getTime() + to * DAY),
  })
  if (condition === 'expired') return days(-VALID_DAYS, -3)
  if (condition === 'not-yet-valid') return days(30, VALID_DAYS)
  return days(-30, condition === 'expires-soon' ? SOON_DAYS : VALID_DAYS)
}

/** Where the authority tells whether it took the certificate back. */
function servicesOf(condition: CertificateCondition): readonly Extension[] {
  const responder = () => new AuthorityInfoAccessExtension({ ocsp: OCSP_URL })
  const list = () => new CRLDistributionPointsExtension([CRL_URL])
  if (condition === 'revoked' || condition === 'not-revoked') return [responder(), list()]
  if (condition === 'revoked-by-list') return [list()]
  if (condition === 'missing-intermediate') return [publiclyLogged()]
  return condition === 'revoked-stapled' ? [responder()] : []
}

/** The mark of public authorities, with an empty list of log entries (RFC 6962 §3.3): only an intermediate of such a one is missing, and no root. */
const publiclyLogged = (): Extension => new Extension('1.3.6.1.4.1.11129.2.4.2', false, Buffer.from('04020000', 'hex'))
