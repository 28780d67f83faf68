import { afterAll } from '@jest/globals'
import { createJobs, createStore, type Database } from '../../src/adapters/postgres/index.ts'
import { createDesk } from '../../src/core/create-desk.ts'
import type { Acting, Desk } from '../../src/core/desk.ts'
import type { World } from '../../src/core/world.ts'
import type { NewAlert } from '../../src/domain/alert.ts'
import { found } from '../../src/domain/answer.ts'
import type { Job } from '../../src/domain/job.ts'
import type { Person } from '../../src/domain/person.ts'
import type { ChangeRequest } from '../../src/domain/request.ts'
import type { Exchange } from '../../src/ports/exchange.ts'
import { exchangeOf, NOW, networkOf, type Tenant } from '../fixes/tenant.ts'
import { openCopy } from '../support/embedded.ts'
import { alex, policy } from '../support/requests.ts'

export const TENANT = 'tenant-1'
export const MINUTE = 60_000

export interface CoreWorld {
  readonly world: World
  readonly desk: Desk
  readonly held: Tenant
  /** Moves the clock. */
  pass(ms: number): void
  /** Jobs that wait, oldest first. */
  waiting(): Promise<readonly (Job & { readonly id: string; readonly inMs: number })[]>
  /** Takes one job that waits. */
  forget(job: { readonly id: string }): Promise<void>
  /** Forgets the jobs that wait, as if they had been given up. */
  forgetJobs(): Promise<void>
}

export const acting = (person: Person = alex): Acting => ({ person, surface: 'slack', language: 'en' })

/** The walk over a real store in memory, a tenant of plain objects, and a clock that stands still. Nothing works the jobs: tests run them. */
export async function openCore(held: Tenant, change: (exchange: Exchange) => Exchange = (exchange) => exchange): Promise<CoreWorld> {
  data ??= openData()
  const { database, store } = await data
  await database.executeSql(
    'truncate alerts, incidents, requests, decisions, changes, posts, channels, conversations, accounts, people, freezes, sightings, pgboss.job cascade',
    [],
  )
  let now = Date.parse(NOW)
  let made = 0
  const exchange = change(exchangeOf(held))
  const world: World = {
    store,
    exchanges: (tenant) => (tenant === TENANT ? exchange : null),
    network: networkOf(held),
    feed: { content: async () => found([]) },
    health: null,
    ranges: null,
    clock: { now: () => new Date(now).toISOString(), tick: () => now },
    random: { id: () => `made${(made++).toString().padStart(5, '0')}` },
    meter: { count: () => {}, observe: () => {} },
    policy,
    timings: {
      settleMs: 60 * MINUTE,
      lookAgainMs: 15 * MINUTE,
      planFreshMs: 15 * MINUTE,
      diagnosisFreshMs: 5 * MINUTE,
      traceLagMs: 30 * MINUTE,
    },
    tenants: [{ id: TENANT, name: 'Contoso', language: 'en' }],
    control: null,
  }
  return {
    world,
    desk: createDesk(world),
    held,
    pass: (ms) => {
      now += ms
    },
    async waiting() {
      const { rows } = await database.executeSql(
        `select id, name, data, greatest(0, extract(epoch from start_after - now()) * 1000)::int as "inMs" from pgboss.job where state = 'created' order by created_on`,
        [],
      )
      return rows as unknown as readonly (Job & { id: string; inMs: number })[]
    },
    async forget({ id }) {
      await database.executeSql('delete from pgboss.job where id = $1', [id])
    },
    async forgetJobs() {
      await database.executeSql('delete from pgboss.job', [])
    },
  }
}

let data: ReturnType<typeof openData> | undefined

/** One database for all tests of a file, emptied for each. */
async function openData() {
  const database: Database = await openCopy()
  const jobs = createJobs({ database })
  return { database, jobs, store: createStore({ database, jobs, auditKey: 'k'.repeat(32) }) }
}

afterAll(async () => {
  if (!data) return
  const { database, jobs } = await data
  await jobs.stop()
  await database.close()
})

let alerts = 0
export const alertOf = (parts: Partial<NewAlert> = {}): NewAlert => ({
  tenant: TENANT,
  source: 'hook',
  sourceId: `alert-${alerts++}`,
  at: NOW,
  name: 'Messages have been delayed',
  hints: { connector: 'To on-premises', domain: null, error: null, count: null },
  raw: '{}',
  ...parts,
})

/** Stores an alert and gives its id. */
export const stored = (core: CoreWorld, parts: Partial<NewAlert> = {}): Promise<string> =>
  core.world.store.transaction(async (tx) => (await tx.addAlert(alertOf(parts), core.world.clock.now())).id)

export async function requestIn(core: CoreWorld, id: string): Promise<ChangeRequest> {
  const request = await core.world.store.request(id)
  if (!request) throw new Error(`no request ${id}`)
  return request
}
