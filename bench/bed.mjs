import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { startChild } from './children.mjs'

export const DATABASES = ['postgres', 'pglite']
export const NAMES = { postgres: 'Postgres', pglite: 'PGlite' }

/**
 * What the measures stand on: a Postgres, a process with the worlds, and a folder. `service(database)` starts one service with a
 * world and an empty database of its own, `again` stops one and starts it on its data; `bare(secret)` starts a bare Bolt application.
 * `close` ends everything.
 */
export async function makeBed() {
  const folder = await mkdtemp(join(tmpdir(), 'mailflow-bench-'))
  await import('../test/support/typescript.mjs')
  const { startPostgres } = await import('../test/support/postgres.ts')
  const postgres = await startPostgres()
  const around = await startChild('world.mjs')
  const open = new Set()

  async function keep(child, rest) {
    const kept = {
      ...rest,
      log: child.log,
      ask: child.ask,
      async stop() {
        open.delete(kept)
        await child.stop()
      },
    }
    open.add(kept)
    return kept
  }

  async function service(database) {
    const world = await around.ask('open')
    const own = await mkdtemp(join(folder, `${database}-`))
    return begin({ database, world, own, where: database === 'postgres' ? { url: await postgres.fresh() } : { folder: own } })
  }

  async function begin(place) {
    const child = await startChild('service.mjs')
    const kept = await keep(child, place)
    kept.port = await child.ask('start', { world: place.world, database: place.where, folder: place.own })
    kept.startMs = performance.now() - child.spawnedAt
    kept.readyAt = performance.now()
    return kept
  }

  /** The same service once more, on what it left. */
  async function again(service) {
    await service.stop()
    const { database, world, own, where } = service
    return begin({ database, world, own, where })
  }

  async function bare(signingSecret) {
    const child = await startChild('bare-bolt.mjs')
    const kept = await keep(child, {})
    kept.port = await child.ask('start', { signingSecret })
    return kept
  }

  async function closeAll() {
    await Promise.all([...open].map((each) => each.stop()))
    await around.stop()
    await postgres.stop()
    await rm(folder, { recursive: true, force: true, maxRetries: 5 })
  }
  let closing = null
  const close = () => {
    closing ??= closeAll()
    return closing
  }
  return { service, again, bare, around, close }
}

export const pause = (ms) => new Promise((resolve) => setTimeout(resolve, ms))
