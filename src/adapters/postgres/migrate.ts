import { existsSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { sql } from 'drizzle-orm'
import { readMigrationFiles } from 'drizzle-orm/migrator'
import { Failure, messageOf } from '../../domain/failure.ts'
import type { Handle } from './database.ts'

/** Beside this file in the sources; the compiler does not copy SQL, so the build looks into the sources it stands beside. */
const FOLDERS = ['./migrations/', '../../../src/adapters/postgres/migrations/']

/**
 * Runs the migrations that the database does not have yet.
 * @throws Failure database-newer when it has one that this version does not know
 * @throws Failure migration-failed
 */
export async function bringUpToDate(handle: Handle, migrate: (folder: string) => Promise<void>): Promise<void> {
  const folder = migrationsFolder()
  const known = readMigrationFiles({ migrationsFolder: folder })
  const newest = Math.max(...known.map((each) => each.folderMillis))
  const found = await foundIn(handle)
  if (found.newest > newest) throw new Failure('database-newer', { found: found.steps, known: known.length })
  if (found.newest === newest) return
  try {
    await migrate(folder)
  } catch (error) {
    throw new Failure('migration-failed', { why: rootMessage(error) }, { cause: error })
  }
}

function migrationsFolder(): string {
  const folder = FOLDERS.map((each) => fileURLToPath(new URL(each, import.meta.url))).find(existsSync)
  if (!folder) throw new Failure('migration-failed', { why: 'the folder src/adapters/postgres/migrations is missing' })
  return folder
}

/** How many migrations the database has had, and when its newest was made, in milliseconds. */
async function foundIn(handle: Handle): Promise<{ steps: number; newest: number }> {
  const [table] = await rows<{ name: string | null }>(handle, sql`select to_regclass('drizzle.__drizzle_migrations')::text as name`)
  if (!table?.name) return { steps: 0, newest: 0 }
  const past = await rows<{ at: string }>(handle, sql`select created_at::text as at from drizzle.__drizzle_migrations`)
  return { steps: past.length, newest: Math.max(0, ...past.map((each) => Number(each.at))) }
}

async function rows<Row>(handle: Handle, query: ReturnType<typeof sql>): Promise<Row[]> {
  const result = (await handle.execute(query)) as { rows: Row[] }
  return result.rows
}

function rootMessage(error: unknown): string {
  let deepest = error
  while (deepest instanceof Error && deepest.cause !== undefined) deepest = deepest.cause
  return messageOf(deepest)
}
