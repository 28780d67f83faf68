import { isIP } from 'node:net'
import type { Evidence, Transcript } from '../domain/evidence.ts'
import type { EvidenceLine, Finding, FindingCode } from '../domain/finding.ts'
import { isInternalAddress } from '../domain/internal-address.ts'
import { quote } from '../domain/quote.ts'
import { nothingPending, passed, soundBeside, stageMs, tried, troubleFinding, vantage } from '../domain/transcript.ts'

const KINDS: readonly { readonly why: 'refused' | 'timed-out' | 'unreachable'; readonly finding: FindingCode }[] = [
  { why: 'refused', finding: 'connection-refused' },
  { why: 'unreachable', finding: 'connection-unreachable' },
  { why: 'timed-out', finding: 'connection-timed-out' },
]

/**
 * Whether the addresses can be connected to. Our own missing route is no judgement on them; and silence is weighed by what else is known:
 * a firewall that lets in only Exchange Online is silent from here while mail flows.
 */
export function tcp(evidence: Evidence): readonly Finding[] {
  const reached = evidence.transcripts.filter((each) => passed(each, 'connect'))
  const affected = evidence.transcripts.filter((each) => KINDS.some(({ why }) => failedBy(each, why)))
  if (reached.length > 0) return someDown(evidence, affected, reached)
  if (affected.length === 0) return nothingTried(evidence)
  const down = KINDS.flatMap(({ why, finding }) => allDown(evidence, why, finding))
  return affected.some((each) => isOurs(each, evidence)) ? [...down, portBlocked(evidence)] : down
}

const failedBy = (transcript: Transcript, why: string): boolean => transcript.fault?.stage === 'connect' && transcript.fault.why.is === why

/** No answer of any kind came from the address itself. */
const isSilent = (transcript: Transcript): boolean => failedBy(transcript, 'timed-out') || failedBy(transcript, 'unreachable')

/**
 * Whether our own way out explains it: known-good targets fail as well. A refusal is an answer, and ours only where they are refused too; to an
 * address inside another way leads.
 */
const isOurs = (transcript: Transcript, { control }: Evidence): boolean =>
  control?.passed === false && !isInternalAddress(transcript.ip) && (isSilent(transcript) || control.refused === true)

function allDown(evidence: Evidence, why: 'refused' | 'timed-out' | 'unreachable', finding: FindingCode): readonly Finding[] {
  const affected = evidence.transcripts.filter((each) => failedBy(each, why))
  const ours = affected.length > 0 && affected.every((each) => isOurs(each, evidence))
  const excused = ours || (why !== 'refused' && nothingPending(evidence))
  return troubleFinding({
    finding,
    stage: 'connect',
    severity: excused ? 'warning' : 'fault',
    affected,
    sound: 0,
    prove: failure,
    also: [...untried(evidence), ...vantage(evidence)],
  })
}

/** Only where every IPv6 address fails and IPv4 works is it the protocol; else it is a machine. */
function someDown(evidence: Evidence, affected: readonly Transcript[], reached: readonly Transcript[]): readonly Finding[] {
  const onlyIpv6 = affected.every((each) => isIP(each.ip) === 6) && reached.every((each) => isIP(each.ip) === 4)
  return troubleFinding({
    finding: onlyIpv6 ? 'ipv6-broken' : 'one-of-many-down',
    stage: 'connect',
    severity: 'warning',
    affected,
    sound: soundBeside(affected, evidence),
    total: tried(evidence).length,
    stops: true,
    prove: failure,
    also: vantage(evidence),
  })
}

/** Addresses our own side has no way to: they may well work, so that "all are down" means all that could be tried. */
const untried = ({ transcripts }: Evidence): readonly EvidenceLine[] =>
  transcripts.filter((each) => failedBy(each, 'no-route-here')).map(({ ip }) => ({ code: 'no-route-here', args: { ip } }))

/** Every address needs a route that this machine lacks: nothing can be said from here. */
function nothingTried(evidence: Evidence): readonly Finding[] {
  const lines = untried(evidence)
  if (lines.length === 0 || lines.length < evidence.transcripts.length) return []
  const also = evidence.control?.passed === false ? portBlocked(evidence).evidence : []
  return [
    { finding: 'outside-port-25-blocked', severity: 'info', subject: evidence.target, stage: 'connect', evidence: [...lines, ...also] },
  ]
}

const portBlocked = (evidence: Evidence): Finding => ({
  finding: 'outside-port-25-blocked',
  severity: 'warning',
  subject: evidence.control?.target ?? evidence.target,
  stage: 'connect',
  evidence: [{ code: 'control-failed', args: { target: evidence.control?.target ?? '' } }],
})

function failure(transcript: Transcript): readonly EvidenceLine[] {
  const { ip, port, fault } = transcript
  const ms = stageMs(transcript, 'connect')
  switch (fault?.why.is) {
    case 'refused':
      return [{ code: 'connect-refused', args: { ip, port, ms } }]
    case 'unreachable':
      return [{ code: 'connect-unreachable', args: { ip, port, error: quote(fault.why.error) } }]
    case 'timed-out':
      return [{ code: 'connect-timed-out', args: { ip, port, ms } }]
    default:
      return []
  }
}
