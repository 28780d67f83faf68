import { type Answer, found } from '../domain/answer.ts'
import { ORDINARY_MS, type Queue } from '../domain/queue.ts'
import { domainOf, type Listing, type TraceRow } from '../domain/tenant.ts'
import type { Exchange } from '../ports/exchange.ts'

const LOOK_BACK_MS = 48 * 60 * 60 * 1000
/** Four questions. The trace tells the newest first: of a list that is cut, the oldest are not known. */
const MOST_ROWS = 20_000
/** Each named domain is one call, so only a few are asked for apart; with more, all waiting mail is read and what is not the route's is left out. */
const MOST_NAMED_DOMAINS = 4

/** How many messages are asked what happened to them; each is one call. `young`: of those on their ordinary way, where no other waits. */
export interface Sampling {
  readonly perDomain: number
  readonly most: number
  readonly young: number
}

/**
 * The message trace takes 100 calls in 5 minutes, and its details as many (Get-MessageTraceV2, Get-MessageTraceDetailV2). An umbrella looks once
 * over all routes, then each of its incidents at its own: `brief` where what was said is known already, `none`.
 */
export const SAMPLING = {
  route: { perDomain: 2, most: 8, young: 2 },
  everyRoute: { perDomain: 1, most: 20, young: 0 },
  brief: { perDomain: 1, most: 1, young: 0 },
  none: { perDomain: 0, most: 0, young: 0 },
} as const satisfies Readonly<Record<string, Sampling>>

/** Which waiting messages belong to a route. */
export interface RouteFilter {
  /** Recipient domains or patterns (`*.d`, `*`) that can be asked for; empty asks for everything. */
  readonly domains: readonly string[]
  /** Whether mail for this recipient domain takes the route. */
  readonly takes: (domain: string) => boolean
  /** Set where only the events of a message tell (a connector that rules alone use): the connector they must name. */
  readonly byEvents: string | null
}

export const EVERY_ROUTE: RouteFilter = { domains: [], takes: () => true, byEvents: null }

/** Pending mail as the trace shows it, of one route or of all, with the newest Defer texts of a few messages. */
export interface WaitingMail {
  readonly rows: Listing<TraceRow>
  /** ISO 8601: what was received later is on its ordinary way. */
  readonly ordinarySince: string
  readonly expirationHours: Answer<number>
  readonly defers: Queue['defers']
}

/**
 * What waits on a route, as the message trace shows it: Pending rows of the route, the oldest one, and the newest Defer texts sampled per domain.
 * No cmdlet shows the queue itself (Get-Queue is for servers of one's own), so the numbers are those of the trace; rows on their ordinary way are
 * counted apart. When the tenant's MessageExpiration, or the oldest rows, cannot be read, no bounce time is claimed. A route that only the
 * events tell is always sampled in full.
 */
export async function readQueue(
  exchange: Exchange,
  route: RouteFilter,
  now: string,
  sampling: Sampling = SAMPLING.route,
): Promise<Answer<Queue>> {
  const waiting = await readWaitingMail(exchange, route, now, route.byEvents === null ? sampling : SAMPLING.route)
  return waiting.is === 'found' ? found(queueOf(waiting.value, route)) : waiting
}

export async function readWaitingMail(
  exchange: Exchange,
  route: RouteFilter,
  now: string,
  sampling: Sampling,
): Promise<Answer<WaitingMail>> {
  const window = { start: new Date(Date.parse(now) - LOOK_BACK_MS).toISOString(), end: now, status: ['Pending'] as const, most: MOST_ROWS }
  const mostNamed = sampling.most > 1 ? MOST_NAMED_DOMAINS : 1
  const [traced, expirationHours] = await Promise.all([
    pendingRows(exchange, route.domains, window, mostNamed),
    exchange.messageExpirationHours(),
  ])
  if (traced.is !== 'found') return traced
  const taken = traced.value.items.filter((row) => route.takes(domainOf(row.recipientAddress)))
  const ordinarySince = new Date(Date.parse(now) - ORDINARY_MS).toISOString()
  const defers = await sampleDefers(exchange, taken, ordinarySince, sampling)
  return found({ rows: { items: taken, complete: traced.value.complete }, ordinarySince, expirationHours, defers })
}

