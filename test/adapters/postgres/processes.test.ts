import { type ChildProcess, spawn } from 'node:child_process'
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { createInterface } from 'node:readline'
import { fileURLToPath } from 'node:url'
import { afterAll, afterEach, beforeAll, describe, expect, test } from '@jest/globals'
import { createJobs, createStore, type Database, openDatabase } from '../../../src/adapters/postgres/index.ts'
import { NOW } from '../../contracts/store-samples.ts'
import { eventually, handlersWith } from '../../contracts/store-worlds.ts'
import { openCopy } from '../../support/embedded.ts'
import { type Server, startPostgres } from '../../support/postgres.ts'

const CHILD = fileURLToPath(new URL('./child.ts', import.meta.url))
const TYPESCRIPT = fileURLToPath(new URL('../../support/typescript.mjs', import.meta.url))

const children: ChildProcess[] = []
const folders: string[] = []

/** Starts the child and gives its lines as they come. */
function start(mode: 'open' | 'work' | 'lose', kind: 'url' | 'folder', place: string) {
  const child = spawn(process.execPath, ['--import', TYPESCRIPT, CHILD, mode, kind, place], { stdio: ['ignore', 'pipe', 'inherit'] })
  children.push(child)
  const lines: string[] = []
  createInterface({ input: child.stdout }).on('line', (line) => lines.push(line))
  const says = (line: string) => eventually(() => lines.includes(line), 20_000)
  const kill = async () => {
    const gone = new Promise((done) => child.once('exit', done))
    child.kill('SIGKILL')
    await gone
  }
  return { says, kill, lines }
}

async function newFolder(): Promise<string> {
  const folder = await mkdtemp(join(tmpdir(), 'mailflow-data-'))
  folders.push(folder)
  const made = await openCopy(join(folder, 'database'))
  await made.close()
  return folder
}

afterEach(async () => {
  for (const child of children.splice(0)) child.kill('SIGKILL')
  for (const folder of folders.splice(0)) await rm(folder, { recursive: true, force: true })
})

/** Works on the database until the cut-off job was started again. */
async function redelivered(database: Database): Promise<string[]> {
  const jobs = createJobs({ database, tuning: { leaseSeconds: 1, maintenanceSeconds: 1, pollMs: 500 } })
  const store = createStore({ database, jobs, auditKey: 'k' })
  const ran: string[] = []
  await jobs.work(handlersWith({ apply: async ({ request }) => void ran.push(request) }))
  await eventually(() => ran.length > 0, 15_000)
  expect(await store.transaction((tx) => tx.firstSight('written by the child', NOW))).toBe(false)
  await jobs.stop()
  return ran
}

describe('a killed process', () => {
  test('leaves its job to the next owner of the folder, who starts it at once', async () => {
    const folder = await newFolder()
    const child = start('work', 'folder', folder)
    await child.says('started {"request":"cut off"}')
    await child.says('ready')
    await child.kill()
    const database = await openDatabase({ folder })
    const began = performance.now()
    expect(await redelivered(database)).toEqual(['cut off'])
    // Waiting for the lease to end would take twenty seconds.
    expect(performance.now() - began).toBeLessThan(10_000)
    await database.close()
  }, 40_000)

  test('leaves its job on the server to another process once the lease is over', async () => {
    const server = await startPostgres()
    const child = start('work', 'url', server.url)
    await child.says('started {"request":"cut off"}')
    await child.kill()
    const database = await openDatabase({ url: server.url })
    expect(await redelivered(database)).toEqual(['cut off'])
    await database.close()
    await server.stop()
  }, 40_000)
})

