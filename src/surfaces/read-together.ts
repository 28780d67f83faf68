import type { Desk } from '../core/desk.ts'
import type { Report } from '../domain/explanation.ts'

/** A text or a mail; or several that belong together, such as a message and the files attached to it, the most telling first. */
export type ErrorInput = string | Uint8Array | readonly (string | Uint8Array)[]

/** The reports of everything that was given, each error once: a message often repeats in words what the file with it says in full. */
export async function readTogether(input: ErrorInput, desk: Pick<Desk, 'explain'>): Promise<readonly Report[]> {
  if (typeof input === 'string' || input instanceof Uint8Array) return desk.explain(input)
  const all = (await Promise.all(input.map((each) => desk.explain(each)))).flat()
  const known = all.filter((report) => report.finding !== 'unrecognised')
  const telling = known.length > 0 ? known : all
  return telling.filter((report, at) => !telling.some((other, place) => place !== at && repeats(report, other, place < at)))
}

/** Whether a report says nothing that the other does not; of two equal ones the earlier stays. */
function repeats(report: Report, other: Report, earlier: boolean): boolean {
  const sameError = report.finding === other.finding && (report.status === other.status || report.status === null)
  const saysNoMore = NAMED.every((field) => report[field] === null || report[field] === other[field])
  const saysLess =
    NAMED.some((field) => report[field] === null && other[field] !== null) || (report.status === null && other.status !== null)
  return sameError && saysNoMore && (earlier || saysLess)
}

const NAMED = ['recipient', 'server', 'ip'] as const
