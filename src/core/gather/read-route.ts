import { type Answer, found } from '../../domain/answer.ts'
import type { EvidenceLine } from '../../domain/finding.ts'
import type { Queue } from '../../domain/queue.ts'
import { carries, servingConnector } from '../../domain/serving-connector.ts'
import { patternsOf } from '../../domain/tenant.ts'
import type { RouteFilter } from '../read-queue.ts'
import type { GatherTarget, OnProgress } from './gather.ts'
import type { TenantObjects } from './read-connector.ts'

/** Reads what waits on a route. */
export type ReadQueue = (route: RouteFilter) => Promise<Answer<Queue>>

/** The mail that waits on the target. */
export async function readRoute(
  read: ReadQueue,
  tenant: TenantObjects,
  target: GatherTarget,
  now: string,
  onProgress: OnProgress,
): Promise<Answer<Queue>> {
  onProgress('queue', 'running')
  const route = routeOf(tenant, target)
  const queue = route.is === 'found' ? await read(route.value) : route
  onProgress('queue', queue.is === 'unknown' ? 'failed' : 'done', queueLine(queue, now))
  return queue
}

/** Which mail waits on the target. Of a connector that is not there, or could not be read, nothing is counted: least of all everybody's mail. */
function routeOf(tenant: TenantObjects, target: GatherTarget): Answer<RouteFilter> {
  if (!target.connector) return found({ domains: target.domains, takes: (domain) => isAny(target.domains, domain), byEvents: null })
  if (tenant.connector.is !== 'found') return tenant.connector
  const own = tenant.connector.value
  const accepted = tenant.domains.is === 'found' ? tenant.domains.value : []
  const others = tenant.connectors.is === 'found' ? tenant.connectors.value : []
  const named = own.allAcceptedDomains ? accepted.flatMap(patternsOf) : []
  const domains = [...new Set([...own.recipientDomains, ...named])]
  if (domains.length === 0 || own.isTransportRuleScoped) return found({ domains: [], takes: () => true, byEvents: own.name })
  // Another connector that names a domain more exactly takes its mail; one that is off still holds what waited before.
  const takes = (domain: string): boolean =>
    carries(own, domain, accepted) && (servingConnector(others, domain, accepted)?.guid ?? own.guid) === own.guid
  const takesAny = (domain: string): boolean => carries(own, domain, accepted)
  return found({ domains, takes: own.enabled ? takes : takesAny, byEvents: null })
}

const isAny = (domains: readonly string[], domain: string): boolean =>
  domains.length === 0 || domains.some((each) => each.toLowerCase() === domain)

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
