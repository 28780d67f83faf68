import { type Answer, found } from '../domain/answer.ts'
import type { Queue } from '../domain/evidence.ts'
import { domainOf, type Listing, type TraceRow } from '../domain/tenant.ts'
import type { Exchange } from '../ports/exchange.ts'

const LOOK_BACK_MS = 48 * 60 * 60 * 1000
const MOST_ROWS = 5000
const SAMPLES_PER_DOMAIN = 2
const SAMPLED_DOMAINS = 8
const DEFAULT_EXPIRY_HOURS = 24

/**
 * What waits on a route, as the message trace shows it: Pending rows of the domains (all when empty), the oldest one, and the newest Defer texts sampled
 * per domain. No cmdlet shows the queue itself (Get-Queue is for servers of one's own), so the numbers are those of the trace.
 */
export async function readQueue(exchange: Exchange, domains: readonly string[], now: string): Promise<Answer<Queue>> {
  const window = { start: new Date(Date.parse(now) - LOOK_BACK_MS).toISOString(), end: now, status: ['Pending'] as const, most: MOST_ROWS }
  const [traced, expiry] = await Promise.all([pendingRows(exchange, domains, window), exchange.messageExpirationHours()])
  if (traced.is !== 'found') return traced
  const rows = [...traced.value.items].sort((a, b) => (a.received < b.received ? -1 : 1))
  const hours = expiry.is === 'found' ? expiry.value : DEFAULT_EXPIRY_HOURS
  const oldest = rows[0]?.received ?? null
  return found({
    pending: rows.length,
    complete: traced.value.complete,
    oldest,
    expires: oldest && new Date(Date.parse(oldest) + hours * 3_600_000).toISOString(),
    byDomain: countByDomain(rows),
    defers: await sampleDefers(exchange, rows),
  })
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
