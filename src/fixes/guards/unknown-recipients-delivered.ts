import type { GuardResult } from '../../domain/plan.ts'
import { before, DAY_MS, traceRoute } from '../steps/route-trace.ts'
import { type Guard, list, ruled, unreadable } from './guard.ts'

const DAYS = 10
/** Rows read at most: about ten questions to the trace. */
const MOST_ROWS = 50_000
const SAMPLE = 3

/**
 * Refuses when recipients the tenant does not know were delivered lately: nobody would deliver to them any more.
 * A connector for every domain (`*`) is judged by the domains it names and the tenant's own.
 */
export const unknownRecipientsDelivered: Guard = async (world, { domains, changed, at }) => {
  const watched = [...new Set([...domains, ...changed])].filter((domain) => domain !== '*')
  const rows = await traceRoute(world.exchange, watched, {
    start: before(at, DAYS * DAY_MS),
    end: at,
    status: ['Delivered'],
    most: MOST_ROWS,
  })
  if (rows.is === 'unknown') return unreadable('Get-MessageTraceV2', rows.why)
  const recipients = [...new Set(rows.value.items.map((row) => row.recipientAddress.toLowerCase()))]
  const known = await world.exchange.knownAddresses(recipients)
  if (known.is !== 'found') return unreadable('Get-Recipient', known.is === 'unknown' ? known.why : 'no such object')
  return ruleUnknownRecipients({ recipients, known: known.value, complete: rows.value.complete, domains: watched })
}

/** "Seen at least N": a recipient who got nothing in the time looked at is not seen. An incomplete trace without a hit proves nothing. */
function ruleUnknownRecipients(seen: {
  readonly recipients: readonly string[]
  readonly known: ReadonlySet<string>
  readonly complete: boolean
  readonly domains: readonly string[]
}): GuardResult {
  const strangers = seen.recipients.filter((address) => !seen.known.has(address))
  if (strangers.length === 0 && !seen.complete) return unreadable('Get-MessageTraceV2', 'the trace could not be read to its end')
  const args = { count: strangers.length, domain: list(seen.domains), days: DAYS, sample: list(strangers.slice(0, SAMPLE)) }
  return ruled('unknown-recipients-delivered', strangers.length > 0 ? 'refuse' : 'pass', args, strangers.length > 0)
}
