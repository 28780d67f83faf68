import type { Card } from '../../../cards/card.ts'
import { planCard } from '../../../cards/plan-card.ts'
import { refusalCard } from '../../../cards/refusal-card.ts'
import type { Acting, Ruling } from '../../../core/desk.ts'
import { Failure } from '../../../domain/failure.ts'
import type { Language } from '../../../domain/language.ts'
import { FIX_NAMES, isRefused } from '../../../domain/plan.ts'
import { refused } from '../../../domain/refusal.ts'
import type { ChangeRequest } from '../../../domain/request.ts'
import { type Words, wordsOf } from '../../../locales/words.ts'
import { oneLine } from '../../../render/plain.ts'
import { toTerminal } from '../../../render/terminal.ts'
import type { ConsoleWorld, SandboxControls, ServiceWorld } from '../console-world.ts'
import { misused } from '../misused.ts'
import type { Act } from '../options.ts'
import { EXIT, json, type Outcome, printed } from '../outcome.ts'
import { requestJson } from './listings.ts'

export interface ActOptions {
  readonly as: 'requester' | 'approver'
  readonly incident?: string
  readonly set: Readonly<Record<string, string>>
  readonly json?: boolean
  readonly language: Language
}

/** The sandbox's controls; in live mode these commands do not exist. */
function controlsOf(service: ServiceWorld, verb: string): SandboxControls {
  if (!service.sandbox) throw new Failure('not-in-live-mode', { verb: `sandbox ${verb}` })
  return service.sandbox
}

/** `mailflow sandbox list`: the scenarios, then the rows of the fault catalogue below the names of their families. */
export function sandboxList(service: ServiceWorld, language: Language): Outcome {
  const controls = controlsOf(service, 'list')
  const words = wordsOf(language)
  const [scenarios, rows] = [controls.list(language), controls.rows(language)]
  const width = Math.max(...[...scenarios, ...rows].map((each) => each.name.length))
  const families = [...new Set(rows.map((each) => each.family))]
  return printed(
    [
      ...scenarios.map((each) => `${each.name.padEnd(width)}  ${each.title}\n${' '.repeat(width)}  ${each.says}`),
      ...(rows.length > 0 ? ['', words('console.sandbox.catalogue')] : []),
      ...families.flatMap((family) => [
        '',
        words(`console.sandbox.families.${family}`),
        ...rows
          .filter((each) => each.family === family)
          .map((each) => `${each.name.padEnd(width)}  ${each.title}\n${' '.repeat(width)}  npx ${each.command}`),
      ]),
    ].join('\n'),
  )
}

/** `mailflow sandbox alert SCENARIO`: the scenario's signed alert goes to the webhook as a stranger would send it. */
export async function sandboxAlert(service: ServiceWorld, scenario: string, language: Language): Promise<Outcome> {
  const { status, body } = await controlsOf(service, 'alert').alert(scenario)
  if (status !== 202 && status !== 200) throw new Failure('api', { status, why: body })
  return printed(wordsOf(language)('console.sandbox.sent', { scenario }))
}

/** `mailflow sandbox tenant`. */
export function sandboxTenant(service: ServiceWorld, options: { readonly json?: boolean; readonly language: Language }): Outcome {
  const tenant = controlsOf(service, 'tenant').tenant()
  if (options.json) return json(tenant)
  const words = wordsOf(options.language)
  const typeWidth = Math.max(...tenant.domains.map((each) => domainType(each.type, words).length)) + 2
  const onOff = (enabled: boolean): string => words(enabled ? 'console.sandbox.on' : 'console.sandbox.off')
  const lines = [
    ...tenant.connectors.map((each) => `${onOff(each.enabled).padEnd(12)}${each.name}`),
    ...tenant.domains.map((each) => `${domainType(each.type, words).padEnd(typeWidth)}${each.name}`),
    words('console.sandbox.writes', { count: tenant.writes }),
  ]
  return printed(lines.join('\n'))
}

