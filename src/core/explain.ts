import type { Explanation, Report } from '../domain/explanation.ts'
import type { Language } from '../domain/language.ts'
import { explain } from '../knowledge/explain.ts'
import { readErrors } from '../knowledge/read-error.ts'

export interface Explained {
  readonly report: Report
  readonly explanation: Explanation
}

/** What Exchange Online wrote, read and explained in a language. At least one element: what cannot be read is `unrecognised`. */
export async function explainText(text: string | Uint8Array, language: Language): Promise<readonly Explained[]> {
  const reports = await readErrors(text)
  return reports.map((report) => ({ report, explanation: explain(report.finding, language, null) }))
}
