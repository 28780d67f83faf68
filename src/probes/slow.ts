import type { Evidence, Transcript } from '../domain/evidence.ts'
import type { Finding } from '../domain/finding.ts'
import { slowLine, slowReplies, TALK, troubleFinding, vantage } from '../domain/transcript.ts'

/** One reply this late is slow, milliseconds. */
const SLOW_MS = 2000
/** So many replies this late are no accident: the server holds callers up on purpose. */
const TARPIT_MS = 1000
const TARPIT_REPLIES = 3

/**
 * Servers that answer late, and those that do so at every step. Both are kept and told, and neither is failed: mail flows, only later. A
 * session that in the end got no answer at all is judged by that.
 */
export function slow(evidence: Evidence): readonly Finding[] {
  const ended = evidence.transcripts.filter((each) => !fellSilent(each))
  const tarpits = ended.filter((each) => slowReplies(each, TARPIT_MS).length >= TARPIT_REPLIES)
  const slowOnes = ended.filter((each) => !tarpits.includes(each) && slowReplies(each, SLOW_MS).length > 0)
  return [...late('tarpit', tarpits, TARPIT_MS, evidence), ...late('slow-server', slowOnes, SLOW_MS, evidence)]
}

const fellSilent = ({ fault }: Transcript): boolean => fault?.why.is === 'timed-out' && TALK.includes(fault.stage)

function late(finding: 'tarpit' | 'slow-server', affected: readonly Transcript[], ms: number, evidence: Evidence): readonly Finding[] {
  const [first] = affected.flatMap((each) => slowReplies(each, ms))
  return troubleFinding({
    finding,
    stage: first?.stage ?? 'banner',
    severity: 'warning',
    affected,
    // A late address works as well as a quick one.
    sound: 0,
    prove: (each) => slowReplies(each, ms).map((reply) => slowLine(each.ip, reply)),
    also: vantage(evidence),
  })
}
