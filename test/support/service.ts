import { createHmac } from 'node:crypto'
import { setTimeout as pause } from 'node:timers/promises'
import express from 'express'
import pino from 'pino'
import { clock } from '../../src/app/clock.ts'
import type { AppSettings } from '../../src/app/settings.ts'
import { type App, createApp } from '../../src/app.ts'
import { readConfig } from '../../src/config.ts'
import type { Acting } from '../../src/core/desk.ts'
import type { Incident, IncidentState } from '../../src/domain/incident.ts'
import type { Language } from '../../src/domain/language.ts'
import type { ChangeRequest, RequestState } from '../../src/domain/request.ts'
import { type Listening, listen } from '../../src/main/listen.ts'
import { sandboxControls } from '../../src/main/sandbox-controls.ts'
import { sandboxSettings } from '../../src/main/sandbox-settings.ts'
import { startWorld, type World } from '../../src/sandbox/world.ts'
import type { SandboxControls } from '../../src/surfaces/console/console-world.ts'

/** The whole product in this process: simulated tenant, mail lab, Slack double, and the service over real HTTP. */
export interface Service {
  readonly world: World
  readonly app: App
  readonly controls: SandboxControls
  /** Of the public routes. */
  readonly url: string
  /** Of the sandbox's Teams listener. */
  readonly teamsUrl: string
  person(role: 'requester' | 'approver', language?: Language): Promise<Acting>
  /** Sends a scenario's signed alert. */
  fire(scenario: string): Promise<void>
  /** The incident of a connector once it is in one of the states (and diagnosed). */
  incidentOf(connector: string, states?: readonly IncidentState[]): Promise<Incident>
  request(id: string, states: readonly RequestState[]): Promise<ChangeRequest>
  stop(): Promise<void>
}

export interface ServiceOptions {
  readonly database?: AppSettings['database']
  readonly settings?: (settings: AppSettings) => AppSettings
  /** An outer world that outlives the service. */
  readonly world?: World
  readonly env?: Readonly<Record<string, string>>
  /** Milliseconds; short, so that a walk takes seconds. */
  readonly settleMs?: number
}

const KEY = 'k'.repeat(64)

export async function startService(options: ServiceOptions = {}): Promise<Service> {
  const settleMs = options.settleMs ?? 1200
  const world = options.world ?? (await startWorld({ folder: null, fresh: true, clock, settleMs, delayMs: 300, lagMs: 200, retryMs: 300 }))
  const plain = sandboxSettings(readConfig({ ...options.env }, null), KEY, world)
  const database = options.database ?? { folder: `memory://${Math.random()}` }
  const settings = options.settings?.({ ...plain, database }) ?? { ...plain, database }
  const log = pino({ level: process.env.TEST_LOG ?? 'silent' })
  const app = await createApp(settings, log)
  const open: Listening[] = [await listen(app.publicRoutes, '127.0.0.1', 0)]
  if (app.localTeams) open.push(await listen(express().use(app.localTeams), '127.0.0.1', 0))
  await app.start()
  const url = `http://127.0.0.1:${open[0]?.port}`
  const controls = sandboxControls(world, app, open[0]?.port ?? 0)
  return {
    world,
    app,
    controls,
    url,
    teamsUrl: `http://127.0.0.1:${open[1]?.port}`,
    person: (role, language = 'en') => controls.person(role, language),
    async fire(scenario) {
      const { status, body } = await controls.alert(scenario)
      if (status !== 202) throw new Error(`the alert was answered ${status}: ${body}`)
    },
    incidentOf: (connector, states) =>
      until(
        `an incident of ${connector}`,
        async () => {
          const incidents = await app.store.incidents({})
          return incidents.find(
            (each) =>
              each.subject.is === 'connector' &&
              each.subject.name === connector &&
              (states ? states.includes(each.state) : each.diagnosis?.pending === 0),
          )
        },
        // What the bot does by itself it does at its next look: a minute at most.
        states ? 75_000 : 15_000,
      ),
    async request(id, states) {
      let seen: string = 'nowhere'
      const arrived = async () => {
        const request = await app.store.request(id)
        seen = `${request?.state} (${request?.verification?.why ?? 'not looked at'})`
        return request && states.includes(request.state) ? request : undefined
      }
      return until(`request ${id} in ${states.join(' or ')}`, arrived).catch((thrown) => {
        throw new Error(`${thrown.message}; it is ${seen}`)
      })
    },
    async stop() {
      await Promise.all(open.map((each) => each.close()))
      await app.stop()
      if (!options.world) await world.stop()
    },
  }
}

/** Asks again until there is an answer; fails with what was waited for. */
export async function until<T>(what: string, ask: () => Promise<T | undefined | null | false>, patienceMs = 40_000): Promise<T> {
  const end = performance.now() + patienceMs
  for (;;) {
    const answer = await ask()
    if (answer) return answer
    if (performance.now() > end) throw new Error(`waited ${patienceMs} ms for ${what}`)
    await pause(25)
  }
}

/** Headers of a body signed for the service's own webhook. */
export function signedHeaders(world: World, body: string, at = Date.now()): Record<string, string> {
  const timestamp = String(Math.floor(at / 1000))
  const mac = createHmac('sha256', world.settings.hook.secret).update(`${timestamp}.${body}`).digest('hex')
  return { 'x-mailflow-source': world.settings.hook.source, 'x-mailflow-timestamp': timestamp, 'x-mailflow-signature': `v1=${mac}` }
}
