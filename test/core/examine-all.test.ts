import { describe, expect, test } from '@jest/globals'
import { examineAll } from '../../src/core/examine-all.ts'
import type { Transcript } from '../../src/domain/evidence.ts'
import { connector, exchangeOf, message, NOW, type Tenant, tenant } from '../fixes/tenant.ts'
import { endedAt } from '../probes/healthy.ts'
import { counting } from './counting.ts'
import { fakeNetwork, held, type Sessions, type Zone } from './fake-network.ts'

const clock = { now: () => NOW, tick: () => performance.now() }
const REFUSED = endedAt('connect', { is: 'refused', error: 'ECONNREFUSED' })

const ipOf = (at: number): string => `192.0.${Math.floor(at / 250)}.${(at % 250) + 1}`
const connectors = (count: number) =>
  Array.from({ length: count }, (_, at) =>
    connector({
      guid: `guid-${at}`,
      name: `To partner ${at}`,
      identity: `To partner ${at}`,
      smartHosts: [`mail${at}.fabrikam.example`],
      recipientDomains: [`partner${at}.example`],
    }),
  )
const zoneOf = (count: number): Zone =>
  Object.fromEntries(Array.from({ length: count }, (_, at) => [`mail${at}.fabrikam.example A`, [ipOf(at)]]))

async function diagnoses(own: Tenant, network: ReturnType<typeof fakeNetwork>, names: readonly string[] | null = null) {
  const done: number[] = []
  const answer = await examineAll({ network, control: null, clock }, exchangeOf(own), names, (_diagnosis, at) => done.push(at))
  if (answer.is !== 'found') throw new Error(answer.is)
  return { all: answer.value, done }
}

