import type { Evidence, SessionFault, Transcript } from '../domain/evidence.ts'
import type { EvidenceLine, Finding, FindingCode } from '../domain/finding.ts'
import { passed, stageMs, troubleFinding } from '../domain/transcript.ts'

/** OpenSSL's names of errors and alerts (RFC 8446 §6.2). `after the server's certificate` is the network adapter's own remark. */
const READINGS: readonly { readonly says: RegExp; readonly finding: FindingCode }[] = [
  { says: /ALERT_PROTOCOL_VERSION|UNSUPPORTED_PROTOCOL|alert protocol version|unsupported protocol/i, finding: 'tls-version-too-old' },
  {
    says: /CERTIFICATE_REQUIRED|alert certificate required|after the server's certificate|ALERT_BAD_CERTIFICATE/i,
    finding: 'client-certificate-demanded',
  },
  { says: /HANDSHAKE_FAILURE|NO_SHARED_CIPHER|NO_CIPHERS|INSUFFICIENT_SECURITY/i, finding: 'tls-no-shared-cipher' },
]

const CODES: readonly FindingCode[] = ['tls-version-too-old', 'tls-no-shared-cipher', 'client-certificate-demanded', 'tls-handshake-failed']

/** Whether TLS is agreed once STARTTLS was accepted. A broken handshake ends the session, whatever the connector demands. */
export function tls({ transcripts }: Evidence): readonly Finding[] {
  const sound = transcripts.filter((each) => passed(each, 'handshake') && each.fault?.why.is !== 'tls').length
  return CODES.flatMap((finding) =>
    troubleFinding({
      finding,
      stage: 'handshake',
      severity: 'fault',
      affected: transcripts.filter((each) => reading(each) === finding),
      sound,
      prove: proof,
    }),
  )
}

function reading({ fault }: Transcript): FindingCode | null {
  if (!fault) return null
  // In TLS 1.3 the server's refusal of the client comes after the client's handshake is over (RFC 8446 §4.4.2.4).
  const late = fault.stage === 'ehlo2' && fault.why.is === 'tls'
  if (fault.stage !== 'handshake' && !late) return null
  const error = errorOf(fault.why)
  return READINGS.find((each) => each.says.test(error))?.finding ?? 'tls-handshake-failed'
}

const errorOf = (why: SessionFault): string => (why.is === 'tls' ? why.error : '')

function proof(transcript: Transcript): readonly EvidenceLine[] {
  const { ip, fault } = transcript
  if (!fault) return []
  const { stage, why } = fault
  if (why.is === 'tls') return [{ code: 'tls-alert', args: { ip, error: why.error } }]
  if (why.is === 'timed-out') return [{ code: 'no-answer', args: { ip, stage, ms: stageMs(transcript, stage) } }]
  return [{ code: 'closed-by-peer', args: { ip, stage, error: 'error' in why ? why.error : '' } }]
}
