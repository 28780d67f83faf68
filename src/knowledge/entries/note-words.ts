/** How somebody at the far side checks it: by a connection, a TLS session, DNS, the published MTA-STS policy or the published DANE record. */
export type Check = 'connection' | 'tls' | 'dns' | 'policy' | 'dane' | 'other'

/** The sentences of a message to whoever runs the other server. What stands in them comes from outside, or is known to them already. */
export interface NoteWords {
  /** `to`: a domain or a host. `code` may be empty. */
  readonly subject: (to: string, code: string) => string
  readonly hello: string
  readonly lead: (to: string | null) => string
  readonly what: string
  readonly error: string
  readonly server: string
  readonly from: string
  readonly exchangeOnline: string
  /** Seen by the bot as well. */
  readonly andOurselves: string
  /** Seen by the bot alone. */
  readonly ourselves: string
  readonly seenAt: string
  readonly notedAt: string
  readonly port: (server: string) => string
  readonly seen: string
  readonly ask: string
  readonly check: Readonly<Record<Check, (target: string) => string>>
  /** Only where the mail waits. */
  readonly deadline: string
  readonly thanks: string
  /** What joins a label to its value. */
  readonly colon: string
}
