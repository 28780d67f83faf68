import { type Answer, absent, unknown } from '../../domain/answer.ts'
import type { Evidence, Requirements, TenantEvidence } from '../../domain/evidence.ts'
import type { EvidenceLine } from '../../domain/finding.ts'
import type { ProgressName, ProgressStep, Reported } from '../../domain/incident.ts'
import type { Queue } from '../../domain/queue.ts'
import type { OutboundConnector } from '../../domain/tenant.ts'
import type { Clock } from '../../ports/clock.ts'
import type { Exchange } from '../../ports/exchange.ts'
import type { ConversationTarget, Network } from '../../ports/network.ts'
import type { ServiceHealth } from '../../ports/service-health.ts'
import { literalAddress } from '../../probes/resolution.ts'
import { withQueueReports } from '../queue-reports.ts'
import { readQueue } from '../read-queue.ts'
import { ask } from './ask.ts'
import { IANA_RDAP_BOOTSTRAP } from './ask-registration.ts'
import { type Deadline, startDeadline } from './deadline.ts'
import { connectorNames, givenNames, waitingNames } from './host-names.ts'
import { readConnector, type TenantObjects } from './read-connector.ts'
import { type ReadQueue, readRoute } from './read-route.ts'
import type { HostName } from './resolve.ts'
import { shareNetwork } from './share-network.ts'
import type { Seen } from './visit.ts'
import { visitHosts } from './visit-hosts.ts'
import { within } from './within.ts'

/** Told as each step of the diagnosis ends. */
export type OnProgress = (step: ProgressName, is: ProgressStep['is'], says?: EvidenceLine | null) => void

/** What to look at: a connector of a tenant, or bare hosts with the requirements to judge them by. */
export interface GatherTarget {
  readonly name: string
  readonly exchange: Exchange | null
  /** Connector name, when the target is one. */
  readonly connector: string | null
  /** Names to test when there is no connector: by their MX where they have one. */
  readonly hosts: readonly string[]
  /** Domains whose MX to test when there is no connector. */
  readonly domains: readonly string[]
  readonly requirements: Requirements
  /** What Exchange Online was heard to say before, newest first: a reason to look closer. Default: nothing. */
  readonly reported?: readonly Reported[]
  /** Asks the first address for this recipient too. No mail is sent. */
  readonly recipient?: NonNullable<ConversationTarget['recipient']>
}

export interface GatherWorld {
  readonly network: Network
  readonly clock: Clock
  /** Known-good targets, `host[:port]`, comma-separated; null: none. */
  readonly control: string | null
  /** For all hosts of one target together, from the first question to the last second look, milliseconds. Default 15 000. */
  readonly withinMs?: number
  /** Where the list of registries is. Default: IANA's. */
  readonly rdapBootstrap?: string
  readonly health?: ServiceHealth | null
  /** How the mail that waits is read; null: not at all. Default: from the trace. */
  readonly queue?: ReadQueue | null
}

const WITHIN_MS = 15_000

/**
 * Asks the tenant and the network for all that the probes read. Hosts are visited side by side, each on its own; queue and service health are read
 * meanwhile. `onPartial` is given what is known whenever one address or name is done and others are not. Never throws for what the target does.
 */
