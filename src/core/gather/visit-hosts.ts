import type { StageResult, Transcript } from '../../domain/evidence.ts'
import type { OnProgress } from './gather.ts'
import type { HostName } from './resolve.ts'
import { openVisit, type Seen, seenSoFar, type VisitSettings } from './visit.ts'
import { visitHost } from './visit-host.ts'

export type Hosts = Omit<VisitSettings, 'onStage' | 'onResolved' | 'onChange'>

/** Every host of a target, side by side. `onPartial` is told what is known whenever something is over and something else is not. */
export async function visitHosts(
  settings: Hosts,
  names: readonly HostName[],
  onProgress: OnProgress,
  onPartial: (seen: Seen) => void,
): Promise<Seen> {
  let telling = false
  let unresolved = names.length
  const visit = openVisit(
    {
      ...settings,
      onStage: stageReporter(onProgress),
      onResolved: () => {
        unresolved -= 1
        if (unresolved === 0) onProgress('dns', visit.hosts.some((host) => host.resolution?.addresses.length) ? 'done' : 'failed')
      },
      // What ends in the same moment is told once.
      onChange: () => {
        if (telling) return
        telling = true
        queueMicrotask(() => {
          telling = false
          const seen = seenSoFar(visit)
          if (seen.pending > 0 && somethingIsDone(seen)) onPartial(seen)
        })
      },
    },
    names,
  )
  if (names.length > 0) onProgress('dns', 'running')
  else onProgress('dns', 'skipped')
  await Promise.all(visit.hosts.map((host) => visitHost(visit, host)))
  const seen = seenSoFar(visit)
  reportStages(seen.transcripts, onProgress)
  return seen
}

/** Names that lead to addresses say nothing yet: judged now, a host that was not tried would seem to have nothing wrong. */
const somethingIsDone = ({ transcripts, resolutions }: Seen): boolean =>
  transcripts.length > 0 || resolutions.some((each) => each.addresses.length === 0)

function stageReporter(onProgress: OnProgress): (stage: StageResult) => void {
  const reached = new Set<string>()
  return ({ stage, is }) => {
    const next = is !== 'ok' ? null : stage === 'connect' ? 'smtp' : stage === 'starttls' ? 'tls' : null
    if (next === null || reached.has(next)) return
    reached.add(next)
    onProgress(next, 'running')
  }
}

function reportStages(transcripts: readonly Transcript[], onProgress: OnProgress): void {
  const groups = { connect: ['connect'], smtp: ['banner', 'ehlo', 'starttls'], tls: ['handshake', 'ehlo2'] } as const
  for (const step of ['connect', 'smtp', 'tls'] as const) {
    const stages = transcripts.flatMap((each) => each.stages.filter((stage) => (groups[step] as readonly string[]).includes(stage.stage)))
    onProgress(
      step,
      stages.some((stage) => stage.is === 'failed') ? 'failed' : stages.some((stage) => stage.is === 'ok') ? 'done' : 'skipped',
    )
  }
}
