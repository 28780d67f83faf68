import type { X509Certificate } from 'node:crypto'
import { AsnConvert } from '@peculiar/asn1-schema'
import {
  AuthorityInfoAccessSyntax,
  Certificate,
  CRLDistributionPoints,
  id_ad_ocsp,
  id_ce_cRLDistributionPoints,
  id_pe_authorityInfoAccess,
} from '@peculiar/asn1-x509'
import { certificateFields, content, type Element, encoded } from './der.ts'

/** What is asked about when the revocation of a certificate is looked up, and where. */
export interface RevocationSubject {
  readonly issuer: X509Certificate
  /** Content of the serial number, without leading zeros. */
  readonly serial: Buffer
  /** The issuer's name as the certificate writes it, DER. */
  readonly issuerName: Buffer
  /** The issuer's key without tag, length and count of unused bits (RFC 6960 §4.1.1). */
  readonly issuerKey: Buffer
  /** Web addresses of OCSP responders and of whole CRLs of the issuer itself; those of other protocols (ldap, file) are left out. */
  readonly responders: readonly string[]
  readonly lists: readonly string[]
}

/** Throws for a certificate that cannot be read. */
export function revocationSubject(leaf: X509Certificate, issuer: X509Certificate): RevocationSubject {
  const { tbsCertificate } = AsnConvert.parse(leaf.raw, Certificate)
  const issuing = AsnConvert.parse(issuer.raw, Certificate).tbsCertificate
  const extension = (id: string): ArrayBuffer | null =>
    tbsCertificate.extensions?.find((each) => each.extnID === id)?.extnValue.buffer ?? null
  return {
    issuer,
    serial: withoutZeros(Buffer.from(tbsCertificate.serialNumber)),
    issuerName: issuerNameOf(leaf.raw),
    issuerKey: Buffer.from(issuing.subjectPublicKeyInfo.subjectPublicKey),
    responders: respondersOf(extension(id_pe_authorityInfoAccess)),
    lists: listsOf(extension(id_ce_cRLDistributionPoints)),
  }
}

/** Two DER integers are the same number when they differ in leading zeros alone; some authorities write one too many. */
export function withoutZeros(serial: Buffer): Buffer {
  const first = serial.findIndex((byte) => byte !== 0)
  return first === -1 ? Buffer.alloc(0) : serial.subarray(first)
}

/** As it is written, because its hash is compared. */
function issuerNameOf(raw: Buffer): Buffer {
  const issuer = certificateFields(raw)[2]
  if (!issuer) throw new Error('the certificate cannot be read')
  return encoded(raw, issuer)
}

function respondersOf(value: ArrayBuffer | null): readonly string[] {
  if (!value) return []
  return AsnConvert.parse(value, AuthorityInfoAccessSyntax)
    .filter((each) => each.accessMethod === id_ad_ocsp)
    .flatMap((each) => webAddress(each.accessLocation.uniformResourceIdentifier))
}

/** Points that name another issuer, or some reasons only, do not settle the question alone (RFC 5280 §4.2.1.13). */
function listsOf(value: ArrayBuffer | null): readonly string[] {
  if (!value) return []
  return AsnConvert.parse(value, CRLDistributionPoints)
    .filter((each) => !each.cRLIssuer && !each.reasons)
    .flatMap((each) => each.distributionPoint?.fullName ?? [])
    .flatMap((name) => webAddress(name.uniformResourceIdentifier))
}

const webAddress = (uri: string | undefined): readonly string[] => (uri && /^https?:\/\//i.test(uri) ? [uri] : [])

/** The content of an integer element. */
export const serialAt = (der: Buffer, at: Element): Buffer => withoutZeros(content(der, at))
