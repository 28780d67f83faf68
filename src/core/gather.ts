import { type Answer, absent, found } from '../domain/answer.ts'
import type { DnsReply, Evidence, Queue, Requirements, Resolution, StageResult, TenantEvidence, Transcript } from '../domain/evidence.ts'
import type { EvidenceLine } from '../domain/finding.ts'
import type { ProgressName, ProgressStep } from '../domain/incident.ts'
import { servingConnector } from '../domain/serving-connector.ts'
import { type OutboundConnector, servesDomain } from '../domain/tenant.ts'
import type { Exchange } from '../ports/exchange.ts'
import type { Network } from '../ports/network.ts'
import { nextQuestions, resolutionOf } from '../probes/resolution.ts'
import { type RouteFilter, readQueue } from './read-queue.ts'

/** Told as each step of the diagnosis ends. */
export type OnProgress = (step: ProgressName, is: ProgressStep['is'], says?: EvidenceLine | null) => void

/** What to look at: a connector of a tenant, or bare hosts with the requirements to judge them by. */
export interface GatherTarget {
  readonly name: string
  readonly exchange: Exchange | null
  /** Connector name, when the target is one. */
  readonly connector: string | null
  /** Smart hosts to test when there is no connector. */
  readonly hosts: readonly string[]
  /** Domains whose MX to test when there is no connector. */
  readonly domains: readonly string[]
  readonly requirements: Requirements
}

export interface GatherWorld {
  readonly network: Network
  readonly control: string | null
  readonly now: () => string
}

const MOST_HOSTS = 16
const MOST_ADDRESSES = 24

/**
 * Asks the tenant and the network for all that the probes read. Hosts are resolved and visited side by side; the queue is read meanwhile.
 * Never throws for what the target does.
 */
export async function gather(world: GatherWorld, target: GatherTarget, onProgress: OnProgress): Promise<Evidence> {
  const tenant = await readConnector(target, onProgress)
  const connector = tenant?.connector.is === 'found' ? tenant.connector.value : null
  const requirements = connector ? { tlsSettings: connector.tlsSettings, tlsDomain: connector.tlsDomain } : target.requirements
  const [queue, seen] = await Promise.all([
    tenant && target.exchange ? readTenantQueue(target.exchange, tenant, target, world.now(), onProgress) : null,
    visit(world.network, namesOf(connector, target), onProgress),
  ])
  return {
    target: target.name,
    requirements,
    ...seen,
    pending: 0,
    secondLooks: [],
    resolverValidates: null,
    tenant: tenant && { ...tenant, queue: queue ?? absent },
    control: await controlProbe(world, seen.transcripts),
    at: world.now(),
  }
}

/** What is read of the tenant before its queue. */
type TenantObjects = Omit<TenantEvidence, 'queue'>

async function readConnector(target: GatherTarget, onProgress: OnProgress): Promise<TenantObjects | null> {
  if (!target.exchange) return null
  onProgress('tenant', 'running')
  const [connectors, domains] = await Promise.all([target.exchange.connectors(), target.exchange.acceptedDomains()])
  const bad = [connectors, domains].find((answer) => answer.is === 'unknown')
  onProgress(
    'tenant',
    bad ? 'failed' : 'done',
    bad?.is === 'unknown' ? { code: 'unreadable', args: { what: target.name, why: bad.why } } : null,
  )
  return { connectors, domains, serviceIncidents: absent, connector: pick(connectors, target.connector), connectorName: target.connector }
}

function pick(connectors: Answer<readonly OutboundConnector[]>, name: string | null): Answer<OutboundConnector> {
  if (!name) return absent
  if (connectors.is !== 'found') return connectors
  const wanted = name.toLowerCase()
  const connector = connectors.value.find((each) => [each.name, each.identity, each.guid].some((known) => known.toLowerCase() === wanted))
  return connector ? found(connector) : absent
}

async function readTenantQueue(
  exchange: Exchange,
  tenant: TenantObjects,
  target: GatherTarget,
  now: string,
  onProgress: OnProgress,
): Promise<Answer<Queue>> {
  onProgress('queue', 'running')
  const route = routeOf(tenant, target)
  const queue = route.is === 'found' ? await readQueue(exchange, route.value, now) : route
  onProgress('queue', queue.is === 'unknown' ? 'failed' : 'done', queueLine(queue, now))
  return queue
}

/** Which mail waits on the target. Of a connector that is not there, or could not be read, nothing is counted: least of all everybody's mail. */
function routeOf(tenant: TenantObjects, target: GatherTarget): Answer<RouteFilter> {
  if (!target.connector) return found({ domains: target.domains, takes: () => true, byEvents: null })
  if (tenant.connector.is !== 'found') return tenant.connector
  const own = tenant.connector.value
  const accepted = tenant.domains.is === 'found' ? tenant.domains.value : []
  const others = tenant.connectors.is === 'found' ? tenant.connectors.value : []
  const named = own.allAcceptedDomains ? accepted.map((each) => each.domainName.toLowerCase()) : []
  const domains = [...new Set([...own.recipientDomains, ...named])]
  if (domains.length === 0 || own.isTransportRuleScoped) return found({ domains: [], takes: () => true, byEvents: own.name })
  // Another connector that names a domain more exactly takes its mail; one that is off still holds what waited before.
  const takes = (domain: string): boolean =>
    servesDomain(own, domain, accepted) && (servingConnector(others, domain, accepted)?.guid ?? own.guid) === own.guid
  const takesAny = (domain: string): boolean => servesDomain(own, domain, accepted)
  return found({ domains, takes: own.enabled ? takes : takesAny, byEvents: null })
}

