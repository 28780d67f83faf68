/** How somebody at the far side checks it: by a connection, the greeting, a TLS session, DNS, the published MTA-STS policy or the published DANE record. */
export type Check = 'connection' | 'session' | 'tls' | 'dns' | 'policy' | 'dane'

/** The sentences of a message to whoever runs the other server. What stands in them comes from outside, or is known to them already. */
export interface NoteWords {
  /** `to`: a domain or a host, null where neither is known. `code` may be empty. */
  readonly subject: (to: string | null, code: string) => string
  readonly hello: string
  readonly lead: (to: string | null) => string
  readonly what: string
  readonly error: string
  readonly server: string
  /** The label of a name that leads to no server. */
  readonly name: string
  readonly recipient: string
  readonly seenBy: string
  /** `host`: the server of Microsoft's that reports it, or null. */
  readonly exchangeOnline: (host: string | null) => string
  readonly yourServer: (host: string) => string
  readonly otherServer: string
  /** Seen by the bot as well: the label of the moment it looked. */
  readonly tested: string
  readonly fromInternet: string
  /** Seen by the bot alone. */
  readonly ourselves: string
  readonly weSendFrom: string
  /** Put behind who saw it. `when`: a moment in words. */
  readonly on: (when: string) => string
  readonly noZone: string
  /** Nothing tells when it happened; `when`: the moment it was read. */
  readonly noTime: (when: string) => string
  readonly port: (server: string) => string
  readonly seen: string
  readonly ask: string
  /** Where the addresses of Exchange Online stand. */
  readonly ranges: string
  readonly check: Readonly<Record<Check, (target: string) => string>>
  /** Where mail waits, and where it bounced already. */
  readonly tellWaiting: string
  readonly tellBounced: string
  /** Only where the mail waits. */
  readonly deadline: string
  readonly thanks: string
  /** What joins a label to its value. */
  readonly colon: string
}
