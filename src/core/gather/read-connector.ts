import { type Answer, absent, found } from '../../domain/answer.ts'
import type { TenantEvidence } from '../../domain/evidence.ts'
import type { OutboundConnector } from '../../domain/tenant.ts'
import type { Exchange } from '../../ports/exchange.ts'
import type { GatherTarget, OnProgress } from './gather.ts'

/** What is read of the tenant before anything else. */
export type TenantObjects = Omit<TenantEvidence, 'queue' | 'serviceIncidents'>

/** The connector that is looked at, with the connectors and domains around it. */
export async function readConnector(exchange: Exchange, target: GatherTarget, onProgress: OnProgress): Promise<TenantObjects> {
  onProgress('tenant', 'running')
  const [connectors, domains] = await Promise.all([exchange.connectors(), exchange.acceptedDomains()])
  const bad = [connectors, domains].find((answer) => answer.is === 'unknown')
  onProgress(
    'tenant',
    bad ? 'failed' : 'done',
    bad?.is === 'unknown' ? { code: 'unreadable', args: { what: target.name, why: bad.why } } : null,
  )
  return { connectors, domains, connector: pick(connectors, target.connector), connectorName: target.connector }
}

function pick(connectors: Answer<readonly OutboundConnector[]>, name: string | null): Answer<OutboundConnector> {
  if (!name) return absent
  if (connectors.is !== 'found') return connectors
  const wanted = name.toLowerCase()
  const connector = connectors.value.find((each) => [each.name, each.identity, each.guid].some((known) => known.toLowerCase() === wanted))
  return connector ? found(connector) : absent
}
