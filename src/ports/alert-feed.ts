import type { NewAlert } from '../domain/alert.ts'
import type { Answer } from '../domain/answer.ts'

/** The Office 365 Management Activity API of one or many tenants. */
export interface AlertFeed {
  /**
   * The mail-flow alerts behind a content address, other records left out. `unknown` when it cannot be fetched now;
   * `absent` when the content is gone or the address is not on the expected host.
   */
  content(tenant: string, contentUri: string): Promise<Answer<readonly NewAlert[]>>
}