describe('one owner per folder', () => {
  test('a second process is told that the data is in use, until the first is gone', async () => {
    const folder = await newFolder()
    const child = start('open', 'folder', folder)
    await child.says('ready')
    await expect(openDatabase({ folder })).rejects.toMatchObject({ code: 'data-in-use', args: { path: folder } })
    await child.kill()
    const database = await openDatabase({ folder })
    const second = start('open', 'folder', folder)
    await second.says('failure data-in-use')
    expect(await database.healthy()).toBe(true)
    await database.close()
  }, 40_000)

  test('one that lost its folder to another writes nothing more, and leaves that one its lock', async () => {
    const folder = await newFolder()
    const child = start('lose', 'folder', folder)
    await child.says('ready')
    const lock = join(folder, 'database.lock')
    const next = JSON.stringify({ ...JSON.parse(await readFile(lock, 'utf8')), token: 'the next owner' })
    await writeFile(lock, next)
    await child.says('failure data-in-use')
    await child.says('closed')
    expect(await readFile(lock, 'utf8')).toBe(next)
  }, 40_000)

  test('the same process cannot open it twice, and can again after closing', async () => {
    const folder = await newFolder()
    const first = await openDatabase({ folder })
    await expect(openDatabase({ folder })).rejects.toMatchObject({ code: 'data-in-use' })
    await first.close()
    await first.close()
    const again = await openDatabase({ folder })
    await again.close()
    await expect(readFile(join(folder, 'database.lock'))).rejects.toMatchObject({ code: 'ENOENT' })
  })
})

describe('processes that share a server', () => {
  let server: Server
  beforeAll(async () => {
    server = await startPostgres()
  })
  afterAll(() => server.stop())

  const open = async () => {
    const database = await openDatabase({ url: server.url })
    const jobs = createJobs({ database, tuning: { pollMs: 60_000 } })
    return { database, jobs, store: createStore({ database, jobs, auditKey: 'k' }) }
  }
  const close = async ({ jobs, store }: Awaited<ReturnType<typeof open>>) => {
    await jobs.stop()
    await store.close()
  }

  test('many that start on an empty database at once all come up', async () => {
    const url = await server.fresh()
    const all = await Promise.all(
      Array.from({ length: 5 }, async () => {
        const database = await openDatabase({ url })
        const jobs = createJobs({ database })
        await jobs.ready()
        return { database, jobs, store: createStore({ database, jobs, auditKey: 'k' }) }
      }),
    )
    expect(await Promise.all(all.map(({ store }) => store.healthy()))).toEqual(Array(5).fill(true))
    await Promise.all(all.map(close))
  })

  test('one works at once on what another committed, without waiting for a poll', async () => {
    const [worker, writer] = [await open(), await open()]
    const started: number[] = []
    await worker.jobs.work(handlersWith({ publish: async () => void started.push(performance.now()) }))
    const publish = { name: 'publish', data: { subject: { is: 'incident', id: 'i' } } } as const
    await writer.store.transaction((tx) => tx.enqueue(publish))
    await eventually(() => started.length === 1, 2_000)
    const asked = performance.now()
    await writer.store.transaction((tx) => tx.enqueue(publish))
    await eventually(() => started.length === 2, 2_000)
    // A poll alone would take up to two seconds.
    expect((started[1] ?? 0) - asked).toBeLessThan(1_500)
    await writer.store.transaction((tx) => tx.enqueue(publish, { afterMs: 300 }))
    await eventually(() => started.length === 3, 2_000)
    await close(worker)
    await close(writer)
  })

  test('connections that the server ends are made again, and nothing is lost', async () => {
    const [worker, writer] = [await open(), await open()]
    const ran: string[] = []
    await worker.jobs.work(handlersWith({ intake: async ({ alert }) => void ran.push(alert) }))
    await writer.database
      .executeSql('select pg_terminate_backend(pid) from pg_stat_activity where application_name = $1 and pid <> pg_backend_pid()', [
        'mailflow-medic',
      ])
      .catch(() => undefined)
    await eventually(() => writer.store.healthy())
    // A connection that was ended while it lay idle may still be handed out once: that transaction fails whole, and the next one has a new connection.
    const enqueued = () => writer.store.transaction((tx) => tx.enqueue({ name: 'intake', data: { alert: 'after the break' } }))
    await eventually(
      () =>
        enqueued().then(
          () => true,
          () => false,
        ),
      5_000,
    )
    await eventually(() => ran.length === 1, 5_000)
    await close(worker)
    await close(writer)
  })
})
