import { diagnosesCard } from '../../../cards/diagnoses-card.ts'
import { diagnosisCard } from '../../../cards/diagnosis-card.ts'
import { diagnosisNote } from '../../../cards/note-facts.ts'
import { sayCause } from '../../../cards/say-cause.ts'
import { examineNamed, examine as examineRoute } from '../../../core/examine.ts'
import { examineAll } from '../../../core/examine-all.ts'
import { heard } from '../../../core/explain.ts'
import { missedConnector } from '../../../core/missed-connector.ts'
import { Failure } from '../../../domain/failure.ts'
import { isFault } from '../../../domain/finding.ts'
import type { Diagnosis, Incident } from '../../../domain/incident.ts'
import { fingerprint } from '../../../domain/incident.ts'
import type { Language } from '../../../domain/language.ts'
import { isMailbox } from '../../../domain/mailbox.ts'
import type { TlsSettings } from '../../../domain/tenant.ts'
import { type Words, wordsOf } from '../../../locales/words.ts'
import type { Exchange } from '../../../ports/exchange.ts'
import { cut, oneLine } from '../../../render/plain.ts'
import { toTerminal } from '../../../render/terminal.ts'
import type { ConsoleWorld, ProbeOptions, ServiceWorld } from '../console-world.ts'
import { diagnosisJson } from '../diagnosis-json.ts'
import { dialogueText } from '../dialogue-text.ts'
import { misused } from '../misused.ts'
import { complained, EXIT, json, type Outcome, printed } from '../outcome.ts'
import { type Target, type Targets, targetsOf } from './diagnose-targets.ts'
import { printNote } from './explain.ts'

export interface DiagnoseOptions {
  readonly connector?: string
  readonly tenant?: string
  readonly smartHost?: readonly string[]
  readonly domain?: string
  readonly tls?: TlsSettings
  readonly tlsDomain?: string
  readonly probe: ProbeOptions
  readonly control?: string
  /** Every enabled connector of the tenant. */
  readonly all?: boolean
  /** Asks the first address for this recipient, from nobody and from `from` (default: the recipient). */
  readonly rcpt?: string
  readonly from?: string
  /** What Exchange Online wrote: it raises suspicions, and the verdict is held against it. */
  readonly reported?: string
  readonly json?: boolean
  /** Prints the raw dialogue of every session behind the card. */
  readonly verbose?: boolean
  /** Prints the message for the people who run the other server instead. */
  readonly note?: boolean
  readonly language: Language
}

/** `mailflow diagnose`: looks at a connector, smart hosts or a domain now. Exit 0 no fault, 1 fault found, 4 could not test from here. */
export async function diagnoseCommand(world: ConsoleWorld, bare: string | undefined, options: DiagnoseOptions): Promise<Outcome> {
  const misuse = misuseOf(wordsOf(options.language), bare, options)
  if (misuse) return misuse
  if (options.all) return diagnoseAllCommand(world, options)
  const named = targetsOf(bare, options)
  if (named.is !== 'named') return misusedTargets(wordsOf(options.language), named)
  const { targets } = named
  const service = targets.some((target) => target.as !== 'host' && target.as !== 'domain') ? await world.service() : null
  if (!service && options.connector) throw new Failure('no-service')
  const tenant = service ? tenantNamed(service, options.tenant) : null
  const exchange = tenant && service ? service.exchange(tenant) : null
  if (bare !== undefined) {
    const known = await missedConnector(exchange, bare.trim())
    if (known) return misusedTargets(wordsOf(options.language), { is: 'no-connector', name: bare, known })
  }
  const diagnosis = await examine(world, exchange, targets, options)
  const exit = exitOf(diagnosis)
  if (options.note) return printNote(diagnosisNote(diagnosis, world.showing(options.language)), options, exit)
  if (options.json) return json(diagnosisJson(diagnosis, wordsOf(options.language), options.verbose), exit)
  const view = {
    diagnosis,
    incident: await openIncident(service, tenant, diagnosis),
    tenant,
    tenantName: tenant ? (service?.tenantName(tenant) ?? tenant) : '',
    typed: 'mailflow code',
  }
  const showing = world.showing(options.language)
  const card = toTerminal(diagnosisCard(view, { ...showing, sandbox: showing.sandbox && world.inLab }), world)
  return printed(options.verbose ? `${card}\n\n${dialogueText(diagnosis)}` : card, exit)
}

/** Options that contradict each other, or say nothing on their own. */
function misuseOf(says: Words, bare: string | undefined, options: DiagnoseOptions): Outcome | null {
  const { all, connector, domain, smartHost, rcpt, from, reported, note } = options
  const beside = Object.entries({
    TARGET: bare,
    '--connector': connector,
    '--smart-host': smartHost,
    '--domain': domain,
    '--rcpt': rcpt,
    '--from': from,
    '--reported': reported,
    '--note': note,
  }).find(([, value]) => value !== undefined)
  if (all && beside) return misused(says, ['diagnose'], 'all-alone', { option: beside[0] })
  if (from !== undefined && rcpt === undefined) return misused(says, ['diagnose'], 'from-alone')
  if (reported !== undefined && !heard(reported, '')) return misused(says, ['diagnose'], 'no-error', { what: cut(oneLine(reported), 100) })
  const odd = [rcpt, from].find((address) => address !== undefined && !isMailbox(address))
  return odd === undefined ? null : misused(says, ['diagnose'], 'no-address', { what: oneLine(odd) })
}

