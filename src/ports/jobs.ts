import type { Job, JobName, JobOptions, Jobs as Payloads } from '../domain/job.ts'

export type JobHandlers = { readonly [Name in JobName]: (data: Payloads[Name]) => Promise<void> }

/** Durable work. Jobs that belong to a state change are enqueued inside its transaction (`Transaction.enqueue`). */
export interface Jobs {
  enqueue(job: Job, options?: JobOptions): Promise<void>
  /** Starts working. A handler that throws is tried again later, with growing delay; every handler is idempotent. */
  work(handlers: JobHandlers): Promise<void>
  /** True when the queue answers and its workers run. */
  healthy(): Promise<boolean>
  /** Lets running jobs end, then stops. */
  stop(): Promise<void>
}
