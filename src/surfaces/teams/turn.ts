import type { Showing } from '../../cards/card.ts'
import type { Desk } from '../../core/desk.ts'
import type { Language } from '../../domain/language.ts'
import type { ConversationReference } from '../../domain/person.ts'
import type { answerCommand } from '../commands.ts'
import type { answerPress } from '../presses.ts'
import type { Activity } from './activity.ts'
import type { Files } from './files.ts'
import type { Roster } from './roster.ts'
import type { Conversations } from './seam.ts'
import type { Working } from './working.ts'

/** What the surface writes to the log. Message texts and tokens never go there. */
export interface Log {
  info(about: object, message: string): void
  warn(about: object, message: string): void
}

/** What every handler of the surface works with. */
export interface Deps {
  readonly desk: Desk
  readonly roster: Roster
  readonly files: Files
  readonly working: Working
  readonly log: Log
  readonly showing: (language: Language) => Showing
  /** Name of a tenant for people. */
  readonly tenantName: (tenant: string) => string
  readonly answerCommand: typeof answerCommand
  readonly answerPress: typeof answerPress
  readonly remember: (conversation: ConversationReference) => Promise<void>
}

/** One activity that passed the gate, and the way to answer it. */
export interface Turn {
  readonly activity: Activity
  readonly tenant: string
  readonly conversations: Conversations
}

/** What is sent back in the HTTP answer; only invokes have a body. */
export interface TurnAnswer {
  readonly status: number
  readonly body?: object
}

export const done: TurnAnswer = { status: 200 }
