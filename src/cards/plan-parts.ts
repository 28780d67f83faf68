import { type GuardCode, type Plan, type PlanStep, reversed } from '../domain/plan.ts'
import type { Part } from './card.ts'
import { sayProperty, sayValue } from './connector-facts.ts'
import { under } from './parts.ts'
import { markOfGuard, type Voice } from './voice.ts'

interface ChangeRow {
  readonly target: string
  readonly property: string
  readonly before: string
  readonly after: string
}

/** Which object a step writes, with its name. */
export const sayTarget = (step: PlanStep, voice: Voice): string =>
  voice.words(step.object === 'outbound-connector' ? 'cards.plan.connector' : 'cards.plan.domain', { name: step.name })

function rowsOf(steps: readonly PlanStep[], voice: Voice): readonly ChangeRow[] {
  return steps.flatMap((step) => {
    const names = [...new Set([...Object.keys(step.before), ...Object.keys(step.after)])]
    return names.map((name) => ({
      target: sayTarget(step, voice),
      property: sayProperty(name, voice),
      before: sayValue(name, step.before[name], voice),
      after: sayValue(name, step.after[name], voice),
    }))
  })
}

/** What changes, from what to what, in the order it is written. */
export const changesParts = (plan: Plan, voice: Voice): readonly Part[] =>
  under(voice.words('cards.headings.changes'), [{ is: 'changes', rows: rowsOf(plan.steps, voice) }])

/** The change that leads back, in words. */
export function wayBackParts(plan: Plan, voice: Voice): readonly Part[] {
  const items = rowsOf(reversed(plan.steps), voice).map((row) => voice.words('cards.plan.step', { ...row }))
  return under(voice.words('cards.headings.way-back'), items.length > 0 ? [{ is: 'list', ordered: true, items }] : [])
}

/** Passed or not, these are what an approver decides by: who would be cut off. */
const TELLING: readonly GuardCode[] = ['on-premises-recipients', 'unknown-recipients-delivered']
const PASSED_SHOWN = 3

/** What was counted before the change is let through: what speaks against it first, then what matters most; many other passed checks are one line. */
export function guardParts(plan: Plan, voice: Voice): readonly Part[] {
  const order = ['refuse', 'one-more-approver', 'warn', 'pass']
  const sorted = [...plan.guards].sort((a, b) => order.indexOf(a.ruling) - order.indexOf(b.ruling))
  const plain = sorted.filter((guard) => guard.ruling === 'pass' && !TELLING.includes(guard.guard))
  const hidden = plain.length > PASSED_SHOWN ? plain : []
  const guards = [
    ...sorted.filter((guard) => !hidden.includes(guard)).map((guard) => ({ mark: markOfGuard(guard), text: voice.guard(guard) })),
    ...(hidden.length > 0 ? [{ mark: 'ok' as const, text: voice.words('cards.plan.passed', { count: hidden.length }) }] : []),
  ]
  const none: Part = { is: 'guards', guards: [{ mark: 'ok', text: voice.words('cards.plan.no-guards') }] }
  return under(voice.words('cards.headings.guards'), [guards.length > 0 ? { is: 'guards', guards } : none])
}

/** Each property read back as `name = value`. */
export const sayProperties = (properties: Readonly<Record<string, PlanStep['after'][string]>>, voice: Voice): string =>
  Object.entries(properties)
    .map(([name, value]) => `${sayProperty(name, voice)} = ${sayValue(name, value, voice)}`)
    .join(', ')
