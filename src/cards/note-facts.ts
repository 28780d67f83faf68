import type { Report } from '../domain/explanation.ts'
import type { EvidenceCode, EvidenceLine, ReasonCode } from '../domain/finding.ts'
import type { Diagnosis, Reported } from '../domain/incident.ts'
import type { Press, PressedProof } from '../domain/press.ts'
import { explain } from '../knowledge/explain.ts'
import { type PartnerNote, partnerNote } from '../knowledge/partner-note.ts'
import type { Action, Showing } from './card.ts'
import { mainFinding, toneOf } from './diagnosis-parts.ts'
import { domainOf, pressedReport } from './explanation-buttons.ts'
import { causeFirst, codeOf } from './explanation-parts.ts'
import { button } from './parts.ts'
import { type Voice, voiceOf } from './voice.ts'

export type { PartnerNote } from '../knowledge/partner-note.ts'
export type NotePress = Extract<Press, { verb: 'partner-note' }>

/** Proof that speaks of the far side alone: nothing of the tenant, its connectors, its queue, the recipients or the DNS servers we ask. */
const THEIRS: ReadonlySet<EvidenceCode> = new Set<EvidenceCode>([
  'dns-cname-loop',
  'dns-cname-long',
  'dns-null-mx',
  'dns-mx-is-address',
  'dns-mx-is-alias',
  'dns-lame',
  'dns-server-nameless',
  'dns-authority-says',
  'domain-expired',
  'domain-status',
  'domain-unregistered',
  'address-special',
  'connect-refused',
  'connect-timed-out',
  'connect-unreachable',
  'closed-by-peer',
  'no-answer',
  'reply',
  'not-smtp',
  'masked',
  'ehlo-refused',
  'slow-reply',
  'starttls-not-offered',
  'tls-alert',
  'tls-old',
  'tls-weak-cipher',
  'tls-needs-sni',
  'certificate',
  'certificate-expired',
  'certificate-not-yet',
  'certificate-name',
  'certificate-self-signed',
  'certificate-private-root',
  'certificate-no-intermediate',
  'certificate-unknown-issuer',
  'certificate-purpose',
  'certificate-path-length',
  'certificate-name-limits',
  'certificate-weak',
  'certificate-weak-signature',
  'certificate-revoked',
  'certificate-soon',
  'certificate-without-sni',
  'certificate-at',
  'dane-record',
  'dane-mismatch',
  'dane-unusable',
  'mta-sts-policy',
  'mta-sts-mx',
  'mta-sts-certificate',
  'mta-sts-no-starttls',
  'mta-sts-fetch',
  'mta-sts-invalid',
  'reply-unfinished',
  'works-elsewhere',
])
const REPORTED: readonly ReasonCode[] = ['trace-says-so', 'agrees-with-report', 'only-report']
const LINES_CARRIED = 4
const ROOM = 900
const LONGEST_ARGUMENT = 160

/** The note that a press asks for, in the language it names; null where the far side can do nothing. */
export function noteOf(press: Omit<NotePress, 'verb'>, showing: Showing): PartnerNote | null {
  const { report, domain, at, seen = [], language = showing.language } = press
  // Nothing is "today" in a message that is read another day.
  const voice = voiceOf({ ...showing, language, now: '' })
  return partnerNote(
    {
      finding: report.finding,
      code: codeOf(report) || null,
      detail: report.detail,
      server: report.server,
      ip: report.ip,
      domain: domain ?? domainOf(report.recipient),
      recipient: report.recipient,
      reported: seen.length === 0 || codeOf(report) !== '',
      reporter: report.reporter,
      at: report.at,
      testedAt: at ?? null,
      now: showing.now,
      seen: seen.map(voice.evidence),
    },
    language,
  )
}

/** The note about the error that carries the cause, in the showing's language; null where there is nothing to ask of the far side. */
export function reportNote(reports: readonly Report[], showing: Showing): PartnerNote | null {
  const [main] = causeFirst(reports)
  return main ? noteOf({ report: pressedReport(main) }, showing) : null
}

/** The same about a diagnosis, with what the bot saw. */
export function diagnosisNote(diagnosis: Diagnosis, showing: Showing): PartnerNote | null {
  const press = diagnosisNotePress(diagnosis, [], voiceOf(showing))
  return press ? noteOf(press, showing) : null
}

/**
 * What a note about a diagnosis is asked with; null where there is nothing to ask. It carries what the bot saw itself. The code is told only where Exchange Online reported it: one that is merely expected is no
 * proof to somebody else.
 */
function diagnosisNotePress(diagnosis: Diagnosis, reported: readonly Reported[], { showing }: Voice): NotePress | null {
  const { verdict } = diagnosis
  if (explain(verdict.finding, showing.language, 'Partner').ask === null) return null
  const isReported = verdict.why.some((reason) => REPORTED.includes(reason))
  const said = isReported ? reported.find((each) => each.finding === verdict.finding) : undefined
  const [reply = null, status = null] = isReported ? (verdict.code?.split(' ') ?? []) : []
  const host = hostOf(diagnosis)
  const domains = (diagnosis.connector?.recipientDomains ?? []).filter((each) => /^[\w-]+(?:\.[\w-]+)+$/.test(each))
  const [domain] = domains
  return {
    verb: 'partner-note',
    report: pressedReport({
      recipient: null,
      reply,
      status,
      finding: verdict.finding,
      ...host,
      detail: said?.text ?? null,
      at: said?.at ?? null,
      reporter: null,
    }),
    ...(domain !== undefined && domains.length === 1 ? { domain } : {}),
    at: diagnosis.at.slice(0, 30),
    seen: carried(mainFinding(diagnosis)?.evidence ?? []),
  }
}

/** Where a partner is at the other end, or nobody knows who is, and they can do something about it. */
export function noteButtons(diagnosis: Diagnosis, reported: readonly Reported[], voice: Voice): readonly Action[] {
  if ((diagnosis.connector && diagnosis.connector.type !== 'Partner') || toneOf(diagnosis) !== 'fault') return []
  const press = diagnosisNotePress(diagnosis, reported, voice)
  return press ? [button(voice.words('cards.buttons.note'), press)] : []
}

/** The server the verdict is about: by its address or name, else the one that was looked at. */
function hostOf({ verdict, hosts, resolutions, target }: Diagnosis): { readonly server: string | null; readonly ip: string | null } {
  const { subject } = verdict
  const host = hosts.find(({ transcript }) => [transcript.ip, transcript.host].includes(subject))?.transcript
  if (host) return { server: host.host, ip: host.ip }
  const name = resolutions.find((each) => each.host === subject)?.host ?? hosts[0]?.transcript.host ?? resolutions[0]?.host ?? null
  return {
    server: name ?? (target.includes('.') ? target : null),
    ip: name === hosts[0]?.transcript.host ? (hosts[0]?.transcript.ip ?? null) : null,
  }
}

/** As many lines of proof as a button can carry. */
function carried(evidence: readonly EvidenceLine[]): PressedProof[] {
  const lines: PressedProof[] = []
  for (const { code, args } of evidence.filter((each) => THEIRS.has(each.code)).slice(0, LINES_CARRIED)) {
    const line = { code, args: Object.fromEntries(Object.entries(args).map(([key, value]) => [key, short(value)])) }
    if (JSON.stringify([...lines, line]).length > ROOM) return lines
    lines.push(line)
  }
  return lines
}

const short = (value: string | number): string | number =>
  typeof value === 'number'
    ? value
    : value
        .slice(0, 1000)
        .replace(/[\p{C}\s]+/gu, ' ')
        .slice(0, LONGEST_ARGUMENT)
