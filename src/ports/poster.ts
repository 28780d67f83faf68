import type { Channel, Platform } from '../domain/person.ts'
import type { Drawing, ReplyTo } from '../domain/post.ts'

/** `wait`: the platform asks for patience (429), try again after so many milliseconds. `gone`: channel, message or conversation no longer takes posts. */
export type PostOutcome =
  | { readonly is: 'posted'; readonly message: string }
  | { readonly is: 'wait'; readonly ms: number }
  | { readonly is: 'gone'; readonly why: string }
  | { readonly is: 'failed'; readonly why: string }

/** Speaks on one platform. One call, one attempt: patience and order belong to the publisher. */
export interface Poster {
  readonly platform: Platform
  /** A new message; in the thread of `thread` (a message id of ours) when given. */
  post(channel: Channel, drawing: Drawing, thread: string | null): Promise<PostOutcome>
  edit(channel: Channel, message: string, drawing: Drawing): Promise<PostOutcome>
  answer(reply: ReplyTo, drawing: Drawing): Promise<PostOutcome>
}
