import type { AcceptedDomain, DomainType } from '../../domain/tenant.ts'
import type { FixTarget } from '../fix.ts'
import { type Choice, connectorOf, domainsNamed, none } from './make-fix.ts'
import { acceptedServedBy, lower, routesHome } from './served-domains.ts'
import { domainStep, findConnector, findDomain, type TenantState } from './tenant-state.ts'

/**
 * Steps that turn accepted domains from one type into another: those named, else those that the connector serves.
 * The fix is not for domains it does not know, nor for a type it does not start from.
 */
export function changeDomains(state: TenantState, target: FixTarget, from: DomainType, to: DomainType): Choice {
  const named = domainsNamed(target)
  const found = named.length > 0 ? named.map((name) => findDomain(state, name)) : servedDomains(state, target, from)
  if ('is' in found) return found
  const domains = found.filter((each) => each !== null)
  const steps = domains.filter((each) => each.domainType === from).map((each) => domainStep(each, { DomainType: from }, { DomainType: to }))
  if (domains.length === 0 || domains.length < found.length) return none('fix-not-available', { fix: fixName(to) })
  if (steps.length === 0) return none('nothing-to-change', { what: domains.map((each) => each.domainName).join(', ') })
  return {
    is: 'steps',
    steps,
    connector: findConnector(state, target.set.connector ?? target.connector),
    domains: steps.map((step) => lower(step.name)),
  }
}

const fixName = (to: DomainType): string => (to === 'Authoritative' ? 'make-domain-authoritative' : 'make-domain-internal-relay')

/** A domain that another connector takes home as well keeps its type unless it is named; so does the tenant's first domain. */
function servedDomains(state: TenantState, target: FixTarget, from: DomainType): readonly AcceptedDomain[] | Choice {
  const connector = connectorOf(state, target)
  if ('is' in connector) return connector
  const served = acceptedServedBy(connector, state.domains)
  if (from === 'Authoritative') return served.filter((each) => !each.isInitial)
  return served.filter((each) => routesHome(state, each.domainName).every((other) => other.guid === connector.guid))
}
