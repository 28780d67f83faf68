import type { Showing } from '../../cards/card.ts'
import type { Desk } from '../../core/desk.ts'
import type { Language } from '../../domain/language.ts'
import type { Clock } from '../../ports/clock.ts'
import type { Poster } from '../../ports/poster.ts'
import type { answerCommand } from '../commands.ts'
import type { answerPress } from '../presses.ts'
import type { Files } from './files.ts'
import type { Lane } from './lane.ts'
import type { People } from './people.ts'
import type { Speaking } from './poster.ts'
import type { Replaceable } from './replaceable.ts'
import type { Workspace } from './workspace.ts'

/** What the surface writes to the log. Message texts, tokens and addresses of answers never go there. */
export interface Log {
  info(about: object, message: string): void
  warn(about: object, message: string): void
}

/** What every listener of the surface works with. */
export interface Deps extends Speaking {
  readonly desk: Desk
  readonly clock: Clock
  readonly log: Log
  readonly showing: (language: Language) => Showing
  /** Name of a tenant for people. */
  readonly tenantName: (tenant: string) => string
  readonly answerCommand: typeof answerCommand
  readonly answerPress: typeof answerPress
  readonly poster: Poster
  readonly people: People
  readonly files: Files
  readonly workspace: Workspace
  readonly lane: Lane
  readonly replaceable: Replaceable
}

/** Who did something, where from, and the key that makes it count once. */
export interface Origin {
  /** The same key again has no second effect. */
  readonly once: string
  /** Workspace the interaction came through; null when Slack does not say. */
  readonly team: string | null
  readonly user: string
}

/** Bolt's acknowledgement, as far as we use it. */
export type Ack = (answer?: object) => Promise<void>

/** Slack takes a command, a press or a modal no later than three seconds after it was sent. */
export const ACK_WITHIN_MS = 2300
