import { type Answer, type Found, found, type Unknown } from '../../domain/answer.ts'
import type { Plan } from '../../domain/plan.ts'
import type { Verification, VerificationOutcome, VerificationReason } from '../../domain/request.ts'
import type { Listing, TraceEvent, TraceRow } from '../../domain/tenant.ts'
import type { Exchange } from '../../ports/exchange.ts'
import type { FixWorld } from '../fix.ts'
import { differingProperties } from './object-properties.ts'
import { before, DAY_MS, HOUR_MS, traceRoute } from './route-trace.ts'
import { propertiesNow, readTenant } from './tenant-state.ts'

/** Mail waits 24 hours at most; the rest covers a trace that lags. */
const OLDEST_MS = 2 * DAY_MS
const MOST_DAYS_MS = 10 * DAY_MS
/** Microsoft names no bound; 5 to 30 minutes are seen. */
const TRACE_LAG_MS = HOUR_MS / 2
const MOST_ROWS = 10_000
/** Messages whose events are looked at, of those that wait and of those that left: 100 questions in 5 minutes are allowed. */
const SAMPLE = 20

/** What the trace shows of a route since a change. */
export interface RouteSeen {
  /** Waiting now, and received before the change. */
  readonly oldPending: number
  /** Waiting now, received since, and put off at least once. */
  readonly newPending: number
  /** Put off in the second half of the time since the change; the first half is left to it for taking effect. */
  readonly deferred: number
  readonly delivered: number
  readonly bounced: number
  /** Whether the trace shows anything that happened since the change. */
  readonly caughtUp: boolean
  /** False when not every waiting message could be read. */
  readonly complete: boolean
}

/**
 * Verified: the objects read `after` and no message of the route waits since before the change. Not fixed: reverted, or put off anew.
 * Anything else is unclear. `since` (every step holds), `now` and `begun` (the first write may have been sent) are ISO 8601. What is put off
 * counts from `since`; what leaves counts from `begun`, because mail moves from the first write on. Numbers are of what the trace shows: at least.
 */
export async function verifyRoute(world: FixWorld, plan: Plan, since: string, now: string, begun = since): Promise<Verification> {
  const state = await readTenant(world.exchange)
  if (state.is === 'unknown') return verification('unclear', 'unreadable', null, now)
  const holds = plan.steps.every((step) => {
    const properties = propertiesNow(state.value, step)
    return properties !== null && differingProperties(properties, step.after).length === 0
  })
  if (!holds) return verification('not-fixed', 'reverted', null, now)
  const seen = await lookAtRoute(world.exchange, plan.domains, { begun, since }, now)
  return seen.is === 'unknown' ? verification('unclear', 'unreadable', null, now) : judgeRoute(seen.value, since, now)
}

function judgeRoute(seen: RouteSeen, since: string, now: string): Verification {
  if (seen.deferred > 0) return verification('not-fixed', 'new-deferrals', seen, now)
  if (seen.oldPending + seen.newPending > 0) return verification('unclear', 'still-pending', seen, now)
  if (!seen.complete) return verification('unclear', 'unreadable', seen, now)
  if (seen.caughtUp) return verification('verified', 'nothing-pending', seen, now)
  const early = Date.parse(now) - Date.parse(since) < TRACE_LAG_MS
  return verification('unclear', early ? 'trace-lags' : 'no-traffic', seen, now)
}

const verification = (outcome: VerificationOutcome, why: VerificationReason, seen: RouteSeen | null, at: string): Verification => ({
  outcome,
  why,
  delivered: seen?.delivered ?? 0,
  bounced: seen?.bounced ?? 0,
  pending: seen ? seen.oldPending + seen.newPending : 0,
  at,
})

