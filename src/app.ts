import type { RequestListener } from 'node:http'
import express, { type Router } from 'express'
import type { Logger } from 'pino'
import { createExchange } from './adapters/exchange-online/create-exchange.ts'
import { createActivityFeed } from './adapters/microsoft-365/activity-feed.ts'
import { createTokenSource } from './adapters/microsoft-365/sign-in.ts'
import { createNetwork } from './adapters/network/create-network.ts'
import { createJobs, createStore, openDatabase } from './adapters/postgres/index.ts'
import { clock, random } from './app/clock.ts'
import { jobHandlers } from './app/handlers.ts'
import { healthRoutes } from './app/health.ts'
import { createMetrics } from './app/metrics.ts'
import type { AppSettings } from './app/settings.ts'
import { openSurfaces } from './app/surfaces.ts'
import type { Showing } from './cards/card.ts'
import { createDesk } from './core/create-desk.ts'
import type { Desk } from './core/desk.ts'
import { reconcile } from './core/reconcile.ts'
import type { World } from './core/world.ts'
import type { Language } from './domain/language.ts'
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
  const database = await openDatabase(settings.database)
  const jobs = createJobs({
    database,
    onEvent: (event) => {
      if (event.is === 'done') log.debug({ job: event.job, ms: Math.round(event.ms) }, 'job done')
      else if (event.is === 'engine-error') log.error({ err: event.error }, 'job engine')
      else
        log.warn(
          { job: event.job, tries: event.tries, err: event.error },
          event.is === 'again' ? 'job will be tried again' : 'job given up',
        )
    },
  })
  const store = createStore({ database, jobs, auditKey: settings.auditKey })
  const metrics = createMetrics()
  const tenants = new Map(settings.tenants.map((tenant) => [tenant.id, tenant]))
  const tenantOf = (id: string) => tenants.get(id) ?? { id, name: id, language: settings.language }
  const showing = (language: Language): Showing => ({ language, now: clock.now(), sandbox: settings.mode === 'sandbox' })
  const organisations = new Set<string>([
    ...settings.organisations,
    ...(settings.teams?.allowedTenants ?? []),
    ...(settings.slack?.teamIds ?? []),
  ])
  const world = createWorld(settings, { store, metrics, organisations, log })
  const desk = createDesk(world)
  const tenantName = (id: string): string => tenantOf(id).name
  const surfaces = await openSurfaces(settings, { desk, store, clock, log, showing, tenantName, organisations })
  const publisher = createPublisher({
    desk,
    store,
    posters: surfaces.posters,
    directories: surfaces.directories,
    clock,
    meter: metrics,
    approvers: settings.people.approvers,
    showing,
    tenant: tenantOf,
  })

  const publicRoutes = express().disable('x-powered-by').set('trust proxy', false)
  publicRoutes.use(healthRoutes({ store, jobs, metrics }))
  publicRoutes.use(
    createHooks({
      desk,
      secrets: settings.hookSecrets,
      activityAuthId: settings.activity.authId,
      now: () => Date.now(),
      onRefused: (hook, why) => log.warn({ hook, why }, 'webhook refused'),
    }),
  )
  for (const routes of surfaces.publicRoutes) publicRoutes.use(routes)

  return {
    desk,
    store,
    world,
    publicRoutes: surfaces.before(publicRoutes),
    localTeams: surfaces.localTeams,
    showing,
    tenantName,
    async start() {
      await jobs.work(jobHandlers({ world, desk, publisher, showing, tenantName }))
      await surfaces.start()
      await reconcile(world)
    },
    async stop() {
      await surfaces.stop()
      await jobs.stop()
      await store.close()
      await database.close()
    },
  }
}

interface WorldParts {
  readonly store: Store
  readonly metrics: ReturnType<typeof createMetrics>
  readonly organisations: ReadonlySet<string>
  readonly log: Logger
}

/** The ports made real. */
function createWorld(settings: AppSettings, { store, metrics, organisations, log }: WorldParts): World {
  const { people } = settings
  const tokens = new Map(
    settings.tenants.map(({ id }) => [
      id,
      createTokenSource({ tenant: id, credential: settings.exchange.credential, loginUrl: settings.exchange.loginUrl }),
    ]),
  )
  const exchanges = new Map(
    [...tokens].map(([tenant, token]) => [
      tenant,
      createExchange({ tenant, baseUrl: settings.exchange.baseUrl, token, log: (call) => log.debug(call, 'admin API') }),
    ]),
  )
  return {
    store,
    exchanges: (tenant) => exchanges.get(tenant) ?? null,
    network: createNetwork(settings.network),
    feed: createActivityFeed({
      baseUrl: settings.activity.baseUrl,
      token: (tenant) => tokens.get(tenant) ?? null,
      alertNames: settings.alertNames,
    }),
    clock,
    random,
    meter: metrics,
    policy: {
      requesters: new Set(people.requesters),
      approvers: new Set(people.approvers),
      joined: people.joined,
      organisations,
      quorum: people.approvals,
      expiryMinutes: people.expiryMinutes,
      defaultExpiryMinutes: people.defaultExpiryMinutes,
    },
    timings: settings.timings,
    tenants: settings.tenants,
    control: settings.control,
  }
}
