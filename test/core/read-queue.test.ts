import { describe, expect, test } from '@jest/globals'
import { EVERY_ROUTE, type RouteFilter, readQueue, SAMPLING } from '../../src/core/read-queue.ts'
import { exchangeOf, type Message, message, minutesAgo, NOW, tenant } from '../fixes/tenant.ts'
import { counting } from './counting.ts'

const route: RouteFilter = { domains: ['contoso.example'], takes: (domain) => domain === 'contoso.example', byEvents: null }
const read = async (messages: readonly Message[], filter = route, sampling: (typeof SAMPLING)[keyof typeof SAMPLING] = SAMPLING.route) => {
  const { exchange, calls } = counting(exchangeOf(tenant({ messages })))
  const queue = await readQueue(exchange, filter, NOW, sampling)
  if (queue.is !== 'found') throw new Error(`the queue is ${queue.is}`)
  return { queue: queue.value, calls }
}
const to = (minutes: number, deferred?: number): Message =>
  message('Pending', 'a@contoso.example', minutes, deferred === undefined ? [] : [['Defer', deferred]])

describe('mail on its ordinary way', () => {
  test('is counted apart from mail that waits', async () => {
    const { queue } = await read([to(1), to(14), to(16), to(90)])
    expect(queue).toMatchObject({ pending: 2, young: 2, oldest: minutesAgo(90), byDomain: [{ domain: 'contoso.example', pending: 2 }] })
  })

  test('alone is nothing that waits', async () => {
    const { queue } = await read([to(1), to(14)])
    expect(queue).toEqual({ pending: 0, young: 2, complete: true, oldest: null, expires: null, byDomain: [], defers: [] })
  })

  test('is asked what happened only where nothing waits longer, and not by a look over all routes', async () => {
    expect((await read([to(5, 5), to(6, 6), to(7, 7)])).queue.defers.map((each) => each.at)).toEqual([minutesAgo(6), minutesAgo(7)])
    expect((await read([to(5, 5), to(60, 50)])).queue.defers.map((each) => each.at)).toEqual([minutesAgo(50)])
    const everywhere = await read([to(5, 5), to(7, 7)], EVERY_ROUTE, SAMPLING.everyRoute)
    expect(everywhere).toMatchObject({ queue: { pending: 0, young: 2 } })
    expect(everywhere.calls.traceDetails ?? 0).toBe(0)
  })

  test('does not leave it open what waits on a route that only events tell', async () => {
    const byRule: RouteFilter = { domains: [], takes: () => true, byEvents: 'Archive gateway' }
    expect((await read([to(1)], byRule)).queue).toMatchObject({ pending: 0, complete: true })
    expect((await read([to(1), to(60)], byRule)).queue).toMatchObject({ pending: 0, complete: false })
  })
})

test('of a list that was cut the oldest is not known, so that no hour of a bounce is claimed', async () => {
  const cut = {
    ...exchangeOf(tenant({ messages: [] })),
    trace: async () => ({ is: 'found', value: { items: [to(60)], complete: false } }) as const,
  }
  expect(await readQueue(cut, route, NOW)).toMatchObject({ value: { pending: 1, complete: false, expires: null } })
})
