import { setTimeout as pause } from 'node:timers/promises'
import { createJobs, createStore, openDatabase } from '../../../src/adapters/postgres/index.ts'
import { Failure } from '../../../src/domain/failure.ts'
import { JOB_NAMES } from '../../../src/domain/job.ts'
import type { JobHandlers } from '../../../src/ports/jobs.ts'

/**
 * A process of its own for tests that kill one. `open` only holds the database; `work` starts every job and never ends it; `lose` waits until
 * the folder belongs to another process, then tries to write and to close.
 * Says what it does in lines of standard output.
 */
const [mode, kind, place] = process.argv.slice(2) as ['open' | 'work' | 'lose', 'url' | 'folder', string]
const say = (line: string) => process.stdout.write(`${line}\n`)

try {
  const database = await openDatabase(kind === 'url' ? { url: place } : { folder: place })
  if (mode === 'work') {
    const jobs = createJobs({ database, tuning: { leaseSeconds: 1, maintenanceSeconds: 1, pollMs: 500 } })
    const store = createStore({ database, jobs, auditKey: 'child' })
    const hang = async (data: unknown) => {
      say(`started ${JSON.stringify(data)}`)
      await new Promise(() => undefined)
    }
    await jobs.work(Object.fromEntries(JOB_NAMES.map((name) => [name, hang])) as unknown as JobHandlers)
    await store.transaction(async (tx) => {
      await tx.firstSight('written by the child', new Date().toISOString())
      await tx.enqueue({ name: 'apply', data: { request: 'cut off' } })
    })
  }
  say('ready')
  if (mode === 'lose') {
    while (await database.healthy()) await pause(50)
    const said = await database.executeSql('create table more (id int)', []).catch((error) => error)
    say(said instanceof Failure ? `failure ${said.code}` : 'written')
    await database.close()
    say('closed')
  }
  setInterval(() => undefined, 60_000)
} catch (error) {
  say(error instanceof Failure ? `failure ${error.code}` : `error ${error}`)
  process.exitCode = 1
}
