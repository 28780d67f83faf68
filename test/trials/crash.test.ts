import { type ChildProcess, fork } from 'node:child_process'
import { once } from 'node:events'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals'
import { clock } from '../../src/app/clock.ts'
import { readConfig } from '../../src/config.ts'
import type { AuditCheck, AuditRow } from '../../src/domain/audit.ts'
import type { Incident } from '../../src/domain/incident.ts'
import type { Post } from '../../src/domain/post.ts'
import type { ChangeRequest } from '../../src/domain/request.ts'
import { sandboxSettings } from '../../src/main/sandbox-settings.ts'
import { CLOUD_FRONT } from '../../src/sandbox/lab/cloud-front.ts'
import { ROUTES } from '../../src/sandbox/scenarios.ts'
import { startWorld, type World } from '../../src/sandbox/world.ts'
import type { Order, Ready } from './service-process.ts'
import { startTeamsDouble, type TeamsDouble } from './teams-double.ts'
import { openGate, type TenantGate } from './tenant-gate.ts'
import { ALEX, CONNECTOR, FIX, SAM, slackCards, until } from './trial.ts'

const PROGRAM = fileURLToPath(new URL('./service-process.ts', import.meta.url))
const TYPESCRIPT = fileURLToPath(new URL('../support/typescript.mjs', import.meta.url))
const PORTS = [25, 443]

interface Seen {
  readonly incidents: readonly Incident[]
  readonly requests: readonly ChangeRequest[]
  readonly audit: AuditCheck
  readonly rows: readonly AuditRow[]
  /** Of the requests. */
  readonly posts: readonly Post[]
}

/** A service in a process of its own, over the world and the gate of the test. */
interface Running extends Ready {
  readonly child: ChildProcess
  look(): Promise<Seen>
  kill(): Promise<void>
}

let folder: string
let world: World
let gate: TenantGate
let teams: TeamsDouble
let service: Running

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'mailflow-crash-'))
  world = await startWorld({ folder: null, fresh: true, clock, settleMs: 1200, delayMs: 300, lagMs: 200, retryMs: 300 })
  gate = await openGate(world.settings.exchangeUrl)
  teams = await startTeamsDouble(world.settings.tenantId, [ALEX, SAM])
  service = await run()
  await teams.install(service.teamsUrl)
}, 120_000)

afterAll(async () => {
  await service?.kill()
  await teams?.stop()
  await gate?.stop()
  await world?.stop()
  await rm(folder, { recursive: true, force: true })
})

function order(): Order {
  const settings = sandboxSettings(readConfig({}, null), 'k'.repeat(64), world)
  const addresses = [...ROUTES.flatMap((route) => route.addresses), ...CLOUD_FRONT.addresses]
  const ways = addresses.flatMap((ip) => PORTS.map((port) => [`${ip} ${port}`, world.settings.reroute(ip, port)] as const))
  return {
    settings: { ...settings, database: { folder }, exchange: { ...settings.exchange, baseUrl: gate.url } },
    ways: ways.flatMap(([name, way]) => (way ? [[name, way] as const] : [])),
  }
}

async function run(): Promise<Running> {
  const child = fork(PROGRAM, { execArgv: ['--import', TYPESCRIPT], stdio: ['ignore', 'ignore', 'inherit', 'ipc'] })
  child.send(order())
  const [ready] = (await once(child, 'message')) as [Ready]
  return {
    ...ready,
    child,
    async look() {
      child.send('look')
      const [seen] = (await once(child, 'message')) as [Seen]
      return seen
    },
    async kill() {
      if (child.exitCode !== null || child.signalCode !== null) return
      const gone = once(child, 'exit')
      child.kill('SIGKILL')
      await gone
    },
  }
}

const press = (person: typeof ALEX, what: object) => teams.send(service.teamsUrl, teams.pressOf(person, what))
const writes = (): number => world.tenant.snapshot().writes

/** The only request, as stored. */
const requestNow = async (): Promise<ChangeRequest> => (await service.look()).requests[0]!

async function askInTeams(): Promise<ChangeRequest> {
  const { path, headers, body } = world.fire('after-migration')
  expect((await fetch(`${service.url}${path}`, { method: 'POST', headers, body })).status).toBe(202)
  const incident = await until('the diagnosis', async () => (await service.look()).incidents.find((each) => each.diagnosis?.pending === 0))
  const offer = incident.offers.find((plan) => plan.fix === FIX)
  const asked = await press(ALEX, { verb: 'request', incident: incident.id, plan: offer?.hash })
  expect(asked.status).toBe(200)
  return requestNow()
}

describe('a service that is killed again and again while it applies one approved change', () => {
  let request: ChangeRequest

  test('loses nothing between the approval and the first write', async () => {
    request = await askInTeams()
    // Killed between posting and keeping where, a service posts once more: that is what its claim cannot rule out.
    await until('the request on both platforms', async () => (await service.look()).posts.length === 2)
    const held = gate.hold({ cmdlet: /^Get-/, at: 'before' })
    const answer = await press(SAM, { verb: 'approve', request: request.id, plan: request.plan.hash })
    expect(answer.says).toContain('Approved')
    await held
    await service.kill()
    expect(writes()).toBe(0)
  }, 120_000)

  test.each([
    ['a write that was never sent', { cmdlet: /^Set-AcceptedDomain/, at: 'before' } as const, 0],
    ['a write whose answer was lost', { cmdlet: /^Set-AcceptedDomain/, at: 'after' } as const, 1],
    ['the last write, before it was read back', { cmdlet: /^Set-OutboundConnector/, at: 'after' } as const, 2],
  ])(
    'takes up %s',
    async (_says, hold, written) => {
      const held = gate.hold(hold)
      service = await run()
      await held
      expect((await requestNow()).state).toBe('applying')
      await service.kill()
      expect(writes()).toBe(written)
    },
    60_000,
  )

  test('has made the change exactly once in the end, and it is verified', async () => {
    gate.open()
    service = await run()
    const verified = await until('the verification', async () => {
      const now = await requestNow()
      return now.state === 'verified' && now
    })
    expect(writes()).toBe(2)
    expect(verified.decisions).toHaveLength(1)
    expect(verified.change?.steps.map((step) => step.is)).toEqual(['already', 'already'])
    expect(world.tenant.snapshot().connectors).toContainEqual({ name: CONNECTOR, enabled: false })
  }, 120_000)

  test('keeps an audit that holds and tells of every attempt', async () => {
    const { audit, rows } = await service.look()
    expect(audit).toMatchObject({ is: 'intact' })
    const actions = rows.filter((row) => row.subject === request.id).map((row) => row.action)
    expect(actions).toEqual([
      'request.created',
      'request.approved',
      'request.applying',
      'change.sent',
      'change.sent',
      'change.sent',
      'request.applied',
      'request.verified',
    ])
  })

  test('shows the outcome on one card per channel', async () => {
    const done = /It worked/
    await until('the outcome in Slack', async () => slackCards(world, request.id).some((card) => done.test(JSON.stringify(card.blocks))))
    expect(slackCards(world, request.id).filter((card) => card.threadTs !== null)).toHaveLength(1)
    // The head of the thread, the incident's card, names the request too.
    const cards = () =>
      teams
        .messages()
        .filter(
          ({ id, card, conversation }) =>
            card.includes(request.id) && conversation.includes('messageid') && !conversation.endsWith(`=${id}`),
        )
    await until('the outcome in Teams', async () => cards().some((message) => done.test(message.card)))
    expect(cards()).toHaveLength(1)
  }, 120_000)
})