type Missed = Exclude<Targets, { is: 'named' }> | { readonly is: 'no-connector'; readonly name: string; readonly known: readonly string[] }

function misusedTargets(says: Words, missed: Missed): Outcome {
  switch (missed.is) {
    case 'none':
      return misused(says, ['diagnose'], 'no-target')
    case 'several':
      return misused(says, ['diagnose'], 'several-targets')
    case 'no-host':
      return misused(says, ['diagnose'], 'no-host', { what: oneLine(missed.name) })
    case 'no-connector': {
      const { known } = missed
      if (known.length === 0) return misused(says, ['diagnose'], 'no-host', { what: oneLine(missed.name) })
      return misused(says, ['diagnose'], 'no-connector', { what: oneLine(missed.name), known: known.map(oneLine).join(', ') })
    }
  }
}

function tenantNamed(service: ServiceWorld, named: string | undefined): string | null {
  const { tenants } = service.desk
  if (!named) return tenants[0] ?? null
  const wanted = named.toLowerCase()
  const tenant = tenants.find((id) => id.toLowerCase() === wanted || service.tenantName(id).toLowerCase() === wanted)
  if (!tenant) throw new Failure('not-found', { what: named })
  return tenant
}

/** Several smart hosts are one route: one of them that is down is no fault as long as others take the mail. */
async function examine(
  world: ConsoleWorld,
  exchange: Exchange | null,
  targets: readonly Target[],
  options: DiagnoseOptions,
): Promise<Diagnosis> {
  const control = options.control === 'none' ? null : (options.control ?? world.control)
  const settings = {
    tlsSettings: options.tls ?? null,
    tlsDomain: options.tlsDomain ?? null,
    ...(options.reported ? { reported: [heard(options.reported, world.clock.now())].filter((each) => each !== null) } : {}),
    ...(options.rcpt ? { recipient: { address: options.rcpt, sender: options.from ?? options.rcpt } } : {}),
  }
  const within = { ...(await probing(world, options)), control }
  const [only, ...others] = targets
  if (!only) throw new Failure('bad-input', { what: '--smart-host' })
  if (others.length === 0) return examineNamed(within, exchange, only.name, { ...settings, ...(only.as ? { as: only.as } : {}) })
  const hosts = targets.map(({ name }) => name)
  return examineRoute(within, null, { ...settings, name: hosts.join(', '), connector: null, hosts, domains: [] })
}

async function probing(world: ConsoleWorld, { probe }: Pick<DiagnoseOptions, 'probe'>) {
  return {
    network: await world.network(probe),
    clock: world.clock,
    ranges: world.ranges,
    ...(world.rdapBootstrap ? { rdapBootstrap: world.rdapBootstrap } : {}),
    ...(probe.timeoutMs ? { withinMs: probe.timeoutMs } : {}),
  }
}

/** `mailflow diagnose --all`: every enabled connector of a tenant, one line each; with JSON `{"diagnoses": [...]}`, each in the form of a single one. */
async function diagnoseAllCommand(world: ConsoleWorld, options: DiagnoseOptions): Promise<Outcome> {
  const service = await world.service()
  if (!service) throw new Failure('no-service')
  const tenant = tenantNamed(service, options.tenant)
  const exchange = tenant ? service.exchange(tenant) : null
  if (!tenant || !exchange) throw new Failure('not-found', { what: options.tenant ?? '' })
  const control = options.control === 'none' ? null : (options.control ?? world.control)
  const answer = await examineAll({ ...(await probing(world, options)), control }, exchange)
  if (answer.is !== 'found') {
    const says = wordsOf(options.language)
    const why = answer.is === 'unknown' ? sayCause(answer.why, says) : ''
    return complained(says('console.unread-connectors', { why: oneLine(why) }), EXIT.failed)
  }
  const exit = answer.value.some((each) => exitOf(each) === EXIT.fault) ? EXIT.fault : EXIT.ok
  if (options.json)
    return json({ diagnoses: answer.value.map((each) => diagnosisJson(each, wordsOf(options.language), options.verbose)) }, exit)
  const view = { diagnoses: answer.value, tenantName: service.tenantName(tenant) }
  return printed(toTerminal(diagnosesCard(view, world.showing(options.language)), world), exit)
}

async function openIncident(service: ServiceWorld | null, tenant: string | null, diagnosis: Diagnosis): Promise<Incident | null> {
  if (!service || !tenant || !diagnosis.connector) return null
  return service.store.openIncident(fingerprint(tenant, { is: 'connector', name: diagnosis.connector.name }))
}

function exitOf(diagnosis: Diagnosis): number {
  if (diagnosis.verdict.finding === 'outside-port-25-blocked') return EXIT.untestable
  const tested = diagnosis.hosts.some(({ transcript }) => transcript.fault?.why.is !== 'no-route-here')
  if (diagnosis.hosts.length > 0 && !tested) return EXIT.untestable
  return diagnosis.findings.some(isFault) ? EXIT.fault : EXIT.ok
}
