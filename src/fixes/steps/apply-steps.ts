import { type Answer, absent, found } from '../../domain/answer.ts'
import type { Plan, PlanStep, Properties } from '../../domain/plan.ts'
import type { AppliedStep } from '../../domain/request.ts'
import type { Exchange, WriteOutcome } from '../../ports/exchange.ts'
import type { ApplyOutcome, FixWorld, Journal } from '../fix.ts'
import { connectorProperties, differingProperties, domainProperties } from './object-properties.ts'
import { findConnector, findDomain, propertiesNow, readTenant, type TenantState } from './tenant-state.ts'

/** What speaks against the plan now, each by name; empty when nothing does. */
export type Objections = (state: TenantState) => Promise<readonly string[]>

type Standing =
  | { readonly is: 'open' | 'held'; readonly step: PlanStep }
  | { readonly is: 'drifted'; readonly step: PlanStep; readonly differs: readonly string[] }

const READS = 3

/**
 * Applies the steps in order, whichever way the plan leads: each must read its `before`, or its `after` (then it is left alone).
 * Stops at the first write that does not hold. Where something speaks against the plan and a step already holds, the outcome is
 * `partial`, because "nothing was written" would be wrong.
 */
export async function applySteps(world: FixWorld, plan: Plan, journal: Journal, objections: Objections): Promise<ApplyOutcome> {
  const state = await readTenant(world.exchange)
  if (state.is === 'unknown') return { is: 'failed', steps: plan.steps.map((step) => applied(step, 'unknown', null, state.why)) }
  const standings = plan.steps.map((step) => standingOf(state.value, step))
  if (standings.every(({ is }) => is === 'held')) return { is: 'applied', steps: plan.steps.map(already) }
  const drifted = standings.flatMap((each) => (each.is === 'drifted' ? each.differs : []))
  const against = drifted.length > 0 ? drifted : await objections(state.value)
  if (against.length === 0) return writeAll(world, standings, journal)
  if (!standings.some(({ is }) => is === 'held')) return { is: 'stale', differs: against }
  return {
    is: 'partial',
    steps: standings.map(({ is, step }) => (is === 'held' ? already(step) : applied(step, 'not-tried', null, against.join(', ')))),
  }
}

const applied = (step: PlanStep, is: AppliedStep['is'], readBack: Properties | null, error: string | null): AppliedStep => ({
  name: step.name,
  is,
  readBack,
  error,
})

const already = (step: PlanStep): AppliedStep => applied(step, 'already', step.after, null)

function standingOf(state: TenantState, step: PlanStep): Standing {
  const now = propertiesNow(state, step)
  if (now === null) return { is: 'drifted', step, differs: [step.name] }
  if (differingProperties(now, step.after).length === 0) return { is: 'held', step }
  const differs = differingProperties(now, step.before)
  return differs.length === 0
    ? { is: 'open', step }
    : { is: 'drifted', step, differs: differs.map((property) => `${step.name} ${property}`) }
}

async function writeAll(world: FixWorld, standings: readonly Standing[], journal: Journal): Promise<ApplyOutcome> {
  const steps: AppliedStep[] = []
  let broken = false
  for (const [at, standing] of standings.entries()) {
    if (standing.is === 'held') steps.push(already(standing.step))
    else if (broken) steps.push(applied(standing.step, 'not-tried', null, null))
    else {
      const outcome = await writeStep(world.exchange, standing.step, at, journal)
      broken = outcome.is !== 'done'
      steps.push(outcome)
    }
  }
  if (!broken) return { is: 'applied', steps }
  return { is: steps.some(mayHold) ? 'partial' : 'failed', steps }
}

/** A write without an answer that could not be read back may have had its effect: the way back stays open. */
const mayHold = (step: AppliedStep): boolean =>
  step.is === 'done' || step.is === 'already' || (step.is === 'unknown' && step.readBack === null)

/** Writes and reads back. A write without an answer is sent once more, when the tenant shows that the first had no effect. */
async function writeStep(exchange: Exchange, step: PlanStep, at: number, journal: Journal): Promise<AppliedStep> {
  for (let last = false; ; last = true) {
    await journal({
      action: 'change.sent',
      step: at,
      details: { object: step.object, name: step.name, identity: step.identity, properties: step.after },
    })
    const outcome = await write(exchange, step)
    const read = await readBack(exchange, step, outcome.is === 'refused' ? 1 : READS)
    const values = read.is === 'found' ? read.value : null
    await journal({ action: 'change.read-back', step: at, details: { name: step.name, answer: outcome.is, reads: values ?? read.is } })
    if (values && differingProperties(values, step.after).length === 0) return applied(step, 'done', values, null)
    if (outcome.is !== 'unknown' || values === null || last) return concluded(step, outcome, read)
  }
}

function write(exchange: Exchange, { object, identity, after }: PlanStep): Promise<WriteOutcome> {
  switch (object) {
    case 'outbound-connector':
      return exchange.setOutboundConnector(identity, after)
    case 'accepted-domain':
      return exchange.setAcceptedDomain(identity, after)
  }
}

/** The properties a step writes, as they read now; asked again a few times while they are not yet as written. */
async function readBack(exchange: Exchange, step: PlanStep, reads: number): Promise<Answer<Properties>> {
  const now = await readObject(exchange, step)
  const holds = now.is === 'found' && differingProperties(now.value, step.after).length === 0
  if (holds || now.is === 'unknown' || reads <= 1) return now
  return readBack(exchange, step, reads - 1)
}

async function readObject(exchange: Exchange, step: PlanStep): Promise<Answer<Properties>> {
  if (step.object === 'outbound-connector') {
    const read = await exchange.connectors()
    if (read.is !== 'found') return read
    const connector = findConnector({ connectors: read.value, domains: [] }, step.identity)
    return connector ? found(only(connectorProperties(connector), step)) : absent
  }
  const read = await exchange.acceptedDomains()
  if (read.is !== 'found') return read
  const domain = findDomain({ connectors: [], domains: read.value }, step.identity)
  return domain ? found(only(domainProperties(domain), step)) : absent
}

const only = (properties: Properties, step: PlanStep): Properties =>
  Object.fromEntries(Object.keys(step.after).map((property) => [property, properties[property] ?? null]))

function concluded(step: PlanStep, outcome: WriteOutcome, read: Answer<Properties>): AppliedStep {
  const values = read.is === 'found' ? read.value : null
  if (outcome.is === 'refused') return applied(step, 'failed', values, outcome.why)
  if (outcome.is === 'unknown') return applied(step, 'unknown', values, outcome.why)
  if (read.is === 'unknown') return applied(step, 'unknown', null, read.why)
  return applied(step, 'failed', values, unlike(values ?? {}, step.after))
}

/** `Enabled: true ≠ false`: needs no translation. */
const unlike = (reads: Properties, wanted: Properties): string =>
  differingProperties(reads, wanted)
    .map((property) => `${property}: ${String(reads[property] ?? '—')} ≠ ${String(wanted[property])}`)
    .join(', ')
