import { constants, type KeyObject, verify } from 'node:crypto'
import { content, dottedOid, element, fieldsIn, OBJECT_IDENTIFIER } from './der.ts'

/** Signature algorithms and their digest; null for those that hash by themselves. MD5 is left out on purpose. */
const DIGESTS: Readonly<Record<string, string | null>> = {
  '1.2.840.113549.1.1.5': 'sha1',
  '1.2.840.113549.1.1.11': 'sha256',
  '1.2.840.113549.1.1.12': 'sha384',
  '1.2.840.113549.1.1.13': 'sha512',
  '1.2.840.10045.4.1': 'sha1',
  '1.2.840.10045.4.3.2': 'sha256',
  '1.2.840.10045.4.3.3': 'sha384',
  '1.2.840.10045.4.3.4': 'sha512',
  '1.3.101.112': null,
  '1.3.101.113': null,
}

const PSS = '1.2.840.113549.1.1.10'
/** Digests by their own identifiers. */
export const DIGEST_NAMES: Readonly<Record<string, string>> = {
  '1.3.14.3.2.26': 'sha1',
  '2.16.840.1.101.3.4.2.1': 'sha256',
  '2.16.840.1.101.3.4.2.2': 'sha384',
  '2.16.840.1.101.3.4.2.3': 'sha512',
}

export interface Signed {
  /** AlgorithmIdentifier (RFC 5280 §4.1.1.2): the identifier in dotted numbers, and its parameters in DER. */
  readonly algorithm: string
  readonly parameters: Buffer | null
  readonly data: Buffer
  readonly signature: Buffer
}

/** Whether a key made a signature. An algorithm that is not known here, or does not suit the key, makes none. */
export function signatureHolds({ algorithm, parameters, data, signature }: Signed, key: KeyObject): boolean {
  try {
    if (algorithm === PSS) {
      const padding = constants.RSA_PKCS1_PSS_PADDING
      return verify(pssDigest(parameters), data, { key, padding, saltLength: constants.RSA_PSS_SALTLEN_AUTO }, signature)
    }
    const digest = DIGESTS[algorithm]
    return digest !== undefined && verify(digest, data, key, signature)
  } catch {
    return false
  }
}

/** RSASSA-PSS-params ::= SEQUENCE { hashAlgorithm [0] AlgorithmIdentifier DEFAULT sha1, … } (RFC 4055 §3.1). */
function pssDigest(parameters: Buffer | null): string {
  const all = parameters && element(parameters, 0)
  if (!all) return 'sha1'
  const hash = fieldsIn(parameters, all).find((each) => each.tag === 0xa0)
  const identifier = hash && element(parameters, hash.start)
  const oid = identifier && element(parameters, identifier.start)
  if (oid?.tag !== OBJECT_IDENTIFIER) return 'sha1'
  const digest = DIGEST_NAMES[dottedOid(content(parameters, oid))]
  if (!digest) throw new Error('a digest that is not known')
  return digest
}
