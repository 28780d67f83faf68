import type { Logger } from 'pino'
import { createExchange } from '../adapters/exchange-online/create-exchange.ts'
import { type ActivityFeed, createActivityFeed } from '../adapters/microsoft-365/activity-feed.ts'
import { createMailRanges } from '../adapters/microsoft-365/mail-ranges.ts'
import { createServiceHealth } from '../adapters/microsoft-365/service-health.ts'
import { createTokenSource } from '../adapters/microsoft-365/sign-in.ts'
import { createNetwork } from '../adapters/network/create-network.ts'
import type { World } from '../core/world.ts'
import type { Meter } from '../ports/meter.ts'
import type { Store } from '../ports/store.ts'
import { clock, random } from './clock.ts'
import type { AppSettings } from './settings.ts'

interface WorldParts {
  readonly store: Store
  readonly meter: Meter
  readonly organisations: ReadonlySet<string>
  readonly log: Logger
}

/** The ports made real. */
export function createWorld(
  settings: AppSettings,
  { store, meter, organisations, log }: WorldParts,
): World & { readonly feed: ActivityFeed } {
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
  const network = createNetwork(settings.network)
  const { instance, baseUrl, folder } = settings.ranges
  return {
    store,
    exchanges: (tenant) => exchanges.get(tenant) ?? null,
    network,
    health: createServiceHealth({ baseUrl: settings.graphUrl, token: (tenant) => tokens.get(tenant) ?? null }),
    ranges: createMailRanges({ instance, folder, get: network.get, now: clock.now, ...(baseUrl ? { baseUrl } : {}) }),
    feed: createActivityFeed({
      baseUrl: settings.activity.baseUrl,
      token: (tenant) => tokens.get(tenant) ?? null,
      alertNames: settings.alertNames,
    }),
    ...(settings.network.timeoutMs ? { withinMs: settings.network.timeoutMs } : {}),
    ...(settings.rdapBootstrap ? { rdapBootstrap: settings.rdapBootstrap } : {}),
    clock,
    random,
    meter,
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
