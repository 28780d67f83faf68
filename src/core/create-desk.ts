import { type Answer, unknown } from '../domain/answer.ts'
import type { Job } from '../domain/job.ts'
import { FIX_NAMES } from '../domain/plan.ts'
import { fixFor } from '../fixes/index.ts'
import { readErrors } from '../knowledge/read-error.ts'
import type { Exchange } from '../ports/exchange.ts'
import { channelActions } from './channel-actions.ts'
import type { Desk } from './desk.ts'
import { examineNamed } from './examine.ts'
import { identify } from './identify.ts'
import { incidentActions } from './incident-actions.ts'
import { listings } from './listings.ts'
import { requestActions } from './request-actions.ts'
import { validationActions } from './validate.ts'
import { withRead } from './with-read.ts'
import type { World } from './world.ts'

/** Puts the walk together: what the surfaces may ask for, over one world. */
export function createDesk(world: World): Desk {
  const { store } = world
  const read = <T>(tenant: string, ask: (exchange: Exchange) => Promise<Answer<T>>): Promise<Answer<T>> => {
    const exchange = world.exchanges(tenant)
    return exchange ? ask(exchange) : Promise.resolve(unknown(`tenant ${tenant} is not configured`))
  }
  const later = (job: Job): Promise<void> => store.transaction((tx) => tx.enqueue(job))
  return {
    tenants: world.tenants.map((tenant) => tenant.id),
    receive: (alert) =>
      store.transaction(async (tx) => {
        const stored = await tx.addAlert(alert, world.clock.now())
        if (stored.is === 'new') await tx.enqueue({ name: 'intake', data: { alert: stored.id } })
        world.meter.count('alerts_total', { source: alert.source, outcome: stored.is })
        return stored.is
      }),
    identify: (profile) => identify(world, profile),
    fixes: FIX_NAMES.filter((name) => fixFor(name)),
    connectors: (tenant) => read(tenant, (exchange) => exchange.connectors()),
    domains: (tenant) => read(tenant, (exchange) => exchange.acceptedDomains()),
    examine: (tenant, target, report) =>
      examineNamed(world, tenant ? world.exchanges(tenant) : null, target, {
        reported: report ? withRead([], [report], world.clock.now()) : [],
      }),
    explain: (text) => readErrors(text),
    examineLater: (tenant, target, reply, language, report) =>
      later({ name: 'examine', data: { tenant, target, reply, language, ...(report ? { report } : {}) } }),
    listLater: (tenant, what, reply, language) => later({ name: 'list', data: { tenant, what, reply, language } }),
    firstSight: (key) => store.transaction((tx) => tx.firstSight(key, world.clock.now())),
    ranges: () => world.ranges?.current() ?? Promise.resolve(unknown('no source of address ranges is set up')),
    ...listings(world),
    ...validationActions(world),
    ...requestActions(world),
    ...incidentActions(world),
    ...channelActions(world),
  }
}
