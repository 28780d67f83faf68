import { describe, expect, test } from '@jest/globals'
import { diagnose } from '../../src/core/diagnose.ts'
import { intake } from '../../src/core/intake.ts'
import { isQuiet } from '../../src/core/judge.ts'
import { settle } from '../../src/core/settle.ts'
import type { World } from '../../src/core/world.ts'
import { found, unknown } from '../../src/domain/answer.ts'
import type { Transcript } from '../../src/domain/evidence.ts'
import type { Incident } from '../../src/domain/incident.ts'
import type { MailRanges } from '../../src/domain/mail-ranges.ts'
import { connector, message, NOW, type Tenant, tenant } from '../fixes/tenant.ts'
import { endedAt } from '../probes/healthy.ts'
import { acting, type CoreWorld, openCore, stored, TENANT } from './core-world.ts'
import { fakeNetwork, held, type Sessions, type Zone } from './fake-network.ts'

const NAMES = ['one.contoso.example', 'two.contoso.example'] as const
const ZONE: Zone = { [`${NAMES[0]} A`]: ['192.0.2.11'], [`${NAMES[1]} A`]: ['192.0.2.12'] }
const REFUSED = endedAt('connect', { is: 'refused', error: 'ECONNREFUSED' })
const SILENT = endedAt('connect', { is: 'timed-out' })

const twoHosts = (): Tenant =>
  tenant({ connectors: [connector({ smartHosts: NAMES })], messages: [message('Pending', 'a@contoso.example', 60, [['Defer', 30]])] })

interface Opened {
  readonly core: CoreWorld
  readonly id: string
  run(sessions: Sessions, parts?: Partial<World>): Promise<void>
  now(): Promise<Incident>
  /** The incident as soon as it is so. */
  becomes(holds: (incident: Incident) => boolean): Promise<Incident>
}

/** An incident on the connector with two smart hosts, as its alert opened it. */
async function opened(tenantHeld = twoHosts()): Promise<Opened> {
  const core = await openCore(tenantHeld)
  const alert = await stored(core)
  await intake(core.world, alert)
  const [incident] = await core.world.store.incidents({ tenant: TENANT })
  const id = incident?.id ?? ''
  const now = async (): Promise<Incident> => {
    const read = await core.world.store.incident(id)
    if (!read) throw new Error('no incident')
    return read
  }
  return {
    core,
    id,
    now,
    run: (sessions, parts = {}) => diagnose({ ...core.world, network: fakeNetwork(ZONE, sessions), ...parts }, id),
    async becomes(holds) {
      for (let turn = 0; turn < 200; turn += 1) {
        const incident = await now()
        if (holds(incident)) return incident
        await new Promise((resolve) => setTimeout(resolve, 5))
      }
      throw new Error('it never became so')
    },
  }
}

const events = (incident: Incident) => incident.history.map((each) => each.event)

