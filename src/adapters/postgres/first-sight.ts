import { inArray, lt } from 'drizzle-orm'
import type { Handle } from './database.ts'
import { sightings } from './schema.ts'
import { storableText } from './storable.ts'

const KEPT_MS = 48 * 3_600_000

/** Whether this key is seen for the first time in two days; it counts as seen from now on. `now`: ISO 8601. */
export async function firstSight(handle: Handle, key: string, now: string): Promise<boolean> {
  const seenAt = new Date(now)
  await forget(handle, new Date(seenAt.getTime() - KEPT_MS))
  const added = await handle
    .insert(sightings)
    .values({ key: storableText(key), seenAt })
    .onConflictDoNothing()
    .returning({ key: sightings.key })
  return added.length === 1
}

/** A few at a time, and none that another transaction is just forgetting. */
async function forget(handle: Handle, before: Date): Promise<void> {
  const old = handle
    .select({ key: sightings.key })
    .from(sightings)
    .where(lt(sightings.seenAt, before))
    .limit(100)
    .for('update', { skipLocked: true })
  await handle.delete(sightings).where(inArray(sightings.key, old))
}
