import type { Entry } from '../../domain/explanation.ts'
import type { FindingCode } from '../../domain/finding.ts'

/** Some entries of a language; the index of each language puts the families together and misses none. */
export type Family = Readonly<Partial<Record<FindingCode, Entry>>>
