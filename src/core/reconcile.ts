import { publishIncident } from './publish-incident.ts'
import type { World } from './world.ts'

/** A change under way is brought back by the job engine itself, sooner than this; nobody else must take it up while its own worker lives. */
const APPLY_AFTER_MS = 120_000

/**
 * At start and every few minutes: every state that expects a job gets one again, should the job itself have been given up with all its tries. Jobs are
 * idempotent and keyed, so one too many changes nothing.
 */
export async function reconcile(world: World): Promise<void> {
  await world.store.transaction(async (tx) => {
    const now = world.clock.now()
    for (const request of await tx.requests({ states: ['waiting', 'approved', 'applying', 'applied'] })) {
      const id = request.id
      if (request.state === 'waiting') {
        await tx.enqueue(
          { name: 'expire', data: { request: id } },
          { key: id, afterMs: Math.max(0, Date.parse(request.expiresAt) - Date.parse(now)) },
        )
      } else if (request.state === 'applied') {
        const due = Date.parse(request.change?.appliedAt ?? now) + world.timings.settleMs
        await tx.enqueue({ name: 'verify', data: { request: id, attempt: 1 } }, { key: id, afterMs: Math.max(0, due - Date.parse(now)) })
      } else await tx.enqueue({ name: 'apply', data: { request: id } }, { key: id, afterMs: APPLY_AFTER_MS })
    }
    for (const incident of await tx.incidents({ states: ['open', 'diagnosed', 'acknowledged', 'snoozed'] })) {
      if (incident.state === 'open') await tx.enqueue({ name: 'diagnose', data: { incident: incident.id } }, { key: incident.id })
      else await tx.enqueue({ name: 'settle', data: { incident: incident.id } }, { key: incident.id, afterMs: world.timings.lookAgainMs })
      await publishIncident(tx, incident.id)
    }
  })
}
