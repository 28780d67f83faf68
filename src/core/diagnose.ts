import type { Diagnosis, HistoryEntry, Incident, ProgressName, ProgressStep } from '../domain/incident.ts'
import type { TlsSettings } from '../domain/tenant.ts'
import type { Exchange } from '../ports/exchange.ts'
import type { Network } from '../ports/network.ts'
import { changed, changeIncident, entry } from './change-incident.ts'
import { type GatherTarget, gather, type OnProgress } from './gather.ts'
import { isQuiet, judge, reportsIn } from './judge.ts'
import { offersFor } from './propose.ts'
import { publishIncident } from './publish-incident.ts'
import { lookUnderUmbrella } from './umbrella.ts'
import type { World } from './world.ts'

const STEPS: readonly ProgressName[] = ['tenant', 'queue', 'dns', 'connect', 'smtp', 'tls', 'verdict']

/** Diagnoses one incident: looks, judges, plans the fixes its finding offers, stores all of it. The card follows every step. */
export async function diagnose(world: World, id: string): Promise<void> {
  const incident = await world.store.incident(id)
  if (!incident || incident.state === 'resolved') return
  const exchange = world.exchanges(incident.tenant)
  if (incident.subject.is === 'tenant' && exchange) return lookUnderUmbrella(world, incident, exchange)
  const started = world.clock.tick()
  // A later look in the background must not make a card that people read flicker.
  const progress = !incident.diagnosis || incident.progress.length === 0 ? progressKeeper(world, id) : SILENT
  const evidence = await gather(
    { network: world.network, control: world.control, now: world.clock.now },
    targetOf(incident, exchange),
    progress.tell,
  )
  const diagnosis = judge(evidence, incident.reported, world.clock.tick() - started)
  world.meter.observe('diagnosis_seconds', diagnosis.elapsedMs / 1000)
  world.meter.count('incidents_total', { finding: diagnosis.verdict.finding })
  await progress.end()
  const offers = exchange ? await offersFor(world, exchange, incident.subject, diagnosis) : []
  await store(world, id, diagnosis, { reported: reportsIn(evidence, incident.reported), offers })
}

function targetOf(incident: Incident, exchange: Exchange | null): GatherTarget {
  const { subject } = incident
  return {
    name: subject.is === 'connector' ? subject.name : subject.is === 'destination' ? subject.domain : incident.tenant,
    exchange,
    connector: subject.is === 'connector' ? subject.name : null,
    hosts: [],
    domains: subject.is === 'destination' ? [subject.domain] : [],
    requirements: { tlsSettings: null, tlsDomain: null },
  }
}

const SILENT: ProgressKeeper = { tell: () => {}, end: async () => {} }

interface ProgressKeeper {
  readonly tell: OnProgress
  readonly end: () => Promise<void>
}

/** Saves progress as it comes, one save at a time, always the newest state: a slow database never queues up old ones. */
function progressKeeper(world: World, id: string): ProgressKeeper {
  const steps = new Map<ProgressName, ProgressStep>()
  let saving: Promise<void> | null = null
  let dirty = false
  let broken: { readonly by: unknown } | null = null
  const save = async (): Promise<void> => {
    while (dirty && !broken) {
      dirty = false
      const progress = STEPS.flatMap((step) => steps.get(step) ?? [])
      await world.store.transaction(async (tx) => {
        await changeIncident(tx, id, (incident) => changed(incident, { progress }))
        await publishIncident(tx, id)
      })
    }
    saving = null
  }
  return {
    tell: (step, is, says = null) => {
      steps.set(step, { step, is, says })
      dirty = true
      // Nobody waits for it yet: what it throws is kept until somebody does.
      saving ??= Promise.resolve()
        .then(save)
        .catch((thrown: unknown) => {
          broken = { by: thrown }
          saving = null
        })
    },
    end: async () => {
      while (saving) await saving
      if (broken) throw broken.by
    },
  }
}

