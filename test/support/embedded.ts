import { createHash, randomUUID } from 'node:crypto'
import { readdir, readFile, rename, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { PGlite } from '@electric-sql/pglite'
import { databaseOver } from '../../src/adapters/postgres/embedded.ts'
import { createJobs, type Database } from '../../src/adapters/postgres/index.ts'

const MIGRATIONS = fileURLToPath(new URL('../../src/adapters/postgres/migrations/', import.meta.url))
const ALSO = ['../../package-lock.json', '../../src/adapters/postgres/boss.ts'].map((each) => fileURLToPath(new URL(each, import.meta.url)))

/**
 * An embedded database as the product opens it, in memory or in the `database` folder named.
 * Making one from nothing takes PGlite two seconds; a copy of one that was made before takes a fifth of that.
 */
export async function openCopy(dataDir = 'memory://'): Promise<Database> {
  const client = await PGlite.create({ dataDir, loadDataDir: await template() })
  return databaseOver(client)
}

/** With tables and queues; kept between test files for as long as migrations, queues and packages stay the same. */
async function template(): Promise<Blob> {
  const path = join(tmpdir(), `mailflow-medic-${await digest()}.tar`)
  try {
    return new Blob([await readFile(path)])
  } catch {
    const made = await makeTemplate()
    const aside = `${path}.${randomUUID()}`
    await writeFile(aside, Buffer.from(await made.arrayBuffer()))
    await rename(aside, path)
    return made
  }
}

async function makeTemplate(): Promise<Blob> {
  const client = await PGlite.create('memory://')
  const database = await databaseOver(client)
  const jobs = createJobs({ database })
  await jobs.ready()
  await jobs.stop()
  const dump = await client.dumpDataDir('none')
  await database.close()
  return dump
}

async function digest(): Promise<string> {
  const names = (await readdir(MIGRATIONS)).filter((name) => name.endsWith('.sql')).sort()
  const files = await Promise.all([...ALSO, ...names.map((name) => join(MIGRATIONS, name))].map((path) => readFile(path)))
  return createHash('sha256').update(Buffer.concat(files)).digest('hex').slice(0, 16)
}
