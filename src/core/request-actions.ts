import { Failure } from '../domain/failure.ts'
import type { HistoryEvent, Incident } from '../domain/incident.ts'
import type { FixName } from '../domain/plan.ts'
import type { ReplyTo } from '../domain/post.ts'
import { type Refused, refused } from '../domain/refusal.ts'
import type { ChangeRequest } from '../domain/request.ts'
import { fixFor } from '../fixes/index.ts'
import type { Transaction } from '../ports/store.ts'
import { releaseUndo } from './apply.ts'
import { type Asked, ask, askUndo, OPEN_STATES } from './ask.ts'
import { publishRequest, recordRequest } from './change-request.ts'
import { type Decided, decide, withdraw } from './decide.ts'
import type { Acting, Desk, PlanReady, Ruling } from './desk.ts'
import { approvalsFor, mayRequest } from './policy.ts'
import { keepOffer, propose } from './propose.ts'
import type { World } from './world.ts'

const TRIES = 8

/** Everything that leads to a change: plan, request, decision, withdrawal, undo. Only `plan` without a reply address touches the tenant. */
export function requestActions(world: World): Pick<Desk, 'plan' | 'askFor' | 'decide' | 'withdraw' | 'undo'> {
  return {
    plan: (acting, incident, fix, set, reply) => plan(world, acting, incident, fix, set, reply),
    askFor: (acting, incident, planHash) => askFor(world, acting, incident, planHash),
    decide: (acting, request, planHash, verb) =>
      settleRequest(world, acting, request, (current, now, frozenUntil) =>
        decide(current, { by: acting.person, verb, planHash, surface: acting.surface, now, frozenUntil }, world.policy),
      ),
    withdraw: (acting, request) => settleRequest(world, acting, request, (current) => withdraw(current, acting.person)),
    undo: (acting, request) => undo(world, acting, request),
  }
}

async function plan(
  world: World,
  acting: Acting,
  id: string,
  fix: FixName,
  set: Readonly<Record<string, string>>,
  reply: ReplyTo | null,
): Promise<PlanReady> {
  const incident = await world.store.incident(id)
  if (!incident) return refused('unknown-incident', { id })
  if (!mayRequest(world.policy, acting.person.id)) return refuse(world, acting, incident.tenant, id, refused('not-a-requester'))
  const action = fixFor(fix)
  if (!action) return refused('fix-not-available', { fix })
  const fresh =
    Object.keys(set).length === 0 ? incident.offers.find((offer) => offer.fix === fix && isFresh(world, offer.plannedAt)) : undefined
  if (fresh) return readyPlan(world, incident, fresh, action.approvals)
  if (!reply) return planNow(world, id, fix, set)
  await world.store.transaction((tx) => tx.enqueue({ name: 'propose', data: { incident: id, fix, set, reply, language: acting.language } }))
  return { is: 'working' }
}

/** Half the freshness: a plan that is shown stays askable for a while. */
const isFresh = (world: World, plannedAt: string): boolean =>
  Date.parse(world.clock.now()) - Date.parse(plannedAt) < world.timings.planFreshMs / 2

/** Reads the tenant for one fix, keeps the plan with the incident and gives it back. */
export async function planNow(
  world: World,
  id: string,
  fix: FixName,
  set: Readonly<Record<string, string>>,
): Promise<Exclude<PlanReady, { is: 'working' }>> {
  const incident = await world.store.incident(id)
  if (!incident) return refused('unknown-incident', { id })
  const proposal = await propose(world, incident.tenant, incident.subject, fix, set)
  if (proposal.is === 'refused') return proposal
  return readyPlan(world, await keepOffer(world, id, proposal.plan), proposal.plan, fixFor(fix)?.approvals ?? 1)
}

function readyPlan(world: World, incident: Incident, ready: Incident['offers'][number], own: number): Extract<PlanReady, { is: 'ready' }> {
  const oneMore = ready.guards.some((guard) => guard.ruling === 'one-more-approver')
  return { is: 'ready', plan: ready, incident, approvals: approvalsFor(world.policy, ready.fix, own, oneMore) }
}

async function askFor(world: World, acting: Acting, id: string, planHash: string): Promise<Ruling<ChangeRequest>> {
  return world.store.transaction(async (tx) => {
    await tx.hold(`ask:${id}`)
    const incident = await tx.incident(id)
    if (!incident) return refused('unknown-incident', { id })
    const requests = await tx.requests({ incident: id })
    const offer = incident.offers.find((each) => each.hash === planHash)
    const own = offer ? (fixFor(offer.fix)?.approvals ?? 1) : 1
    const asked = ask(incident, requests, planHash, own, world.timings.planFreshMs, await askingOf(world, tx, acting, incident.tenant))
    return addRequest(tx, acting, incident.tenant, id, asked, world.clock.now())
  })
}

