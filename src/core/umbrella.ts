import type { Diagnosis, Incident, Subject } from '../domain/incident.ts'
import type { Queue } from '../domain/queue.ts'
import { servingConnector } from '../domain/serving-connector.ts'
import { type AcceptedDomain, matchesDomain, type OutboundConnector } from '../domain/tenant.ts'
import { reportedOf } from '../knowledge/read-error.ts'
import type { Exchange } from '../ports/exchange.ts'
import type { Transaction } from '../ports/store.ts'
import { changed, changeIncident, entry, openIncident } from './change-incident.ts'
import { withReport } from './intake.ts'
import { publishIncident } from './publish-incident.ts'
import { EVERY_ROUTE, readQueue, SAMPLING } from './read-queue.ts'
import type { World } from './world.ts'

/**
 * An alert named nothing. The trace tells which routes hold pending mail: one incident per connector (or per destination where none is known) is opened
 * or joined under this one, which stays open and lists them.
 */
export async function lookUnderUmbrella(world: World, umbrella: Incident, exchange: Exchange): Promise<void> {
  const started = world.clock.tick()
  const [queue, connectors, domains] = await Promise.all([
    readQueue(exchange, EVERY_ROUTE, world.clock.now(), SAMPLING.everyRoute),
    exchange.connectors(),
    exchange.acceptedDomains(),
  ])
  const readable = queue.is === 'found' && connectors.is === 'found'
  const routes = readable ? routesOf(queue.value, connectors.value, domains.is === 'found' ? domains.value : []) : []
  const diagnosis = umbrellaDiagnosis(world, umbrella, {
    readable,
    why: [queue, connectors].flatMap((answer) => (answer.is === 'unknown' ? [answer.why] : [])).join(' '),
    queue: queue.is === 'found' ? queue.value : null,
    elapsedMs: world.clock.tick() - started,
  })
  await world.store.transaction(async (tx) => {
    const now = world.clock.now()
    for (const [at, route] of routes.entries()) await openRoute(world, tx, umbrella, route, { now, afterMs: turnOf(at) })
    await changeIncident(tx, umbrella.id, (current) =>
      changed(current, { diagnosis, state: current.state === 'open' ? 'diagnosed' : current.state }),
    )
    await publishIncident(tx, umbrella.id)
    await tx.enqueue({ name: 'settle', data: { incident: umbrella.id } }, { key: umbrella.id, afterMs: world.timings.lookAgainMs })
  })
}

/** Each diagnosis, with the plans it offers, reads the trace a few times, which takes 100 calls in 5 minutes: of very many, the later ones wait. */
const ROUTES_AT_ONCE = 15
const turnOf = (at: number): number => Math.floor(at / ROUTES_AT_ONCE) * 300_000

/** Opens or joins the incident of one route, with what the trace says of it. */
async function openRoute(
  world: World,
  tx: Transaction,
  umbrella: Incident,
  { subject, defers }: Route,
  { now, afterMs }: { readonly now: string; readonly afterMs: number },
): Promise<void> {
  const { tenant } = umbrella
  const { incident, fresh } = await openIncident(tx, subject, { tenant, at: now, umbrella: umbrella.id, id: world.random.id })
  await changeIncident(tx, incident.id, (current) =>
    changed(current, {
      umbrella: current.umbrella ?? umbrella.id,
      reported: defers.reduce((reports, defer) => withReport(reports, reportedOf(defer.text, defer.at)), current.reported),
    }),
  )
  if (fresh) {
    await tx.audit({
      at: now,
      tenant,
      actor: 'bot',
      action: 'incident.opened',
      subject: incident.id,
      details: { umbrella: umbrella.id, subject },
    })
    await changeIncident(tx, umbrella.id, (current) => changed(current, {}, entry(now, 'child-opened', null, { incident: incident.id })))
  }
  await publishIncident(tx, incident.id)
  await tx.enqueue({ name: 'diagnose', data: { incident: incident.id } }, { key: incident.id, ...(afterMs > 0 ? { afterMs } : {}) })
}

interface Route {
  readonly subject: Subject
  readonly defers: Queue['defers']
}

/**
 * Pending mail by route: the connector the trace names, else the one whose RecipientDomains serve the domain, else the destination itself. Mail for
 * mailboxes of the tenant takes no route.
 */
function routesOf(queue: Queue, connectors: readonly OutboundConnector[], accepted: readonly AcceptedDomain[] = []): readonly Route[] {
  const routes = new Map<string, { subject: Subject; defers: Queue['defers'][number][] }>()
  for (const { domain } of queue.byDomain) {
    const defers = queue.defers.filter((defer) => defer.recipientDomain === domain)
    const traced = defers.find((defer) => defer.connector)?.connector
    const name =
      connectors.find((each) => each.name.toLowerCase() === traced?.toLowerCase())?.name ??
      servingConnector(connectors, domain, accepted)?.name
    if (!name && accepted.some((each) => each.domainType === 'Authoritative' && matchesDomain(each.domainName, domain))) continue
    const subject: Subject = name ? { is: 'connector', name } : { is: 'destination', domain }
    const key = name ? `connector ${name}` : `destination ${domain}`
    const route = routes.get(key) ?? { subject, defers: [] }
    route.defers.push(...defers)
    routes.set(key, route)
  }
  return [...routes.values()]
}

function umbrellaDiagnosis(
  world: World,
  umbrella: Incident,
  seen: { readonly readable: boolean; readonly why: string; readonly queue: Queue | null; readonly elapsedMs: number },
): Diagnosis {
  const { queue } = seen
  return {
    target: umbrella.tenant,
    at: world.clock.now(),
    elapsedMs: seen.elapsedMs,
    verdict: {
      finding: seen.readable && queue?.pending === 0 && queue.complete ? 'no-fault-found' : 'unrecognised',
      code: null,
      alsoReportedAs: [],
      subject: umbrella.tenant,
      confidence: seen.readable ? 'certain' : 'possible',
      why: [seen.readable ? 'inside-tenant' : 'could-not-look'],
    },
    findings: seen.readable
      ? []
      : [
          {
            finding: 'unrecognised',
            severity: 'warning',
            subject: umbrella.tenant,
            stage: 'tenant',
            evidence: [{ code: 'unreadable', args: { what: umbrella.tenant, why: seen.why } }],
          },
        ],
    hosts: [],
    pending: 0,
    policies: [],
    ranges: null,
    queue,
    connector: null,
    resolutions: [],
  }
}