describe('while one host is still tried', () => {
  test('what is found at the other is stored, without offers and without an end', async () => {
    const { run, becomes, now } = await opened()
    const silence = held<Partial<Transcript>>()
    const running = run({ '192.0.2.11': REFUSED, '192.0.2.12': () => silence.promise })
    const partial = await becomes((incident) => incident.diagnosis !== null)
    expect(partial).toMatchObject({ state: 'open', offers: [], diagnosis: { pending: 1, verdict: { finding: 'connection-refused' } } })
    expect(partial.diagnosis?.hosts.map(({ transcript }) => transcript.ip)).toEqual(['192.0.2.11'])
    expect(events(partial)).toEqual(['opened'])
    silence.end(REFUSED)
    await running
    const whole = await now()
    expect(whole).toMatchObject({ state: 'diagnosed', diagnosis: { pending: 0, verdict: { finding: 'connection-refused' } } })
    expect(whole.diagnosis?.hosts).toHaveLength(2)
    expect(whole.offers.length).toBeGreaterThan(0)
    expect(events(whole)).toEqual(['opened', 'diagnosed'])
  })

  test('a card that people read is left alone by a look in the background', async () => {
    const { core, id, run, now, becomes } = await opened()
    await run({ '192.0.2.11': REFUSED, '192.0.2.12': REFUSED })
    const before = await now()
    const silence = held<Partial<Transcript>>()
    const reached = held<void>()
    const sessions: Sessions = {
      '192.0.2.12': () => {
        reached.end()
        return silence.promise
      },
    }
    const running = settle({ ...core.world, network: fakeNetwork(ZONE, sessions) }, id)
    await reached.promise
    await new Promise((resolve) => setTimeout(resolve, 50))
    expect(await now()).toEqual(before)
    silence.end({})
    await running
    const after = await becomes((incident) => incident.version > before.version)
    expect(after.diagnosis?.verdict.finding).not.toBe('connection-refused')
    expect(events(after)).toEqual(['opened', 'diagnosed', 'finding-changed'])
  })

  test('who asks again sees it come, and the end is told against what was before', async () => {
    const { core, id, run, becomes, now } = await opened()
    await run({ '192.0.2.11': REFUSED, '192.0.2.12': REFUSED })
    await core.desk.diagnoseAgain(acting(), id)
    const silence = held<Partial<Transcript>>()
    const running = run({ '192.0.2.11': SILENT, '192.0.2.12': () => silence.promise })
    const partial = await becomes((incident) => incident.diagnosis?.pending === 1)
    expect(partial).toMatchObject({ state: 'diagnosed', diagnosis: { verdict: { finding: 'connection-timed-out' } } })
    expect(events(partial)).toEqual(['opened', 'diagnosed'])
    silence.end(SILENT)
    await running
    expect((await now()).history.at(-1)).toMatchObject({
      event: 'finding-changed',
      args: { from: 'connection-refused', to: 'connection-timed-out' },
    })
  })

  test('nothing is quiet yet, and nothing is closed', async () => {
    const { core, run, becomes, now } = await opened({ ...twoHosts(), messages: [] })
    await run({})
    expect(isQuiet((await now()).diagnosis ?? fail())).toBe(true)
    core.pass(10 * core.world.timings.settleMs)
    const { id } = await now()
    await core.desk.diagnoseAgain(acting(), id)
    const silence = held<Partial<Transcript>>()
    const running = run({ '192.0.2.12': () => silence.promise })
    const partial = await becomes((incident) => incident.diagnosis?.pending === 1)
    expect(partial.state).toBe('diagnosed')
    expect(isQuiet(partial.diagnosis ?? fail())).toBe(false)
    silence.end({})
    await running
    expect((await now()).state).toBe('resolved')
  })

  test('an incident that somebody closes stays as they saw it', async () => {
    const { core, id, run, becomes, now } = await opened()
    const silence = held<Partial<Transcript>>()
    const running = run({ '192.0.2.11': REFUSED, '192.0.2.12': () => silence.promise })
    await becomes((incident) => incident.diagnosis !== null)
    await core.desk.resolve(acting(), id)
    silence.end(REFUSED)
    await running
    expect((await now()).state).toBe('resolved')
  })

  test('one that was interrupted is begun anew', async () => {
    const { run, becomes, now } = await opened()
    let kill = (_why: Error): void => {}
    const killed = new Promise<Partial<Transcript>>((_, reject) => {
      kill = reject
    })
    const running = run({ '192.0.2.11': REFUSED, '192.0.2.12': () => killed })
    await becomes((incident) => incident.diagnosis?.pending === 1)
    kill(new Error('killed'))
    await expect(running).rejects.toThrow('killed')
    await run({ '192.0.2.11': REFUSED, '192.0.2.12': REFUSED })
    expect(events(await now())).toEqual(['opened', 'diagnosed'])
    expect((await now()).diagnosis).toMatchObject({ pending: 0 })
  })
})

const fail = (): never => {
  throw new Error('no diagnosis')
}

describe('the ranges that a firewall must let in', () => {
  const ranges: MailRanges = { instance: 'Worldwide', version: '2026100100', source: 'live', asOf: NOW, ipv4: ['40.92.0.0/15'], ipv6: [] }

  test.each([
    ['are told where it may keep Exchange Online out', REFUSED, ranges],
    ['are not told where it does not', endedAt('banner', { is: 'reply', code: 554, text: '554 no' }), null],
    ['are not told where it let the connection in and nothing was said', endedAt('banner', { is: 'timed-out' }), null],
  ])('%s', async (_says, transcript, told) => {
    const { run, now } = await opened()
    await run({ '192.0.2.11': transcript, '192.0.2.12': transcript }, { ranges: { current: async () => found(ranges) } })
    expect((await now()).diagnosis?.ranges).toEqual(told)
  })

  test('are left out when nobody knows them', async () => {
    const { run, now } = await opened()
    await run({ '192.0.2.11': REFUSED, '192.0.2.12': REFUSED }, { ranges: { current: async () => unknown('HTTP 503') } })
    expect((await now()).diagnosis?.ranges).toBeNull()
  })
})

test('service health that may not be read does not keep an incident from its end', async () => {
  const { run, now } = await opened({ ...twoHosts(), messages: [] })
  await run({}, { health: { openIncidents: async () => unknown('HTTP 403') } })
  expect(isQuiet((await now()).diagnosis ?? fail())).toBe(true)
})
