import type { Explanation, Report } from '../domain/explanation.ts'
import type { Reported } from '../domain/incident.ts'
import type { Language } from '../domain/language.ts'
import type { ConnectorType } from '../domain/tenant.ts'
import { connectorNamed, connectorTypeNamed } from '../knowledge/connector-named.ts'
import { explain } from '../knowledge/explain.ts'
import { readErrors, reportedOf } from '../knowledge/read-error.ts'

const LONGEST_SCANNED = 100_000

export interface Explained {
  readonly report: Report
  readonly explanation: Explanation
}

/** What Exchange Online wrote, read and explained in a language. At least one element: what cannot be read is `unrecognised`. */
export async function explainText(text: string | Uint8Array, language: Language): Promise<readonly Explained[]> {
  const reports = await readErrors(text)
  const behind = connectorTypeIn(text)
  return reports.map((report) => ({ report, explanation: explain(report.finding, language, behind) }))
}

/** What somebody says that Exchange Online wrote, for a diagnosis to be held against; null when no error is recognised in it. `at` is ISO 8601. */
export function heard(text: string, at: string): Reported | null {
  const reported = reportedOf(text, at)
  return reported.finding === 'unrecognised' ? null : reported
}

/** The outbound connector that a pasted text itself names, as the details of a message trace do; else null. */
export const connectorIn = (text: string | Uint8Array): string | null => connectorNamed(headOf(text))

/** Whether that connector leads to a partner or to the organization's own servers; null where the text does not tell. */
export const connectorTypeIn = (text: string | Uint8Array): ConnectorType | null => connectorTypeNamed(headOf(text))

const headOf = (text: string | Uint8Array): string =>
  (typeof text === 'string' ? text : new TextDecoder().decode(text.subarray(0, LONGEST_SCANNED))).slice(0, LONGEST_SCANNED)
