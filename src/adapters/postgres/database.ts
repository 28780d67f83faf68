import type { PgDatabase, PgQueryResultHKT } from 'drizzle-orm/pg-core'
import { openEmbedded } from './embedded.ts'
import { claimMode, type Mode } from './mode-mark.ts'
import type * as schema from './schema.ts'
import { openServer } from './server.ts'

/** Drizzle over either driver; a transaction's handle has the same type. */
export type Handle = PgDatabase<PgQueryResultHKT, typeof schema>

/** Plain SQL, as pg-boss asks for it. Without `values` the text may hold several statements. */
export interface Executor {
  executeSql(text: string, values?: unknown[]): Promise<{ rows: Record<string, unknown>[] }>
}

export interface Database extends Executor {
  /** `embedded`: PGlite, owned by this process alone. `server`: Postgres, shared with other processes. */
  readonly is: 'embedded' | 'server'
  readonly handle: Handle
  /** Runs `work` while no other process is inside an `exclusively` on the same database. */
  exclusively<T>(work: () => Promise<T>): Promise<T>
  /** Hears what other processes sent with `pg_notify`; `onGap` after notifications may have been missed. Ends with the function returned. */
  listen(channel: string, hear: (payload: string) => void, onGap: () => void): Promise<() => Promise<void>>
  healthy(): Promise<boolean>
  /** Frees connections and the folder. A second call does nothing. */
  close(): Promise<void>
}

/**
 * Opens the database and brings its tables up to date.
 * `folder` is the data folder: the embedded database lives in `database/` inside it, held by one process at a time; `memory://` keeps nothing.
 * `mode`: whose data it must be; a new database is marked with it.
 * @throws Failure folder-unwritable, data-in-use, database-unreachable, database-newer, migration-failed, other-mode
 */
export async function openDatabase(where: { readonly url: string } | { readonly folder: string }, mode?: Mode): Promise<Database> {
  const database = await ('url' in where ? openServer(where.url) : openEmbedded(where.folder))
  try {
    if (mode) await claimMode(database.handle, mode, 'url' in where ? 'DATABASE_URL' : where.folder)
    return database
  } catch (error) {
    await database.close()
    throw error
  }
}

/**
 * The executor of a transaction: what runs through it commits or rolls back with it.
 * Drizzle keeps the driver's handle inside the session on both drivers; this is the only place that reaches for it.
 */
export function executorOf(transaction: Handle): Executor {
  const { session } = transaction._ as unknown as { session: { client: { query: Executor['executeSql'] } } }
  return { executeSql: (text, values) => session.client.query(text, values) }
}