describe('every connector of a tenant', () => {
  test('five hundred, in the order of the list, each by its own host', async () => {
    const network = fakeNetwork(zoneOf(500), { [ipOf(7)]: REFUSED, [ipOf(499)]: REFUSED })
    const { all, done } = await diagnoses(tenant({ connectors: connectors(500) }), network)
    expect(all.map((each) => each.target)).toEqual(connectors(500).map((each) => each.name))
    expect(all.flatMap((each, at) => (each.verdict.finding === 'connection-refused' ? [at] : []))).toEqual([7, 499])
    expect(done.sort((a, b) => a - b)).toEqual(all.map((_, at) => at))
  })

  test('a hundred at a time, and a dead one holds no other up', async () => {
    let open = 0
    let most = 0
    const silence = held<Partial<Transcript>>()
    const sessions: Sessions = Object.fromEntries(
      Array.from({ length: 250 }, (_, at) => [
        ipOf(at),
        async () => {
          open += 1
          most = Math.max(most, open)
          await (at === 0 ? silence.promise : new Promise((resolve) => setImmediate(resolve)))
          open -= 1
          return {}
        },
      ]),
    )
    const own = tenant({ connectors: connectors(250) })
    const done: number[] = []
    const all = examineAll({ network: fakeNetwork(zoneOf(250), sessions), control: null, clock }, exchangeOf(own), null, (_each, at) => {
      done.push(at)
      if (done.length === 249) silence.end({})
    })
    expect((await all).is).toBe('found')
    expect(done.at(-1)).toBe(0)
    expect(most).toBeGreaterThan(50)
    expect(most).toBeLessThanOrEqual(100)
  })

  test('fewer at a time where each has many hosts, so that none waits for a connection', async () => {
    const hosts = (at: number): readonly string[] => Array.from({ length: 10 }, (_, host) => `mail${at * 10 + host}.fabrikam.example`)
    const own = tenant({ connectors: connectors(60).map((each, at) => ({ ...each, smartHosts: hosts(at) })) })
    let open = 0
    let most = 0
    const one = async (): Promise<Partial<Transcript>> => {
      open += 1
      most = Math.max(most, open)
      await new Promise((resolve) => setTimeout(resolve, 5))
      open -= 1
      return {}
    }
    const sessions: Sessions = Object.fromEntries(Array.from({ length: 600 }, (_, at) => [ipOf(at), one]))
    const { all, done } = await diagnoses(own, fakeNetwork(zoneOf(600), sessions))
    expect(all.map((each) => each.hosts.length)).toEqual(all.map(() => 10))
    expect(done).toHaveLength(60)
    expect(most).toBeGreaterThan(100)
    expect(most).toBeLessThanOrEqual(200)
  })

  test('each has its own time, from its own start', async () => {
    let now = 0
    const network = fakeNetwork(
      zoneOf(150),
      Object.fromEntries(
        Array.from({ length: 150 }, (_, at) => [
          ipOf(at),
          async () => {
            now += 100
            return {}
          },
        ]),
      ),
    )
    await examineAll(
      { network, control: null, clock: { now: () => NOW, tick: () => now } },
      exchangeOf(tenant({ connectors: connectors(150) })),
    )
    expect(network.talked.at(-1)?.withinMs).toBeGreaterThan(5000)
  })

  test('reads connectors, domains, service health and waiting mail once', async () => {
    const messages = Array.from({ length: 100 }, (_, at) => message('Pending', `a@partner${at}.example`, 60, [['Defer', 30]]))
    const { exchange, calls } = counting(exchangeOf(tenant({ connectors: connectors(100), messages })))
    let asked = 0
    const health = {
      openIncidents: async () => {
        asked += 1
        return { is: 'found' as const, value: [] }
      },
    }
    const answer = await examineAll({ network: fakeNetwork(zoneOf(100)), control: null, clock, health }, exchange)
    if (answer.is !== 'found') throw new Error(answer.is)
    expect(answer.value.every((each) => each.queue?.pending === 1)).toBe(true)
    expect(calls).toEqual({ connectors: 1, acceptedDomains: 1, messageExpirationHours: 1, trace: 1, traceDetails: 20 })
    expect(asked).toBe(1)
  })

  test('a host that several share is connected to once', async () => {
    const shared = connectors(20).map((each) => ({ ...each, smartHosts: ['mail0.fabrikam.example'] }))
    const network = fakeNetwork(zoneOf(1))
    const { all } = await diagnoses(tenant({ connectors: shared }), network)
    expect(all.every((each) => each.hosts.length === 1)).toBe(true)
    expect(network.talked).toHaveLength(1)
  })

  test('what only rules send by a connector is not counted from all waiting mail', async () => {
    const ruled = connector({ recipientDomains: [], isTransportRuleScoped: true, smartHosts: ['mail0.fabrikam.example'] })
    const { all } = await diagnoses(
      tenant({ connectors: [ruled], messages: [message('Pending', 'a@x.example', 60)] }),
      fakeNetwork(zoneOf(1)),
    )
    expect(all[0]?.queue).toBeNull()
  })
})

describe('which connectors', () => {
  const own = tenant({ connectors: connectors(3).map((each, at) => ({ ...each, enabled: at !== 1 })) })

  test('those that are on', async () => {
    expect((await diagnoses(own, fakeNetwork(zoneOf(3)))).all.map((each) => each.target)).toEqual(['To partner 0', 'To partner 2'])
  })

  test('those that are named, off or not there included', async () => {
    const { all } = await diagnoses(own, fakeNetwork(zoneOf(3)), ['TO PARTNER 1', 'Gone'])
    expect(all.map((each) => each.target)).toEqual(['TO PARTNER 1', 'Gone'])
    expect(all[0]?.connector?.name).toBe('To partner 1')
    expect(all[1]?.verdict.finding).toBe('connector-misconfigured')
  })

  test('none can be told when they cannot be read', async () => {
    const answer = await examineAll({ network: fakeNetwork({}), control: null, clock }, exchangeOf(tenant({ unreadable: ['connectors'] })))
    expect(answer).toMatchObject({ is: 'unknown' })
  })
})
