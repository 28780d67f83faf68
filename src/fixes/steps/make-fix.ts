import type { FixName, GuardResult, Plan, PlanStep, Ruling } from '../../domain/plan.ts'
import type { RefusalCode } from '../../domain/refusal.ts'
import type { OutboundConnector } from '../../domain/tenant.ts'
import type { Fix, FixTarget, FixWorld, PlanAnswer } from '../fix.ts'
import type { Guard, GuardContext } from '../guards/guard.ts'
import { applySteps } from './apply-steps.ts'
import { lower } from './served-domains.ts'
import { findConnector, readTenant, stateAfter, type TenantState } from './tenant-state.ts'
import { verifyRoute } from './verify-route.ts'

/** What makes one fix different from the others. */
export interface Recipe {
  readonly name: FixName
  readonly approvals: number
  /** Pure: the steps for a target in the tenant as it reads. */
  choose(state: TenantState, target: FixTarget): Choice
  guards(connector: OutboundConnector | null): readonly Guard[]
}

export type Choice =
  | {
      readonly is: 'steps'
      readonly steps: readonly PlanStep[]
      readonly connector: OutboundConnector | null
      /** Recipient domains whose mail is concerned, lower case, patterns included. */
      readonly domains: readonly string[]
    }
  | { readonly is: 'none'; readonly why: RefusalCode; readonly args: Readonly<Record<string, string | number>> }

export const none = (why: RefusalCode, args: Readonly<Record<string, string | number>>): Choice => ({ is: 'none', why, args })

/** The connector of a target, or why there is none. */
export function connectorOf(state: TenantState, target: FixTarget): OutboundConnector | Choice {
  const name = target.set.connector ?? target.connector ?? ''
  return findConnector(state, name) ?? none('unknown-connector', { name, known: state.connectors.map((each) => each.name).join(', ') })
}

/** The domains a person or the incident named, lower case. */
export const domainsNamed = (target: FixTarget): readonly string[] =>
  (target.set.domain?.split(',') ?? target.domains).map((domain) => lower(domain.trim())).filter((domain) => domain !== '')

/**
 * Everything fixes share: what is planned is judged by the guards, and applied only while it still stands and they still agree.
 * A plan without guards is a way back (`reversed` steps): it is applied when its `before` holds, and no guard is asked again.
 */
export function makeFix(recipe: Recipe): Fix {
  return {
    name: recipe.name,
    approvals: recipe.approvals,
    plan: (world, target) => planFor(recipe, world, target),
    apply: (world, plan, journal, now = plan.plannedAt) =>
      applySteps(world, plan, journal, async (state) =>
        plan.guards.length === 0 ? [] : objections(plan.guards, await judge(recipe, world, contextOf(plan, state, now))),
      ),
    verify: verifyRoute,
  }
}

async function planFor(recipe: Recipe, world: FixWorld, target: FixTarget): Promise<PlanAnswer> {
  const state = await readTenant(world.exchange)
  if (state.is === 'unknown') return state
  const choice = recipe.choose(state.value, target)
  if (choice.is === 'none') return choice
  const draft = {
    tenant: world.exchange.tenant,
    fix: recipe.name,
    steps: choice.steps,
    connector: choice.connector?.name ?? null,
    domains: choice.domains,
    plannedAt: target.at,
  }
  return { is: 'plan', plan: { ...draft, guards: await judge(recipe, world, contextOf(draft, state.value, target.at)) } }
}

function contextOf(plan: Pick<Plan, 'steps' | 'connector' | 'domains'>, state: TenantState, at: string): GuardContext {
  const changesConnector = plan.steps.find((step) => step.object === 'outbound-connector')
  return {
    connector: findConnector(state, changesConnector?.identity ?? plan.connector),
    domains: plan.domains,
    changed: plan.steps.filter((step) => step.object === 'accepted-domain').map((step) => lower(step.name)),
    before: state,
    after: stateAfter(state, plan.steps),
    at,
  }
}

const judge = async (recipe: Recipe, world: FixWorld, context: GuardContext): Promise<readonly GuardResult[]> =>
  (await Promise.all(recipe.guards(context.connector).map((guard) => guard(world, context)))).flat()

const WEIGHT: Readonly<Record<Ruling, number>> = { pass: 0, warn: 0, 'one-more-approver': 1, refuse: 2 }

/** Guards that ask for more than when the plan was approved. */
function objections(approved: readonly GuardResult[], now: readonly GuardResult[]): readonly string[] {
  const allowed = (guard: GuardResult): number =>
    Math.max(0, ...approved.filter((each) => each.guard === guard.guard).map((each) => WEIGHT[each.ruling]))
  return [...new Set(now.filter((each) => each.ruling === 'refuse' || WEIGHT[each.ruling] > allowed(each)).map((each) => each.guard))]
}