async function store(world: World, id: string, diagnosis: Diagnosis, more: Pick<Incident, 'reported' | 'offers'>): Promise<void> {
  await world.store.transaction(async (tx) => {
    const now = world.clock.now()
    const before = await tx.incident(id)
    const saved = await changeIncident(tx, id, (incident) => diagnosed(world, incident, diagnosis, more, now))
    if (saved.state === 'resolved' && before?.state !== 'resolved') {
      await tx.audit({
        at: now,
        tenant: saved.tenant,
        actor: 'bot',
        action: 'incident.resolved',
        subject: id,
        details: { why: 'no-fault-found' },
      })
    }
    await publishIncident(tx, id)
    if (saved.state !== 'resolved') {
      const { settleMs, lookAgainMs } = world.timings
      await tx.enqueue({ name: 'settle', data: { incident: id } }, { key: id, afterMs: lookAgainMs })
      // A key of its own: the look that waits under the other one would absorb it, and come later.
      if (isQuiet(diagnosis) && settleMs < lookAgainMs) {
        await tx.enqueue({ name: 'settle', data: { incident: id } }, { key: `quiet:${id}`, afterMs: settleMs })
      }
    }
    if (saved.umbrella) await publishIncident(tx, saved.umbrella)
  })
}

/** When this became quiet, or was last told not to be, ISO 8601: the end waits for the settle time from then on. */
function quietSince(incident: Incident, was: Diagnosis): string {
  const reopened = incident.history.findLast((each) => each.event === 'reopened')?.at ?? ''
  return [was.at, incident.lastAlertAt, reopened].sort().at(-1) ?? was.at
}

function diagnosed(
  world: World,
  incident: Incident,
  diagnosis: Diagnosis,
  more: Pick<Incident, 'reported' | 'offers'>,
  now: string,
): Incident {
  const was = incident.diagnosis
  const happened: HistoryEntry[] = []
  if (!was) happened.push(entry(now, 'diagnosed', null, { finding: diagnosis.verdict.finding }))
  else if (was.verdict.finding !== diagnosis.verdict.finding) {
    happened.push(entry(now, 'finding-changed', null, { from: was.verdict.finding, to: diagnosis.verdict.finding }))
  }
  const stillQuiet = was !== null && isQuiet(was) && isQuiet(diagnosis)
  const quietFor = was ? Date.parse(now) - Date.parse(quietSince(incident, was)) : 0
  const settled = stillQuiet && incident.state !== 'resolved' && quietFor >= world.timings.settleMs * 0.9
  if (settled) happened.push(entry(now, 'resolved'))
  // A quiet diagnosis keeps the time of the first quiet one, so that looking often does not put off the end.
  const kept = stillQuiet ? { ...diagnosis, at: was.at } : diagnosis
  return changed(
    incident,
    {
      ...more,
      diagnosis: kept,
      state: settled ? 'resolved' : incident.state === 'open' ? 'diagnosed' : incident.state,
      ...(settled ? { resolvedAt: now } : {}),
    },
    ...happened,
  )
}

/** Diagnoses what somebody named, outside any incident: a connector of the tenant, else a host or domain. */
export async function examine(
  world: { readonly network: Network; readonly control: string | null; readonly clock: World['clock'] },
  exchange: Exchange | null,
  named: ExamineTarget,
): Promise<Diagnosis> {
  const started = world.clock.tick()
  const evidence = await gather(
    { network: world.network, control: world.control, now: world.clock.now },
    { ...named, exchange, requirements: { tlsSettings: named.tlsSettings ?? null, tlsDomain: named.tlsDomain ?? null } },
    () => {},
  )
  return judge(evidence, [], world.clock.tick() - started)
}

export interface ExamineTarget {
  readonly name: string
  readonly connector: string | null
  readonly hosts: readonly string[]
  readonly domains: readonly string[]
  readonly tlsSettings?: TlsSettings | null
  readonly tlsDomain?: string | null
}