/** The part of the waiting mail that takes a route. */
export function queueOf({ rows: { items, complete }, ordinarySince, expirationHours, defers }: WaitingMail, route: RouteFilter): Queue {
  const taken = items.filter((row) => route.takes(domainOf(row.recipientAddress)))
  const own = defers.filter((defer) => route.takes(defer.recipientDomain))
  const seen = route.byEvents === null ? { rows: taken, defers: own } : namedBy(route.byEvents, taken, own)
  const isYoung = (row: TraceRow): boolean => row.received > ordinarySince
  const rows = seen.rows.filter((row) => !isYoung(row)).sort((a, b) => (a.received < b.received ? -1 : 1))
  const young = seen.rows.length - rows.length
  const oldest = rows[0]?.received ?? null
  return {
    pending: rows.length,
    ...(young > 0 ? { young } : {}),
    // Events are sampled: what they do not name may still wait there.
    complete: complete && (route.byEvents === null || taken.every(isYoung)),
    oldest,
    expires:
      oldest && complete && expirationHours.is === 'found'
        ? new Date(Date.parse(oldest) + expirationHours.value * 3_600_000).toISOString()
        : null,
    byDomain: countByDomain(rows),
    defers: seen.defers,
  }
}

/** Mail for the domains of which a sampled message names the connector. */
function namedBy(
  connector: string,
  rows: readonly TraceRow[],
  sampled: Queue['defers'],
): { rows: readonly TraceRow[]; defers: Queue['defers'] } {
  const defers = sampled.filter((defer) => defer.connector?.toLowerCase() === connector.toLowerCase())
  return { rows: rows.filter((row) => defers.some((defer) => defer.recipientDomain === domainOf(row.recipientAddress))), defers }
}

type Window = { readonly start: string; readonly end: string; readonly status: readonly ['Pending']; readonly most: number }

async function pendingRows(
  exchange: Exchange,
  domains: readonly string[],
  window: Window,
  mostNamed: number,
): Promise<Answer<Listing<TraceRow>>> {
  const named = domains.length > 0 && domains.length <= mostNamed && domains.every((domain) => !domain.includes('*'))
  const filters = named ? domains.map((domain) => `*@${domain}`) : [undefined]
  const answers = await Promise.all(
    filters.map((recipientAddress) => exchange.trace({ ...window, ...(recipientAddress ? { recipientAddress } : {}) })),
  )
  const items: TraceRow[] = []
  let complete = true
  for (const answer of answers) {
    if (answer.is !== 'found') return answer
    items.push(...answer.value.items)
    complete &&= answer.value.complete
  }
  return found({ items, complete })
}

function countByDomain(rows: readonly TraceRow[]): Queue['byDomain'] {
  const counts = new Map<string, number>()
  for (const row of rows) counts.set(domainOf(row.recipientAddress), (counts.get(domainOf(row.recipientAddress)) ?? 0) + 1)
  return [...counts].map(([domain, pending]) => ({ domain, pending })).sort((a, b) => b.pending - a.pending)
}

/** The messages that have waited longest, and so were surely tried: one of every domain before a second of any, domains with the most mail first. */
async function sampleDefers(
  exchange: Exchange,
  pending: readonly TraceRow[],
  ordinarySince: string,
  { perDomain, most, young }: Sampling,
): Promise<Queue['defers']> {
  const long = pending.filter((row) => row.received <= ordinarySince)
  const rows = long.length > 0 ? long : pending
  const waiting = countByDomain(rows).map(({ domain }) => rows.filter((row) => domainOf(row.recipientAddress) === domain))
  const turns = Array.from({ length: perDomain }, (_, turn) => waiting.flatMap((own) => own.at(-1 - turn) ?? []))
  const samples = turns.flat().slice(0, long.length > 0 ? most : young)
  const details = await Promise.all(samples.map(async (row) => ({ row, events: await exchange.traceDetails(row) })))
  return details
    .flatMap(({ row, events }) =>
      events.is === 'found'
        ? events.value
            .filter((event) => event.event.toLowerCase() === 'defer')
            .map((event) => ({
              at: event.date,
              text: event.detail,
              connector: event.connector,
              recipientDomain: domainOf(row.recipientAddress),
            }))
        : [],
    )
    .sort((a, b) => (a.at < b.at ? 1 : -1))
}
