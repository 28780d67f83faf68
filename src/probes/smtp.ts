import type { Evidence, SessionFault, SessionStage, Transcript } from '../domain/evidence.ts'
import type { EvidenceLine, Finding, FindingCode } from '../domain/finding.ts'
import { nothingPending, passed, stageMs, troubleFinding } from '../domain/transcript.ts'

const TALK: readonly SessionStage[] = ['banner', 'ehlo', 'starttls', 'ehlo2']

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
  return [...kinds.values()].flatMap(({ finding, stage, affected }) => {
    const excused = finding === 'connection-timed-out' && nothingPending(evidence)
    const sound = evidence.transcripts.filter((each) => passed(each, stage === 'connect' ? 'banner' : stage)).length
    return troubleFinding({
      finding,
      stage,
      severity: excused ? 'warning' : 'fault',
      affected,
      sound,
      prove: (each) => proof(each, excused, evidence.at),
    })
  })
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
      return why.code < 500 ? 'service-unavailable' : 'session-refused'
    default:
      return null
  }
}

function proof(transcript: Transcript, excused: boolean, at: string): readonly EvidenceLine[] {
  const { ip, fault } = transcript
  if (!fault) return []
  const { stage, why } = fault
  switch (why.is) {
    case 'timed-out':
      return [
        { code: 'no-answer', args: { ip, stage, ms: stageMs(transcript, stage) } },
        { code: 'seen-from-here', args: {} },
        ...(excused ? [{ code: 'pending-none', args: { since: at } } as const] : []),
      ]
    case 'reply':
      return [{ code: 'reply', args: { ip, stage, reply: why.text.replaceAll('\n', ' ') } }]
    case 'not-smtp':
      return [{ code: 'not-smtp', args: { ip, reply: why.text } }]
    default:
      return 'error' in why ? [{ code: 'closed-by-peer', args: { ip, stage, error: why.error } }] : []
  }
}
