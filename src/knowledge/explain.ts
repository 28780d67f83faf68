import type { Entry, Explanation } from '../domain/explanation.ts'
import type { FindingCode } from '../domain/finding.ts'
import type { Language } from '../domain/language.ts'
import type { ConnectorType } from '../domain/tenant.ts'
import { entries as en } from './entries/en/index.ts'
import { entries as fr } from './entries/fr/index.ts'
import { sources } from './sources.ts'

const entries: Readonly<Record<Language, Readonly<Record<FindingCode, Entry>>>> = { en, fr }

/**
 * What is known about a finding, in a language. Behind a partner's connector the far side belongs to the partner: the steps then say
 * what to ask of them.
 */
export function explain(finding: FindingCode, language: Language, connectorType: ConnectorType | null = null): Explanation {
  const { title, means, causes, steps, partnerSteps, worked, otherwise, avoid, ask }: Entry = entries[language][finding]
  return {
    finding,
    title,
    means,
    causes,
    steps: connectorType === 'Partner' ? (partnerSteps ?? steps) : steps,
    worked,
    otherwise,
    avoid,
    ask: ask ?? null,
    sources: sources[finding],
  }
}

/** The one line that names a finding. */
export const titleOf = (finding: FindingCode, language: Language): string => entries[language][finding].title
