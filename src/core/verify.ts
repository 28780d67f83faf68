import type { Incident } from '../domain/incident.ts'
import { approvalsOf, type ChangeRequest, holdsChange, type Verification } from '../domain/request.ts'
import { fixFor } from '../fixes/index.ts'
import type { Transaction } from '../ports/store.ts'
import { changed, changeIncident, entry } from './change-incident.ts'
import { recordRequest } from './change-request.ts'
import { publishIncident } from './publish-incident.ts'
import type { World } from './world.ts'

const MOST_LOOKS = 6

/** Looks whether a change holds and mail moves; unclear is looked at again later, a bounded number of times. */
export async function verify(world: World, id: string, attempt: number): Promise<void> {
  const request = await world.store.request(id)
  const exchange = request && world.exchanges(request.tenant)
  const fix = request && fixFor(request.plan.fix)
  if (!request || !exchange || !fix || !holdsChange(request) || request.undoneBy) return
  const since = request.change?.appliedAt ?? request.requestedAt
  const begun = approvalsOf(request).at(-1)?.at ?? since
  const verification = await fix.verify({ exchange, network: world.network }, request.plan, since, world.clock.now(), begun)
  await world.store.transaction((tx) => record(world, tx, request, verification, attempt))
}

async function record(world: World, tx: Transaction, request: ChangeRequest, verification: Verification, attempt: number): Promise<void> {
  const now = world.clock.now()
  // A partly applied change stays partial: a person decides whether to go on or back.
  const state = request.state === 'partial' ? 'partial' : verification.outcome
  const next: ChangeRequest = { ...request, state, verification, version: request.version + 1 }
  if (!(await tx.saveRequest(next, request.version))) return
  const lookAgain = verification.outcome === 'unclear' && attempt < MOST_LOOKS
  await recordRequest(tx, next, {
    at: now,
    actor: 'bot',
    by: null,
    action: `request.${verification.outcome}`,
    details: { verification, attempt },
    event: lookAgain && attempt > 1 ? null : verification.outcome,
  })
  if (lookAgain) {
    await tx.enqueue(
      { name: 'verify', data: { request: request.id, attempt: attempt + 1 } },
      { key: request.id, afterMs: world.timings.settleMs / 2 },
    )
  }
  const incident = await tx.incident(request.incident)
  const heals =
    verification.outcome === 'verified' && state === 'verified' && !request.undoes && incident !== null && concerns(request, incident)
  if (heals) await resolve(tx, request, now)
  else await tx.enqueue({ name: 'diagnose', data: { incident: request.incident } }, { key: request.incident })
}

/** A person may plan a fix for another connector or domain than the incident's: that it works says nothing of this incident. */
function concerns({ plan }: ChangeRequest, { subject, diagnosis }: Incident): boolean {
  switch (subject.is) {
    case 'connector':
      return [subject.name, diagnosis?.connector?.name].some((name) => name?.toLowerCase() === plan.connector?.toLowerCase())
    case 'destination':
      return plan.domains.includes(subject.domain.toLowerCase())
    case 'tenant':
      return false
  }
}

async function resolve(tx: Transaction, request: ChangeRequest, now: string): Promise<void> {
  const incident = await changeIncident(tx, request.incident, (current) =>
    current.state === 'resolved'
      ? null
      : changed(current, { state: 'resolved', resolvedAt: now, resolvedBy: null }, entry(now, 'resolved', null, { request: request.id })),
  )
  await tx.audit({
    at: now,
    tenant: incident.tenant,
    actor: 'bot',
    action: 'incident.resolved',
    subject: incident.id,
    details: { request: request.id },
  })
  if (incident.umbrella) await publishIncident(tx, incident.umbrella)
}
