import type { Card, Showing } from './card.ts'
import { sandboxNote } from './parts.ts'
import { voiceOf } from './voice.ts'

/** What was accepted. `bound` takes the argument `tenant`, `opened-destination` takes `domain`. */
export type Notice =
  | 'approved'
  | 'rejected'
  | 'withdrawn'
  | 'requested'
  | 'acknowledged'
  | 'snoozed'
  | 'resolved'
  | 'bound'
  | 'diagnosing'
  | 'opened'
  | 'opened-destination'
  | 'shared'

interface NoticeView {
  readonly what: Notice
  readonly args: Readonly<Record<string, string | number>>
}

/** The private answer to a press or command that was accepted. */
export function noticeCard({ what, args }: NoticeView, showing: Showing): Card {
  const voice = voiceOf(showing)
  const text = voice.words(`cards.notice.${what}`, args)
  return { title: text, tone: 'good', summary: text, parts: sandboxNote(voice) }
}
