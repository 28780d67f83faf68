import { JOB_NAMES, type JobName } from '../../domain/job.ts'
import { JOB_TABLE } from './boss.ts'
import type { Database } from './database.ts'
import { onceMore } from './once-more.ts'

/** Knows when the next job is due: the safety net for what no wake-up told, and the clock of delayed jobs and new tries. */
export interface Lookout {
  /** Looks now: names every queue with something due, and comes back when the next job is. */
  look(): void
  /** Whether the database answered the last look. */
  readonly sees: boolean
  stop(): Promise<void>
}

/** The database's clock reads milliseconds more finely than a timer keeps them. */
const TIMER_SLACK_MS = 2

export function createLookout(
  database: Database,
  pollMs: number,
  onDue: (name: JobName) => void,
  onError: (error: unknown) => void,
): Lookout {
  let timer: NodeJS.Timeout | undefined
  let stopped = false
  let sees = true

  const lookOnce = async (): Promise<void> => {
    if (stopped) return
    clearTimeout(timer)
    let wait = pollMs
    try {
      for (const { name, ms } of await dueWithin(database, pollMs)) {
        if (ms <= 0) onDue(name)
        else wait = Math.min(wait, ms + TIMER_SLACK_MS)
      }
      sees = true
    } catch (error) {
      sees = false
      if (!stopped) onError(error)
    }
    if (!stopped) timer = setTimeout(looking.ask, wait)
  }
  const looking = onceMore(lookOnce)

  return {
    look: looking.ask,
    get sees() {
      return sees
    },
    async stop() {
      stopped = true
      clearTimeout(timer)
      await looking.ended()
    },
  }
}

interface Due {
  readonly name: JobName
  /** Until the next job of the queue that is not due yet; 0 when one is due. */
  readonly ms: number
}

/** Both kinds matter for one queue: a job that is due, and the next that will be. */
async function dueWithin(database: Database, pollMs: number): Promise<readonly Due[]> {
  const text = `select name, start_after < now() as due, extract(epoch from min(start_after) - now())::float8 * 1000 as ms
    from ${JOB_TABLE}
    where state < 'active' and start_after < now() + $1::int * interval '1 millisecond' and name = any($2::text[])
    group by name, start_after < now()`
  const { rows } = await database.executeSql(text, [pollMs, [...JOB_NAMES]])
  return (rows as unknown as (Due & { due: boolean })[]).map(({ name, due, ms }) => ({ name, ms: due ? 0 : ms }))
}
