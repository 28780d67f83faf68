import type { HistoryEvent, Incident, Subject } from '../domain/incident.ts'
import type { PressedReport } from '../domain/press.ts'
import { refused } from '../domain/refusal.ts'
import type { Transaction } from '../ports/store.ts'
import { changed, changeIncident, entry, openIncident } from './change-incident.ts'
import type { Acting, Desk, Ruling } from './desk.ts'
import { isStale } from './intake.ts'
import { mayRequest } from './policy.ts'
import { publishIncident } from './publish-incident.ts'
import { withRead } from './with-read.ts'
import type { World } from './world.ts'

type Change = (incident: Incident, now: string) => Incident

/** What people do with an incident itself. */
export function incidentActions(
  world: World,
): Pick<Desk, 'acknowledge' | 'snooze' | 'resolve' | 'diagnoseAgain' | 'openIncident' | 'openDestination'> {
  return {
    acknowledge: (acting, id) =>
      act(world, acting, id, 'incident.acknowledged', (incident, now) =>
        changed(
          incident,
          { state: 'acknowledged', acknowledgedBy: acting.person.name, snoozedUntil: null },
          entry(now, 'acknowledged', acting.person.name),
        ),
      ),
    snooze: (acting, id, hours) => snooze(world, acting, id, hours),
    resolve: (acting, id) =>
      act(world, acting, id, 'incident.resolved', (incident, now) =>
        changed(
          incident,
          { state: 'resolved', resolvedAt: now, resolvedBy: acting.person.name },
          entry(now, 'resolved', acting.person.name),
        ),
      ),
    diagnoseAgain: (acting, id) =>
      act(
        world,
        acting,
        id,
        'incident.diagnosed-again',
        (incident) => changed(incident, { progress: [] }),
        (tx) => tx.enqueue({ name: 'diagnose', data: { incident: id } }, { key: id }),
      ),
    openIncident: (acting, tenant, connector, reports = []) => open(world, acting, tenant, { is: 'connector', name: connector }, reports),
    openDestination: (acting, tenant, domain, reports = []) =>
      open(world, acting, tenant, { is: 'destination', domain: domain.toLowerCase() }, reports),
  }
}

async function act(
  world: World,
  acting: Acting,
  id: string,
  action: string,
  change: Change,
  also?: (tx: Transaction) => Promise<void>,
): Promise<Ruling<Incident>> {
  if (!mayRequest(world.policy, acting.person.id)) return refused('not-a-requester')
  return world.store.transaction(async (tx) => {
    const now = world.clock.now()
    const incident = await tx.incident(id)
    if (!incident) return refused('unknown-incident', { id })
    if (incident.state === 'resolved') return refused('incident-resolved')
    const saved = await changeIncident(tx, id, (current) => (current.state === 'resolved' ? null : change(current, now)))
    await tx.audit({ at: now, tenant: saved.tenant, actor: acting.person.id, action, subject: id, details: { surface: acting.surface } })
    await publishIncident(tx, id)
    await also?.(tx)
    return { is: 'accepted', value: saved }
  })
}

function snooze(world: World, acting: Acting, id: string, hours: number): Promise<Ruling<Incident>> {
  const afterMs = hours * 3_600_000
  return act(
    world,
    acting,
    id,
    'incident.snoozed',
    (incident, now) =>
      changed(
        incident,
        { state: 'snoozed', snoozedUntil: new Date(Date.parse(now) + afterMs).toISOString() },
        entry(now, 'snoozed', acting.person.name, { hours }),
      ),
    (tx) => tx.enqueue({ name: 'settle', data: { incident: id } }, { key: `wake:${id}`, afterMs }),
  )
}

const OPENED: readonly HistoryEvent[] = ['opened', 'reopened']

/** The incident with the errors it was opened for, and opened (anew) by a person where one did; null where that changes nothing. */
function begunWith(incident: Incident, reports: readonly PressedReport[], opener: Acting | null, now: string): Incident | null {
  const reported = withRead(incident.reported, reports, now)
  const next = reported === incident.reported ? {} : { reported }
  if (!opener) return next.reported ? changed(incident, next) : null
  const history = incident.history.map((each, n, all) =>
    n === all.length - 1 && OPENED.includes(each.event) ? { ...each, by: opener.person.name } : each,
  )
  return { ...changed(incident, next), history }
}

type Opened = Exclude<Subject, { is: 'tenant' }>

async function open(
  world: World,
  acting: Acting,
  tenant: string,
  subject: Opened,
  reports: readonly PressedReport[],
): Promise<Ruling<Incident>> {
  if (!mayRequest(world.policy, acting.person.id)) return refused('not-a-requester')
  if (!world.exchanges(tenant)) return refused('unknown-tenant', { tenant })
  const named = subject.is === 'connector' ? { connector: subject.name } : { domain: subject.domain }
  const details = { ...named, ...(reports.length > 0 ? { reported: reports.map((report) => report.status ?? report.finding) } : {}) }
  return world.store.transaction(async (tx) => {
    const now = world.clock.now()
    const { incident, fresh } = await openIncident(tx, subject, { tenant, at: now, umbrella: null, id: world.random.id })
    const saved = await changeIncident(tx, incident.id, (current) => begunWith(current, reports, fresh ? acting : null, now))
    if (fresh) await tx.audit({ at: now, tenant, actor: acting.person.id, action: 'incident.opened', subject: saved.id, details })
    if (fresh || isStale(world, saved, now)) await tx.enqueue({ name: 'diagnose', data: { incident: saved.id } }, { key: saved.id })
    await publishIncident(tx, saved.id)
    return { is: 'accepted', value: saved }
  })
}
