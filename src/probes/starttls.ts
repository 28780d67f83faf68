import type { Evidence, Transcript } from '../domain/evidence.ts'
import type { EvidenceLine, Finding } from '../domain/finding.ts'
import { passed, troubleFinding } from '../domain/transcript.ts'

/**
 * Whether TLS can be started. Missing STARTTLS stops mail only where the connector demands TLS. A firewall that rewrites SMTP (Cisco
 * "fixup", ESMTP inspection) leaves its mark in banner or EHLO, and then it is the firewall that took STARTTLS away.
 */
export function starttls(evidence: Evidence): readonly Finding[] {
  const { transcripts } = evidence
  const demanded = evidence.requirements.tlsSettings !== null
  const masked = transcripts.filter((each) => maskedLine(each) !== null)
  const missing = transcripts.filter(lacksStartTls)
  const harmed = masked.filter((each) => each.fault !== null && (demanded || !lacksStartTls(each)))
  const sound = transcripts.filter((each) => passed(each, 'starttls')).length
  const setting = demandLine(evidence)
  return [
    ...troubleFinding({
      finding: 'starttls-masked',
      stage: masked.some((each) => each.banner.some(isMaskedBanner)) ? 'banner' : 'ehlo',
      severity: harmed.length > 0 ? 'fault' : 'warning',
      affected: masked,
      sound: transcripts.filter((each) => passed(each, 'starttls') && !masked.includes(each)).length,
      prove: (each) => [{ code: 'masked', args: { ip: each.ip, reply: maskedLine(each) ?? '' } }],
    }),
    ...troubleFinding({
      finding: 'starttls-missing',
      stage: 'starttls',
      severity: demanded ? 'fault' : 'warning',
      affected: missing,
      sound,
      prove: (each) => [...refusal(each), ...setting],
    }),
  ]
}

function lacksStartTls({ fault }: Transcript): boolean {
  if (fault?.stage !== 'starttls') return false
  return fault.why.is === 'starttls-not-offered' || (fault.why.is === 'reply' && fault.why.code !== 421)
}

/** The overwritten line, or null. */
const maskedLine = ({ banner, ehlo }: Transcript): string | null =>
  banner.find(isMaskedBanner) ?? ehlo.slice(1).find(isMaskedKeyword) ?? null

/** `220 ****2****200*`: all but a few digits turned into stars. */
const isMaskedBanner = (line: string): boolean => /^220[ -][*20\s]*\*{3}[*20\s]*$/.test(line)

/** `250-XXXXXXXA`: the keyword's own length in X, with its last letter changed. */
const isMaskedKeyword = (line: string): boolean => /^250[ -]X{3,}[A-Z]?$/.test(line.trimEnd())

function refusal({ ip, ehlo, fault }: Transcript): readonly EvidenceLine[] {
  if (fault?.why.is === 'reply') return [{ code: 'reply', args: { ip, stage: 'starttls', reply: fault.why.text.replaceAll('\n', ' ') } }]
  const keywords = ehlo.slice(1).map((line) => line.slice(4).split(' ')[0])
  return [{ code: 'starttls-not-offered', args: { ip, keywords: keywords.join(', ') } }]
}

function demandLine({ tenant, requirements }: Evidence): readonly EvidenceLine[] {
  if (tenant?.connector.is !== 'found' || requirements.tlsSettings === null) return []
  return [{ code: 'setting-demands', args: { connector: tenant.connector.value.name, setting: requirements.tlsSettings } }]
}
