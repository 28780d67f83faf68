const NAMES: Readonly<Record<string, string>> = {
  '1.2.840.113549.1.1.4': 'md5WithRSAEncryption',
  '1.2.840.113549.1.1.5': 'sha1WithRSAEncryption',
  '1.2.840.113549.1.1.10': 'rsassaPss',
  '1.2.840.113549.1.1.11': 'sha256WithRSAEncryption',
  '1.2.840.113549.1.1.12': 'sha384WithRSAEncryption',
  '1.2.840.113549.1.1.13': 'sha512WithRSAEncryption',
  '1.2.840.10045.4.1': 'ecdsa-with-SHA1',
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
  if (!oid || der[algorithm.start] !== 0x06 || oid.end > der.length) return null
  const dots = dottedOid(der.subarray(oid.start, oid.end))
  return NAMES[dots] ?? dots
}

/** Where the content of the DER element at `at` starts and ends. */
function element(der: Buffer, at: number): { readonly start: number; readonly end: number } | null {
  const first = der[at + 1]
  if (first === undefined) return null
  if (first < 0x80) return { start: at + 2, end: at + 2 + first }
  const size = first & 0x7f
  if (size === 0 || size > 4 || at + 2 + size > der.length) return null
  const start = at + 2 + size
  return { start, end: start + der.readUIntBE(at + 2, size) }
}

function dottedOid(bytes: Buffer): string {
  const numbers: number[] = []
  let value = 0
  for (const byte of bytes) {
    value = value * 128 + (byte & 0x7f)
    if (byte < 0x80) {
      numbers.push(value)
      value = 0
    }
  }
  const first = numbers.shift() ?? 0
  const head = Math.min(2, Math.floor(first / 40))
  return [head, first - head * 40, ...numbers].join('.')
}
