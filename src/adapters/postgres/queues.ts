import type { JobName } from '../../domain/job.ts'

export interface QueueSettings {
  /** How many jobs of this name one process runs side by side. */
  readonly atOnce: number
  /** How often a job that failed, or whose process died, is started again. */
  readonly retries: number
  /** Seconds before the second try; each further wait is about twice as long. */
  readonly retryDelay: number
}

/** Answers to people are worth little after some minutes; an alert or a change under way is worth hours of patience. */
export const QUEUES: Readonly<Record<JobName, QueueSettings>> = {
  intake: { atOnce: 2, retries: 12, retryDelay: 1 },
  diagnose: { atOnce: 16, retries: 6, retryDelay: 2 },
  publish: { atOnce: 8, retries: 10, retryDelay: 1 },
  propose: { atOnce: 4, retries: 3, retryDelay: 1 },
  examine: { atOnce: 4, retries: 3, retryDelay: 1 },
  list: { atOnce: 4, retries: 3, retryDelay: 1 },
  validate: { atOnce: 2, retries: 3, retryDelay: 1 },
  validated: { atOnce: 4, retries: 10, retryDelay: 2 },
  apply: { atOnce: 4, retries: 8, retryDelay: 2 },
  verify: { atOnce: 4, retries: 10, retryDelay: 5 },
  expire: { atOnce: 2, retries: 12, retryDelay: 1 },
  settle: { atOnce: 2, retries: 12, retryDelay: 1 },
}
