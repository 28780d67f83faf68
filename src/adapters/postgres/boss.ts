import PgBoss from 'pg-boss'
import { JOB_NAMES } from '../../domain/job.ts'
import type { Database } from './database.ts'

/** Where pg-boss keeps its tables. */
export const JOB_TABLE = 'pgboss.job'

/** Jobs that ended stay this long among the waiting ones, then move to pg-boss's archive. */
const ARCHIVE_AFTER_S = 600
const FAILED_KEPT_S = 86_400

/**
 * pg-boss over the open database, with its tables and every queue in place, one process at a time.
 * `short` queues hold at most one job per key that has not started: that is what absorbs.
 */
export async function startBoss(database: Database, maintenanceSeconds: number, onError: (error: unknown) => void): Promise<PgBoss> {
  const boss = new PgBoss({
    db: database,
    schedule: false,
    maintenanceIntervalSeconds: maintenanceSeconds,
    archiveCompletedAfterSeconds: ARCHIVE_AFTER_S,
    archiveFailedAfterSeconds: FAILED_KEPT_S,
    deleteAfterDays: 2,
  })
  boss.on('error', onError)
  await database.exclusively(async () => {
    await boss.start()
    const known = new Set((await boss.getQueues()).map((queue) => queue.name))
    for (const name of JOB_NAMES.filter((each) => !known.has(each))) await boss.createQueue(name, { name, policy: 'short' })
    if (database.is === 'embedded') await putBackAll(database)
  })
  return boss
}

/** The only owner of an embedded database has no job running when it starts: whatever is marked so was cut off. */
const putBackAll = (database: Database) =>
  database.executeSql(
    `update ${JOB_TABLE} set state = 'retry', started_on = null, start_after = now() where state = 'active' and name = any($1::text[])`,
    [[...JOB_NAMES]],
  )

/** Gives jobs that this process had started, and will not finish, to whoever looks next. They do not count as tried. */
export const putBack = (database: Database, ids: readonly string[]) =>
  database.executeSql(
    `update ${JOB_TABLE} set state = 'retry', started_on = null, start_after = now() where state = 'active' and id = any($1::uuid[])`,
    [[...ids]],
  )

/** Says that these jobs are still being worked on, so that they do not expire. */
export const renew = (database: Database, ids: readonly string[]) =>
  database.executeSql(`update ${JOB_TABLE} set started_on = now() where state = 'active' and id = any($1::uuid[])`, [[...ids]])
