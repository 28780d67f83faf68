import { type Answer, found } from '../domain/answer.ts'
import type { Queue } from '../domain/evidence.ts'
import { domainOf, type Listing, type TraceRow } from '../domain/tenant.ts'
import type { Exchange } from '../ports/exchange.ts'

const LOOK_BACK_MS = 48 * 60 * 60 * 1000
const MOST_ROWS = 5000
const SAMPLES_PER_DOMAIN = 2
const SAMPLED_DOMAINS = 8

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

/**
 * What waits on a route, as the message trace shows it: Pending rows of the route, the oldest one, and the newest Defer texts sampled per domain.
 * No cmdlet shows the queue itself (Get-Queue is for servers of one's own), so the numbers are those of the trace. When the tenant's
 * MessageExpiration cannot be read, no bounce time is claimed.
 */
export async function readQueue(exchange: Exchange, route: RouteFilter, now: string): Promise<Answer<Queue>> {
  const window = { start: new Date(Date.parse(now) - LOOK_BACK_MS).toISOString(), end: now, status: ['Pending'] as const, most: MOST_ROWS }
  const [traced, expiry] = await Promise.all([pendingRows(exchange, route.domains, window), exchange.messageExpirationHours()])
  if (traced.is !== 'found') return traced
  const taken = traced.value.items.filter((row) => route.takes(domainOf(row.recipientAddress)))
  const sampled = await sampleDefers(exchange, taken)
  const seen = route.byEvents === null ? { rows: taken, defers: sampled } : namedBy(route.byEvents, taken, sampled)
  const rows = [...seen.rows].sort((a, b) => (a.received < b.received ? -1 : 1))
  const oldest = rows[0]?.received ?? null
  return found({
    pending: rows.length,
    // Events are sampled: what they do not name may still wait there.
    complete: traced.value.complete && (route.byEvents === null || taken.length === 0),
    oldest,
    expires: oldest && expiry.is === 'found' ? new Date(Date.parse(oldest) + expiry.value * 3_600_000).toISOString() : null,
    byDomain: countByDomain(rows),
    defers: seen.defers,
  })
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

async function pendingRows(exchange: Exchange, domains: readonly string[], window: Window): Promise<Answer<Listing<TraceRow>>> {
  const exact = domains.filter((domain) => !domain.includes('*'))
  const filters = exact.length > 0 && exact.length === domains.length ? exact.map((domain) => `*@${domain}`) : [undefined]
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

async function sampleDefers(exchange: Exchange, rows: readonly TraceRow[]): Promise<Queue['defers']> {
  const samples = countByDomain(rows)
    .slice(0, SAMPLED_DOMAINS)
    .flatMap(({ domain }) => rows.filter((row) => domainOf(row.recipientAddress) === domain).slice(-SAMPLES_PER_DOMAIN))
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