function queueLine(queue: Answer<Queue>, now: string): EvidenceLine | null {
  if (queue.is === 'unknown') return { code: 'unreadable', args: { what: 'Get-MessageTraceV2', why: queue.why } }
  if (queue.is === 'absent') return null
  const { pending, oldest, expires, byDomain } = queue.value
  if (!oldest) return queue.value.complete ? { code: 'pending-none', args: { since: now } } : null
  if (!expires)
    return { code: 'pending-undated', args: { count: pending, oldest, domains: byDomain.map((each) => each.domain).join(', ') } }
  const hoursLeft = Math.max(0, Math.round((Date.parse(expires) - Date.parse(now)) / 360_000) / 10)
  return { code: 'pending', args: { count: pending, oldest, hoursLeft, domains: byDomain.map((each) => each.domain).join(', ') } }
}

/** Smart hosts by name; with MX routing the recipient domains themselves, whose MX are looked up. CIDR entries name no host to test. */
function namesOf(connector: OutboundConnector | null, target: GatherTarget): readonly string[] {
  const names = connector
    ? connector.useMxRecord
      ? connector.recipientDomains.filter((domain) => !domain.includes('*'))
      : connector.smartHosts
    : [...target.hosts, ...target.domains]
  return [...new Set(names.filter((name) => !name.includes('/')))].slice(0, MOST_HOSTS)
}

async function visit(
  network: Network,
  names: readonly string[],
  onProgress: OnProgress,
): Promise<{ resolutions: readonly Resolution[]; transcripts: readonly Transcript[] }> {
  if (names.length === 0) {
    for (const step of ['dns', 'connect', 'smtp', 'tls'] as const) onProgress(step, 'skipped')
    return { resolutions: [], transcripts: [] }
  }
  onProgress('dns', 'running')
  const resolutions = await Promise.all(names.map((name) => resolve(network, name)))
  const addresses = resolutions.flatMap((each) => each.addresses).slice(0, MOST_ADDRESSES)
  onProgress('dns', addresses.length > 0 ? 'done' : 'failed')
  if (addresses.length === 0) {
    for (const step of ['connect', 'smtp', 'tls'] as const) onProgress(step, 'skipped')
    return { resolutions, transcripts: [] }
  }
  onProgress('connect', 'running')
  const onStage = (stage: StageResult): void => {
    if (stage.is === 'ok' && stage.stage === 'connect') onProgress('smtp', 'running')
    if (stage.is === 'ok' && stage.stage === 'starttls') onProgress('tls', 'running')
  }
  const transcripts = await Promise.all(addresses.map((address) => network.converse({ ...address, onStage })))
  reportStages(transcripts, onProgress)
  return { resolutions, transcripts }
}

async function resolve(network: Network, host: string): Promise<Resolution> {
  const replies: DnsReply[] = []
  for (let questions = nextQuestions(host, replies); questions.length > 0; questions = nextQuestions(host, replies)) {
    replies.push(...(await Promise.all(questions.map((question) => network.query(question)))))
  }
  return resolutionOf(host, replies)
}

function reportStages(transcripts: readonly Transcript[], onProgress: OnProgress): void {
  const groups = { connect: ['connect'], smtp: ['banner', 'ehlo', 'starttls'], tls: ['handshake', 'ehlo2'] } as const
  for (const step of ['connect', 'smtp', 'tls'] as const) {
    const stages = transcripts.flatMap((each) => each.stages.filter((stage) => (groups[step] as readonly string[]).includes(stage.stage)))
    onProgress(
      step,
      stages.some((stage) => stage.is === 'failed') ? 'failed' : stages.some((stage) => stage.is === 'ok') ? 'done' : 'skipped',
    )
  }
}

/** A known-good host tells whether silence is the target's or ours; asked only when an address stayed silent or unreachable. */
async function controlProbe(world: GatherWorld, transcripts: readonly Transcript[]): Promise<Evidence['control']> {
  const silent = transcripts.some((each) => each.fault?.stage === 'connect' && ['timed-out', 'unreachable'].includes(each.fault.why.is))
  if (!silent || !world.control) return null
  const [, host = world.control, port] = /^(.*?)(?::(\d+))?$/.exec(world.control) ?? []
  const [address] = (await resolve(world.network, host)).addresses
  if (!address) return { target: world.control, passed: false }
  const transcript = await world.network.converse({ ...address, ...(port ? { port: Number(port) } : {}) })
  return { target: world.control, passed: transcript.stages.some((stage) => stage.stage === 'banner' && stage.is === 'ok') }
}
