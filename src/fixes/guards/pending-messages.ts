import { type Found, found, type Unknown } from '../../domain/answer.ts'
import type { GuardResult } from '../../domain/plan.ts'
import type { Listing, TraceRow } from '../../domain/tenant.ts'
import type { FixWorld } from '../fix.ts'
import { before, DAY_MS, traceRoute } from '../steps/route-trace.ts'
import { type Guard, type GuardContext, ruled, unreadable } from './guard.ts'

/** Messages wait 24 hours at most; the second day covers a trace that lags. */
const WINDOW_MS = 2 * DAY_MS
const MOST_ROWS = 10_000
/** Messages whose events are looked at when a connector names no domain to count by. */
const SAMPLE = 20

/** Says how many messages wait on the route: at their next retry they go by what then holds. */
export const pendingMessages: Guard = async (world, context) => {
  const pending = context.domains.length > 0 ? await byDomain(world, context) : await byConnector(world, context)
  return pending.is === 'unknown' ? unreadable('Get-MessageTraceV2', pending.why) : rulePendingMessages(pending.value)
}

const query = (at: string, most: number) => ({ start: before(at, WINDOW_MS), end: at, status: ['Pending' as const], most })

const byDomain = (world: FixWorld, { domains, at }: GuardContext) => traceRoute(world.exchange, domains, query(at, MOST_ROWS))

/** A connector that only rules use names no domain: the events of waiting messages tell which connector holds them. */
async function byConnector(world: FixWorld, { connector, at }: GuardContext): Promise<Found<Listing<TraceRow>> | Unknown> {
  const rows = await traceRoute(world.exchange, ['*'], query(at, SAMPLE))
  if (rows.is === 'unknown') return rows
  const events = await Promise.all(rows.value.items.map((row) => world.exchange.traceDetails(row)))
  const items = rows.value.items.filter((_row, at) => {
    const answer = events[at]
    return answer?.is === 'found' && answer.value.some((event) => event.connector === connector?.name)
  })
  return found({ items, complete: rows.value.complete && events.every((answer) => answer.is !== 'unknown') })
}

function rulePendingMessages(pending: Listing<TraceRow>): GuardResult {
  const count = pending.items.length
  const ruling = count > 0 || !pending.complete ? 'warn' : 'pass'
  return ruled('pending-messages', ruling, { count, complete: pending.complete ? 1 : 0 }, !pending.complete)
}
