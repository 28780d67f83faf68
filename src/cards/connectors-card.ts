import type { Answer } from '../domain/answer.ts'
import type { AcceptedDomain, OutboundConnector } from '../domain/tenant.ts'
import type { Card, Part, Showing } from './card.ts'
import { sayDomainType } from './connector-facts.ts'
import { normal, sandboxNote, strong } from './parts.ts'
import { type Voice, voiceOf } from './voice.ts'

interface ConnectorsView {
  readonly connectors: Answer<readonly OutboundConnector[]>
  readonly domains: Answer<readonly AcceptedDomain[]>
  readonly tenantName: string
}

/** The outbound connectors of a tenant: on or off, where they lead, whose mail they take. */
export function connectorsCard({ connectors, domains, tenantName }: ConnectorsView, showing: Showing): Card {
  const voice = voiceOf(showing)
  const { words } = voice
  const title = words('cards.lists.connectors', { tenant: tenantName })
  if (connectors.is === 'unknown')
    return couldNotRead(title, words('cards.lists.connectors-unknown', { why: voice.cause(connectors.why) }), voice)
  const list = connectors.is === 'found' ? connectors.value : []
  const accepted = domains.is === 'found' ? domains.value : []
  const columns = [
    words('cards.labels.name'),
    words('cards.labels.state'),
    words('cards.labels.type'),
    words('cards.labels.hosts'),
    words('cards.labels.domains'),
  ]
  const table: Part = { is: 'table', columns, rows: list.map((connector) => rowOf(connector, accepted, voice)) }
  const unread = domains.is === 'unknown' ? [normal(words('cards.lists.domains-unknown', { why: voice.cause(domains.why) }))] : []
  return {
    title,
    tone: 'plain',
    summary: words('cards.lists.summary-connectors', { count: list.length, tenant: tenantName }),
    parts: [...sandboxNote(voice), ...(list.length > 0 ? [table] : [normal(words('cards.lists.connectors-none'))]), ...unread],
  }
}

function rowOf(connector: OutboundConnector, accepted: readonly AcceptedDomain[], voice: Voice): readonly string[] {
  const { words } = voice
  return [
    connector.name,
    words(connector.enabled ? 'cards.lists.on' : 'cards.lists.off'),
    words(connector.connectorType === 'Partner' ? 'cards.lists.partner' : 'cards.lists.on-premises'),
    connector.useMxRecord ? words('cards.lists.mx') : connector.smartHosts.join(', ') || words('terms.none'),
    domainsOf(connector, accepted, voice),
  ]
}

function domainsOf(connector: OutboundConnector, accepted: readonly AcceptedDomain[], voice: Voice): string {
  const { words } = voice
  if (connector.isTransportRuleScoped) return words('cards.lists.rules')
  const typed = connector.recipientDomains.map((pattern) => {
    if (pattern === '*') return words('cards.lists.every-domain')
    const domain = accepted.find((each) => each.domainName.toLowerCase() === pattern.toLowerCase())
    return domain ? `${pattern} (${sayDomainType(domain.domainType, voice)})` : pattern
  })
  return [...typed, ...(connector.allAcceptedDomains ? [words('cards.lists.accepted-domains')] : [])].join(', ') || words('terms.none')
}

/** A list that could not be read: it is said, and nothing is concluded from it. */
export const couldNotRead = (title: string, text: string, voice: Voice): Card => ({
  title,
  tone: 'warning',
  summary: text,
  parts: [...sandboxNote(voice), strong(text)],
})
