import { setTimeout as pause } from 'node:timers/promises'
import type PgBoss from 'pg-boss'
import { JOB_NAMES, type JobName } from '../../domain/job.ts'
import type { JobHandlers } from '../../ports/jobs.ts'
import { putBack, renew } from './boss.ts'
import type { Database } from './database.ts'
import { createLookout } from './lookout.ts'
import type { Notices } from './notices.ts'
import { createRunner, type JobEvent, type Runner } from './runner.ts'
import type { Tuning } from './tuning.ts'

/** Where jobs are worked on: a runner for every queue, and the lookout that knows what is due. */
export interface Floor {
  /** These queues have something due. */
  pump(names: readonly JobName[]): void
  /** Has the lookout see what is due, and when the next job will be. */
  look(): void
  /** Whether the database answered the last look. */
  readonly sees: boolean
  /** Takes nothing more, waits a while for what runs, and gives back what has not ended. */
  close(): Promise<void>
}

export interface FloorParts {
  readonly database: Database
  readonly boss: PgBoss
  readonly handlers: JobHandlers
  readonly notices: Notices
  readonly tuning: Tuning
  readonly onEvent: (event: JobEvent) => void
}

export async function openFloor({ database, boss, handlers, notices, tuning, onEvent }: FloorParts): Promise<Floor> {
  const onError = (error: unknown) => onEvent({ is: 'engine-error', error })
  const runners = new Map(
    JOB_NAMES.map((name) => [name, createRunner(boss, name, handlers[name] as (data: unknown) => Promise<void>, onEvent)] as const),
  )
  const pump = (names: readonly JobName[]): void => {
    for (const name of names) runners.get(name)?.pump()
  }
  const lookout = createLookout(database, tuning.pollMs, (name) => pump([name]), onError)
  const onWork = (now: readonly JobName[]): void => {
    pump(now)
    lookout.look()
  }
  const unlisten = await notices.hear(onWork, lookout.look)
  const renewing = setInterval(
    () => renewAll(database, [...runners.values()], tuning.longestMs).catch(onError),
    (tuning.leaseSeconds * 1000) / 4,
  )
  // Maintenance brings expired jobs back.
  boss.on('maintenance', lookout.look)
  lookout.look()
  return {
    pump,
    look: lookout.look,
    get sees() {
      return lookout.sees
    },
    async close() {
      boss.off('maintenance', lookout.look)
      await unlisten()
      await lookout.stop()
      await endAll([...runners.values()], tuning.patienceMs)
      clearInterval(renewing)
      await giveBack(database, [...runners.values()])
    },
  }
}

async function renewAll(database: Database, runners: readonly Runner[], longestMs: number): Promise<void> {
  const youngest = performance.now() - longestMs
  const ids = heldBy(runners, (fetchedAt) => fetchedAt > youngest)
  if (ids.length > 0) await renew(database, ids)
}

async function endAll(runners: readonly Runner[], patienceMs: number): Promise<void> {
  const ended = Promise.all(runners.map((runner) => runner.stop()))
  const over = new AbortController()
  await Promise.race([ended, pause(patienceMs, undefined, { signal: over.signal }).catch(() => undefined)])
  over.abort()
}

async function giveBack(database: Database, runners: readonly Runner[]): Promise<void> {
  const left = heldBy(runners)
  if (left.length > 0) await putBack(database, left)
}

const heldBy = (runners: readonly Runner[], which: (fetchedAt: number) => boolean = () => true): string[] =>
  runners.flatMap((runner) => [...runner.held].filter(([, fetchedAt]) => which(fetchedAt)).map(([id]) => id))
