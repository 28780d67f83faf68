/**
 * How long the trace may show a message as Pending while nothing is wrong, milliseconds. Exchange Online tries again after 15 minutes (limits of
 * Exchange Online Protection; "How SMTP DANE works": 15 minutes, 15 more, then every hour): what is younger was tried once at most, and many
 * servers put the first try of a stranger off on purpose.
 */
export const ORDINARY_MS = 15 * 60_000

/** Mail waiting on a route, as the trace shows it. */
export interface Queue {
  /** Messages that wait longer than the ordinary way takes (`ORDINARY_MS`). */
  readonly pending: number
  /** Messages on their ordinary way, counted apart; left out where there are none. */
  readonly young?: number
  /** `pending` counts only what could be read. */
  readonly complete: boolean
  /** ISO 8601; null when nothing is pending. */
  readonly oldest: string | null
  /** ISO 8601: when the oldest one bounces. */
  readonly expires: string | null
  readonly byDomain: readonly { readonly domain: string; readonly pending: number }[]
  /** The newest Defer texts, at most a few, raw LED strings; of messages on their ordinary way only where none waits longer. */
  readonly defers: readonly {
    readonly at: string
    readonly text: string
    readonly connector: string | null
    readonly recipientDomain: string
  }[]
}
