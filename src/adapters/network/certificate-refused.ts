import { codeOf } from './session-fault.ts'

/** Node's codes for a certificate it refuses (doc/api/tls.md, "X509 certificate error codes"), in the words of `cards/say-cause.ts`. */
const REASONS: Readonly<Record<string, string>> = {
  ERR_TLS_CERT_ALTNAME_INVALID: 'the certificate is for another host',
  CERT_HAS_EXPIRED: 'the certificate has expired',
  CERT_NOT_YET_VALID: 'the certificate is not valid yet',
  INVALID_PURPOSE: 'the certificate is not made for servers',
  DEPTH_ZERO_SELF_SIGNED_CERT: 'self-signed',
  SELF_SIGNED_CERT_IN_CHAIN: 'the root is not trusted',
  UNABLE_TO_VERIFY_LEAF_SIGNATURE: 'the chain could not be checked',
  UNABLE_TO_GET_ISSUER_CERT: 'the chain could not be checked',
  UNABLE_TO_GET_ISSUER_CERT_LOCALLY: 'the chain could not be checked',
}

/** Why a web host's certificate was refused; null when that was not what went wrong. */
export const certificateRefused = (error: unknown): string | null => REASONS[codeOf(error)] ?? null
