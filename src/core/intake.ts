import type { Alert } from '../domain/alert.ts'
import { Failure } from '../domain/failure.ts'
import type { Incident, Reported, Subject } from '../domain/incident.ts'
import { servingConnector } from '../domain/serving-connector.ts'
import { reportedOf } from '../knowledge/read-error.ts'
import type { Transaction } from '../ports/store.ts'
import { changed, changeIncident, openIncident } from './change-incident.ts'
import { publishIncident } from './publish-incident.ts'
import type { World } from './world.ts'

const REPORTS_KEPT = 5

/**
 * One stored alert finds or opens its incident; a notice of the activity feed is fetched and becomes alerts of its own.
 * Throws Failure('api') when the feed cannot be read now, so that the job is tried again.
 */
export async function intake(world: World, alertId: string): Promise<void> {
  const alert = await world.store.alert(alertId)
  if (!alert) return
  if (alert.source === 'activity-notice') return fetchNotice(world, alert)
  const subject = await subjectOf(world, alert)
  await world.store.transaction((tx) => record(world, tx, alert, subject))
}

async function fetchNotice(world: World, alert: Alert): Promise<void> {
  const { contentUri } = JSON.parse(alert.raw) as { contentUri: string }
  const content = await world.feed.content(alert.tenant, contentUri)
  if (content.is === 'unknown') throw new Failure('api', { status: 0, why: content.why })
  if (content.is === 'absent') return
  await world.store.transaction(async (tx) => {
    for (const each of content.value) {
      const stored = await tx.addAlert(each, world.clock.now())
      if (stored.is === 'new') await tx.enqueue({ name: 'intake', data: { alert: stored.id } })
    }
  })
}

const GUID = /^[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i

/**
 * What the alert is about: the connector it names, else the one that serves the domain it names, else that domain, else the whole tenant. A connector
 * named by its GUID is looked up, so that it does not become an incident beside the one by its name.
 */
async function subjectOf(world: World, alert: Alert): Promise<Subject> {
  const { connector, domain } = alert.hints
  if (connector && !GUID.test(connector)) return { is: 'connector', name: connector }
  if (!connector && !domain) return { is: 'tenant' }
  const exchange = world.exchanges(alert.tenant)
  const [connectors, domains] = await Promise.all([exchange?.connectors(), connector ? null : exchange?.acceptedDomains()])
  const known = connectors?.is === 'found' ? connectors.value : []
  if (connector)
    return { is: 'connector', name: known.find((each) => each.guid.toLowerCase() === connector.toLowerCase())?.name ?? connector }
  const wanted = domain ?? ''
  const serving = servingConnector(known, wanted, domains?.is === 'found' ? domains.value : [])
  return serving ? { is: 'connector', name: serving.name } : { is: 'destination', domain: wanted }
}

async function record(world: World, tx: Transaction, alert: Alert, subject: Subject): Promise<void> {
  const now = world.clock.now()
  // The job may run again after this was stored: counted twice, an alert could even reopen what was closed since.
  if (!(await tx.firstSight(`intake:${alert.id}`, now))) return
  const { incident, fresh } = await openIncident(tx, subject, { tenant: alert.tenant, at: now, umbrella: null, id: world.random.id })
  const saved = await changeIncident(tx, incident.id, (current) => changed(current, counted(current, alert, fresh)))
  if (fresh)
    await tx.audit({
      at: now,
      tenant: alert.tenant,
      actor: 'bot',
      action: 'incident.opened',
      subject: saved.id,
      details: { alert: alert.id, subject },
    })
  await publishIncident(tx, saved.id)
  if (fresh || isStale(world, saved, now)) await tx.enqueue({ name: 'diagnose', data: { incident: saved.id } }, { key: saved.id })
}

function counted(incident: Incident, alert: Alert, fresh: boolean): Partial<Incident> {
  const reported = alert.hints.error ? withReport(incident.reported, reportedOf(alert.hints.error, alert.at)) : incident.reported
  return {
    alerts: incident.alerts + 1,
    // When it reached us: the sender's clock may be years off.
    lastAlertAt: alert.receivedAt > incident.lastAlertAt ? alert.receivedAt : incident.lastAlertAt,
    reported,
    ...(fresh ? { progress: [] } : {}),
  }
}

/** Newest first; the same finding is kept once, so that a thousand alerts do not push out the one line that differs. */
export function withReport(reports: readonly Reported[], report: Reported): readonly Reported[] {
  return [report, ...reports.filter((each) => each.finding !== report.finding)].slice(0, REPORTS_KEPT)
}

export function isStale(world: World, incident: Incident, now: string): boolean {
  return !incident.diagnosis || Date.parse(now) - Date.parse(incident.diagnosis.at) > world.timings.diagnosisFreshMs
}
