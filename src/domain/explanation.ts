import type { FindingCode } from './finding.ts'

export type Actor = 'you' | 'partner' | 'dns-host' | 'network-team' | 'microsoft' | 'sender'

export interface ExplanationStep {
  readonly who: Actor
  readonly do: string
}

/** What is known about a finding, in one language. */
export interface Entry {
  /** One line, no final stop. */
  readonly title: string
  /** Two sentences at most. */
  readonly means: string
  /** Most likely first. */
  readonly causes: readonly string[]
  readonly steps: readonly ExplanationStep[]
  /** Steps when the connector leads to a partner; left out where they do not differ. */
  readonly partnerSteps?: readonly ExplanationStep[]
}

/** A finding in a language, ready to show. */
export interface Explanation {
  readonly finding: FindingCode
  readonly title: string
  readonly means: string
  readonly causes: readonly string[]
  readonly steps: readonly ExplanationStep[]
  readonly sources: readonly string[]
}

/** One error read from a text, LED string, NDR or mail. Contract of `mailflow explain --json`. */
export interface Report {
  readonly recipient: string | null
  readonly reply: string | null
  readonly status: string | null
  readonly finding: FindingCode
  readonly server: string | null
  readonly ip: string | null
  readonly detail: string | null
}
