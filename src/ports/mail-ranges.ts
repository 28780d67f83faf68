import type { Answer } from '../domain/answer.ts'
import type { MailRanges as Ranges } from '../domain/mail-ranges.ts'

/** Where Exchange Online connects from. */
export interface MailRanges {
  /** The present ranges; `unknown` only when the web service cannot be reached and no copy of this cloud exists. Never throws. */
  current(): Promise<Answer<Ranges>>
}
