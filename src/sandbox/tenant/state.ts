import type { ConnectorType, DomainType, TlsSettings, TraceStatus } from '../../domain/tenant.ts'

/** All that the simulated tenant is, as plain JSON. Objects carry Exchange's own property names, as the admin API gives them. */
export interface TenantState {
  readonly version: 1
  readonly tenantId: string
  readonly initialDomain: string
  /** What the admin API shows: a write is seen at once. */
  readonly objects: TenantObjects
  /** What mail flow goes by: a write arrives here when its delay has passed. */
  readonly inForce: TenantObjects
  readonly changes: readonly PendingChange[]
  readonly recipients: readonly RecipientRecord[]
  readonly transportRules: readonly TransportRuleRecord[]
  readonly journalRules: readonly JournalRuleRecord[]
  readonly organizations: readonly OnPremisesOrganizationRecord[]
  /** Hours until an undelivered message bounces, 12 to 24. */
  readonly messageExpirationHours: number
  readonly messages: readonly Message[]
  /** Set, New and Remove calls that took effect. */
  readonly writes: number
  readonly feed: FeedState
  /** ISO 8601: everyday mail has been made up to this moment. */
  readonly trafficUntil: string
}

export interface TenantObjects {
  readonly connectors: readonly ConnectorRecord[]
  readonly domains: readonly AcceptedDomainRecord[]
}

export interface PendingChange {
  /** ISO 8601. */
  readonly inForceAt: string
  readonly objects: TenantObjects
}

export interface ConnectorRecord {
  readonly Enabled: boolean
  readonly UseMXRecord: boolean
  readonly Comment: string
  readonly ConnectorType: ConnectorType
  readonly ConnectorSource: string
  readonly RecipientDomains: readonly string[]
  readonly SmartHosts: readonly string[]
  readonly TlsDomain: string | null
  readonly TlsSettings: TlsSettings | null
  readonly IsTransportRuleScoped: boolean
  readonly RouteAllMessagesViaOnPremises: boolean
  readonly CloudServicesMailEnabled: boolean
  readonly AllAcceptedDomains: boolean
  readonly SenderRewritingEnabled: boolean
  readonly MtaStsMode: string
  readonly SmtpDaneMode: string
  readonly TestMode: boolean
  readonly ValidationRecipients: readonly string[]
  readonly IsValidated: boolean
  /** As Exchange writes it: without a final Z. */
  readonly LastValidationTimestamp: string | null
  readonly AdminDisplayName: string
  readonly Name: string
  readonly Identity: string
  readonly WhenChangedUTC: string
  readonly WhenCreatedUTC: string
  readonly Guid: string
  readonly IsValid: boolean
}

export interface AcceptedDomainRecord {
  readonly DomainName: string
  readonly DomainType: DomainType
  readonly Default: boolean
  readonly InitialDomain: boolean
  readonly MatchSubDomains: boolean
  readonly OutboundOnly: boolean
  readonly SendingFromDomainDisabled: boolean
  readonly SendingToDomainDisabled: boolean
  readonly CanHaveCloudCache: boolean
  readonly EnableNego2Authentication: boolean
  readonly MailFlowRegion: string | null
  readonly Name: string
  readonly Identity: string
  readonly WhenChangedUTC: string
  readonly WhenCreatedUTC: string
  readonly Guid: string
  readonly IsValid: boolean
}

export interface RecipientRecord {
  readonly Name: string
  readonly Identity: string
  readonly DisplayName: string
  readonly RecipientType: string
  readonly RecipientTypeDetails: string
  readonly PrimarySmtpAddress: string
  /** `SMTP:` marks the primary one, `smtp:` the others. */
  readonly EmailAddresses: readonly string[]
  readonly ExternalEmailAddress: string | null
  readonly IsDirSynced: boolean
  readonly ExchangeGuid: string
  readonly Guid: string
}

export interface TransportRuleRecord {
  readonly Name: string
  readonly Identity: string
  readonly State: 'Enabled' | 'Disabled'
  readonly Mode: string
  readonly Priority: number
  readonly RouteMessageOutboundConnector: string | null
  readonly RouteMessageOutboundRequireTls: boolean
  readonly Guid: string
}

export interface JournalRuleRecord {
  readonly Name: string
  readonly Identity: string
  readonly Enabled: boolean
  readonly JournalEmailAddress: string
  readonly Scope: string
  readonly Recipient: string | null
  readonly Guid: string
}

export interface OnPremisesOrganizationRecord {
  readonly Name: string
  readonly Identity: string
  readonly OrganizationGuid: string
  readonly HybridDomains: readonly string[]
  readonly InboundConnector: string
  readonly OutboundConnector: string
  readonly Guid: string
}

export interface Message {
  readonly traceId: string
  readonly messageId: string
  /** ISO 8601; no two messages share it, because the trace pages by it. */
  readonly received: string
  readonly sender: string
  readonly recipient: string
  readonly subject: string
  readonly size: number
  /** Guid of the connector whose queue holds it; null when it follows MX or has left. */
  readonly queuedFor: string | null
  /** Name of the transport rule that routes it, if one does. */
  readonly rule: string | null
  /** ISO 8601: the next delivery attempt; null when it is done with. */
  readonly nextTry: string | null
  readonly events: readonly MessageEvent[]
}

export interface MessageEvent {
  /** ISO 8601. */
  readonly at: string
  readonly event: 'Receive' | 'Defer' | 'Deliver' | 'Send external' | 'Fail'
  /** What the message is from this event on. */
  readonly status: TraceStatus
  readonly detail: string
  /** Name of the outbound connector, null when none had a part in it. */
  readonly connector: string | null
  readonly host: string | null
}

export interface FeedState {
  readonly webhook: Webhook | null
  readonly enabled: boolean
  readonly blobs: readonly FeedBlob[]
}

export interface Webhook {
  readonly status: 'enabled' | 'disabled'
  readonly address: string
  readonly authId: string
  readonly expiration: string
}

export interface FeedBlob {
  readonly contentId: string
  /** ISO 8601. */
  readonly created: string
  readonly expires: string
  readonly records: readonly Readonly<Record<string, unknown>>[]
}

/** The recipient an address belongs to, whatever its case. */
export function recipientOf(recipients: readonly RecipientRecord[], address: string): RecipientRecord | null {
  const wanted = `smtp:${address}`.toLowerCase()
  return recipients.find((each) => each.EmailAddresses.some((known) => known.toLowerCase() === wanted)) ?? null
}

export const statusOf = (message: Message): TraceStatus => message.events.at(-1)?.status ?? 'GettingStatus'
