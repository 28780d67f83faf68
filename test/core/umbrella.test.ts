import { describe, expect, test } from '@jest/globals'
import { diagnose } from '../../src/core/diagnose.ts'
import { intake } from '../../src/core/intake.ts'
import type { Exchange } from '../../src/ports/exchange.ts'
import { accepted, connector, message, NOW, tenant } from '../fixes/tenant.ts'
import { acting, openCore, stored, TENANT } from './core-world.ts'
import { counting } from './counting.ts'

/** The trace and its details take 100 calls in 5 minutes. */
const MOST_CALLS = 100
const NOTHING = { connector: null, domain: null, error: null, count: null }

const LED = '[{LED=450 4.4.316 Connection refused [Message=Socket error code 10061]};{IP=192.0.2.25}]'

/** So many connectors with two domains each, for both of which mail waits. */
const held = (count: number) =>
  tenant({
    connectors: Array.from({ length: count }, (_, at) =>
      connector({ guid: `guid-${at}`, name: `To ${at}`, identity: `To ${at}`, recipientDomains: [`a${at}.example`, `b${at}.example`] }),
    ),
    messages: Array.from({ length: count }, (_, at) =>
      [`x@a${at}.example`, `x@b${at}.example`].map((to) => ({
        ...message('Pending', to, 60),
        events: [{ date: NOW, event: 'Defer', detail: LED, connector: `To ${at}` }],
      })),
    ).flat(),
  })

async function underUmbrella(count: number) {
  const calls: Record<string, number>[] = []
  const core = await openCore(held(count), (exchange: Exchange) => {
    const counted = counting(exchange)
    calls.push(counted.calls)
    return counted.exchange
  })
  await intake(core.world, await stored(core, { hints: NOTHING }))
  const [umbrella] = await core.world.store.incidents({ tenant: TENANT })
  await diagnose(core.world, umbrella?.id ?? '')
  const soon = (await core.waiting()).filter((job) => job.name === 'diagnose' && job.inMs < 240_000)
  const children = soon.flatMap((job) => ('incident' in job.data && job.data.incident !== umbrella?.id ? [job.data.incident] : []))
  return { core, calls: calls[0] ?? {}, children, all: await core.world.store.incidents({ umbrella: umbrella?.id ?? '' }) }
}

describe('an umbrella over many connectors', () => {
  test('and all that follows from it stay within what the trace takes', async () => {
    const { core, calls, children, all } = await underUmbrella(60)
    expect(all).toHaveLength(60)
    expect(children.length).toBeGreaterThan(10)
    for (const child of children) await diagnose(core.world, child)
    expect(calls.trace).toBeLessThan(MOST_CALLS)
    expect(calls.traceDetails).toBeLessThan(MOST_CALLS)
  }, 60_000)

  test('opens none for mail that came in a moment ago', async () => {
    const young = [message('Pending', 'x@a0.example', 2, [['Defer', 1]]), message('Pending', 'x@b0.example', 14)]
    const core = await openCore({ ...held(1), messages: young })
    await intake(core.world, await stored(core, { hints: NOTHING }))
    const [umbrella] = await core.world.store.incidents({ tenant: TENANT })
    await diagnose(core.world, umbrella?.id ?? '')
    expect(await core.world.store.incidents({ umbrella: umbrella?.id ?? '' })).toEqual([])
    expect((await core.world.store.incident(umbrella?.id ?? ''))?.diagnosis).toMatchObject({
      verdict: { finding: 'no-fault-found' },
      queue: { pending: 0, young: 2 },
    })
  })

  test('opens none for mail that waits for mailboxes of the tenant', async () => {
    const own = [message('Pending', 'x@group.example', 60, [['Defer', 30]])]
    const core = await openCore({ ...held(1), messages: own, domains: [accepted('group.example', { domainType: 'Authoritative' })] })
    await intake(core.world, await stored(core, { hints: NOTHING }))
    const [umbrella] = await core.world.store.incidents({ tenant: TENANT })
    await diagnose(core.world, umbrella?.id ?? '')
    expect(await core.world.store.incidents({ umbrella: umbrella?.id ?? '' })).toEqual([])
  })

  test('leaves none of them out: the others come later', async () => {
    const { core } = await underUmbrella(60)
    const incidents = (await core.waiting()).flatMap((job) =>
      job.name === 'diagnose' && 'incident' in job.data ? [job.data.incident] : [],
    )
    expect(new Set(incidents).size).toBeGreaterThanOrEqual(60)
  }, 60_000)

  test('does not have what it read a moment ago read again, but a person does', async () => {
    const { core, calls, children } = await underUmbrella(1)
    const [child = ''] = children
    const before = calls.traceDetails ?? 0
    await diagnose(core.world, child)
    expect(calls.traceDetails).toBe(before)
    const incident = await core.world.store.incident(child)
    expect(incident).toMatchObject({ reported: [{ finding: 'connection-refused' }], diagnosis: { queue: { pending: 2 } } })
    await core.desk.diagnoseAgain(acting(), child)
    await diagnose(core.world, child)
    expect(calls.traceDetails).toBe(before + 2)
  })
})
