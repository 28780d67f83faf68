import type { Reported } from '../domain/incident.ts'
import type { Queue } from '../domain/queue.ts'
import { reportedOf } from '../knowledge/read-error.ts'
import { withReport } from './intake.ts'

/** What Exchange itself wrote: the Defer texts of the trace, those of the connector where it is known, before what was reported earlier. */
export function withQueueReports(reported: readonly Reported[], queue: Queue, connector: string | null): readonly Reported[] {
  const ours = queue.defers.filter((defer) => !defer.connector || !connector || defer.connector.toLowerCase() === connector.toLowerCase())
  return [...ours].reverse().reduce((reports, defer) => withReport(reports, ofDefer(defer)), reported)
}

const ofDefer = ({ text, at, recipientDomain: domain }: Queue['defers'][number]): Reported => ({
  ...reportedOf(text, at),
  ...(domain ? { domain } : {}),
})
