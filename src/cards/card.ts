import type { Language } from '../domain/language.ts'
import type { Press } from '../domain/press.ts'

/**
 * What a person sees, free of any platform. Every text is plain text: no markup, and whatever came from outside is in it as it came.
 * Renderers escape it, keep to their platform's limits, and must draw every kind of part (a missing one does not compile).
 */
export interface Card {
  /** One line; on Slack the header, on Teams the large text. */
  readonly title: string
  readonly tone: Tone
  /** Notification text and fallback: understandable alone, one line. */
  readonly summary: string
  readonly parts: readonly Part[]
}

export type Tone = 'fault' | 'warning' | 'good' | 'plain' | 'working'
export type Mark = 'ok' | 'failed' | 'skipped' | 'running' | 'warning' | 'none'

export type Part =
  /** A paragraph. `strong` is the one sentence that matters; `quiet` is small print. */
  | { readonly is: 'text'; readonly text: string; readonly weight: 'strong' | 'normal' | 'quiet' }
  | { readonly is: 'heading'; readonly text: string }
  | { readonly is: 'facts'; readonly facts: readonly (readonly [label: string, value: string])[] }
  /** Things done one after the other, each with its mark. */
  | { readonly is: 'progress'; readonly steps: readonly { readonly mark: Mark; readonly label: string; readonly detail: string | null }[] }
  /** `from`: the number of the first item where the list goes on from one above; left out: 1. */
  | { readonly is: 'list'; readonly ordered: boolean; readonly items: readonly string[]; readonly from?: number }
  /** Raw lines from outside or proof, in fixed width where the platform can. */
  | { readonly is: 'proof'; readonly lines: readonly string[] }
  /** Lines of ours to copy and run: in fixed width, never cut, broken or marked. */
  | { readonly is: 'code'; readonly lines: readonly string[] }
  /** One strip per host: its name and address, then the stages with mark and time. */
  | { readonly is: 'hosts'; readonly hosts: readonly HostStrip[] }
  /** What changes, from what to what. */
  | {
      readonly is: 'changes'
      readonly rows: readonly { readonly target: string; readonly property: string; readonly before: string; readonly after: string }[]
    }
  | { readonly is: 'guards'; readonly guards: readonly { readonly mark: Mark; readonly text: string }[] }
  | { readonly is: 'table'; readonly columns: readonly string[]; readonly rows: readonly (readonly string[])[] }
  | { readonly is: 'links'; readonly links: readonly { readonly label: string; readonly url: string }[] }
  /** People to notify. Renderers turn an e-mail address into the platform's mention where they know the account, else show the name. */
  | { readonly is: 'mentions'; readonly lead: string; readonly people: readonly { readonly email: string; readonly name: string }[] }
  | { readonly is: 'actions'; readonly actions: readonly Action[] }
  | { readonly is: 'divider' }

export interface HostStrip {
  readonly name: string
  readonly ip: string
  /** `took`: the time in words, such as `12 ms`, or null. */
  readonly stages: readonly { readonly label: string; readonly mark: Mark; readonly took: string | null }[]
}

export interface Action {
  readonly label: string
  readonly press: Press
  readonly style: 'primary' | 'danger' | 'plain'
}

/** For whom and when a card is drawn. */
export interface Showing {
  readonly language: Language
  /** ISO 8601. */
  readonly now: string
  /** True in the sandbox: every card says so. */
  readonly sandbox: boolean
}
