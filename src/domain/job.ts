import type { Language } from './language.ts'
import type { ChannelKey } from './person.ts'
import type { FixName } from './plan.ts'
import type { CardSubject, ReplyTo } from './post.ts'
import type { PressedReport } from './press.ts'
import type { ValidationOutcome } from './validation.ts'

export type ListedThing = 'connectors' | 'domains' | 'ranges'

interface Validating {
  readonly id: string
  readonly tenant: string
  readonly connector: string
  readonly recipient: string
  readonly reply: ReplyTo
  readonly language: Language
}

/** Every job and its payload. A payload names things; what they are is read when the job runs. */
export interface Jobs {
  /** Reads one stored alert (fetching what it points to) and finds or opens its incident. */
  intake: { readonly alert: string }
  diagnose: { readonly incident: string }
  /**
   * Draws a card again wherever it lives; without `channel`, in every channel that serves its tenant. `turns`: how often a request has waited for the
   * message of its incident.
   */
  publish: { readonly subject: CardSubject; readonly channel?: ChannelKey; readonly turns?: number }
  /** Reads the tenant for one fix and answers with the plan. */
  propose: {
    readonly incident: string
    readonly fix: FixName
    readonly set: Readonly<Record<string, string>>
    readonly reply: ReplyTo
    readonly language: Language
  }
  /** Diagnoses a connector, host or domain that somebody named, and answers. */
  examine: {
    readonly tenant: string
    readonly target: string
    readonly reply: ReplyTo
    readonly language: Language
    /** What Exchange Online wrote about it. */
    readonly report?: PressedReport
  }
  /** Lists connectors, accepted domains or Exchange Online's own address ranges, and answers. */
  list: { readonly tenant: string; readonly what: ListedThing; readonly reply: ReplyTo; readonly language: Language }
  /** Sends a test message through a connector, once. */
  validate: Validating
  /** Answers with what came of it, as often as it takes: nothing is sent again for an answer that a chat platform did not take. */
  validated: Validating & { readonly result: ValidationOutcome }
  apply: { readonly request: string }
  verify: { readonly request: string; readonly attempt: number }
  expire: { readonly request: string }
  /** Looks whether a quiet incident can be closed, or a snoozed one must wake. */
  settle: { readonly incident: string }
}
export type JobName = keyof Jobs
export type Job = { readonly [Name in JobName]: { readonly name: Name; readonly data: Jobs[Name] } }[JobName]

export interface JobOptions {
  /** A job of the same name and key that has not started yet absorbs this one, and keeps its own time. */
  readonly key?: string
  readonly afterMs?: number
}

export const JOB_NAMES = [
  'intake',
  'diagnose',
  'publish',
  'propose',
  'examine',
  'list',
  'validate',
  'validated',
  'apply',
  'verify',
  'expire',
  'settle',
] as const satisfies readonly JobName[]
