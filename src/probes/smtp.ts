import { isAboutCaller, isGreylisting } from '../domain/about-caller.ts'
import type { Evidence, SessionFault, SessionStage, Transcript } from '../domain/evidence.ts'
import type { EvidenceLine, Finding, FindingCode } from '../domain/finding.ts'
import { quote } from '../domain/quote.ts'
import {
  nothingPending,
  slowLine,
  slowReplies,
  soundBeside,
  stageMs,
  TALK,
  tried,
  troubleFinding,
  unfinishedReply,
  vantage,
} from '../domain/transcript.ts'

/** A reply that came this late explains a later silence, milliseconds. */
const LATE_MS = 1000

/** Whether the server speaks SMTP to us and goes on speaking: one finding per kind of failure and stage. */
export function smtp(evidence: Evidence): readonly Finding[] {
  const kinds = new Map<string, { readonly finding: FindingCode; readonly stage: SessionStage; readonly affected: Transcript[] }>()
  for (const transcript of evidence.transcripts) {
    const { fault } = transcript
    const finding = fault && judge(fault.stage, fault.why)
    if (!fault || !finding) continue
    const key = `${fault.stage} ${finding}`
    const kind = kinds.get(key) ?? { finding, stage: fault.stage, affected: [] }
    kind.affected.push(transcript)
    kinds.set(key, kind)
  }
  return [...kinds.values()].flatMap(({ finding, stage, affected }) =>
    troubleFinding({
      finding,
      stage,
      severity: affected.every((each) => isOurs(each) || (nothingPending(evidence) && mayBeOurs(each))) ? 'warning' : 'fault',
      affected,
      sound: soundBeside(affected, evidence),
      total: tried(evidence).length,
      prove: proof,
      also: vantage(evidence),
    }),
  )
}

function judge(stage: SessionStage, why: SessionFault): FindingCode | null {
  if (why.is === 'closed' && (stage === 'connect' || TALK.includes(stage))) return 'connection-dropped'
  if (!TALK.includes(stage)) return null
  switch (why.is) {
    case 'timed-out':
      return 'connection-timed-out'
    case 'unreachable':
    case 'refused':
    case 'no-route-here':
      return 'connection-dropped'
    case 'not-smtp':
      return 'not-smtp'
    case 'reply':
      // A refusal of STARTTLS alone is judged with TLS.
      if (stage === 'starttls' && why.code !== 421) return null
      if (isGreylisting(why.code, why.text)) return 'greylisted'
      return why.code < 500 ? 'service-unavailable' : 'session-refused'
    default:
      return null
  }
}

/** Our own network broke down in mid-session. */
const isOurs = ({ fault }: Transcript): boolean => fault?.why.is === 'no-route-here'

/** Silence, and a refusal that names our address, may well be kept for us alone. */
const mayBeOurs = ({ fault }: Transcript): boolean =>
  fault?.why.is === 'timed-out' || (fault?.why.is === 'reply' && isAboutCaller(quote(fault.why.text)))

function proof(transcript: Transcript): readonly EvidenceLine[] {
  const { ip, fault } = transcript
  if (!fault) return []
  const { stage, why } = fault
  switch (why.is) {
    case 'timed-out':
      return [...slowReplies(transcript, LATE_MS).map((each) => slowLine(ip, each)), silence(transcript, stage)]
    case 'reply':
      return [{ code: 'reply', args: { ip, stage, reply: quote(why.text) } }]
    case 'not-smtp':
      return [{ code: 'not-smtp', args: { ip, reply: quote(why.text) } }]
    case 'no-route-here':
      return [{ code: 'no-route-here', args: { ip } }]
    default:
      return 'error' in why ? [{ code: 'closed-by-peer', args: { ip, stage, error: quote(why.error) } }] : []
  }
}

function silence(transcript: Transcript, stage: SessionStage): EvidenceLine {
  const { ip } = transcript
  const ms = stageMs(transcript, stage)
  const begun = unfinishedReply(transcript)
  return begun === null
    ? { code: 'no-answer', args: { ip, stage, ms } }
    : { code: 'reply-unfinished', args: { ip, stage, ms, reply: quote(begun) } }
}
