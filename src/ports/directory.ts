import type { Answer } from '../domain/answer.ts'
import type { Platform, Profile } from '../domain/person.ts'

/** Who is who on one chat platform, asked from the platform itself. */
export interface Directory {
  readonly platform: Platform
  /** The account of an approver who has never spoken to the bot, so that an announcement can mention them. */
  findByEmail(organisation: string, email: string): Promise<Answer<Profile>>
}
