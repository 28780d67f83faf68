import { content, dottedOid, element, OBJECT_IDENTIFIER } from './der.ts'

const NAMES: Readonly<Record<string, string>> = {
  '1.2.840.113549.1.1.2': 'md2WithRSAEncryption',
  '1.2.840.113549.1.1.3': 'md4WithRSAEncryption',
  '1.2.840.113549.1.1.4': 'md5WithRSAEncryption',
  '1.2.840.113549.1.1.5': 'sha1WithRSAEncryption',
  // The older identifier of the same (OIW), still written by MakeCert.
  '1.3.14.3.2.29': 'sha1WithRSAEncryption',
  '1.2.840.113549.1.1.10': 'rsassaPss',
  '1.2.840.113549.1.1.11': 'sha256WithRSAEncryption',
  '1.2.840.113549.1.1.12': 'sha384WithRSAEncryption',
  '1.2.840.113549.1.1.13': 'sha512WithRSAEncryption',
  '1.2.840.113549.1.1.14': 'sha224WithRSAEncryption',
  '1.2.840.10040.4.3': 'dsa-with-SHA1',
  '2.16.840.1.101.3.4.3.2': 'dsa-with-SHA256',
  '1.2.840.10045.4.1': 'ecdsa-with-SHA1',
  '1.2.840.10045.4.3.1': 'ecdsa-with-SHA224',
  '1.2.840.10045.4.3.2': 'ecdsa-with-SHA256',
  '1.2.840.10045.4.3.3': 'ecdsa-with-SHA384',
  '1.2.840.10045.4.3.4': 'ecdsa-with-SHA512',
  '1.3.101.112': 'Ed25519',
  '1.3.101.113': 'Ed448',
}

/**
 * The algorithm a certificate is signed with, by name or as dotted numbers; null when it cannot be read. Node 20 does not tell it, so it is
 * read from the DER: Certificate ::= SEQUENCE { tbsCertificate, signatureAlgorithm SEQUENCE { OID … }, … } (RFC 5280 §4.1).
 */
export function signatureAlgorithm(der: Buffer): string | null {
  const certificate = element(der, 0)
  const tbs = certificate && element(der, certificate.start)
  const algorithm = tbs && element(der, tbs.end)
  const oid = algorithm && element(der, algorithm.start)
  if (oid?.tag !== OBJECT_IDENTIFIER) return null
  const dots = dottedOid(content(der, oid))
  return NAMES[dots] ?? dots
}