const DOMAIN_TYPES = ['Authoritative', 'InternalRelay', 'ExternalRelay'] as const

function domainType(type: string, words: Words): string {
  const known = DOMAIN_TYPES.find((each) => each === type)
  return known ? words(`terms.domainType.${known}`) : type
}

/** `mailflow sandbox act`: what the requester and the approver can do in the channel. A refusal ends with exit 5 and its reason. */
export async function sandboxAct(
  world: ConsoleWorld,
  service: ServiceWorld,
  act: Act,
  subject: string,
  options: ActOptions,
): Promise<Outcome> {
  const acting = await controlsOf(service, 'act').person(options.as, options.language)
  const done =
    act === 'request'
      ? await request(service, acting, subject, options)
      : { ruling: await decide(service, acting, act, subject), plan: null }
  if ('exit' in done) return done
  const { ruling } = done
  const showing = service.showing(options.language)
  if (ruling.is === 'refused') {
    const card = done.plan ?? refusalCard(ruling, showing)
    if (!options.json) return printed(toTerminal(card, world), EXIT.refused)
    return json({ refused: { why: ruling.why, args: ruling.args, says: [card.summary, ...refusedGuards(card)] } }, EXIT.refused)
  }
  if (options.json) return json({ request: requestJson(ruling.value) })
  const { id } = ruling.value
  return printed(`${wordsOf(options.language)(`console.sandbox.acted.${ACTED[act]}`, { id })}\n${id}`)
}

const ACTED = { request: 'requested', undo: 'requested', approve: 'approved', reject: 'rejected', withdraw: 'withdrawn' } as const

const refusedGuards = (card: Card): readonly string[] =>
  card.parts.flatMap((part) =>
    part.is === 'guards' ? part.guards.filter((guard) => guard.mark === 'failed').map((guard) => guard.text) : [],
  )

/** A plan that guards refuse is shown whole: it names them with their numbers. */
async function request(
  service: ServiceWorld,
  acting: Acting,
  named: string,
  options: ActOptions,
): Promise<{ ruling: Ruling<ChangeRequest>; plan: Card | null } | Outcome> {
  const fix = FIX_NAMES.find((each) => each === named)
  const says = wordsOf(options.language)
  if (!fix) return misused(says, ['sandbox', 'act'], 'no-fix', { what: oneLine(named), list: FIX_NAMES.join(', ') })
  if (!options.incident) return misused(says, ['sandbox', 'act'], 'no-incident')
  const ready = await service.desk.plan(acting, options.incident, fix, options.set, null)
  if (ready.is === 'refused') return { ruling: ready, plan: null }
  if (ready.is === 'working') throw new Failure('internal', { why: 'a plan without a reply address was put off' })
  const { plan, incident, approvals } = ready
  const ruling = await service.desk.askFor(acting, options.incident, plan.hash)
  const refusedByGuards = ruling.is === 'refused' && isRefused(plan)
  return {
    ruling,
    plan: refusedByGuards ? planCard({ incident, plan, approvals, canAsk: false }, service.showing(options.language)) : null,
  }
}

async function decide(service: ServiceWorld, acting: Acting, act: Exclude<Act, 'request'>, id: string): Promise<Ruling<ChangeRequest>> {
  if (act === 'withdraw') return service.desk.withdraw(acting, id)
  if (act === 'undo') return service.desk.undo(acting, id)
  const stored = await service.desk.request(id)
  if (!stored) return refused('unknown-request', { id })
  return service.desk.decide(acting, id, stored.plan.hash, act)
}

/** `mailflow sandbox slack "/mailflow …"`: a signed command through the real receiver, and what the channel then shows. */
export async function sandboxSlack(service: ServiceWorld, command: string): Promise<Outcome> {
  return printed(await controlsOf(service, 'slack').slack(command))
}