async function undo(world: World, acting: Acting, id: string): Promise<Ruling<ChangeRequest>> {
  return world.store.transaction(async (tx) => {
    const found = await tx.request(id)
    if (!found) return refused('unknown-request', { id })
    await tx.hold(`ask:${found.incident}`)
    const [request, incident] = [await tx.request(id), await tx.incident(found.incident)]
    if (!request || !incident) return refused('unknown-request', { id })
    const asked = askUndo(request, incident, await askingOf(world, tx, acting, request.tenant))
    const same = asked.is === 'asked' ? await standingOf(tx, asked.request) : null
    if (same) return refused('already-requested', { request: same.id })
    if (asked.is === 'asked') {
      const marked = { ...request, undoneBy: asked.request.id, version: request.version + 1 }
      // Somebody changed the request in this very moment: their press stands, this one is asked to look again.
      if (!(await tx.saveRequest(marked, request.version))) return refused('too-late')
      await publishRequest(tx, marked)
    }
    return addRequest(tx, acting, request.tenant, request.incident, asked, world.clock.now())
  })
}

/** A request underway in the same incident for the very same steps. */
async function standingOf(tx: Transaction, request: ChangeRequest): Promise<ChangeRequest | null> {
  const underway = await tx.requests({ incident: request.incident, states: OPEN_STATES })
  return underway.find((each) => each.plan.hash === request.plan.hash) ?? null
}

async function askingOf(world: World, tx: Transaction, acting: Acting, tenant: string) {
  const now = world.clock.now()
  return { policy: world.policy, person: acting.person, now, id: world.random.id(), frozenUntil: await tx.frozenUntil(tenant, now) }
}

async function addRequest(
  tx: Transaction,
  acting: Acting,
  tenant: string,
  incident: string,
  asked: Asked,
  now: string,
): Promise<Ruling<ChangeRequest>> {
  if (asked.is === 'refused') {
    await auditRefusal(tx, acting, tenant, incident, asked, now)
    return asked
  }
  const { request } = asked
  // Asking is done alone (`hold`), so this takes back whatever was written before it.
  if (!(await tx.addRequest(request))) throw new Failure('lost-race', { subject: incident })
  const details = {
    steps: request.plan.steps,
    guards: request.plan.guards,
    expiresAt: request.expiresAt,
    approvalsNeeded: request.approvalsNeeded,
  }
  await recordRequest(tx, request, {
    at: now,
    actor: acting.person.id,
    by: acting.person.name,
    action: 'request.created',
    details,
    event: 'requested',
  })
  await tx.enqueue(
    { name: 'expire', data: { request: request.id } },
    { key: request.id, afterMs: Date.parse(request.expiresAt) - Date.parse(now) },
  )
  return { is: 'accepted', value: request }
}

type Rule = (request: ChangeRequest, now: string, frozenUntil: string | null) => Decided

const EVENTS: Partial<Record<ChangeRequest['state'], HistoryEvent>> = {
  waiting: 'approved',
  approved: 'approved',
  rejected: 'rejected',
  withdrawn: 'withdrawn',
}

/** Decides on what is stored, saves by version, and on a lost race reads and decides again: two clicks or two approvers give one outcome. */
async function settleRequest(world: World, acting: Acting, id: string, rule: Rule): Promise<Ruling<ChangeRequest>> {
  for (let attempt = 0; attempt < TRIES; attempt += 1) {
    const ruling = await world.store.transaction((tx) => settleOnce(world, tx, acting, id, rule))
    if (ruling) return ruling
  }
  throw new Failure('lost-race', { subject: id })
}

async function settleOnce(world: World, tx: Transaction, acting: Acting, id: string, rule: Rule): Promise<Ruling<ChangeRequest> | null> {
  const request = await tx.request(id)
  if (!request) return refused('unknown-request', { id })
  const now = world.clock.now()
  const decided = rule(request, now, await tx.frozenUntil(request.tenant, now))
  if (decided.is === 'refused') {
    await auditRefusal(tx, acting, request.tenant, id, decided, now)
    return decided
  }
  const next = decided.request
  if (!(await tx.saveRequest(next, request.version))) return null
  const action = next.state === 'waiting' || next.state === 'approved' ? 'request.approved' : `request.${next.state}`
  world.meter.count('decisions_total', { verb: action.slice('request.'.length) })
  await recordRequest(tx, next, {
    at: now,
    actor: acting.person.id,
    by: acting.person.name,
    action,
    details: { surface: acting.surface },
    event: EVENTS[next.state] ?? null,
  })
  if (next.state === 'approved') await tx.enqueue({ name: 'apply', data: { request: id } }, { key: id })
  if (next.state === 'rejected' || next.state === 'withdrawn') await releaseUndo(tx, next)
  return { is: 'accepted', value: next }
}

async function refuse(world: World, acting: Acting, tenant: string, subject: string, refusal: Refused): Promise<Refused> {
  await world.store.transaction((tx) => auditRefusal(tx, acting, tenant, subject, refusal, world.clock.now()))
  return refusal
}

function auditRefusal(tx: Transaction, acting: Acting, tenant: string, subject: string, refusal: Refused, at: string): Promise<void> {
  return tx.audit({
    at,
    tenant,
    actor: acting.person.id,
    action: 'refusal',
    subject,
    details: { why: refusal.why, surface: acting.surface },
  })
}
