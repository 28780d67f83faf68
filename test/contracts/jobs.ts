import { setTimeout as pause } from 'node:timers/promises'
import { afterAll, afterEach, beforeAll, describe, expect, test } from '@jest/globals'
import { QUEUES } from '../../src/adapters/postgres/queues.ts'
import { anAlert, anIncident, NOW, newId } from './store-samples.ts'
import { type Connection, eventually, handlersWith, type World } from './store-worlds.ts'

/** What every job engine must do. `quick` shortens leases and intervals, so that a test need not wait for the usual ones. */
const quick = { leaseSeconds: 1, maintenanceSeconds: 1, pollMs: 500 }

export function jobsContract(name: string, make: () => Promise<World>): void {
  describe(name, () => {
    let world: World
    /** Keeps an embedded database open from one test to the next. */
    let anchor: Connection
    const open: Connection[] = []
    const connect = async (tuning?: Parameters<World['connect']>[0]) => {
      const connection = await world.connect(tuning)
      open.push(connection)
      return connection
    }
    const close = async (connection: Connection) => {
      open.splice(open.indexOf(connection), 1)
      await connection.close()
    }

    beforeAll(async () => {
      world = await make()
      anchor = await world.connect()
    })
    afterEach(async () => {
      for (const connection of open.splice(0)) {
        await connection.jobs.work(handlersWith({})).catch(() => undefined)
        await eventually(async () => (await waiting(connection)) === 0)
        await connection.close()
      }
    })
    afterAll(async () => {
      await anchor.close()
      await world.end()
    })

    const waiting = async ({ database }: Connection) => {
      const { rows } = await database.executeSql(
        `select count(*)::int as n from pgboss.job where state < 'active' and start_after < now()`,
        [],
      )
      return rows[0]?.n as number
    }

    describe('state and job together', () => {
      test('a job runs once its transaction has committed, at once', async () => {
        const connection = await connect()
        const started: number[] = []
        await connection.jobs.work(handlersWith({ intake: async () => void started.push(performance.now()) }))
        const waits: number[] = []
        for (let round = 1; round <= 8; round++) {
          await pause(30)
          await connection.store.transaction(async (tx) => {
            await tx.addAlert(anAlert(), NOW)
            await tx.enqueue({ name: 'intake', data: { alert: newId() } })
          })
          const committed = performance.now()
          await eventually(() => started.length === round, 1_000)
          waits.push((started.at(-1) ?? 0) - committed)
        }
        expect(Math.max(...waits.slice(1))).toBeLessThan(100)
      })

      test('a job of a transaction that throws never runs', async () => {
        const connection = await connect()
        const ran: string[] = []
        await connection.jobs.work(handlersWith({ diagnose: async ({ incident }) => void ran.push(incident) }))
        const lost = connection.store.transaction(async (tx) => {
          await tx.enqueue({ name: 'diagnose', data: { incident: 'lost' } })
          throw new Error('no')
        })
        await expect(lost).rejects.toThrow('no')
        await connection.store.transaction((tx) => tx.enqueue({ name: 'diagnose', data: { incident: 'kept' } }))
        await eventually(() => ran.length > 0)
        await pause(50)
        expect(ran).toEqual(['kept'])
      })

      test('the handler sees what was committed with its job', async () => {
        const connection = await connect()
        const seen: (number | undefined)[] = []
        await connection.jobs.work(
          handlersWith({ diagnose: async ({ incident }) => void seen.push((await connection.store.incident(incident))?.alerts) }),
        )
        const incident = anIncident({ alerts: 7 })
        await connection.store.transaction(async (tx) => {
          await tx.enqueue({ name: 'diagnose', data: { incident: incident.id } })
          await pause(50)
          await tx.addIncident(incident)
        })
        await eventually(() => seen.length > 0)
        expect(seen).toEqual([7])
      })

      test('no change is left undrawn, however many writers are absorbed by one waiting job', async () => {
        const connection = await connect()
        const incident = anIncident({ alerts: 0 })
        await connection.store.transaction((tx) => tx.addIncident(incident))
        let drawn = 0
        const draw = async () => {
          drawn = (await connection.store.incident(incident.id))?.alerts ?? -1
        }
        await connection.jobs.work(handlersWith({ publish: draw }))
        const job = { name: 'publish', data: { subject: { is: 'incident', id: incident.id } } } as const
        for (let round = 1; round <= 60; round++) {
          await connection.store.transaction(async (tx) => {
            const now = await tx.incident(incident.id)
            if (!now) throw new Error('it was stored before')
            await tx.saveIncident({ ...now, alerts: round, version: now.version + 1 }, now.version)
            await tx.enqueue(job, { key: incident.id })
          })
          if (round % 6 === 0) await eventually(() => drawn === round, 1_000)
        }
      })
    })

    describe('keys', () => {
      test('a job that waits absorbs the next of its name and key, and no other', async () => {
        const connection = await connect()
        const ran: string[] = []
        const note = (incident: string) => connection.jobs.enqueue({ name: 'diagnose', data: { incident } }, { key: 'k' })
        await note('first')
        await note('absorbed')
        await connection.jobs.enqueue({ name: 'diagnose', data: { incident: 'other key' } }, { key: 'l' })
        await connection.jobs.enqueue({ name: 'diagnose', data: { incident: 'no key' } })
        await connection.jobs.enqueue({ name: 'diagnose', data: { incident: 'no key' } })
        await connection.jobs.enqueue({ name: 'settle', data: { incident: 'other name' } }, { key: 'k' })
        const handle = async ({ incident }: { incident: string }) => void ran.push(incident)
        await connection.jobs.work(handlersWith({ diagnose: handle, settle: handle }))
        await eventually(() => ran.length === 5)
        await pause(50)
        expect(ran.sort()).toEqual(['first', 'no key', 'no key', 'other key', 'other name'])
      })

      test('a job that runs absorbs nothing: the next of its key runs after it', async () => {
        const connection = await connect()
        const log: string[] = []
        const handle = async ({ incident }: { incident: string }) => {
          log.push(`${incident} begins`)
          await pause(100)
          log.push(`${incident} ends`)
        }
        await connection.jobs.work(handlersWith({ diagnose: handle }))
        const note = (incident: string) => connection.jobs.enqueue({ name: 'diagnose', data: { incident } }, { key: 'k' })
        await note('first')
        await eventually(() => log.length === 1)
        await note('second')
        await eventually(() => log.length === 4)
        expect(log).toEqual(['first begins', 'first ends', 'second begins', 'second ends'])
      })
    })

    describe('time', () => {
      test.each([150, 700, 1_200])('a delay of %i ms is kept to within 200 ms', async (afterMs) => {
        const connection = await connect()
        const started: number[] = []
        await connection.jobs.work(handlersWith({ verify: async () => void started.push(performance.now()) }))
        const asked = performance.now()
        await connection.store.transaction((tx) => tx.enqueue({ name: 'verify', data: { request: 'r', attempt: 1 } }, { afterMs }))
        await eventually(() => started.length === 1)
        expect((started[0] ?? 0) - asked).toBeGreaterThanOrEqual(afterMs - 20)
        expect((started[0] ?? 0) - asked).toBeLessThan(afterMs + 200)
      })

      test('a handler that throws is tried again, and told of', async () => {
        const connection = await connect()
        let tries = 0
        const handle = async () => {
          tries += 1
          if (tries === 1) throw new Error('not yet \0')
        }
        await connection.jobs.work(handlersWith({ intake: handle }))
        await connection.jobs.enqueue({ name: 'intake', data: { alert: 'a' } })
        await eventually(() => tries === 2, 6_000)
        await eventually(() => connection.events.length === 2)
        expect(connection.events).toMatchObject([
          { is: 'again', job: 'intake', tries: 1 },
          { is: 'done', job: 'intake' },
        ])
      })
    })

    describe('crowds', () => {
      test('several diagnoses run side by side', async () => {
        const connection = await connect()
        let [now, most] = [0, 0]
        const handle = async () => {
          now += 1
          most = Math.max(most, now)
          await pause(50)
          now -= 1
        }
        await connection.jobs.work(handlersWith({ diagnose: handle }))
        await connection.store.transaction(async (tx) => {
          for (let each = 0; each < 24; each++) await tx.enqueue({ name: 'diagnose', data: { incident: String(each) } })
        })
        await eventually(() => connection.events.length === 24)
        expect(most).toBeGreaterThanOrEqual(4)
        expect(most).toBeLessThanOrEqual(QUEUES.diagnose.atOnce)
      })

      test('a thousand jobs are stored in one transaction and each runs once', async () => {
        const connection = await connect()
        const ran: string[] = []
        await connection.store.transaction(async (tx) => {
          for (let each = 0; each < 1_000; each++) await tx.enqueue({ name: 'intake', data: { alert: String(each) } })
        })
        await connection.jobs.work(handlersWith({ intake: async ({ alert }) => void ran.push(alert) }))
        await eventually(() => ran.length >= 1_000, 50_000)
        expect(new Set(ran).size).toBe(1_000)
        expect(ran).toHaveLength(1_000)
      }, 70_000)
    })

    describe('stops and starts', () => {
      test('jobs outlive the process that stored them', async () => {
        const first = await connect()
        await first.store.transaction((tx) => tx.enqueue({ name: 'settle', data: { incident: 'kept' } }))
        await close(first)
        await anchor.close()
        const second = await connect()
        anchor = await world.connect()
        const ran: string[] = []
        await second.jobs.work(handlersWith({ settle: async ({ incident }) => void ran.push(incident) }))
        await eventually(() => ran.length === 1, 1_500)
        expect(ran).toEqual(['kept'])
      })

      test('a stop waits for what runs', async () => {
        const connection = await connect()
        let [begun, ended] = [false, false]
        const handle = async () => {
          begun = true
          await pause(300)
          ended = true
        }
        await connection.jobs.work(handlersWith({ apply: handle }))
        await connection.jobs.enqueue({ name: 'apply', data: { request: 'r' } })
        await eventually(() => begun)
        await close(connection)
        expect(ended).toBe(true)
      })

      test('what outlasts the patience of a stop is put back and runs again without counting as tried', async () => {
        const first = await connect({ patienceMs: 50 })
        const never = new AbortController()
        let begun = 0
        const hang = async () => {
          begun += 1
          await pause(60_000, undefined, { signal: never.signal }).catch(() => undefined)
        }
        await first.jobs.work(handlersWith({ apply: hang }))
        await first.jobs.enqueue({ name: 'apply', data: { request: 'hung' } })
        await eventually(() => begun === 1)
        await close(first)
        never.abort()
        const second = await connect()
        const ran: string[] = []
        await second.jobs.work(handlersWith({ apply: async ({ request }) => void ran.push(request) }))
        await eventually(() => ran.length === 1, 1_500)
        expect(ran).toEqual(['hung'])
      })

      test('a handler that outlives its lease keeps its job to itself', async () => {
        const connection = await connect(quick)
        let runs = 0
        const handle = async () => {
          runs += 1
          await pause(3_500)
        }
        await connection.jobs.work(handlersWith({ diagnose: handle }))
        await connection.jobs.enqueue({ name: 'diagnose', data: { incident: 'slow' } })
        await eventually(() => connection.events.some((event) => event.is === 'done'))
        expect(runs).toBe(1)
      })

      test('health tells of workers and database', async () => {
        const connection = await connect()
        expect(await connection.jobs.healthy()).toBe(false)
        await connection.jobs.work(handlersWith({}))
        expect(await connection.jobs.healthy()).toBe(true)
        await connection.jobs.stop()
        expect(await connection.jobs.healthy()).toBe(false)
        await close(connection)
      })
    })
  })
}
