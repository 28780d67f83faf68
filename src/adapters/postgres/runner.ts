import { setTimeout as pause } from 'node:timers/promises'
import type PgBoss from 'pg-boss'
import { messageOf } from '../../domain/failure.ts'
import type { JobName } from '../../domain/job.ts'
import { onceMore } from './once-more.ts'
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
  const turns = createTurns()
  let stopped = false

  const fetchDue = async (): Promise<void> => {
    const room = QUEUES[name].atOnce - held.size
    if (stopped || room <= 0) return
    // Empty, too, when the database does not answer: pg-boss keeps that to itself, the lookout tells of it.
    for (const job of await boss.fetch<unknown>(name, { batchSize: room, includeMetadata: true })) take(job)
  }
  const fetching = onceMore(fetchDue)

  const take = (job: Fetched): void => {
    held.set(job.id, performance.now())
    const turn = turns.take(job.singletonKey ?? job.id, async () => {
      if (stopped) return
      await run(boss, name, job, handle, onEvent)
      held.delete(job.id)
    })
    void turn.finally(fetching.ask)
  }

  return {
    pump: fetching.ask,
    held,
    async stop() {
      stopped = true
      await fetching.ended()
      await turns.all()
    },
  }
}

interface Turns {
  take(key: string, work: () => Promise<void>): Promise<void>
  /** Resolves when all that has been taken so far is over. */
  all(): Promise<unknown>
}

/** Jobs of one key run one after the other, so that what was asked for last has the last word. */
function createTurns(): Turns {
  const last = new Map<string, Promise<void>>()
  return {
    take(key, work) {
      const turn = (last.get(key) ?? Promise.resolve()).then(work)
      last.set(key, turn)
      return turn.finally(() => {
        if (last.get(key) === turn) last.delete(key)
      })
    },
    all: () => Promise.all(last.values()),
  }
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
