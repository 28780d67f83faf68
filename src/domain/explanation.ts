import type { FindingCode } from './finding.ts'

export type Actor = 'you' | 'partner' | 'dns-host' | 'network-team' | 'microsoft' | 'sender'

/** Pages of Microsoft's portals that a step leads to; their addresses: knowledge/portal-pages.ts. */
const PORTAL_PAGES = [
  'connectors',
  'accepted-domains',
  'message-trace',
  'queued-messages',
  'mail-rules',
  'alerts',
  'service-health',
  'restricted-entities',
  'domains',
  'delist',
  'connectivity-analyzer',
] as const
export type PortalPage = (typeof PORTAL_PAGES)[number]

export interface ExplanationStep {
  readonly who: Actor
  readonly do: string
  /** Where it is done. */
  readonly at?: PortalPage
  /** The same in PowerShell (Exchange Online's, or the server's own where the step says "on the server"), one line; what must be filled in stands in `<…>`. */
  readonly run?: string
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
  /** How to see that it worked, and when: one or two sentences. */
  readonly worked: string
  /** What happens if nothing is done: one sentence. */
  readonly otherwise: string
  /** What not to do although it is tempting, a sentence each; empty where nothing is. */
  readonly avoid: readonly string[]
  /** What is asked of the far side, as one or two sentences to put into a message to them; left out where the far side can do nothing. */
  readonly ask?: string
}

/** A finding in a language, ready to show. */
export interface Explanation {
  readonly finding: FindingCode
  readonly title: string
  readonly means: string
  readonly causes: readonly string[]
  readonly steps: readonly ExplanationStep[]
  readonly worked: string
  readonly otherwise: string
  readonly avoid: readonly string[]
  readonly ask: string | null
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
  /** ISO 8601: when it happened, as the material itself tells; without `Z` where that names no time zone. */
  readonly at: string | null
  /** The server that reports it (RFC 3464 §2.2.2), not the one it talked to. */
  readonly reporter: string | null
}
