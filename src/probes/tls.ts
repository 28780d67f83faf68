import type { Evidence, SessionFault, Transcript } from '../domain/evidence.ts'
import type { EvidenceLine, Finding, FindingCode } from '../domain/finding.ts'
import { quote } from '../domain/quote.ts'
import { nothingPending, secondLook, soundBeside, stageMs, tried, troubleFinding, vantage } from '../domain/transcript.ts'

/** OpenSSL's names of errors and alerts (RFC 8446 §6.2). `after the server's certificate` is the network adapter's own remark. */
const READINGS: readonly { readonly says: RegExp; readonly finding: FindingCode }[] = [
  { says: /alert[_ ]protocol[_ ]version|unsupported[_ ]protocol/i, finding: 'tls-version-too-old' },
  {
    says: /certificate[_ ]required|after the server's certificate|alert[_ ]bad[_ ]certificate/i,
    finding: 'client-certificate-demanded',
  },
  {
    says: /handshake[_ ]failure|no[_ ]shared[_ ]cipher|no[_ ]ciphers|insufficient[_ ]security|dh[_ ]key[_ ]too[_ ]small/i,
    finding: 'tls-no-shared-cipher',
  },
]

const CODES: readonly FindingCode[] = ['tls-version-too-old', 'tls-no-shared-cipher', 'client-certificate-demanded', 'tls-handshake-failed']
const OLD = /^(?:SSLv|TLSv1$|TLSv1\.[01]$)/

/** What a broken handshake means, and the proof for it. */
interface Reading {
  readonly finding: FindingCode
  readonly lines: readonly EvidenceLine[]
}

/**
 * Whether TLS is agreed once STARTTLS was accepted. A broken handshake ends the session, whatever the connector demands. What an alert only
 * hints at, a second connection with old versions and ciphers confirms or rules out. Who demands a certificate turns us away, who have none;
 * Exchange Online shows its own (Microsoft, "Exchange Online uses TLS to secure email connections").
 */
export function tls(evidence: Evidence): readonly Finding[] {
  const { transcripts } = evidence
  const readings = new Map(transcripts.map((each) => [each, reading(each, evidence)]))
  return CODES.flatMap((finding) => {
    const affected = transcripts.filter((each) => readings.get(each)?.finding === finding)
    const silent = affected.some(isSilent)
    const judged = finding === 'client-certificate-demanded'
    return troubleFinding({
      finding,
      stage: 'handshake',
      severity: (judged || affected.every(isSilent)) && nothingPending(evidence) ? 'warning' : 'fault',
      affected,
      sound: soundBeside(affected, evidence),
      total: tried(evidence).length,
      prove: (each) => readings.get(each)?.lines ?? [],
      also: silent || judged ? vantage(evidence) : [],
    })
  })
}

function reading(transcript: Transcript, evidence: Evidence): Reading | null {
  const { fault } = transcript
  if (!fault) return null
  // In TLS 1.3 the server's refusal of the client comes after the client's handshake is over (RFC 8446 §4.4.2.4).
  const late = fault.stage === 'ehlo2' && fault.why.is === 'tls'
  if (fault.stage !== 'handshake' && !late) return null
  const own: Reading = { finding: meaning(fault.why) ?? 'tls-handshake-failed', lines: proof(transcript) }
  const look = late || own.finding === 'client-certificate-demanded' ? null : secondLook(evidence, 'legacy-tls', transcript)
  return look ? weighed(own, fault.why, look) : own
}

function weighed(own: Reading, why: SessionFault, look: Transcript): Reading {
  if (look.tls) {
    const { protocol, cipher } = look.tls
    if (OLD.test(protocol)) {
      return { finding: 'tls-version-too-old', lines: [...own.lines, { code: 'tls-old', args: { ip: look.ip, protocol } }] }
    }
    // Silence may have passed by itself, and what agrees on TLS 1.3 needs no old ciphers.
    if (why.is === 'timed-out' || protocol === 'TLSv1.3') return own
    return { finding: 'tls-no-shared-cipher', lines: [...own.lines, { code: 'tls-weak-cipher', args: { ip: look.ip, protocol, cipher } }] }
  }
  // A second look that was turned away before says nothing about TLS.
  const second = look.fault && meaning(look.fault.why)
  if (!second) return own
  const lines = proof(look).filter((line) => !own.lines.some((known) => known.args.error === line.args.error))
  return { finding: second, lines: [...own.lines, ...lines] }
}

const meaning = (why: SessionFault): FindingCode | null =>
  why.is === 'tls' ? (READINGS.find((each) => each.says.test(why.error))?.finding ?? null) : null

const isSilent = ({ fault }: Transcript): boolean => fault?.why.is === 'timed-out'

function proof(transcript: Transcript): readonly EvidenceLine[] {
  const { ip, fault } = transcript
  if (!fault) return []
  const { stage, why } = fault
  if (why.is === 'tls') return [{ code: 'tls-alert', args: { ip, error: quote(why.error) } }]
  if (why.is === 'timed-out') return [{ code: 'no-answer', args: { ip, stage, ms: stageMs(transcript, stage) } }]
  if (why.is === 'no-route-here') return [{ code: 'no-route-here', args: { ip } }]
  return [{ code: 'closed-by-peer', args: { ip, stage, error: 'error' in why ? quote(why.error) : '' } }]
}