export async function gather(
  world: GatherWorld,
  target: GatherTarget,
  onProgress: OnProgress,
  onPartial: (evidence: Evidence) => void = () => {},
): Promise<Evidence> {
  const { exchange } = target
  const tenant = exchange && (await readConnector(exchange, target, onProgress))
  const connector = tenant?.connector.is === 'found' ? tenant.connector.value : null
  const withinMs = world.withinMs ?? WITHIN_MS
  const inside = exchange && tenant ? readInside(world, target, exchange, tenant, withinMs, onProgress) : null
  const names = await namesOf(connector, target, tenant, inside?.queue ?? null)

  const network = shareNetwork(world.network)
  const deadline = startDeadline(world.clock, withinMs)
  const requirements = connector ? { tlsSettings: connector.tlsSettings, tlsDomain: connector.tlsDomain } : target.requirements
  const evidence = (seen: Seen, resolverValidates: boolean | null): Evidence => ({
    target: target.name,
    requirements,
    ...seen,
    resolverValidates,
    tenant: tenant && { ...tenant, ...(inside?.soFar() ?? NOTHING_YET) },
    at: world.clock.now(),
  })
  let validates: boolean | null = null
  const validating = askValidation(network, names, deadline).then((answer) => {
    validates = answer
  })
  const settings = {
    network,
    deadline,
    requirements,
    at: world.clock.now(),
    control: world.control,
    rdapBootstrap: world.rdapBootstrap ?? IANA_RDAP_BOOTSTRAP,
    recipient: target.recipient ?? null,
    reported: target.reported ?? [],
    reportedLater: reportedLater(inside?.queue ?? null, connector, target.reported ?? [], deadline),
  }
  const [seen] = await Promise.all([
    visitHosts(settings, names, onProgress, (soFar) => onPartial(evidence(soFar, validates))),
    validating,
    inside?.done,
  ])
  return evidence(seen, validates)
}

type Inside = Pick<TenantEvidence, 'queue' | 'serviceIncidents'>

/** Not read yet is not asked for. */
const NOTHING_YET: Inside = { queue: absent, serviceIncidents: absent }

/** The queue and the service's own health, read beside everything else. */
function readInside(
  world: GatherWorld,
  target: GatherTarget,
  exchange: Exchange,
  tenant: TenantObjects,
  withinMs: number,
  onProgress: OnProgress,
): { readonly queue: Promise<Answer<Queue>>; readonly done: Promise<unknown>; readonly soFar: () => Inside } {
  const known: { -readonly [Part in keyof Inside]: Inside[Part] } = { ...NOTHING_YET }
  const now = world.clock.now()
  const read = world.queue === undefined ? (((route) => readQueue(exchange, route, now)) satisfies ReadQueue) : world.queue
  const queue = read ? readRoute(read, tenant, target, now, onProgress) : Promise.resolve(absent)
  const incidents = world.health?.openIncidents(exchange.tenant) ?? Promise.resolve(absent)
  const health = within<Inside['serviceIncidents']>(withinMs, incidents, () => unknown(`no answer within ${withinMs} ms`))
  const done = Promise.all([
    queue.then((answer) => {
      known.queue = answer
    }),
    health.then((answer) => {
      known.serviceIncidents = answer
    }),
  ])
  return { queue, done, soFar: () => known }
}

async function namesOf(
  connector: OutboundConnector | null,
  target: GatherTarget,
  tenant: TenantObjects | null,
  queue: Promise<Answer<Queue>> | null,
): Promise<readonly HostName[]> {
  if (!connector) return givenNames(target.hosts, target.domains)
  const names = connectorNames(connector, tenant?.domains.is === 'found' ? tenant.domains.value : [])
  if (names.length > 0 || !connector.useMxRecord) return names
  const waiting = await queue
  return waiting?.is === 'found' ? waitingNames(waiting.value) : []
}

/** With what the trace says, should it be read in time. */
function reportedLater(
  queue: Promise<Answer<Queue>> | null,
  connector: OutboundConnector | null,
  reported: readonly Reported[],
  deadline: Deadline,
): Promise<readonly Reported[]> {
  if (!queue) return Promise.resolve(reported)
  const read = queue.then((answer) =>
    answer.is === 'found' ? withQueueReports(reported, answer.value, connector?.name ?? null) : reported,
  )
  return within(deadline.left(), read, () => reported)
}

/** A resolver that validates sets AD on the root's own record (RFC 4035 §3.2.3); null when it gives none, or nobody's name is looked up. */
async function askValidation(network: Network, names: readonly HostName[], deadline: Deadline): Promise<boolean | null> {
  if (names.every(({ host }) => literalAddress(host) !== null)) return null
  const reply = await ask(network, { name: '.', type: 'SOA' }, deadline.leftAtFirst())
  return reply.rcode === 'NOERROR' ? reply.authenticated : null
}
