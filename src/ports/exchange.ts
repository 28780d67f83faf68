import type { Answer } from '../domain/answer.ts'
import type { Properties } from '../domain/plan.ts'
import type {
  AcceptedDomain,
  JournalRule,
  Listing,
  OnPremisesOrganization,
  OutboundConnector,
  Recipient,
  TraceEvent,
  TraceRow,
  TraceStatus,
  TransportRule,
} from '../domain/tenant.ts'
import type { ValidationOutcome } from '../domain/validation.ts'

export interface TraceQuery {
  /** ISO 8601; at most 10 days apart, at most 90 days back. */
  readonly start: string
  readonly end: string
  readonly status?: readonly TraceStatus[]
  /** Whole address, or `*@domain`. */
  readonly recipientAddress?: string
  /** Stop reading after so many rows; the listing then says it is not complete. */
  readonly most?: number
}

/** How a write ended. `unknown`: sent, but no answer that tells (time-out, 5xx): read back before anything else. */
export type WriteOutcome =
  | { readonly is: 'done'; readonly warnings: readonly string[] }
  | { readonly is: 'refused'; readonly why: string }
  | { readonly is: 'unknown'; readonly why: string }

/** One tenant's Exchange Online, by cmdlet. Reads answer `unknown` rather than throw; a missing object is `absent`. */
export interface Exchange {
  readonly tenant: string
  /** Every outbound connector: plain, scoped to transport rules and in test mode. */
  connectors(): Promise<Answer<readonly OutboundConnector[]>>
  acceptedDomains(): Promise<Answer<readonly AcceptedDomain[]>>
  /** MailUsers (without guests) that have an address in one of the domains: recipients whose mailbox lies outside the cloud. */
  mailUsers(domains: readonly string[]): Promise<Answer<Listing<Recipient>>>
  /** Which of the addresses belong to a recipient of the tenant. Lower case in and out. */
  knownAddresses(addresses: readonly string[]): Promise<Answer<ReadonlySet<string>>>
  transportRules(): Promise<Answer<readonly TransportRule[]>>
  journalRules(): Promise<Answer<readonly JournalRule[]>>
  onPremisesOrganizations(): Promise<Answer<readonly OnPremisesOrganization[]>>
  /** Hours until a message that cannot be delivered bounces (TransportConfig MessageExpiration, 12 to 24). */
  messageExpirationHours(): Promise<Answer<number>>
  trace(query: TraceQuery): Promise<Answer<Listing<TraceRow>>>
  traceDetails(row: TraceRow): Promise<Answer<readonly TraceEvent[]>>
  /**
   * Validate-OutboundConnector: tries each smart host and sends a real test message to the recipients. Only ever on somebody's explicit wish; it
   * takes a minute or two. `absent`: no such connector; `refused`: turned away, nothing was sent; `unknown`: a message may have been
   * sent all the same.
   */
  validateOutboundConnector(identity: string, recipients: readonly string[]): Promise<ValidationOutcome>
  setOutboundConnector(identity: string, properties: Properties): Promise<WriteOutcome>
  setAcceptedDomain(identity: string, properties: Properties): Promise<WriteOutcome>
}

/** The tenant's Exchange by tenant id; null when the bot does not look after that tenant. */
export type Exchanges = (tenant: string) => Exchange | null
