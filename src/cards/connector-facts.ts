import type { ConnectorSummary } from '../domain/incident.ts'
import type { PropertyValue } from '../domain/plan.ts'
import type { Part } from './card.ts'
import { under } from './parts.ts'
import type { Voice } from './voice.ts'

const TLS = ['EncryptionOnly', 'CertificateValidation', 'DomainValidation'] as const
const DOMAIN_TYPES = ['Authoritative', 'InternalRelay', 'ExternalRelay'] as const
const SOURCES = ['Default', 'HybridWizard', 'Migrated', 'AdminUI'] as const
const PROPERTIES = [
  'Enabled',
  'DomainType',
  'SmartHosts',
  'UseMXRecord',
  'RecipientDomains',
  'AllAcceptedDomains',
  'TlsSettings',
  'TlsDomain',
  'ConnectorType',
  'ConnectorSource',
  'RouteAllMessagesViaOnPremises',
  'CloudServicesMailEnabled',
  'IsTransportRuleScoped',
  'TestMode',
  'Comment',
  'Name',
  'MatchSubDomains',
] as const

/** A connector's TlsSettings in words; null is opportunistic TLS. */
function sayTls(settings: string | null, voice: Voice): string {
  const known = TLS.find((each) => each === settings)
  if (known) return voice.words(`terms.tls.${known}`)
  return settings ?? voice.words('terms.tls.opportunistic')
}

export function sayDomainType(type: string, voice: Voice): string {
  const known = DOMAIN_TYPES.find((each) => each === type)
  return known ? voice.words(`terms.domainType.${known}`) : type
}

/** A property of Exchange by the name its admin centre gives it, with Exchange's own beside it. */
export function sayProperty(name: string, voice: Voice): string {
  const known = PROPERTIES.find((each) => each === name)
  if (!known) return name
  const label = voice.words(`terms.property.${known}`)
  return label === name ? name : `${label} (${name})`
}

/** A property's value in words. */
export function sayValue(property: string, value: PropertyValue | undefined, voice: Voice): string {
  if (value === undefined) return voice.words('terms.unknown')
  if (property === 'TlsSettings' && (value === null || typeof value === 'string')) return sayTls(value, voice)
  if (value === null || value === '') return voice.words('terms.not-set')
  if (typeof value === 'boolean') return voice.words(value ? 'terms.yes' : 'terms.no')
  if (typeof value === 'number') return String(value)
  if (typeof value === 'string') return property === 'DomainType' ? sayDomainType(value, voice) : value
  return value.length > 0 ? value.join(', ') : voice.words('terms.none')
}

/** A connector as a diagnosis saw it. */
export function connectorFacts(connector: ConnectorSummary | null, voice: Voice): readonly Part[] {
  if (!connector) return []
  const { words } = voice
  const source = SOURCES.find((each) => each === connector.source)
  const facts: (readonly [string, string])[] = [
    [words('cards.labels.name'), connector.name],
    [words('cards.labels.state'), words(connector.enabled ? 'cards.lists.on' : 'cards.lists.off')],
    [words('cards.labels.type'), words(`terms.connectorType.${connector.type}`)],
    [words('cards.labels.source'), source ? words(`terms.connectorSource.${source}`) : connector.source],
    [words('cards.labels.tls'), sayTls(connector.tlsSettings, voice)],
    [words('cards.labels.hosts'), connector.smartHosts.join(', ') || words('cards.lists.mx')],
    [words('cards.labels.domains'), domainsOf(connector, voice)],
  ]
  if (connector.tlsDomain) facts.push([words('cards.labels.tls-domain'), connector.tlsDomain])
  return under(words('cards.headings.connector'), [{ is: 'facts', facts }])
}

function domainsOf(connector: ConnectorSummary, voice: Voice): string {
  const typed = connector.domains.map((each) => `${each.name} (${sayDomainType(each.type, voice)})`)
  const rest = connector.recipientDomains.filter((pattern) => !connector.domains.some((each) => each.name === pattern))
  return [...typed, ...rest].join(', ') || voice.words('terms.none')
}
