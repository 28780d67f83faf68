import type { ChannelKey, Platform } from './person.ts'
import type { Press } from './press.ts'

/** What a shared card is about. */
export type CardSubject = { readonly is: 'incident'; readonly id: string } | { readonly is: 'request'; readonly id: string }

/** One message of ours in a channel; at most one per subject and channel. */
export interface Post {
  readonly subject: CardSubject
  readonly channel: ChannelKey
  /** Slack ts, or Teams activity id. */
  readonly message: string
  /** Digest of the drawing shown there: the same drawing is not sent twice. */
  readonly shown: string
}

/** Where a private or delayed answer goes. Plain JSON: it travels inside jobs. */
export type ReplyTo =
  | { readonly platform: 'slack'; readonly is: 'response-url'; readonly url: string }
  | { readonly platform: 'slack'; readonly is: 'view'; readonly organisation: string; readonly view: string }
  | { readonly platform: 'slack'; readonly is: 'user'; readonly organisation: string; readonly channel: string; readonly user: string }
  | {
      readonly platform: 'teams'
      readonly is: 'conversation'
      readonly reference: Readonly<Record<string, unknown>>
      readonly activity: string | null
    }

/** A card drawn for one platform. `body` is Slack blocks or an Adaptive Card; `text` is the notification and fallback. */
export interface Drawing {
  readonly platform: Platform
  readonly text: string
  readonly body: unknown
  /** For a modal: its title, and the button that sends it, where it has one. */
  readonly title?: string
  readonly submit?: { readonly label: string; readonly press: Press }
}

export const subjectKey = (subject: CardSubject): string => `${subject.is}:${subject.id}`
