/** Objects of a tenant as Exchange Online describes them (learn.microsoft.com, Get-OutboundConnector and its neighbours). */

export type ConnectorType = 'Partner' | 'OnPremises'
export type TlsSettings = 'EncryptionOnly' | 'CertificateValidation' | 'DomainValidation'
export type DomainType = 'Authoritative' | 'InternalRelay' | 'ExternalRelay'

export interface OutboundConnector {
  readonly guid: string
  readonly name: string
  readonly identity: string
  readonly enabled: boolean
  readonly connectorType: ConnectorType
  /** `Default`, `HybridWizard`, `Migrated`, `AdminUI`, or a value unknown today. */
  readonly connectorSource: string
  readonly useMxRecord: boolean
  readonly smartHosts: readonly string[]
  /** Domains or `*.domain`; `*` means every recipient domain. Without Exchange's `smtp:` prefix and `;1` priority. */
  readonly recipientDomains: readonly string[]
  readonly allAcceptedDomains: boolean
  /** null is Exchange Online's opportunistic TLS. */
  readonly tlsSettings: TlsSettings | null
  readonly tlsDomain: string | null
  readonly isTransportRuleScoped: boolean
  readonly routeAllMessagesViaOnPremises: boolean
  readonly cloudServicesMailEnabled: boolean
  readonly testMode: boolean
  readonly comment: string
  /** ISO 8601, null when not told. */
  readonly whenChanged: string | null
}

export interface AcceptedDomain {
  readonly guid: string
  readonly domainName: string
  readonly identity: string
  readonly domainType: DomainType
  readonly isDefault: boolean
  readonly isInitial: boolean
  readonly matchSubDomains: boolean
}

export interface Recipient {
  /** Lower case, without `smtp:`. */
  readonly primarySmtpAddress: string
  readonly addresses: readonly string[]
  /** RecipientTypeDetails: UserMailbox, MailUser, GuestMailUser, MailContact … */
  readonly type: string
  readonly externalEmailAddress: string | null
}

/** A list read page by page. `complete: false` means more exist that could not be read: numbers from it are "at least". */
export interface Listing<T> {
  readonly items: readonly T[]
  readonly complete: boolean
}

export type TraceStatus = 'Delivered' | 'Expanded' | 'Failed' | 'FilteredAsSpam' | 'GettingStatus' | 'Pending' | 'Quarantined'

export interface TraceRow {
  readonly messageTraceId: string
  readonly messageId: string
  /** ISO 8601 UTC. */
  readonly received: string
  readonly senderAddress: string
  readonly recipientAddress: string
  readonly status: TraceStatus
}

export interface TraceEvent {
  /** ISO 8601 UTC. */
  readonly date: string
  /** Receive, Defer, Fail, Deliver, Send external … as Exchange writes it. */
  readonly event: string
  /** The LED string sits here for Defer and Fail. */
  readonly detail: string
  /** Name of the outbound connector the message took (TenantOutboundConnectorCustomData), null when the event does not say. */
  readonly connector: string | null
}

export interface TransportRule {
  readonly name: string
  readonly enabled: boolean
  /** Name, DN or GUID of the connector the rule routes to. */
  readonly routeMessageOutboundConnector: string | null
}

export interface JournalRule {
  readonly name: string
  readonly enabled: boolean
  readonly journalEmailAddress: string
}

export interface OnPremisesOrganization {
  readonly name: string
  readonly outboundConnector: string | null
  readonly hybridDomains: readonly string[]
}

/** Whether a connector claims a recipient domain, by its RecipientDomains or because it serves every accepted domain. */
export const servesDomain = (connector: OutboundConnector, domain: string, accepted: readonly AcceptedDomain[] = []): boolean =>
  connector.recipientDomains.some((pattern) => matchesDomain(pattern, domain)) ||
  (connector.allAcceptedDomains && accepted.some((each) => patternsOf(each).some((pattern) => matchesDomain(pattern, domain))))

/** An accepted domain as a connector would name it: MatchSubDomains (Set-AcceptedDomain) takes its subdomains in. */
export const patternsOf = ({ domainName, matchSubDomains }: AcceptedDomain): readonly string[] =>
  [domainName, ...(matchSubDomains ? [`*.${domainName}`] : [])].map((each) => each.toLowerCase())

/** Whether a pattern of RecipientDomains covers a domain, in any case: `*` covers all, `*.d` the subdomains of `d`, `d` itself alone. */
export function matchesDomain(pattern: string, domain: string): boolean {
  const [given, wanted] = [pattern.toLowerCase(), domain.toLowerCase()]
  if (given === '*') return true
  return given.startsWith('*.') ? wanted.endsWith(given.slice(1)) : given === wanted
}

/** The domain of an address in lower case; the whole text when it has no @. */
export const domainOf = (address: string): string => address.slice(address.lastIndexOf('@') + 1).toLowerCase()
