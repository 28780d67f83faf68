import type { RequestListener } from 'node:http'
import express, { type Router } from 'express'
import type { Logger } from 'pino'
import { createJobs, createStore, type JobEvent, openDatabase } from './adapters/postgres/index.ts'
import { clock } from './app/clock.ts'
import { jobHandlers } from './app/handlers.ts'
import { healthRoutes } from './app/health.ts'
import { createMetrics } from './app/metrics.ts'
import { createRounds } from './app/rounds.ts'
import { routeFaults } from './app/route-faults.ts'
import type { AppSettings } from './app/settings.ts'
import { openSurfaces } from './app/surfaces.ts'
import { createWorld } from './app/world.ts'
import type { Showing } from './cards/card.ts'
import { createDesk } from './core/create-desk.ts'
import type { Desk } from './core/desk.ts'
import type { World } from './core/world.ts'
import type { Language } from './domain/language.ts'
import { organisationKey } from './domain/person.ts'
import type { Store } from './ports/store.ts'
import { createHooks } from './surfaces/hooks/create-hooks.ts'
import { createPublisher } from './surfaces/publisher.ts'

export interface App {
  readonly desk: Desk
  readonly store: Store
  readonly world: World
  /** Everything that may be reached from outside: hooks, Slack, Teams, health, metrics. */
  readonly publicRoutes: RequestListener
  /** Unauthenticated Teams traffic of the sandbox, for a listener of its own on loopback; null otherwise. */
  readonly localTeams: Router | null
  readonly showing: (language: Language) => Showing
  readonly tenantName: (tenant: string) => string
  /** Starts jobs and chat platforms, and takes up what an earlier run left. */
  start(): Promise<void>
  /** Ends running jobs and closes the database. */
  stop(): Promise<void>
}

/**
 * Puts the application together. Opens the database (Failure when it cannot), but takes no traffic and runs no job before `start`.
 */
export async function createApp(settings: AppSettings, log: Logger): Promise<App> {
  const database = await openDatabase(settings.database, settings.mode)
  const jobs = createJobs({ database, onEvent: (event) => logJob(log, event) })
  const store = createStore({ database, jobs, auditKey: settings.auditKey })
  const metrics = createMetrics()
  const organisations = organisationsOf(settings)
  const world = createWorld(settings, { store, meter: metrics, organisations, log })
  const desk = createDesk(world)
  const rounds = createRounds(world, settings.activity, log)
  const showing = (language: Language): Showing => ({ language, now: clock.now(), sandbox: settings.mode === 'sandbox' })
  const tenant = (id: string) => settings.tenants.find((each) => each.id === id) ?? { id, name: id, language: settings.language }
  const tenantName = (id: string): string => tenant(id).name
  const surfaces = await openSurfaces(settings, { desk, store, clock, log, showing, tenantName, organisations })
  const { posters, directories } = surfaces
  const { approvers } = settings.people
  const publisher = createPublisher({ desk, store, posters, directories, clock, meter: metrics, approvers, showing, tenant })
  const routes = express().disable('x-powered-by').set('trust proxy', false)
  routes.use(healthRoutes({ store, jobs, metrics }), hooksOf(settings, desk, log), ...surfaces.publicRoutes, routeFaults(log))

  return {
    desk,
    store,
    world,
    publicRoutes: surfaces.before(routes),
    localTeams: surfaces.localTeams,
    showing,
    tenantName,
    async start() {
      await jobs.work(jobHandlers({ world, desk, publisher, showing, tenantName }))
      await surfaces.start()
      await rounds.start()
    },
    async stop() {
      rounds.stop()
      await surfaces.stop()
      await jobs.stop()
      await store.close()
    },
  }
}

/** Whose accounts count: Slack adds the workspace its token belongs to. */
function organisationsOf({ organisations, teams, slack }: AppSettings): Set<string> {
  return new Set([
    ...organisations,
    ...(teams?.allowedTenants ?? []).map((tenant) => organisationKey('teams', tenant)),
    ...(slack?.teamIds ?? []).map((team) => organisationKey('slack', team)),
  ])
}

function hooksOf(settings: AppSettings, desk: Desk, log: Logger): Router {
  return createHooks({
    desk,
    secrets: settings.hookSecrets,
    activityAuthId: settings.activity.authId,
    now: () => Date.now(),
    onRefused: (hook, why) => log.warn({ hook, why }, 'webhook refused'),
  })
}

function logJob(log: Logger, event: JobEvent): void {
  if (event.is === 'done') log.debug({ job: event.job, ms: Math.round(event.ms) }, 'job done')
  else if (event.is === 'engine-error') log.error({ err: event.error }, 'job engine')
  else log.warn({ job: event.job, tries: event.tries, err: event.error }, event.is === 'again' ? 'job will be tried again' : 'job given up')
}
