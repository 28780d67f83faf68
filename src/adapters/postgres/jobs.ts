import type PgBoss from 'pg-boss'
import { Failure } from '../../domain/failure.ts'
import type { JobName } from '../../domain/job.ts'
import type { Jobs } from '../../ports/jobs.ts'
import { startBoss } from './boss.ts'
import type { Database, Executor } from './database.ts'
import { enqueueThrough, type QueuedJob } from './enqueue.ts'
import { type Floor, openFloor } from './floor.ts'
import { createNotices } from './notices.ts'
import type { JobEvent } from './runner.ts'
import { type Tuning, USUAL_TUNING } from './tuning.ts'

/** Jobs, and what the store needs so that a job commits with the change that causes it. */
export interface JobEngine extends Jobs {
  /** Makes the queues where they are missing. Must have resolved before a transaction begins; a failed try can be repeated. */
  ready(): Promise<void>
  /** Stores jobs inside the transaction of `executor`. */
  enqueueIn(executor: Executor, jobs: readonly QueuedJob[]): Promise<void>
  /** Starts what was committed, at once. */
  wake(jobs: readonly QueuedJob[]): void
}

/** Durable jobs over pg-boss, on either database. Nothing starts before `work`, `enqueue` or `ready`. */
export function createJobs(options: {
  readonly database: Database
  readonly onEvent?: (event: JobEvent) => void
  readonly tuning?: Partial<Tuning>
}): JobEngine {
  const { database, onEvent = () => undefined } = options
  const tuning = { ...USUAL_TUNING, ...options.tuning }
  const onError = (error: unknown) => onEvent({ is: 'engine-error', error })
  const engine = startedOnce(() => startBoss(database, tuning.maintenanceSeconds, onError))
  const notices = createNotices(database)
  let opening: Promise<Floor> | undefined
  let floor: Floor | undefined
  let stopping: Promise<void> | undefined

  const enqueueIn = async (executor: Executor, jobs: readonly QueuedJob[]): Promise<void> => {
    if (jobs.length === 0) return
    await enqueueThrough(await engine.started(), executor, jobs, tuning.leaseSeconds)
    await notices.tell(executor, namesDueNow(jobs))
  }
  const wake = (jobs: readonly QueuedJob[]): void => {
    floor?.pump(namesDueNow(jobs))
    if (jobs.some((each) => isDelayed(each) && (each.options.afterMs ?? 0) <= tuning.pollMs)) floor?.look()
  }

  return {
    ready: async () => void (await engine.started()),
    enqueueIn,
    wake,
    async enqueue(job, jobOptions = {}) {
      const jobs = [{ job, options: jobOptions }]
      await enqueueIn(database, jobs)
      wake(jobs)
    },
    async work(handlers) {
      if (opening || stopping) throw new Failure('internal', { why: 'jobs are already worked on, or were stopped' })
      opening = engine.started().then((boss) => openFloor({ database, boss, handlers, notices, tuning, onEvent }))
      floor = await opening
    },
    healthy: async () => floor !== undefined && stopping === undefined && floor.sees && (await database.healthy()),
    stop() {
      stopping ??= closeAll(opening, engine).catch(onError)
      return stopping
    },
  }
}

/** A floor that is only opening is waited for, so that nothing of it stays behind. */
async function closeAll(opening: Promise<Floor> | undefined, engine: Engine): Promise<void> {
  try {
    const floor = await opening?.catch(() => undefined)
    await floor?.close()
  } finally {
    await engine.stop()
  }
}

interface Engine {
  started(): Promise<PgBoss>
  stop(): Promise<void>
}

/** pg-boss, started when it is first asked for; a failed start can be repeated. */
function startedOnce(start: () => Promise<PgBoss>): Engine {
  let boss: Promise<PgBoss> | undefined
  return {
    started() {
      boss ??= start().catch((error: unknown) => {
        boss = undefined
        throw error
      })
      return boss
    },
    async stop() {
      await (await boss)?.stop({ graceful: false, close: false })
    },
  }
}

const isDelayed = ({ options }: QueuedJob): boolean => (options.afterMs ?? 0) > 0
const namesDueNow = (jobs: readonly QueuedJob[]): JobName[] => [
  ...new Set(jobs.filter((each) => !isDelayed(each)).map((each) => each.job.name)),
]
