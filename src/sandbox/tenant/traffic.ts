import { HYBRID_ROUTE, type SandboxRoute, SCENARIOS } from '../scenarios.ts'
import type { Surroundings } from './behave.ts'
import { addDelivered, addMail } from './mail.ts'
import { STALE_ADDRESSES, UNKNOWN_ADDRESSES } from './people.ts'
import type { ConnectorRecord, RecipientRecord, TenantState } from './state.ts'

const DAY = 86_400_000
const HOUR = 3_600_000
/** The trace of the simulated tenant goes back so far. */
const KEPT_MS = 11 * DAY
/** Everyday mail has stopped on a broken route for so long; its queue is as old. */
const BROKEN_SINCE_MS = 6 * HOUR
const MOST_HISTORY_MS = 10 * DAY - HOUR

/** Mail waiting for each broken connector when the tenant is new. */
export function firstQueues(state: TenantState, now: string, around: Surroundings): TenantState {
  return SCENARIOS.filter((scenario) => scenario.fault !== null).reduce(
    (next, scenario) => queueMail(next, scenario.connector, scenario.name === 'after-migration' ? 46 : 12, now, around),
    state,
  )
}

/**
 * Adds `count` messages that have come in over the last hours and could not leave by this connector, or for this domain.
 * Where the host takes mail by now they are delivered; where the connector is off they follow the tenant's routing.
 */
export function queueMail(state: TenantState, target: string, count: number, now: string, around: Surroundings): TenantState {
  const connector = state.inForce.connectors.find((each) => each.Name === target && each.Enabled) ?? null
  const domains = connector?.RecipientDomains ?? domainsOf(state, target)
  const recipients = waitingFor(state, domains)
  if (recipients.length === 0) return state
  const to = new Date(Date.parse(now) - 75 * 60_000).toISOString()
  const from = new Date(Date.parse(now) - 5 * HOUR).toISOString()
  return addMail(state, { from, to, count, recipients, queuedFor: connector?.Guid ?? null }, now, around)
}

/** Everyday mail since `trafficUntil`, and nothing older than the trace keeps. */
export function everydayMail(state: TenantState, now: string): TenantState {
  const oldest = new Date(Date.parse(now) - KEPT_MS).toISOString()
  const kept = { ...state, messages: state.messages.filter((message) => message.received > oldest || message.nextTry !== null) }
  const from = new Date(Math.max(Date.parse(state.trafficUntil), Date.parse(now) - MOST_HISTORY_MS)).toISOString()
  if (Date.parse(now) - Date.parse(from) < HOUR) return kept
  const routes: readonly SandboxRoute[] = [...SCENARIOS, HYBRID_ROUTE]
  const busy = routes.reduce<TenantState>((next, route) => everydayOn(next, route, from, now), kept)
  return { ...busy, trafficUntil: now }
}

function everydayOn(state: TenantState, route: SandboxRoute, from: string, now: string): TenantState {
  const to = route.fault === null ? now : new Date(Date.parse(now) - BROKEN_SINCE_MS).toISOString()
  const days = (Date.parse(to) - Date.parse(from)) / DAY
  if (days <= 0) return state
  const inCloud = addressesIn(state, route.recipientDomains, (each) => each.ExternalEmailAddress === null)
  const batch = { from, to, queuedFor: null }
  const withMailboxes =
    inCloud.length === 0
      ? state
      : addDelivered(state, { ...batch, count: Math.ceil(days * 4), recipients: inCloud, connector: null, host: null })
  const connector = openConnector(state, route)
  const outside = outsideOf(state, route)
  if (connector === null || outside.length === 0) return withMailboxes
  const count = Math.max(outside.length, Math.ceil(days * 3))
  return addDelivered(withMailboxes, { ...batch, count, recipients: outside, connector: connector.Name, host: route.host })
}

function openConnector(state: TenantState, route: SandboxRoute): ConnectorRecord | null {
  return state.inForce.connectors.find((each) => each.Name === route.connector && each.Enabled) ?? null
}

/** Who is reached through the connector: mail users, addresses the tenant does not know, a partner's people. */
function outsideOf(state: TenantState, route: SandboxRoute): readonly string[] {
  const unknown = UNKNOWN_ADDRESSES.filter((address) => isIn(address, route.recipientDomains))
  const relayed = state.inForce.domains.every(
    (each) => !route.recipientDomains.includes(each.DomainName) || each.DomainType !== 'Authoritative',
  )
  if (route.domainType === null) return partnerPeople(route.recipientDomains)
  return [...addressesIn(state, route.recipientDomains, (each) => each.ExternalEmailAddress !== null), ...(relayed ? unknown : [])]
}

/** Whose mail waits when a route is broken: all of the above, and for the migrated domain what nobody has any more. */
function waitingFor(state: TenantState, domains: readonly string[]): readonly string[] {
  const stale = STALE_ADDRESSES.filter((address) => isIn(address, domains))
  if (stale.length > 0) return [...stale, ...addressesIn(state, domains, () => true).slice(0, 8)]
  const outside = addressesIn(state, domains, (each) => each.ExternalEmailAddress !== null)
  const unknown = UNKNOWN_ADDRESSES.filter((address) => isIn(address, domains))
  return outside.length > 0 ? [...outside, ...unknown] : partnerPeople(domains)
}

const partnerPeople = (domains: readonly string[]): readonly string[] =>
  domains.flatMap((domain) => ['orders', 'kim.larsen', 'accounts'].map((local) => `${local}@${domain}`))

function domainsOf(state: TenantState, target: string): readonly string[] {
  const connector = state.objects.connectors.find((each) => each.Name === target)
  if (connector !== undefined) return connector.RecipientDomains
  return target.includes('.') ? [target.toLowerCase()] : []
}

function addressesIn(state: TenantState, domains: readonly string[], wanted: (each: RecipientRecord) => boolean): readonly string[] {
  return state.recipients.filter((each) => isIn(each.PrimarySmtpAddress, domains) && wanted(each)).map((each) => each.PrimarySmtpAddress)
}

function isIn(address: string, domains: readonly string[]): boolean {
  return domains.includes(address.slice(address.indexOf('@') + 1).toLowerCase())
}
