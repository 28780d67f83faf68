/** Fixes the bot can apply. Contract of the command line and of the audit: names never change. */
export const FIX_NAMES = [
  'disable-connector',
  'enable-connector',
  'remove-connector',
  'make-domain-authoritative',
  'make-domain-internal-relay',
  'retire-on-premises-route',
  'replace-smart-hosts',
  'set-tls',
] as const
export type FixName = (typeof FIX_NAMES)[number]

/** A property value as the admin API takes and gives it. */
export type PropertyValue = string | number | boolean | null | readonly string[]
export type Properties = Readonly<Record<string, PropertyValue>>

/** One write: on which object, which properties, from what to what. `before` is what must still hold when it is applied. */
export interface PlanStep {
  readonly object: 'outbound-connector' | 'accepted-domain'
  /** What the cmdlet takes as -Identity. */
  readonly identity: string
  readonly name: string
  /** Exchange's own property names, such as `Enabled` and `DomainType`. */
  readonly before: Properties
  readonly after: Properties
}

/** What is counted before a change is let through. Words: `guards.<code>`. */
export const GUARD_CODES = [
  'on-premises-recipients', //   count, domains                 MailUsers of the domains served
  'all-outbound-mail', //        connector                      RouteAllMessagesViaOnPremises
  'domain-without-route', //     domains
  'domain-loops', //             domains                        MX at Exchange Online
  'unknown-recipients-delivered', // count, domain, days, sample
  'hybrid-wizard', //            connector
  'rules-bound', //              names, count
  'partner-tls', //              connector, tlsSettings
  'pending-messages', //         count, complete
  'takes-over', //               connector (or "MX")
  'match-sub-domains', //        domain
  'default-domain', //           domain
  'initial-domain', //           domain
  'mail-users-stay-routed', //   count, domain
  'not-covered', //              domain                         dynamic groups and public folders
  'no-connector-serves', //      domain
  'edge-blocking-ends', //       domain
  'invalid-recipient-quota', //  connector                      the reason to retire a dead route
  'hosts-still-fail', //         host, finding
  'hosts-untested', //           why
  'tls-domain-differs', //       tlsDomain, host
  'unreadable', //               what, why
] as const
export type GuardCode = (typeof GUARD_CODES)[number]

export type Ruling = 'pass' | 'warn' | 'one-more-approver' | 'refuse'

export interface GuardResult {
  readonly guard: GuardCode
  readonly ruling: Ruling
  /** Numbers are exact only when `atLeast` is false. */
  readonly atLeast: boolean
  readonly args: Readonly<Record<string, string | number>>
}

/** One exact change. What is shown is what is approved, stored and applied; `hash` names its content. */
export interface Plan {
  readonly hash: string
  readonly tenant: string
  readonly fix: FixName
  readonly steps: readonly PlanStep[]
  readonly guards: readonly GuardResult[]
  /** Connector and domains whose mail the change concerns: what verification looks at. */
  readonly connector: string | null
  readonly domains: readonly string[]
  /** ISO 8601: when the tenant was read. */
  readonly plannedAt: string
}

export type PlanDraft = Omit<Plan, 'hash'>

export const isRefused = (plan: PlanDraft): boolean => plan.guards.some((guard) => guard.ruling === 'refuse')

/** The change that leads back: last step first, `before` and `after` exchanged. */
export function reversed(steps: readonly PlanStep[]): readonly PlanStep[] {
  return steps.map((step) => ({ ...step, before: step.after, after: step.before })).reverse()
}
