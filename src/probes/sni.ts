import type { Evidence, SessionFault, TlsFacts, Transcript } from '../domain/evidence.ts'
import type { EvidenceLine, Finding } from '../domain/finding.ts'
import { listed, quote } from '../domain/quote.ts'
import { settingsMet } from '../domain/satisfies.ts'
import { demands, secondLook, troubleFinding } from '../domain/transcript.ts'

/**
 * Whether a client that names no server (RFC 6066 §3) sees another certificate, or no TLS at all. Which names Exchange Online sends is not
 * published: the difference is told and never called the fault.
 */
export function sni(evidence: Evidence): readonly Finding[] {
  const differs = (each: Transcript): readonly EvidenceLine[] => difference(each, evidence)
  return troubleFinding({
    finding: 'certificate-depends-on-sni',
    stage: 'certificate',
    severity: 'warning',
    affected: evidence.transcripts.filter((each) => differs(each).length > 0),
    sound: 0,
    prove: differs,
    also: demands(evidence),
  })
}

function difference(transcript: Transcript, evidence: Evidence): readonly EvidenceLine[] {
  const { tls: named, ip } = transcript
  const look = named && secondLook(evidence, 'no-sni', transcript)
  if (!look) return []
  if (!look.tls) return look.fault?.stage === 'handshake' ? refusal(ip, look.fault.why) : []
  if (look.tls.certificate.sha256 === named.certificate.sha256) return []
  const { subject, names } = look.tls.certificate
  const met = (tls: TlsFacts): string => settingsMet(tls, evidence.requirements.tlsDomain, evidence.at)
  return [
    { code: 'certificate-without-sni', args: { ip, subject: quote(subject), names: listed(names) || '–' } },
    { code: 'satisfies', args: { settings: met(look.tls) } },
    {
      code: 'certificate-at',
      args: { ip, subject: quote(named.certificate.subject), notAfter: named.certificate.notAfter, settings: met(named) },
    },
  ]
}

/** A silence or a closed connection may have another reason; an alert answers what was sent. */
const refusal = (ip: string, why: SessionFault): readonly EvidenceLine[] =>
  why.is === 'tls' ? [{ code: 'tls-needs-sni', args: { ip, error: quote(why.error) } }] : []
