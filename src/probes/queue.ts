import type { Evidence } from '../domain/evidence.ts'
import type { Finding } from '../domain/finding.ts'

const HOUR_MS = 3_600_000

/** Mail that waits on the route and how long it may still wait. Never a fault by itself: it is what a fault costs. */
export function queue({ tenant, target, at }: Evidence): readonly Finding[] {
  if (!tenant || tenant.queue.is === 'absent') return []
  const info = { severity: 'info', subject: target, stage: 'tenant' } as const
  if (tenant.queue.is === 'unknown') {
    return [{ ...info, finding: 'unrecognised', evidence: [{ code: 'unreadable', args: { what: 'queue', why: tenant.queue.why } }] }]
  }
  const { pending: count, oldest, expires, byDomain } = tenant.queue.value
  if (count === 0) return []
  const domains = byDomain.map((each) => each.domain).join(', ')
  // When it bounces could not be read: then no hour is named.
  if (expires === null) {
    return [
      { ...info, finding: 'message-expired', evidence: [{ code: 'pending-undated', args: { count, oldest: oldest ?? '', domains } }] },
    ]
  }
  const hoursLeft = Math.max(0, Math.floor((Date.parse(expires) - Date.parse(at)) / HOUR_MS))
  return [
    { ...info, finding: 'message-expired', evidence: [{ code: 'pending', args: { count, oldest: oldest ?? '', hoursLeft, domains } }] },
  ]
}
