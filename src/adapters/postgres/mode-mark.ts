import { eq } from 'drizzle-orm'
import { Failure } from '../../domain/failure.ts'
import type { Handle } from './database.ts'
import { incidents, marks } from './schema.ts'

export type Mode = 'sandbox' | 'live'

/**
 * Marks the database as the sandbox's or the live service's. `place`: how a person knows it.
 * Simulated incidents must never be shown as real ones, nor real people's changes be made by a sandbox.
 * @throws Failure other-mode when it is the other's, or holds incidents of nobody knows which
 */
export async function claimMode(handle: Handle, mode: Mode, place: string): Promise<void> {
  const [before] = await handle.select({ value: marks.value }).from(marks).where(eq(marks.name, 'mode'))
  if (!before) {
    const [old] = await handle.select({ id: incidents.id }).from(incidents).limit(1)
    if (old) throw new Failure('other-mode', { place, found: '?', wanted: mode })
    await handle.insert(marks).values({ name: 'mode', value: mode }).onConflictDoNothing()
  }
  // Read again: another process may have marked it in the same moment.
  const [mark] = await handle.select({ value: marks.value }).from(marks).where(eq(marks.name, 'mode'))
  if (mark?.value !== mode) throw new Failure('other-mode', { place, found: mark?.value ?? '?', wanted: mode })
}
