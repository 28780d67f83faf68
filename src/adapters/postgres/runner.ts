import { setTimeout as pause } from 'node:timers/promises'
import type PgBoss from 'pg-boss'
import { messageOf } from '../../domain/failure.ts'
import type { JobName } from '../../domain/job.ts'
import { QUEUES } from './queues.ts'
import { storableText } from './storable.ts'

/** What became of a job, for logs and metrics. `again`: it threw and will be tried again; `given-up`: it threw too often. */
export type JobEvent =
  | { readonly is: 'done'; readonly job: JobName; readonly id: string; readonly ms: number }
  | {
      readonly is: 'again' | 'given-up'
      readonly job: JobName
      readonly id: string
      readonly ms: number
      readonly tries: number
      readonly error: unknown
    }
  | { readonly is: 'engine-error'; readonly error: unknown }

/** Works one queue: fetches what is due, up to the queue's limit, and runs it. */
export interface Runner {
  /** Takes what is due now. */
  pump(): void
  /** Jobs that are marked as started in the database and have not ended: id, and when it was fetched (`performance.now()`). */
  readonly held: ReadonlyMap<string, number>
  /** Takes nothing more and resolves when every job that runs has ended; those that had not begun stay in `held`. */
  stop(): Promise<void>
}

type Fetched = PgBoss.JobWithMetadata<unknown>

export function createRunner(
  boss: PgBoss,
  name: JobName,
  handle: (data: unknown) => Promise<void>,
  onEvent: (event: JobEvent) => void,
): Runner {
  const held = new Map<string, number>()
  const lanes = new Map<string, Promise<void>>()
  let stopped = false
  let again = false
  let pumping: Promise<void> | undefined

  const pump = (): void => {
    if (stopped) return
    again = true
    pumping ??= drain().finally(() => {
      pumping = undefined
      if (again) pump()
    })
  }

  const drain = async (): Promise<void> => {
    while (again && !stopped) {
      again = false
      const room = QUEUES[name].atOnce - held.size
      if (room <= 0) return
      const jobs = await boss.fetch<unknown>(name, { batchSize: room, includeMetadata: true })
      for (const job of jobs) take(job)
    }
  }

  /** Jobs of one key run one after the other, so that what was asked for last has the last word. */
  const take = (job: Fetched): void => {
    held.set(job.id, performance.now())
    const lane = job.singletonKey ?? job.id
    const turn = (lanes.get(lane) ?? Promise.resolve()).then(async () => {
      if (stopped) return
      await run(boss, name, job, handle, onEvent)
      held.delete(job.id)
    })
    lanes.set(lane, turn)
    void turn.finally(() => {
      if (lanes.get(lane) === turn) lanes.delete(lane)
      pump()
    })
  }

  const stop = async (): Promise<void> => {
    stopped = true
    await pumping
    await Promise.all(lanes.values())
  }

  return { pump, held, stop }
}

async function run(
  boss: PgBoss,
  name: JobName,
  job: Fetched,
  handle: (data: unknown) => Promise<void>,
  onEvent: (event: JobEvent) => void,
): Promise<void> {
  const began = performance.now()
  const about = () => ({ job: name, id: job.id, ms: Math.round(performance.now() - began) })
  try {
    await handle(job.data)
  } catch (error) {
    await insist(() => boss.fail(name, job.id, { message: storableText(messageOf(error)) }), onEvent)
    onEvent({ is: job.retryCount < job.retryLimit ? 'again' : 'given-up', ...about(), tries: job.retryCount + 1, error })
    return
  }
  await insist(() => boss.complete(name, job.id), onEvent)
  onEvent({ is: 'done', ...about() })
}

/** A job whose end cannot be written now would be done again: worth a few tries. After that it expires and is started again. */
async function insist(write: () => Promise<unknown>, onEvent: (event: JobEvent) => void): Promise<void> {
  for (const wait of [100, 500, 2_000, 0]) {
    try {
      await write()
      return
    } catch (error) {
      onEvent({ is: 'engine-error', error })
      await pause(wait)
    }
  }
}
