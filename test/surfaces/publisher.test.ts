import { beforeEach, describe, expect, test } from '@jest/globals'
import { newIncident } from '../../src/core/change-incident.ts'
import type { Channel } from '../../src/domain/person.ts'
import type { CardSubject, Drawing } from '../../src/domain/post.ts'
import type { Poster, PostOutcome } from '../../src/ports/poster.ts'
import { createPublisher, type Publisher } from '../../src/surfaces/publisher.ts'
import { type CoreWorld, openCore, TENANT } from '../core/core-world.ts'
import { NOW, tenant } from '../fixes/tenant.ts'
import { request } from '../support/requests.ts'

const CHANNEL: Channel = {
  platform: 'slack',
  organisation: 'T1',
  id: 'C1',
  name: 'alerts',
  isPersonal: false,
  tenants: [TENANT],
  language: null,
}
const INCIDENT: CardSubject = { is: 'incident', id: 'inc1' }
const REQUEST: CardSubject = { is: 'request', id: 'req1' }

let core: CoreWorld
let calls: { readonly call: 'post' | 'edit'; readonly about: string; readonly thread: string | null }[]
let outcomes: PostOutcome[]
let during: () => Promise<void>

const poster: Poster = {
  platform: 'slack',
  post: (_channel, drawing, thread) => take('post', drawing, thread),
  edit: (_channel, _message, drawing) => take('edit', drawing, null),
  answer: async () => ({ is: 'posted', message: '' }),
}

async function take(call: 'post' | 'edit', drawing: Drawing, thread: string | null): Promise<PostOutcome> {
  calls.push({ call, about: drawing.text, thread })
  await during()
  return outcomes.shift() ?? { is: 'posted', message: `m${calls.length}` }
}

const publisherOf = (): Publisher =>
  createPublisher({
    desk: core.desk,
    store: core.world.store,
    posters: [poster],
    directories: [],
    clock: core.world.clock,
    meter: core.world.meter,
    approvers: [],
    showing: (language) => ({ language, now: core.world.clock.now(), sandbox: false }),
    tenant: () => ({ name: 'Contoso', language: 'en' }),
  })

/** Runs what waits, moving the clock on, until nothing waits or so many jobs ran. */
async function run(publisher: Publisher, most = 30): Promise<number> {
  for (let ran = 0; ran < most; ran += 1) {
    const [job] = [...(await core.waiting())].sort((a, b) => a.inMs - b.inMs)
    if (job?.name !== 'publish') return ran
    await core.forget(job)
    core.pass(job.inMs)
    await publisher.publish(job.data)
  }
  return most
}

const ask = (subject: CardSubject) =>
  core.world.store.transaction((tx) => tx.enqueue({ name: 'publish', data: { subject } }, { key: `${subject.is}:${subject.id}` }))

beforeEach(async () => {
  calls = []
  outcomes = []
  during = async () => {}
  core = await openCore(tenant())
  await core.world.store.transaction(async (tx) => {
    await tx.saveChannel(CHANNEL)
    await tx.addIncident(newIncident('inc1', TENANT, { is: 'connector', name: 'To on-premises' }, NOW, null))
    await tx.addRequest(request({ expiresAt: '2027-01-01T00:00:00.000Z' }))
  })
})

const kinds = () => calls.map(({ call }) => call)

describe('a card', () => {
  test('is posted once, and drawing it again changes nothing', async () => {
    const publisher = publisherOf()
    await ask(INCIDENT)
    await run(publisher)
    await ask(INCIDENT)
    expect(await run(publisher)).toBeLessThan(5)
    expect(kinds()).toEqual(['post'])
  })

  test('that changes while it is being posted is edited to its newest state', async () => {
    const publisher = publisherOf()
    during = async () => {
      during = async () => {}
      await core.world.store.transaction(async (tx) => {
        const incident = await tx.incident('inc1')
        if (incident)
          await tx.saveIncident(
            { ...incident, state: 'acknowledged', acknowledgedBy: 'Sam', version: incident.version + 1 },
            incident.version,
          )
        await tx.enqueue({ name: 'publish', data: { subject: INCIDENT } }, { key: 'incident:inc1' })
      })
    }
    await ask(INCIDENT)
    await run(publisher)
    expect(kinds()).toEqual(['post', 'edit'])
  })

  test('of a request stands in the thread of its incident, whichever was asked for first', async () => {
    await ask(REQUEST)
    await run(publisherOf())
    expect(calls.map(({ call, thread }) => [call, thread])).toEqual([
      ['post', null],
      ['post', 'm1'],
    ])
    expect(calls[1]?.about).not.toBe(calls[0]?.about)
  })

  test('of a request is announced all the same when its incident cannot be posted', async () => {
    outcomes = Array.from({ length: 3 }, () => ({ is: 'failed', why: 'invalid_blocks' }))
    const publisher = publisherOf()
    const patient: Publisher = { ...publisher, publish: (job) => publisher.publish(job).catch(() => {}) }
    await ask(REQUEST)
    await run(patient, 120)
    expect(calls.at(-1)?.call).toBe('post')
    expect(await core.world.store.posts(REQUEST)).toHaveLength(1)
  })

  test('whose message was deleted is posted anew', async () => {
    const publisher = publisherOf()
    await ask(INCIDENT)
    await run(publisher)
    await core.desk.acknowledge({ person: { id: 'alex@contoso.example', name: 'Alex' }, surface: 'slack', language: 'en' }, 'inc1')
    outcomes = [{ is: 'gone', why: 'message_not_found' }]
    core.pass(60_000)
    await run(publisher)
    expect(kinds()).toEqual(['post', 'edit', 'post'])
  })

  test('in a channel that is gone leaves the channel', async () => {
    outcomes = [{ is: 'gone', why: 'channel_not_found' }]
    await ask(INCIDENT)
    await run(publisherOf())
    expect(await core.world.store.channels()).toEqual([])
  })

  test('waits as long as the platform asks', async () => {
    outcomes = [{ is: 'wait', ms: 30_000 }]
    await ask(INCIDENT)
    const started = core.world.clock.tick()
    await run(publisherOf())
    expect(kinds()).toEqual(['post', 'post'])
    expect(core.world.clock.tick() - started).toBeGreaterThanOrEqual(29_000)
  })
})

test('two replicas post one card, also when a time slot ends between them', async () => {
  const [one, other] = [publisherOf(), publisherOf()]
  const here = { subject: INCIDENT, channel: { platform: 'slack', organisation: 'T1', id: 'C1' } } as const
  core.pass(5_999 - (Date.parse(core.world.clock.now()) % 6_000))
  during = async () => {
    during = async () => {}
    core.pass(2)
    await other.publish(here)
  }
  await one.publish(here)
  await run(other)
  expect(kinds()).toEqual(['post'])
})
