import type { Evidence, Transcript } from '../domain/evidence.ts'
import type { EvidenceLine, Finding, Stage } from '../domain/finding.ts'
import { listed, quote } from '../domain/quote.ts'
import {
  demands,
  keywordsOf,
  lacksStartTls,
  nothingPending,
  refusedEhlo,
  soundBeside,
  tried,
  troubleFinding,
  vantage,
} from '../domain/transcript.ts'

/** What betrays a device on the way that rewrites SMTP, and where it shows. */
interface Sign {
  readonly stage: Stage
  readonly line: EvidenceLine
}

const IN_ORDER: readonly Stage[] = ['banner', 'ehlo', 'starttls']
/** RFC 5321 §4.2.2: the command is not known. */
const UNKNOWN_COMMAND: readonly number[] = [500, 502]

/**
 * Whether TLS can be started. Missing STARTTLS stops mail only where the connector demands TLS. A firewall that rewrites SMTP (Cisco
 * "fixup", ESMTP inspection) leaves its mark in banner, EHLO or the answer to STARTTLS, and then it is the firewall that took STARTTLS away,
 * and not the server that lacks it. It may stand on our own side: while nothing waits it is a warning.
 */
export function starttls(evidence: Evidence): readonly Finding[] {
  const { transcripts } = evidence
  const signs = new Map(transcripts.map((each) => [each, signsOf(each, transcripts)]))
  const signsIn = (each: Transcript): readonly Sign[] => signs.get(each) ?? []
  return [...masked(evidence, signsIn), ...missing(evidence, signsIn), ...injected(transcripts)]
}

type SignsIn = (transcript: Transcript) => readonly Sign[]

function masked(evidence: Evidence, signsIn: SignsIn): readonly Finding[] {
  const demanded = evidence.requirements.tlsSettings !== null
  const affected = evidence.transcripts.filter((each) => signsIn(each).length > 0)
  const harmed = affected.some((each) => each.fault !== null && (demanded || !lacksStartTls(each)))
  const shown = affected.flatMap((each) => signsIn(each).map((sign) => sign.stage))
  return troubleFinding({
    finding: 'starttls-masked',
    stage: IN_ORDER.find((stage) => shown.includes(stage)) ?? 'ehlo',
    severity: harmed && !nothingPending(evidence) ? 'fault' : 'warning',
    affected,
    sound: soundBeside(affected, evidence),
    total: tried(evidence).length,
    stops: harmed,
    prove: (each) => signsIn(each).map((sign) => sign.line),
    also: [...(harmed ? demands(evidence) : []), ...vantage(evidence)],
  })
}

function missing(evidence: Evidence, signsIn: SignsIn): readonly Finding[] {
  const affected = evidence.transcripts.filter((each) => lacksStartTls(each) && signsIn(each).length === 0)
  return troubleFinding({
    finding: 'starttls-missing',
    stage: 'starttls',
    severity: evidence.requirements.tlsSettings === null ? 'warning' : 'fault',
    affected,
    sound: soundBeside(affected, evidence),
    total: tried(evidence).length,
    prove: refusal,
    also: demands(evidence),
  })
}

/** Mail flows; but what comes behind the answer to STARTTLS could be taken for what was said inside TLS (CVE-2011-0411). */
const injected = (transcripts: readonly Transcript[]): readonly Finding[] =>
  troubleFinding({
    finding: 'starttls-injection',
    stage: 'starttls',
    severity: 'warning',
    affected: transcripts.filter((each) => each.smuggled !== null),
    sound: 0,
    prove: ({ ip, smuggled }) => [{ code: 'smuggled', args: { ip, data: quote(smuggled ?? '') } }],
  })

function signsOf(transcript: Transcript, all: readonly Transcript[]): readonly Sign[] {
  const { ip, banner, ehlo } = transcript
  const overwritten = (stage: Stage, line: string | undefined): readonly Sign[] =>
    line === undefined ? [] : [{ stage, line: { code: 'masked', args: { ip, reply: quote(line) } } }]
  const signs = [
    ...overwritten('banner', banner.find(isMaskedBanner)),
    ...overwritten('ehlo', ehlo.slice(1).find(isMaskedKeyword)),
    ...(takenAway(transcript) ? [{ stage: 'starttls', line: replyLine(transcript) } as const] : []),
  ]
  const whole = signs.length === 0 && all.find((other) => curtailed(transcript, other))
  return whole
    ? [
        { stage: 'ehlo', line: notOffered(transcript) },
        { stage: 'ehlo', line: { code: 'starttls-offered', args: { ip: whole.ip } } },
      ]
    : signs
}

/** `220 ****2****200*`: all but a few digits turned into stars. */
const isMaskedBanner = (line: string): boolean => /^220[ -][*20\s]*$/.test(line) && line.includes('***')

/** `250-XXXXXXXA`: the keyword's own length in X, with its last letter changed. */
const isMaskedKeyword = (line: string): boolean => /^250[ -]X{3,}[A-Z]?$/.test(line.trimEnd())

/** Offered in EHLO, and then not even known as a command: whoever answers is not who offered. */
const takenAway = ({ fault }: Transcript): boolean =>
  fault?.stage === 'starttls' && fault.why.is === 'reply' && UNKNOWN_COMMAND.includes(fault.why.code)

/**
 * The same server by its own name, over another address: there it offers STARTTLS and more, here a part of that without STARTTLS. One that
 * lacks STARTTLS alone is rather set up differently.
 */
function curtailed(here: Transcript, there: Transcript): boolean {
  if (here.fault?.why.is !== 'starttls-not-offered' || here.ip === there.ip) return false
  const [ours, theirs] = [keywordsOf(here), keywordsOf(there)]
  const lost = theirs.filter((keyword) => keyword !== '' && !ours.includes(keyword))
  return sameServer(here, there) && lost.includes('STARTTLS') && lost.length > 1 && ours.every((keyword) => theirs.includes(keyword))
}

/** The name that leads the EHLO reply (RFC 5321 §4.1.1.1). */
const serverName = ({ ehlo }: Transcript): string => ehlo[0]?.slice(4).trim().split(/\s/, 1)[0]?.toLowerCase() ?? ''

const sameServer = (one: Transcript, other: Transcript): boolean => serverName(one) !== '' && serverName(one) === serverName(other)

function refusal(transcript: Transcript): readonly EvidenceLine[] {
  const { ip, fault } = transcript
  if (fault?.why.is === 'reply') return [replyLine(transcript)]
  const reply = refusedEhlo(transcript)
  return [reply === null ? notOffered(transcript) : { code: 'ehlo-refused', args: { ip, reply: quote(reply) } }]
}

const replyLine = ({ ip, fault }: Transcript): EvidenceLine => ({
  code: 'reply',
  args: { ip, stage: 'starttls', reply: fault?.why.is === 'reply' ? quote(fault.why.text) : '' },
})

const notOffered = (transcript: Transcript): EvidenceLine => ({
  code: 'starttls-not-offered',
  args: { ip: transcript.ip, keywords: listed(keywordsOf(transcript)) || '–' },
})
