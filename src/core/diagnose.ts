import type { Evidence } from '../domain/evidence.ts'
import type { Diagnosis, HistoryEntry, Incident } from '../domain/incident.ts'
import type { Exchange } from '../ports/exchange.ts'
import { changed, changeIncident, entry } from './change-incident.ts'
import { type GatherTarget, gather } from './gather/gather.ts'
import type { ReadQueue } from './gather/read-route.ts'
import { isQuiet, judge, reportsIn, withRanges } from './judge.ts'
import { keepProgress, SILENT } from './keep-progress.ts'
import { keptDiagnosis } from './kept-diagnosis.ts'
import { offersFor } from './propose.ts'
import { publishIncident } from './publish-incident.ts'
import { readQueue, SAMPLING, type Sampling } from './read-queue.ts'
import { lookUnderUmbrella } from './umbrella.ts'
import type { World } from './world.ts'

/**
 * Diagnoses one incident: looks, judges, plans the fixes its finding offers, stores all of it. The card follows every step, and shows what is found
 * at some addresses while others are still tried; a look in the background that changes nothing shows nothing either.
 */
export async function diagnose(world: World, id: string): Promise<void> {
  const incident = await world.store.incident(id)
  if (!incident || incident.state === 'resolved') return
  const exchange = world.exchanges(incident.tenant)
  if (incident.subject.is === 'tenant' && exchange) return lookUnderUmbrella(world, incident, exchange)
  const started = world.clock.tick()
  const judged = (evidence: Evidence): Diagnosis => keptDiagnosis(judge(evidence, incident.reported, world.clock.tick() - started))
  const before = complete(incident.diagnosis)
  // A later look in the background must not make a card that people read flicker.
  const progress = !before || incident.progress.length === 0 ? keepProgress(world, id) : SILENT
  const now = world.clock.now()
  const sampling = samplingFor(incident, now)
  const queue: ReadQueue | null = exchange && ((route) => readQueue(exchange, route, now, sampling))
  const evidence = await gather({ ...world, queue }, targetOf(incident, exchange), progress.tell, (soFar) =>
    progress.show(() => judged(soFar)),
  )
  const diagnosis = await withRanges(world.ranges, judged(evidence))
  world.meter.observe('diagnosis_seconds', diagnosis.elapsedMs / 1000)
  world.meter.count('incidents_total', { finding: diagnosis.verdict.finding })
  await progress.end()
  const offers = exchange ? await offersFor(world, exchange, incident.subject, diagnosis) : []
  await store(world, id, diagnosis, { reported: reportsIn(evidence, incident.reported), offers, before })
}

/** One that was interrupted before its end says too little to be compared with. */
const complete = (diagnosis: Diagnosis | null): Diagnosis | null => (diagnosis?.pending === 0 ? diagnosis : null)

const NEWS_MS = 30 * 60_000

/** What an umbrella read a moment ago is not read again for each of its incidents, unless a person asks. */
function samplingFor({ umbrella, reported, diagnosis, progress }: Incident, now: string): Sampling {
  if (umbrella === null || (diagnosis !== null && progress.length === 0)) return SAMPLING.route
  return reported.some((each) => Date.parse(now) - Date.parse(each.at) < NEWS_MS) ? SAMPLING.none : SAMPLING.brief
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
    reported: incident.reported,
  }
}

/** What is stored with a diagnosis; `before` is the last complete one. */
type More = Pick<Incident, 'reported' | 'offers'> & { readonly before: Diagnosis | null }

async function store(world: World, id: string, diagnosis: Diagnosis, more: More): Promise<void> {
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

function diagnosed(world: World, incident: Incident, diagnosis: Diagnosis, { reported, offers, before }: More, now: string): Incident {
  // What was shown while this look was under way is no diagnosis of its own.
  const was = complete(incident.diagnosis) ?? before
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
      reported,
      offers,
      diagnosis: kept,
      state: settled ? 'resolved' : incident.state === 'open' ? 'diagnosed' : incident.state,
      ...(settled ? { resolvedAt: now } : {}),
    },
    ...happened,
  )
}