/** Rows of the route, read apart so that many delivered ones cannot hide one that waits. */
async function lookAtRoute(
  exchange: Exchange,
  domains: readonly string[],
  { begun, since }: { readonly begun: string; readonly since: string },
  now: string,
): Promise<Found<RouteSeen> | Unknown> {
  const oldest = [before(since, OLDEST_MS), before(now, MOST_DAYS_MS)].sort().at(-1) ?? since
  const left = ['Delivered' as const, 'Failed' as const]
  const [pending, fresh, old] = await Promise.all([
    traceRoute(exchange, domains, { start: oldest, end: now, status: ['Pending'], most: MOST_ROWS }),
    traceRoute(exchange, domains, { start: begun, end: now, status: left, most: MOST_ROWS }),
    traceRoute(exchange, domains, { start: oldest, end: begun, status: left, most: MOST_ROWS }),
  ])
  if (pending.is === 'unknown') return pending
  if (fresh.is === 'unknown') return fresh
  if (old.is === 'unknown') return old
  const waiting = await deferralsOf(exchange, pending.value, since, now)
  const drained = await leftSince(exchange, old.value.items, begun)
  const gone = fresh.value.items.filter((row) => row.received >= begun)
  const delivered = gone.filter((row) => row.status === 'Delivered').length + drained.delivered
  const bounced = gone.filter((row) => row.status === 'Failed').length + drained.bounced
  return found({
    ...waiting,
    delivered,
    bounced,
    caughtUp: delivered + bounced > 0 || pending.value.items.some((row) => row.received >= since),
    complete: pending.value.complete,
  })
}

async function deferralsOf(
  exchange: Exchange,
  pending: Listing<TraceRow>,
  since: string,
  now: string,
): Promise<Pick<RouteSeen, 'oldPending' | 'newPending' | 'deferred'>> {
  const takesHold = before(now, (Date.parse(now) - Date.parse(since)) / 2)
  const rows = [...pending.items].sort((one, other) => other.received.localeCompare(one.received))
  const [fresh, old] = [rows.filter((row) => row.received >= since), rows.filter((row) => row.received < since)]
  const looked = [...fresh.slice(0, SAMPLE), ...old.slice(0, Math.max(0, SAMPLE - fresh.length))]
  const defers = new Map(await Promise.all(looked.map(async (row) => [row, deferDates(await exchange.traceDetails(row))] as const)))
  return {
    oldPending: old.length,
    newPending: fresh.filter((row) => defers.get(row)?.length !== 0).length,
    deferred: [...defers.values()].filter((dates) => dates?.some((date) => date > takesHold)).length,
  }
}

/** When a message was put off; null when its events could not be read. */
const deferDates = (answer: Answer<readonly TraceEvent[]>): readonly string[] | null =>
  answer.is === 'found' ? answer.value.filter(({ event }) => /defer/i.test(event)).map(({ date }) => date) : null

/**
 * Of messages received before the change, how many left the queue since. Only their events tell, so some of each kind are looked at,
 * spread over the time. A bounce between two that came since the change came since, too; a delivery between may never have waited.
 */
async function leftSince(exchange: Exchange, rows: readonly TraceRow[], since: string): Promise<Pick<RouteSeen, 'delivered' | 'bounced'>> {
  const [delivered, failed] = (['Delivered', 'Failed'] as const).map((status) =>
    rows.filter((row) => row.status === status).sort((one, other) => one.received.localeCompare(other.received)),
  )
  const [came, bounced] = await Promise.all([lookAt(exchange, delivered ?? [], since), lookAt(exchange, failed ?? [], since)])
  return { delivered: came.filter((look) => look.left).length, bounced: spanned(bounced) }
}

interface Look {
  /** Place of the message among those of its kind, by time. */
  readonly at: number
  readonly left: boolean
}

const lookAt = (exchange: Exchange, rows: readonly TraceRow[], since: string): Promise<readonly Look[]> =>
  Promise.all(
    spread(rows.length).map(async (at) => {
      const row = rows[at]
      const events = row ? await exchange.traceDetails(row) : null
      const left = events?.is === 'found' && events.value.some(({ event, date }) => date >= since && /deliver|send|fail/i.test(event))
      return { at, left }
    }),
  )

/** At most SAMPLE places among `count`, first and last included. */
const spread = (count: number): readonly number[] =>
  count <= SAMPLE ? [...Array(count).keys()] : Array.from({ length: SAMPLE }, (_, at) => Math.round((at * (count - 1)) / (SAMPLE - 1)))

export const spanned = (looks: readonly Look[]): number =>
  looks.reduce((sum, { at, left }, index) => {
    const earlier = looks[index - 1]
    return left ? sum + (earlier?.left ? at - earlier.at : 1) : sum
  }, 0)
