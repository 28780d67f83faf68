import type { SessionFault, TlsFacts, Transcript } from '../../domain/evidence.ts'
import type { FindingCode } from '../../domain/finding.ts'
import { coversDomain, datedCertificates } from '../../domain/satisfies.ts'
import type { OutboundConnector } from '../../domain/tenant.ts'
import { lacksStartTls } from '../../domain/transcript.ts'

/** `untested`: our own side could not look, which says nothing about the host. */
export type HostVerdict = 'ok' | 'untested' | FindingCode

type Demands = Pick<OutboundConnector, 'tlsSettings' | 'tlsDomain'>

/**
 * Whether one conversation satisfies what the connector demands of TLS. Without a demand, Exchange Online sends in clear where TLS is not on
 * offer; a handshake that breaks ends the session all the same. `at`: ISO 8601, for the certificate's dates.
 */
export function judgeTranscript(transcript: Transcript, demands: Demands, at: string): HostVerdict {
  const { fault, tls } = transcript
  if (lacksStartTls(transcript)) return demands.tlsSettings === null ? 'ok' : 'starttls-missing'
  if (fault) return judgeFault(fault.why)
  if (demands.tlsSettings === null) return 'ok'
  if (tls === null) return 'starttls-missing'
  return demands.tlsSettings === 'EncryptionOnly' ? 'ok' : judgeCertificate(tls, demands, at)
}

function judgeFault(why: SessionFault): HostVerdict {
  switch (why.is) {
    case 'no-route-here':
    case 'not-public':
      return 'untested'
    case 'refused':
      return 'connection-refused'
    case 'unreachable':
      return 'connection-unreachable'
    case 'timed-out':
      return 'connection-timed-out'
    case 'closed':
      return 'connection-dropped'
    case 'reply':
      return why.code < 500 ? 'service-unavailable' : 'session-refused'
    case 'not-smtp':
      return 'not-smtp'
    case 'starttls-not-offered':
      return 'starttls-missing'
    case 'tls':
      return 'tls-handshake-failed'
  }
}

function judgeCertificate(tls: TlsFacts, demands: Demands, at: string): HostVerdict {
  const { certificate, trust, limit, revocation } = tls
  const dated = datedCertificates(tls)
  if (dated.some(({ notAfter }) => notAfter !== '' && notAfter < at)) return 'certificate-expired'
  if (dated.some(({ notBefore }) => notBefore > at)) return 'certificate-not-yet-valid'
  if (revocation.is === 'revoked') return 'certificate-revoked'
  if (trust === 'unknown') return 'untested'
  if (trust !== 'trusted') return 'certificate-untrusted'
  if (limit) return 'certificate-rejected'
  if (demands.tlsSettings === 'DomainValidation' && demands.tlsDomain !== null && !coversDomain(certificate, demands.tlsDomain)) {
    return 'certificate-name-mismatch'
  }
  return 'ok'
}
