import { randomUUID } from 'node:crypto'
import type PgBoss from 'pg-boss'
import type { Job, JobOptions } from '../../domain/job.ts'
import { JOB_TABLE } from './boss.ts'
import type { Executor } from './database.ts'
import { QUEUES } from './queues.ts'
import { storable } from './storable.ts'

export interface QueuedJob {
  readonly job: Job
  readonly options: JobOptions
}

/** Stores jobs through `executor`: inside a transaction they exist only once it commits. */
export async function enqueueThrough(boss: PgBoss, executor: Executor, jobs: readonly QueuedJob[], leaseSeconds: number): Promise<void> {
  const free = jobs.filter(({ options }) => options.key === undefined)
  if (free.length > 0) {
    const rows = free.map(({ job, options }) => ({
      name: job.name,
      data: storable(job.data),
      ...settings(job, options, randomUUID(), leaseSeconds),
    }))
    await boss.insert(rows, { db: bossDb(executor) })
  }
  // In one order everywhere, so that two transactions never wait for each other's keys crosswise.
  for (const { job, options } of jobs.filter((each) => each.options.key !== undefined).sort(byKey)) {
    await enqueueKeyed(boss, executor, job, options, leaseSeconds)
  }
}

/**
 * A job that absorbs the new one is held until our transaction ends. Otherwise a worker could start it now, read what was true before us,
 * and nobody would come for what we are about to commit.
 */
async function enqueueKeyed(boss: PgBoss, executor: Executor, job: Job, options: JobOptions, leaseSeconds: number): Promise<void> {
  const key = options.key ?? ''
  for (;;) {
    const id = await boss.send(job.name, storable(job.data), { ...settings(job, options, key, leaseSeconds), db: bossDb(executor) })
    if (id !== null) return
    const absorbing = `select id from ${JOB_TABLE} where name = $1 and singleton_key = $2 and state = 'created' for share`
    const { rows } = await executor.executeSql(absorbing, [job.name, key])
    if (rows.length > 0) return
  }
}

/** Without a key a job takes one of its own, so that nothing absorbs it. */
function settings(job: Job, options: JobOptions, singletonKey: string, leaseSeconds: number) {
  const { retries, retryDelay } = QUEUES[job.name]
  const delay = options.afterMs !== undefined && options.afterMs > 0 ? { startAfter: `${options.afterMs / 1000} seconds` } : {}
  return { singletonKey, expireInSeconds: leaseSeconds, retryLimit: retries, retryDelay, retryBackoff: true, ...delay }
}

const byKey = (a: QueuedJob, b: QueuedJob): number => (keyOf(a) < keyOf(b) ? -1 : 1)
const keyOf = ({ job, options }: QueuedJob): string => `${job.name} ${options.key}`

const bossDb = (executor: Executor): PgBoss.Db => ({ executeSql: (text, values) => executor.executeSql(text, values) })
