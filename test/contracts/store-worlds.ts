import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { createJobs, createStore, type Database, type JobEngine, type JobEvent, openDatabase } from '../../src/adapters/postgres/index.ts'
import type { Tuning } from '../../src/adapters/postgres/tuning.ts'
import { JOB_NAMES } from '../../src/domain/job.ts'
import type { JobHandlers } from '../../src/ports/jobs.ts'
import type { Store } from '../../src/ports/store.ts'
import { openCopy } from '../support/embedded.ts'
import { startPostgres } from '../support/postgres.ts'

export const AUDIT_KEY = 'a key that the database never sees'

/** One process's way into the data. */
export interface Connection {
  readonly database: Database
  readonly store: Store
  readonly jobs: JobEngine
  readonly events: readonly JobEvent[]
  /** A clean stop: jobs first, then the database. */
  close(): Promise<void>
}

/** Data that outlives its connections. */
export interface World {
  connect(tuning?: Partial<Tuning>): Promise<Connection>
  end(): Promise<void>
}

/** PGlite in a folder: the connections of one moment share the process's only handle, the next ones open the folder again. */
export async function embeddedWorld(): Promise<World> {
  const folder = await mkdtemp(join(tmpdir(), 'mailflow-embedded-'))
  const made = await openCopy(join(folder, 'database'))
  await made.close()
  let open: { database: Database; users: number } | undefined
  return {
    async connect(tuning) {
      open ??= { database: await openDatabase({ folder }), users: 0 }
      const mine = open
      mine.users += 1
      return connection(mine.database, tuning, async () => {
        mine.users -= 1
        if (mine.users > 0) return
        open = undefined
        await mine.database.close()
      })
    },
    end: () => rm(folder, { recursive: true, force: true }),
  }
}

/** A real Postgres: every connection has a pool of its own, as every replica does. */
export async function serverWorld(): Promise<World> {
  const server = await startPostgres()
  return {
    async connect(tuning) {
      const database = await openDatabase({ url: server.url })
      return connection(database, tuning, () => database.close())
    },
    end: () => server.stop(),
  }
}

function connection(database: Database, tuning: Partial<Tuning> | undefined, leave: () => Promise<void>): Connection {
  const events: JobEvent[] = []
  const jobs = createJobs({ database, onEvent: (event) => events.push(event), ...(tuning && { tuning }) })
  const store = createStore({ database, jobs, auditKey: AUDIT_KEY })
  return {
    database,
    store,
    jobs,
    events,
    async close() {
      await jobs.stop()
      await leave()
    },
  }
}

/** Handlers that do nothing, but for those given. */
export function handlersWith(some: Partial<JobHandlers>): JobHandlers {
  const idle = Object.fromEntries(JOB_NAMES.map((name) => [name, async () => undefined])) as unknown as JobHandlers
  return { ...idle, ...some }
}

/** Resolves once `holds` does; fails after `withinMs`. */
export async function eventually(holds: () => boolean | Promise<boolean>, withinMs = 10_000): Promise<void> {
  const end = performance.now() + withinMs
  while (!(await holds())) {
    if (performance.now() > end) throw new Error(`not so within ${withinMs} ms: ${holds}`)
    await new Promise((done) => setTimeout(done, 5))
  }
}
