/** An open issue of Exchange Online that touches mail flow (Microsoft Graph, serviceHealthIssue). */
export interface ServiceIncident {
  /** `EX123456`. */
  readonly id: string
  readonly title: string
  readonly feature: string
  readonly classification: 'incident' | 'advisory'
  readonly status: string
  /** ISO 8601. */
  readonly startedAt: string
  readonly updatedAt: string
}
