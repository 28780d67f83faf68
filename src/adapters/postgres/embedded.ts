import { access, constants, mkdir } from 'node:fs/promises'
import { join } from 'node:path'
import { PGlite } from '@electric-sql/pglite'
import { drizzle } from 'drizzle-orm/pglite'
import { migrate } from 'drizzle-orm/pglite/migrator'
import { Failure, messageOf } from '../../domain/failure.ts'
import type { Database, Handle } from './database.ts'
import { lockFolder } from './folder-lock.ts'
import { bringUpToDate } from './migrate.ts'
import * as schema from './schema.ts'

const IN_MEMORY = 'memory://'
const TIDY_MS = 3_600_000

/** The right of this process to a data folder. Once it is lost nothing may be written there: two writers would ruin the database. */
interface Hold {
  readonly folder: string
  isLost(): boolean
  release(): Promise<void>
}

const IN_NO_FOLDER: Hold = { folder: IN_MEMORY, isLost: () => false, release: async () => undefined }

/** PGlite in `database/` of the data folder, held by this process until closed. */
export async function openEmbedded(folder: string): Promise<Database> {
  const place = folder.startsWith(IN_MEMORY) ? folder : join(folder, 'database')
  const hold = place === folder ? IN_NO_FOLDER : await holdFolder(folder)
  try {
    if (place !== folder) await prepare(place)
    const client = await start(place)
    try {
      return await databaseOver(client, hold)
    } catch (error) {
      await client.close()
      throw error
    }
  } catch (error) {
    await hold.release()
    throw error
  }
}

async function holdFolder(folder: string): Promise<Hold> {
  let lost = false
  const onLost = (): void => {
    lost = true
  }
  const release = await lockFolder(join(folder, 'database.lock'), { onLost })
  return { folder, isLost: () => lost, release }
}

async function prepare(place: string): Promise<void> {
  try {
    await mkdir(place, { recursive: true })
    await access(place, constants.R_OK | constants.W_OK | constants.X_OK)
  } catch (error) {
    throw new Failure('folder-unwritable', { path: place }, { cause: error })
  }
}

async function start(place: string): Promise<PGlite> {
  try {
    return await PGlite.create(place)
  } catch (error) {
    throw new Failure('database-unreachable', { why: messageOf(error) }, { cause: error })
  }
}

/** A database over an open PGlite, its tables brought up to date; closing it closes `client`, then lets the folder go. */
export async function databaseOver(client: PGlite, hold: Hold = IN_NO_FOLDER): Promise<Database> {
  stepWhileHeld(client, hold)
  const handle: Handle = drizzle(client, { schema })
  await bringUpToDate(handle, (migrationsFolder) => migrate(drizzle(client), { migrationsFolder }))
  // PGlite has no autovacuum. One that fails is made up for by the next.
  const tidying = setInterval(() => void client.exec('vacuum analyze').catch(() => undefined), TIDY_MS)
  tidying.unref()
  let closing: Promise<void> | undefined
  return {
    is: 'embedded',
    handle,
    executeSql: (text, values) => execute(client, text, values),
    exclusively: (work) => work(),
    listen: async () => async () => undefined,
    healthy: () =>
      client.query('select 1').then(
        () => true,
        () => false,
      ),
    close: () => {
      clearInterval(tidying)
      // Closing writes a checkpoint, too.
      closing ??= (hold.isLost() ? Promise.resolve() : client.close()).finally(hold.release)
      return closing
    },
  }
}

/** Nobody waits longer than this for the database to give the event loop a turn, milliseconds. */
const TURN_MS = 5

/**
 * PGlite answers without ever giving the event loop a turn: while queries follow each other no request is read and no chat platform is answered.
 * Between the steps of its queries others get theirs; a step in a folder that was lost throws Failure data-in-use.
 */
function stepWhileHeld(client: PGlite, hold: Hold): void {
  const step = client.execProtocolRaw.bind(client)
  let turn = performance.now()
  client.execProtocolRaw = async (message, options) => {
    if (hold.isLost()) throw new Failure('data-in-use', { path: hold.folder })
    if (performance.now() - turn > TURN_MS) {
      await new Promise((resolve) => setImmediate(resolve))
      turn = performance.now()
    }
    return step(message, options)
  }
}

/** Several statements at once run inside one transaction: when one fails, pg-boss's own BEGIN must not stay open on the only connection. */
async function execute(client: PGlite, text: string, values?: unknown[]): Promise<{ rows: Record<string, unknown>[] }> {
  if (values) return client.query<Record<string, unknown>>(text, values)
  const results = await client.transaction((transaction) => transaction.exec(text))
  return { rows: (results.at(-1)?.rows ?? []) as Record<string, unknown>[] }
}
