/** One line of the audit before it is chained. No secrets, no message subjects. */
export interface AuditEntry {
  /** ISO 8601. */
  readonly at: string
  readonly tenant: string
  /** Person id, `bot`, or `system`. */
  readonly actor: string
  /** `request.created`, `request.approved`, `change.sent`, `change.read-back`, `refusal` … */
  readonly action: string
  readonly subject: string
  readonly details: Readonly<Record<string, unknown>>
}

/** A stored line: `mac` is HMAC-SHA256 over its content and the `mac` before it. */
export interface AuditRow extends AuditEntry {
  readonly sequence: number
  readonly mac: string
}

export type AuditCheck =
  | { readonly is: 'intact'; readonly rows: number; readonly head: string }
  | { readonly is: 'broken'; readonly sequence: number; readonly why: 'content' | 'gap' | 'order' | 'head' }
