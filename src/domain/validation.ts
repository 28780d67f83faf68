import type { Answer } from './answer.ts'

/** One step of Validate-OutboundConnector, as Exchange Online tells it. */
export interface ValidationTask {
  readonly name: string
  readonly ok: boolean
  /** Its own words, an LED string or a sentence; null when there are none. */
  readonly detail: string | null
}

/** How a validation ended. `absent`: no such connector; `refused`: turned away before it ran, nothing was sent; `unknown`: mail may have been sent. */
export type ValidationOutcome = Answer<readonly ValidationTask[]> | { readonly is: 'refused'; readonly why: string }
