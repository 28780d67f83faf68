import type { Evidence, SessionStage, Transcript } from './evidence.ts'
import type { EvidenceLine, Finding, FindingCode, Severity, Stage } from './finding.ts'

/** Whether a session got past a stage. */
export const passed = (transcript: Transcript, stage: SessionStage): boolean =>
  transcript.stages.some((each) => each.stage === stage && each.is === 'ok')

/** How long a stage took, milliseconds. */
export const stageMs = (transcript: Transcript, stage: SessionStage): number =>
  transcript.stages.find((each) => each.stage === stage)?.ms ?? 0

/** Whether it is known that no mail waits on the route. */
export function nothingPending(evidence: Evidence): boolean {
  const queue = evidence.tenant?.queue
  return queue?.is === 'found' && queue.value.complete && queue.value.pending === 0
}

/** One kind of trouble on one or more addresses of a target. */
export interface Trouble {
  readonly finding: FindingCode
  readonly stage: Stage
  /** How bad it is when no address does better. */
  readonly severity: Severity
  readonly affected: readonly Transcript[]
  /** Addresses that got past this point: then mail gets through, late at worst, and a fault is a warning. */
  readonly sound: number
  readonly prove: (transcript: Transcript) => readonly EvidenceLine[]
}

/** One finding for all affected addresses, with the proof of each; none when there is no such address. */
export function troubleFinding({ finding, stage, severity, affected, sound, prove }: Trouble): readonly Finding[] {
  const [first] = affected
  if (!first) return []
  const elsewhere: readonly EvidenceLine[] =
    sound > 0 ? [{ code: 'works-elsewhere', args: { ok: sound, total: sound + affected.length } }] : []
  const lesser = sound > 0 && severity === 'fault' ? 'warning' : severity
  return [{ finding, severity: lesser, subject: first.host, stage, evidence: [...affected.flatMap(prove), ...elsewhere] }]
}
