import { type Answer, type Found, found, type Unknown, unknown } from '../../domain/answer.ts'
import type { PlanStep, Properties } from '../../domain/plan.ts'
import type { AcceptedDomain, OutboundConnector } from '../../domain/tenant.ts'
import type { Exchange } from '../../ports/exchange.ts'
import { connectorProperties, connectorWith, domainProperties, domainWith } from './object-properties.ts'

/** The objects that fixes change. */
export interface TenantState {
  readonly connectors: readonly OutboundConnector[]
  readonly domains: readonly AcceptedDomain[]
}

/** Reads both lists. A list that is said to be missing is not an empty one. */
export async function readTenant(exchange: Exchange): Promise<Found<TenantState> | Unknown> {
  const [connectors, domains] = await Promise.all([exchange.connectors(), exchange.acceptedDomains()])
  if (connectors.is !== 'found') return unreadList('Get-OutboundConnector', connectors)
  if (domains.is !== 'found') return unreadList('Get-AcceptedDomain', domains)
  return found({ connectors: connectors.value, domains: domains.value })
}

const unreadList = (cmdlet: string, answer: Exclude<Answer<unknown>, Found<unknown>>): Unknown =>
  answer.is === 'unknown' ? answer : unknown(`${cmdlet}: no such object`)

/** By name, identity or GUID, as Exchange's own -Identity takes it. */
export const findConnector = (state: TenantState, named: string | null): OutboundConnector | null =>
  state.connectors.find((each) => [each.name, each.identity, each.guid].some((known) => same(known, named))) ?? null

export const findDomain = (state: TenantState, named: string): AcceptedDomain | null =>
  state.domains.find((each) => [each.domainName, each.identity, each.guid].some((known) => same(known, named))) ?? null

const same = (known: string, named: string | null): boolean => known.toLowerCase() === named?.toLowerCase()

/** What the object of a step reads now; null when it is not there. */
export function propertiesNow(state: TenantState, step: PlanStep): Properties | null {
  switch (step.object) {
    case 'outbound-connector': {
      const connector = findConnector(state, step.identity)
      return connector && connectorProperties(connector)
    }
    case 'accepted-domain': {
      const domain = findDomain(state, step.identity)
      return domain && domainProperties(domain)
    }
  }
}

/** The tenant as it reads once the steps are done. */
export function stateAfter(state: TenantState, steps: readonly PlanStep[]): TenantState {
  return steps.reduce((reached, step) => {
    const [connector, domain] = [findConnector(reached, step.identity), findDomain(reached, step.identity)]
    return {
      connectors: reached.connectors.map((each) =>
        step.object === 'outbound-connector' && each === connector ? connectorWith(each, step.after) : each,
      ),
      domains: reached.domains.map((each) => (step.object === 'accepted-domain' && each === domain ? domainWith(each, step.after) : each)),
    }
  }, state)
}

/** One write on a connector. Named by GUID: a connector may be renamed between the request and its approval. */
export const connectorStep = (connector: OutboundConnector, before: Properties, after: Properties): PlanStep => ({
  object: 'outbound-connector',
  identity: connector.guid,
  name: connector.name,
  before,
  after,
})

export const domainStep = (domain: AcceptedDomain, before: Properties, after: Properties): PlanStep => ({
  object: 'accepted-domain',
  identity: domain.identity,
  name: domain.domainName,
  before,
  after,
})
