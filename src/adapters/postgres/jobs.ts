import { randomUUID } from 'node:crypto'
import { setTimeout as pause } from 'node:timers/promises'
import type PgBoss from 'pg-boss'
import { Failure } from '../../domain/failure.ts'
import { JOB_NAMES, type JobName } from '../../domain/job.ts'
import type { JobHandlers, Jobs } from '../../ports/jobs.ts'
import { putBack, renew, startBoss } from './boss.ts'
import type { Database, Executor } from './database.ts'
import { enqueueThrough, type QueuedJob } from './enqueue.ts'
import { createLookout, type Lookout } from './lookout.ts'
import { createRunner, type JobEvent, type Runner } from './runner.ts'

/** Jobs, and what the store needs so that a job commits with the change that causes it. */
export interface JobEngine extends Jobs {
  /** Makes the queues where they are missing. Must have resolved before a transaction begins; a failed try can be repeated. */
  ready(): Promise<void>
  /** Stores jobs inside the transaction of `executor`. */
  enqueueIn(executor: Executor, jobs: readonly QueuedJob[]): Promise<void>
  /** Starts what was committed, at once. */
  wake(jobs: readonly QueuedJob[]): void
}

export interface Tuning {
  /** A job whose process died is started again after at most this long, plus a maintenance interval. A living one renews it. */
  readonly leaseSeconds: number
  readonly maintenanceSeconds: number
  /** How often due jobs are looked for when nobody told of them. */
  readonly pollMs: number
  /** A handler that runs longer than this is taken for hung: its job may be started again elsewhere. */
  readonly longestMs: number
  /** How long `stop` waits for running handlers. */
  readonly patienceMs: number
}

const USUAL: Tuning = { leaseSeconds: 20, maintenanceSeconds: 5, pollMs: 2_000, longestMs: 900_000, patienceMs: 15_000 }

const CHANNEL = 'mailflow_jobs'

/** What one process tells the others after a commit: who tells, which queues have work now, whether some is due soon. */
interface Notice {
  readonly from: string
  readonly now: readonly JobName[]
}

/** Durable jobs over pg-boss, on either database. Nothing starts before `work`, `enqueue` or `ready`. */
export function createJobs(options: {
  readonly database: Database
  readonly onEvent?: (event: JobEvent) => void
  readonly tuning?: Partial<Tuning>
}): JobEngine {
  const { database, onEvent = () => undefined } = options
  const tuning = { ...USUAL, ...options.tuning }
  const me = randomUUID()
  const onError = (error: unknown) => onEvent({ is: 'engine-error', error })
  let boss: Promise<PgBoss> | undefined
  let floor: Floor | undefined
  let working = false
  let stopping: Promise<void> | undefined

  const started = (): Promise<PgBoss> => {
    boss ??= startBoss(database, tuning.maintenanceSeconds, onError).catch((error: unknown) => {
      boss = undefined
      throw error
    })
    return boss
  }

  const enqueueIn = async (executor: Executor, jobs: readonly QueuedJob[]): Promise<void> => {
    if (jobs.length === 0) return
    await enqueueThrough(await started(), executor, jobs, tuning.leaseSeconds)
    if (database.is === 'server') await tell(executor, { from: me, now: namesDueNow(jobs) })
  }

  const wake = (jobs: readonly QueuedJob[]): void => {
    for (const name of namesDueNow(jobs)) floor?.runners.get(name)?.pump()
    if (jobs.some((each) => isDelayed(each) && (each.options.afterMs ?? 0) <= tuning.pollMs)) floor?.lookout.look()
  }

  const hear = (payload: string): void => {
    const notice = JSON.parse(payload) as Notice
    if (notice.from === me) return
    for (const name of notice.now) floor?.runners.get(name)?.pump()
    floor?.lookout.look()
  }

  return {
    ready: async () => void (await started()),
    enqueueIn,
    wake,
    async enqueue(job, jobOptions = {}) {
      const jobs = [{ job, options: jobOptions }]
      await started()
      await enqueueIn(database, jobs)
      wake(jobs)
    },
    async work(handlers) {
      if (working || stopping) throw new Failure('internal', { why: 'jobs are already worked on, or were stopped' })
      working = true
      const boss = await started()
      const unlisten = await database.listen(CHANNEL, hear, () => floor?.lookout.look())
      floor = { ...openFloor(database, boss, handlers, tuning, onEvent), unlisten }
      floor.lookout.look()
    },
    healthy: async () => floor !== undefined && stopping === undefined && floor.lookout.sees && (await database.healthy()),
    stop() {
      stopping ??= closeAll(database, boss, floor, tuning.patienceMs).catch(onError)
      return stopping
    },
  }
}

/** Everything that works, from `work` until `stop`. */
interface Floor {
  readonly runners: ReadonlyMap<JobName, Runner>
  readonly lookout: Lookout
  readonly renewing: NodeJS.Timeout
  readonly unlisten: () => Promise<void>
}

function openFloor(
  database: Database,
  boss: PgBoss,
  handlers: JobHandlers,
  tuning: Tuning,
  onEvent: (event: JobEvent) => void,
): Omit<Floor, 'unlisten'> {
  const onError = (error: unknown) => onEvent({ is: 'engine-error', error })
  const runners = new Map(
    JOB_NAMES.map((name) => [name, createRunner(boss, name, handlers[name] as (data: unknown) => Promise<void>, onEvent)] as const),
  )
  const lookout = createLookout(database, tuning.pollMs, (name) => runners.get(name)?.pump(), onError)
  const renewing = setInterval(
    () => {
      const youngest = performance.now() - tuning.longestMs
      const ids = heldBy(runners, (fetchedAt) => fetchedAt > youngest)
      if (ids.length > 0) renew(database, ids).catch(onError)
    },
    (tuning.leaseSeconds * 1000) / 4,
  )
  // Maintenance brings expired jobs back.
  boss.on('maintenance', () => lookout.look())
  return { runners, lookout, renewing }
}

async function closeAll(
  database: Database,
  boss: Promise<PgBoss> | undefined,
  floor: Floor | undefined,
  patienceMs: number,
): Promise<void> {
  if (floor) {
    await floor.unlisten()
    await floor.lookout.stop()
    const ended = Promise.all([...floor.runners.values()].map((runner) => runner.stop()))
    const over = new AbortController()
    await Promise.race([ended, pause(patienceMs, undefined, { signal: over.signal }).catch(() => undefined)])
    over.abort()
    clearInterval(floor.renewing)
    const left = heldBy(floor.runners)
    if (left.length > 0) await putBack(database, left)
  }
  await (await boss)?.stop({ graceful: false, close: false })
}

const heldBy = (runners: ReadonlyMap<JobName, Runner>, which: (fetchedAt: number) => boolean = () => true): string[] =>
  [...runners.values()].flatMap((runner) => [...runner.held].filter(([, fetchedAt]) => which(fetchedAt)).map(([id]) => id))

const isDelayed = ({ options }: QueuedJob): boolean => (options.afterMs ?? 0) > 0
const namesDueNow = (jobs: readonly QueuedJob[]): JobName[] => [
  ...new Set(jobs.filter((each) => !isDelayed(each)).map((each) => each.job.name)),
]

const tell = (executor: Executor, notice: Notice) => executor.executeSql('select pg_notify($1, $2)', [CHANNEL, JSON.stringify(notice)])
