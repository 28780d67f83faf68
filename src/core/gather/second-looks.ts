import type { Requirements, SecondLook, Transcript } from '../../domain/evidence.ts'
import type { Reported } from '../../domain/incident.ts'
import { coversDomain } from '../../domain/satisfies.ts'

/** Alerts of a server that finds no version or cipher it can use (RFC 8446 §6.2), by OpenSSL's names of them. */
const NOTHING_IN_COMMON =
  /protocol.?version|unsupported.?protocol|handshake.?failure|no.?shared.?cipher|no.?ciphers|insufficient.?security/i

const UNTRUSTED = ['self-signed', 'private-root', 'missing-intermediate']
const CERTIFICATE_FAULTS = /^(certificate-|dane-certificate-|dane-tlsa-|mta-sts-certificate-)/

/**
 * In which other ways an address is worth a second session: with old TLS when the usual handshake found nothing in common (some servers hang up
 * instead of saying so), and without a server name when the certificate does not fit, or Exchange Online says that it met one that does not.
 */
export function secondLooksFor(
  { fault, tls }: Transcript,
  { requirements }: { readonly requirements: Requirements },
  reported: readonly Reported[],
): readonly SecondLook['why'][] {
  if (fault?.stage === 'handshake') {
    const { why } = fault
    return why.is === 'closed' || (why.is === 'tls' && NOTHING_IN_COMMON.test(why.error)) ? ['legacy-tls'] : []
  }
  if (tls === null) return []
  const { tlsDomain } = requirements
  const misfit = tlsDomain !== null && !coversDomain(tls.certificate, tlsDomain)
  const doubted = misfit || UNTRUSTED.includes(tls.trust) || reported.some(({ finding }) => CERTIFICATE_FAULTS.test(finding))
  return doubted ? ['no-sni'] : []
}
