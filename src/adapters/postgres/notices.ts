import { randomUUID } from 'node:crypto'
import type { JobName } from '../../domain/job.ts'
import type { Database, Executor } from './database.ts'

const CHANNEL = 'mailflow_jobs'

/** What one process tells the others after a commit: who tells, and which queues have work now. */
interface Notice {
  readonly from: string
  readonly now: readonly JobName[]
}

/** Word between the processes that share a server. */
export interface Notices {
  /** Tells the others once the transaction of `executor` commits. An embedded database has no others. */
  tell(executor: Executor, now: readonly JobName[]): Promise<void>
  /** `onWork`: another process stored jobs, these queues' to start at once. `onGap`: word may have been missed. */
  hear(onWork: (now: readonly JobName[]) => void, onGap: () => void): Promise<() => Promise<void>>
}

export function createNotices(database: Database): Notices {
  const me = randomUUID()
  return {
    async tell(executor, now) {
      if (database.is === 'embedded') return
      const notice: Notice = { from: me, now }
      await executor.executeSql('select pg_notify($1, $2)', [CHANNEL, JSON.stringify(notice)])
    },
    hear: (onWork, onGap) => {
      const read = (payload: string): void => {
        const notice = JSON.parse(payload) as Notice
        if (notice.from !== me) onWork(notice.now)
      }
      return database.listen(CHANNEL, read, onGap)
    },
  }
}
