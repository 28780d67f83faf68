import { type Found, found, type Unknown, unknown } from '../../domain/answer.ts'
import { domainOf, type Listing, matchesDomain, type TraceRow } from '../../domain/tenant.ts'
import type { Exchange, TraceQuery } from '../../ports/exchange.ts'

export const HOUR_MS = 3_600_000
export const DAY_MS = 24 * HOUR_MS
/** Above that, one question for all domains is cheaper than one each: 100 questions in 5 minutes are allowed. */
const MOST_QUESTIONS = 10

export type RouteQuery = Omit<TraceQuery, 'recipientAddress'>

/** Trace rows for recipients in `domains`, which may hold patterns (`*.d`, `*`) as connectors do. */
export async function traceRoute(
  exchange: Exchange,
  domains: readonly string[],
  query: RouteQuery,
): Promise<Found<Listing<TraceRow>> | Unknown> {
  const single = domains.length <= MOST_QUESTIONS && domains.every((domain) => !domain.includes('*'))
  const questions: readonly TraceQuery[] = single ? domains.map((domain) => ({ ...query, recipientAddress: `*@${domain}` })) : [query]
  const answers = await Promise.all(questions.map((question) => exchange.trace(question)))
  const items: TraceRow[] = []
  let complete = true
  for (const answer of answers) {
    if (answer.is !== 'found') return answer.is === 'unknown' ? answer : unknown('Get-MessageTraceV2: no such object')
    items.push(...answer.value.items.filter((row) => isFor(row, domains)))
    complete &&= answer.value.complete
  }
  return found({ items, complete })
}

const isFor = (row: TraceRow, domains: readonly string[]): boolean =>
  domains.some((each) => matchesDomain(each, domainOf(row.recipientAddress)))

/** ISO 8601, so many milliseconds before `at`. */
export const before = (at: string, ms: number): string => new Date(Date.parse(at) - ms).toISOString()
