import type { Incident } from '../domain/incident.ts'
import { changed, changeIncident, entry } from './change-incident.ts'
import { diagnose } from './diagnose.ts'
import { isQuiet } from './judge.ts'
import { publishIncident } from './publish-incident.ts'
import type { World } from './world.ts'

/** A later look at an incident: wakes a snoozed one, closes an umbrella with nothing left under it, else diagnoses again. */
export async function settle(world: World, id: string): Promise<void> {
  const incident = await world.store.incident(id)
  if (!incident || incident.state === 'resolved') return
  const now = world.clock.now()
  if (incident.state === 'snoozed' && incident.snoozedUntil) {
    if (now < incident.snoozedUntil) return later(world, incident, Date.parse(incident.snoozedUntil) - Date.parse(now))
    await wake(world, incident, now)
  }
  if (incident.subject.is === 'tenant' && (await isOver(world, incident, now))) return
  await diagnose(world, id)
}

async function later(world: World, incident: Incident, afterMs: number): Promise<void> {
  await world.store.transaction((tx) => tx.enqueue({ name: 'settle', data: { incident: incident.id } }, { key: incident.id, afterMs }))
}

async function wake(world: World, incident: Incident, now: string): Promise<void> {
  await world.store.transaction(async (tx) => {
    await changeIncident(tx, incident.id, (current) =>
      changed(current, { state: 'diagnosed', snoozedUntil: null }, entry(now, 'unsnoozed')),
    )
    await publishIncident(tx, incident.id)
  })
}

/** An umbrella ends when nothing was pending at the last look, all incidents under it are resolved, and it was quiet for the settle time. */
async function isOver(world: World, umbrella: Incident, now: string): Promise<boolean> {
  const quiet = umbrella.diagnosis !== null && isQuiet(umbrella.diagnosis)
  const children = await world.store.incidents({ umbrella: umbrella.id })
  const settled = Date.parse(now) - Date.parse(umbrella.lastAlertAt) >= world.timings.settleMs
  if (!quiet || !settled || children.some((child) => child.state !== 'resolved')) return false
  return world.store.transaction(async (tx) => {
    // An alert, or a person, may have come meanwhile: this look ends nothing that it has not seen.
    if ((await tx.incident(umbrella.id))?.version !== umbrella.version) return false
    const resolved = changed(umbrella, { state: 'resolved', resolvedAt: now, resolvedBy: null }, entry(now, 'resolved'))
    if (!(await tx.saveIncident(resolved, umbrella.version))) return false
    await tx.audit({
      at: now,
      tenant: umbrella.tenant,
      actor: 'bot',
      action: 'incident.resolved',
      subject: umbrella.id,
      details: { why: 'nothing-pending' },
    })
    await publishIncident(tx, umbrella.id)
    return true
  })
}
