import { domainOf, type TlsSettings } from '../../domain/tenant.ts'
import { type AcceptedDomainRecord, type ConnectorRecord, type RecipientRecord, recipientOf, type TenantObjects } from './state.ts'

export interface TlsDemand {
  readonly tlsSettings: TlsSettings | null
  readonly tlsDomain: string | null
}

/** Where a message goes next, before anything is connected to. */
export type Way =
  | { readonly is: 'mailbox' }
  | { readonly is: 'rejected'; readonly detail: string }
  | { readonly is: 'loop' }
  | { readonly is: 'hosts'; readonly connector: ConnectorRecord | null; readonly hosts: readonly string[]; readonly tls: TlsDemand }

/** What routing goes by. `mx`: mail exchangers of a domain in order of preference; none when there are none. */
export interface RouteContext {
  readonly inForce: TenantObjects
  readonly recipients: readonly RecipientRecord[]
  readonly mx: (domain: string) => readonly string[]
}

const OPPORTUNISTIC: TlsDemand = { tlsSettings: null, tlsDomain: null }
const UNKNOWN_RECIPIENT = '550 5.1.10 RESOLVER.ADR.RecipientNotFound; Recipient not found by SMTP address lookup'

/**
 * Chooses the way of one message, as Exchange Online does: mailbox, rejection, connector, MX. An Internal Relay domain without a
 * connector follows its MX; when that is Exchange Online itself, the message loops.
 */
export function wayOf(recipient: string, boundTo: string | null, context: RouteContext): Way {
  const { inForce, recipients } = context
  const domain = domainOf(recipient)
  const accepted = acceptedDomain(inForce.domains, domain)
  const known = recipientOf(recipients, recipient)
  if (known !== null && known.ExternalEmailAddress === null) return { is: 'mailbox' }
  if (accepted?.DomainType === 'Authoritative' && known === null) return { is: 'rejected', detail: UNKNOWN_RECIPIENT }
  const target = known?.ExternalEmailAddress ? domainOf(known.ExternalEmailAddress) : domain
  const connector = ruleConnector(inForce, boundTo) ?? connectorFor(inForce, target)
  if (connector !== null) return throughConnector(connector, target, context)
  const exchangers = context.mx(target)
  if (acceptedDomain(inForce.domains, target) !== null && exchangers.some(isExchangeOnline)) return { is: 'loop' }
  return { is: 'hosts', connector: null, hosts: exchangers.length > 0 ? exchangers : [target], tls: OPPORTUNISTIC }
}

/** The accepted domain an address falls under; subdomains count where MatchSubDomains is set. */
export function acceptedDomain(domains: readonly AcceptedDomainRecord[], domain: string): AcceptedDomainRecord | null {
  const wanted = domain.toLowerCase()
  return (
    domains.find((each) => each.DomainName.toLowerCase() === wanted) ??
    domains.find((each) => each.MatchSubDomains && wanted.endsWith(`.${each.DomainName.toLowerCase()}`)) ??
    null
  )
}

/** Inbound hosts of Exchange Online: `….mail.protection.outlook.com` (`.example` in the lab) and `….mx.microsoft`. */
export const isExchangeOnline = (host: string): boolean => /\.(mail\.protection\.outlook\.(com|example)|mx\.microsoft)\.?$/i.test(host)

function ruleConnector(inForce: TenantObjects, name: string | null): ConnectorRecord | null {
  if (name === null) return null
  return inForce.connectors.find((each) => each.Name === name && each.Enabled) ?? null
}

/** The enabled connector that claims the domain most exactly; rule-scoped and test-mode ones take no mail by themselves. */
function connectorFor(inForce: TenantObjects, domain: string): ConnectorRecord | null {
  const isOurs = acceptedDomain(inForce.domains, domain) !== null
  let best: { connector: ConnectorRecord; weight: number } | null = null
  for (const connector of inForce.connectors) {
    if (!connector.Enabled || connector.IsTransportRuleScoped || connector.TestMode) continue
    const weight = weightOf(connector, domain, isOurs)
    if (weight > (best?.weight ?? 0)) best = { connector, weight }
  }
  return best?.connector ?? null
}

function weightOf(connector: ConnectorRecord, domain: string, isOurs: boolean): number {
  if (connector.RouteAllMessagesViaOnPremises && !isOurs) return 1000
  const weights = connector.RecipientDomains.map((pattern) => patternWeight(pattern.toLowerCase(), domain.toLowerCase()))
  return Math.max(0, connector.AllAcceptedDomains && isOurs ? 2 : 0, ...weights)
}

function patternWeight(pattern: string, domain: string): number {
  if (pattern === '*') return 1
  if (pattern.startsWith('*.')) return domain.endsWith(pattern.slice(1)) ? pattern.length + 2 : 0
  return pattern === domain ? 500 : 0
}

function throughConnector(connector: ConnectorRecord, domain: string, context: RouteContext): Way {
  const tls = { tlsSettings: connector.TlsSettings, tlsDomain: connector.TlsDomain }
  if (!connector.UseMXRecord) return { is: 'hosts', connector, hosts: connector.SmartHosts, tls }
  const exchangers = context.mx(domain)
  if (acceptedDomain(context.inForce.domains, domain) !== null && exchangers.some(isExchangeOnline)) return { is: 'loop' }
  return { is: 'hosts', connector, hosts: exchangers.length > 0 ? exchangers : [domain], tls }
}
