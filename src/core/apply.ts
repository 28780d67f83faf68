import { Failure } from '../domain/failure.ts'
import type { ChangeRequest, RequestState } from '../domain/request.ts'
import type { ApplyOutcome, Journal } from '../fixes/fix.ts'
import { fixFor } from '../fixes/index.ts'
import { changed, changeIncident, entry } from './change-incident.ts'
import { recordRequest } from './change-request.ts'
import type { World } from './world.ts'

/**
 * Applies an approved request: the state is saved before the tenant is touched, every call is journalled, and the outcome is what was read back.
 * Called again after a crash it goes on where the tenant stands: a step that already reads `after` is not written twice.
 */
export async function apply(world: World, id: string): Promise<void> {
  const request = await startApplying(world, id)
  if (!request) return
  const exchange = world.exchanges(request.tenant)
  const fix = fixFor(request.plan.fix)
  if (!exchange || !fix) throw new Failure('internal', { why: `no ${request.plan.fix} for ${request.tenant}` })
  const outcome = await fix.apply({ exchange, network: world.network }, request.plan, journalOf(world, request))
  await finish(world, request, outcome)
}

async function startApplying(world: World, id: string): Promise<ChangeRequest | null> {
  return world.store.transaction(async (tx) => {
    const request = await tx.request(id)
    if (!request) return null
    if (request.state === 'applying') return request
    if (request.state !== 'approved') return null
    const next: ChangeRequest = { ...request, state: 'applying', version: request.version + 1 }
    if (!(await tx.saveRequest(next, request.version))) return null
    await recordRequest(tx, next, { at: world.clock.now(), actor: 'bot', by: null, action: 'request.applying', event: null })
    return next
  })
}

function journalOf(world: World, request: ChangeRequest): Journal {
  return ({ action, step, details }) =>
    world.store.transaction((tx) =>
      tx.audit({ at: world.clock.now(), tenant: request.tenant, actor: 'bot', action, subject: request.id, details: { step, ...details } }),
    )
}

async function finish(world: World, request: ChangeRequest, outcome: ApplyOutcome): Promise<void> {
  const now = world.clock.now()
  const state: RequestState = outcome.is
  const change = outcome.is === 'stale' ? null : { steps: outcome.steps, appliedAt: outcome.is === 'applied' ? now : null }
  await world.store.transaction(async (tx) => {
    const next: ChangeRequest = { ...request, state, change, version: request.version + 1 }
    if (!(await tx.saveRequest(next, request.version))) return
    world.meter.count('changes_total', { fix: request.plan.fix, outcome: state })
    const details = outcome.is === 'stale' ? { differs: outcome.differs } : { steps: outcome.steps }
    await recordRequest(tx, next, { at: now, actor: 'bot', by: null, action: `request.${state}`, details, event: outcome.is })
    if (state === 'applied' && request.undoes) await markUndone(tx, request.undoes, request.id, now)
    if (state === 'stale' || state === 'failed') await releaseUndo(tx, request)
    if (state === 'applied' || state === 'partial') {
      await tx.enqueue({ name: 'verify', data: { request: request.id, attempt: 1 } }, { key: request.id, afterMs: world.timings.settleMs })
    }
  })
}

type Tx = Parameters<Parameters<World['store']['transaction']>[0]>[0]

/** The first request becomes `undone` once its way back is applied; its incident is looked at again, because the old route stands again. */
async function markUndone(tx: Tx, undone: string, by: string, now: string): Promise<void> {
  const first = await tx.request(undone)
  if (!first) return
  const next: ChangeRequest = { ...first, state: 'undone', undoneBy: by, version: first.version + 1 }
  if (!(await tx.saveRequest(next, first.version))) throw new Failure('lost-race', { subject: undone })
  await recordRequest(tx, next, { at: now, actor: 'bot', by: null, action: 'request.undone', event: 'undone' })
  await changeIncident(tx, first.incident, (incident) =>
    incident.state === 'resolved' ? changed(incident, { state: 'open', resolvedAt: null, resolvedBy: null }, entry(now, 'reopened')) : null,
  ).catch((thrown) => {
    // Another incident of the same route may be open meanwhile: that one carries on.
    if (!(thrown instanceof Failure && thrown.code === 'lost-race')) throw thrown
  })
  await tx.enqueue({ name: 'diagnose', data: { incident: first.incident } }, { key: first.incident })
}

/** An undo that came to nothing leaves the first request free to be undone again. */
export async function releaseUndo(tx: Tx, request: ChangeRequest): Promise<void> {
  if (!request.undoes) return
  const first = await tx.request(request.undoes)
  if (first?.undoneBy !== request.id) return
  await tx.saveRequest({ ...first, undoneBy: null, version: first.version + 1 }, first.version)
}
