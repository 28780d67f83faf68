/** One notification as received. */
export interface Alert {
  readonly id: string
  /** Microsoft Entra tenant id, or the name the sandbox gives its tenant. */
  readonly tenant: string
  readonly source: AlertSource
  /** The sender's own id for it: the same id again is the same alert. */
  readonly sourceId: string
  /** ISO 8601: when it was raised. */
  readonly at: string
  /** ISO 8601: when it reached us. */
  readonly receivedAt: string
  /** From outside; shown escaped, never interpreted. */
  readonly name: string
  readonly hints: AlertHints
  /** As received: JSON text. */
  readonly raw: string
}

/** `hook`: our own webhook; `activity-notice`: a pointer whose content is still to be fetched; `activity`: a record of the activity feed. */
export type AlertSource = 'hook' | 'activity-notice' | 'activity'

/** What the alert happens to name. All may be missing: then the incident starts on the tenant as an umbrella. */
export interface AlertHints {
  readonly connector: string | null
  readonly domain: string | null
  /** Reply or LED text such as `450 4.4.316 Connection refused`. */
  readonly error: string | null
  readonly count: number | null
}

export type NewAlert = Omit<Alert, 'id' | 'receivedAt'>
