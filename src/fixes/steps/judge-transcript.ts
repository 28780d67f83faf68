import type { SessionFault, TlsFacts, Transcript } from '../../domain/evidence.ts'
import type { FindingCode } from '../../domain/finding.ts'
import { coversDomain } from '../../domain/satisfies.ts'
import type { OutboundConnector } from '../../domain/tenant.ts'

/** `untested`: our own side could not look, which says nothing about the host. */
export type HostVerdict = 'ok' | 'untested' | FindingCode

type Demands = Pick<OutboundConnector, 'tlsSettings' | 'tlsDomain'>

/** Whether one conversation satisfies what the connector demands of TLS. `at`: ISO 8601, for the certificate's dates. */
export function judgeTranscript(transcript: Transcript, demands: Demands, at: string): HostVerdict {
  const { fault, tls } = transcript
  if (fault) return judgeFault(fault.why, demands)
  if (demands.tlsSettings === null) return 'ok'
  if (tls === null) return 'starttls-missing'
  return demands.tlsSettings === 'EncryptionOnly' ? 'ok' : judgeCertificate(tls, demands, at)
}

/** Without a demand, Exchange Online sends in clear where TLS is missing or fails. */
function judgeFault(why: SessionFault, demands: Demands): HostVerdict {
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
      return why.code === 421 ? 'service-unavailable' : 'session-refused'
    case 'not-smtp':
      return 'not-smtp'
    case 'starttls-not-offered':
      return demands.tlsSettings === null ? 'ok' : 'starttls-missing'
    case 'tls':
      return demands.tlsSettings === null ? 'ok' : 'tls-handshake-failed'
  }
}

function judgeCertificate({ certificate, trust }: TlsFacts, demands: Demands, at: string): HostVerdict {
  if (certificate.notAfter <= at) return 'certificate-expired'
  if (certificate.notBefore > at) return 'certificate-not-yet-valid'
  if (trust === 'unknown') return 'untested'
  if (trust !== 'trusted') return 'certificate-untrusted'
  if (demands.tlsSettings === 'DomainValidation' && demands.tlsDomain !== null && !coversDomain(certificate, demands.tlsDomain)) {
    return 'certificate-name-mismatch'
  }
  return 'ok'
}
