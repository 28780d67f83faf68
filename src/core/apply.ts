import { Failure } from '../domain/failure.ts'
import { approvalsOf, type ChangeRequest, type RequestState } from '../domain/request.ts'
import type { ApplyOutcome, Journal } from '../fixes/fix.ts'
import { fixFor } from '../fixes/index.ts'
import type { Transaction } from '../ports/store.ts'
import { changed, changeIncident, entry } from './change-incident.ts'
import { publishRequest, recordRequest } from './change-request.ts'
import type { World } from './world.ts'

/** How long a change waits for another one of the same tenant to end before it looks again. */
const TURN_MS = 3000
const TRIES = 8

interface Started {
  readonly request: ChangeRequest
  /** An earlier run was cut off: the tenant may have been written to. */
  readonly resumed: boolean
}

/**
 * Applies an approved request: the state is saved before the tenant is touched, every call is journalled, and the outcome is what was read back.
 * Called again after a crash it goes on where the tenant stands: a step that already reads `after` is not written twice.
 */
export async function apply(world: World, id: string): Promise<void> {
  const started = await startApplying(world, id)
  if (!started) return
  const outcome = await carryOut(world, started.request)
  await finish(world, started.request, started.resumed ? afterCrash(outcome) : outcome)
}

async function carryOut(world: World, request: ChangeRequest): Promise<ApplyOutcome> {
  const exchange = world.exchanges(request.tenant)
  const fix = fixFor(request.plan.fix)
  if (exchange && fix) return fix.apply({ exchange, network: world.network }, request.plan, journalOf(world, request), world.clock.now())
  // The configuration changed since it was asked for: it ends here, with an answer, rather than being tried for ever.
  const error = exchange ? `${request.plan.fix}: not available` : `${request.tenant}: not configured`
  return { is: 'failed', steps: request.plan.steps.map(({ name }) => ({ name, is: 'unknown', readBack: null, error })) }
}

/** What an earlier run may have written and nobody can read now is not "failed": the way back stays open. */
const afterCrash = (outcome: ApplyOutcome): ApplyOutcome =>
  outcome.is === 'failed' && outcome.steps.some((step) => step.is === 'unknown' && step.readBack === null)
    ? { ...outcome, is: 'partial' }
    : outcome

async function startApplying(world: World, id: string): Promise<Started | null> {
  return world.store.transaction(async (tx) => {
    const request = await tx.request(id)
    if (request?.state === 'applying') return { request, resumed: true }
    if (request?.state !== 'approved') return null
    const now = world.clock.now()
    if (isTooLate(request, now)) return giveUp(tx, request, now)
    // One change of a tenant at a time: guards judge a tenant that nobody else of us is changing meanwhile.
    await tx.hold(`apply:${request.tenant}`)
    const others = await tx.requests({ states: ['applying'] })
    if (others.some((each) => each.tenant === request.tenant)) {
      await tx.enqueue({ name: 'apply', data: { request: id } }, { key: id, afterMs: TURN_MS })
      return null
    }
    const next: ChangeRequest = { ...request, state: 'applying', version: request.version + 1 }
    if (!(await tx.saveRequest(next, request.version))) return null
    await recordRequest(tx, next, { at: now, actor: 'bot', by: null, action: 'request.applying', event: null })
    return { request: next, resumed: false }
  })
}

/** An approval holds no longer than the request waited for it: a service that was down for days does not surprise anybody with a change. */
function isTooLate(request: ChangeRequest, now: string): boolean {
  const approvedAt = approvalsOf(request).at(-1)?.at ?? request.requestedAt
  return Date.parse(now) - Date.parse(approvedAt) > Date.parse(request.expiresAt) - Date.parse(request.requestedAt)
}

async function giveUp(tx: Transaction, request: ChangeRequest, now: string): Promise<null> {
  const next: ChangeRequest = { ...request, state: 'stale', version: request.version + 1 }
  if (!(await tx.saveRequest(next, request.version))) return null
  const details = { differs: ['approval is too old'] }
  await recordRequest(tx, next, { at: now, actor: 'bot', by: null, action: 'request.stale', details, event: 'stale' })
  await releaseUndo(tx, request)
  return null
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
    if (state !== 'applied') await releaseUndo(tx, request)
    if (state === 'applied' || state === 'partial') {
      await tx.enqueue({ name: 'verify', data: { request: request.id, attempt: 1 } }, { key: request.id, afterMs: world.timings.settleMs })
    }
  })
}

/** The first request becomes `undone` once its way back is applied; its incident is looked at again, because the old route stands again. */
async function markUndone(tx: Transaction, undone: string, by: string, now: string): Promise<void> {
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

/**
 * An undo that came to nothing, or only half, leaves the first request free to be undone again. What the first one was waiting for goes on: its
 * verification stood still meanwhile.
 */
export async function releaseUndo(tx: Transaction, request: ChangeRequest): Promise<void> {
  if (!request.undoes) return
  for (let attempt = 0; attempt < TRIES; attempt += 1) {
    const first = await tx.request(request.undoes)
    if (first?.undoneBy !== request.id) return
    const next = { ...first, undoneBy: null, version: first.version + 1 }
    if (!(await tx.saveRequest(next, first.version))) continue
    await publishRequest(tx, next)
    if (next.state === 'applied' || next.state === 'unclear') {
      await tx.enqueue({ name: 'verify', data: { request: next.id, attempt: 1 } }, { key: next.id })
    }
    return
  }
  throw new Failure('lost-race', { subject: request.undoes })
}
