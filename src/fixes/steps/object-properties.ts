import type { Properties, PropertyValue } from '../../domain/plan.ts'
import type { AcceptedDomain, OutboundConnector } from '../../domain/tenant.ts'

/** Which field of ours holds which property of Exchange's. */
const CONNECTOR = {
  Name: 'name',
  Enabled: 'enabled',
  ConnectorType: 'connectorType',
  ConnectorSource: 'connectorSource',
  UseMXRecord: 'useMxRecord',
  SmartHosts: 'smartHosts',
  RecipientDomains: 'recipientDomains',
  AllAcceptedDomains: 'allAcceptedDomains',
  TlsSettings: 'tlsSettings',
  TlsDomain: 'tlsDomain',
  IsTransportRuleScoped: 'isTransportRuleScoped',
  RouteAllMessagesViaOnPremises: 'routeAllMessagesViaOnPremises',
  CloudServicesMailEnabled: 'cloudServicesMailEnabled',
  TestMode: 'testMode',
  Comment: 'comment',
} as const satisfies Readonly<Record<string, keyof OutboundConnector>>

const DOMAIN = {
  DomainName: 'domainName',
  DomainType: 'domainType',
  MatchSubDomains: 'matchSubDomains',
} as const satisfies Readonly<Record<string, keyof AcceptedDomain>>

export const connectorProperties = (connector: OutboundConnector): Properties =>
  Object.fromEntries(Object.entries(CONNECTOR).map(([property, field]) => [property, connector[field]]))

export const domainProperties = (domain: AcceptedDomain): Properties =>
  Object.fromEntries(Object.entries(DOMAIN).map(([property, field]) => [property, domain[field]]))

/** The connector as it reads once these properties are written. */
export const connectorWith = (connector: OutboundConnector, properties: Properties): OutboundConnector => ({
  ...connector,
  ...fieldsOf(CONNECTOR, properties),
})

export const domainWith = (domain: AcceptedDomain, properties: Properties): AcceptedDomain => ({
  ...domain,
  ...fieldsOf(DOMAIN, properties),
})

const fieldsOf = (fields: Readonly<Record<string, string>>, properties: Properties): Record<string, PropertyValue> =>
  Object.fromEntries(
    Object.entries(properties).flatMap(([property, value]) => (fields[property] === undefined ? [] : [[fields[property], value]])),
  )

/** The properties of `wanted` that `current` does not hold. */
export const differingProperties = (current: Properties, wanted: Properties): readonly string[] =>
  Object.keys(wanted).filter((property) => !sameValue(current[property], wanted[property]))

/** Lists are sets to Exchange: their order means nothing. */
function sameValue(one: PropertyValue | undefined, other: PropertyValue | undefined): boolean {
  if (!isList(one) || !isList(other)) return one === other
  const [first, second] = [one, other].map((list) => [...list].sort())
  return first?.length === second?.length && first?.every((each, at) => each === second?.[at]) === true
}

const isList = (value: PropertyValue | undefined): value is readonly string[] => Array.isArray(value)
