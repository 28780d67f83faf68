import type { Explanation, Report } from '../domain/explanation.ts'
import type { Language } from '../domain/language.ts'
import { connectorNamed } from '../knowledge/connector-named.ts'
import { explain } from '../knowledge/explain.ts'
import { readErrors } from '../knowledge/read-error.ts'

const LONGEST_SCANNED = 100_000

export interface Explained {
  readonly report: Report
  readonly explanation: Explanation
}

/** What Exchange Online wrote, read and explained in a language. At least one element: what cannot be read is `unrecognised`. */
export async function explainText(text: string | Uint8Array, language: Language): Promise<readonly Explained[]> {
  const reports = await readErrors(text)
  return reports.map((report) => ({ report, explanation: explain(report.finding, language, null) }))
}

/** The outbound connector that a pasted text itself names, as the details of a message trace do; else null. */
export const connectorIn = (text: string | Uint8Array): string | null =>
  connectorNamed((typeof text === 'string' ? text : new TextDecoder().decode(text.subarray(0, LONGEST_SCANNED))).slice(0, LONGEST_SCANNED))
