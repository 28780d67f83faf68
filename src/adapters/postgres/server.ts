import { drizzle } from 'drizzle-orm/node-postgres'
import { migrate } from 'drizzle-orm/node-postgres/migrator'
import pg from 'pg'
import { Failure, messageOf } from '../../domain/failure.ts'
import type { Database, Handle } from './database.ts'
import { listenOn } from './listen.ts'
import { bringUpToDate } from './migrate.ts'
import * as schema from './schema.ts'

/** Key of the advisory lock under which tables and queues are made: "mailflow" in ASCII. */
const ADVISORY_KEY = '7881697746028883831'
const CONNECT_MS = 10_000

/** A pool on a Postgres server that other processes may share. */
export async function openServer(url: string): Promise<Database> {
  const pool = new pg.Pool({ connectionString: url, max: 12, connectionTimeoutMillis: CONNECT_MS, application_name: 'mailflow-medic' })
  // An idle connection that breaks is replaced by the pool; without a listener its error would end the process.
  pool.on('error', () => undefined)
  try {
    await reach(pool)
    return await ready(pool, url)
  } catch (error) {
    await pool.end()
    throw error
  }
}

async function reach(pool: pg.Pool): Promise<void> {
  try {
    await pool.query('select 1')
  } catch (error) {
    const parts = error instanceof AggregateError ? error.errors.map(messageOf) : [messageOf(error)]
    throw new Failure('database-unreachable', { why: parts.join('; ') }, { cause: error })
  }
}

async function ready(pool: pg.Pool, url: string): Promise<Database> {
  const handle: Handle = drizzle(pool, { schema })
  await exclusively(pool, () => bringUpToDate(handle, (migrationsFolder) => migrate(drizzle(pool), { migrationsFolder })))
  let closing: Promise<void> | undefined
  return {
    is: 'server',
    handle,
    executeSql: (text, values) => execute(pool, text, values),
    exclusively: (work) => exclusively(pool, work),
    listen: (channel, hear, onGap) => listenOn(url, channel, hear, onGap),
    healthy: () =>
      pool.query('select 1').then(
        () => true,
        () => false,
      ),
    close: () => {
      closing ??= pool.end()
      return closing
    },
  }
}

async function exclusively<T>(pool: pg.Pool, work: () => Promise<T>): Promise<T> {
  const client = await pool.connect()
  try {
    await client.query('select pg_advisory_lock($1::bigint)', [ADVISORY_KEY])
    const result = await work()
    await client.query('select pg_advisory_unlock($1::bigint)', [ADVISORY_KEY])
    client.release()
    return result
  } catch (error) {
    // Closing the connection frees the lock whatever state it is in.
    client.release(true)
    throw error
  }
}

/** Several statements at once hold pg-boss's own BEGIN: when one fails, that transaction must not go back into the pool. */
async function execute(pool: pg.Pool, text: string, values?: unknown[]): Promise<{ rows: Record<string, unknown>[] }> {
  if (values) return pool.query<Record<string, unknown>>(text, values)
  const client = await pool.connect()
  try {
    const result = await client.query<Record<string, unknown>>(text)
    client.release()
    return result
  } catch (error) {
    client.release(true)
    throw error
  }
}
