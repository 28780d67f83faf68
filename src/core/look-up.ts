import type { Explanation } from '../domain/explanation.ts'
import type { Language } from '../domain/language.ts'
import { codesOf } from '../knowledge/codes-of.ts'
import { explain } from '../knowledge/explain.ts'
import { type FoundCodes, findCodes } from '../knowledge/find-codes.ts'

export interface CodeEntry {
  readonly explanation: Explanation
  /** The codes that alone lead there. */
  readonly codes: readonly string[]
}

/** What is known under a code or words, best first; where nothing is, what comes close. */
export function lookUp(query: string, language: Language): { readonly found: FoundCodes; readonly entries: readonly CodeEntry[] } {
  const found = findCodes(query)
  const findings = found.is === 'one' ? [found.finding] : found.is === 'several' ? found.findings : found.near
  return { found, entries: findings.map((finding) => ({ explanation: explain(finding, language), codes: codesOf(finding) })) }
}
