import { randomUUID } from 'node:crypto'
import { and, count, eq, sql } from 'drizzle-orm'
import { Failure } from '../../domain/failure.ts'
import { fingerprint, type Incident } from '../../domain/incident.ts'
import type { ChangeRequest } from '../../domain/request.ts'
import type { Transaction } from '../../ports/store.ts'
import type { Handle } from './database.ts'
import { alerts, changes, decisions, incidents, requests } from './schema.ts'
import { storable } from './storable.ts'

type DocumentWrites = Pick<Transaction, 'addAlert' | 'addIncident' | 'saveIncident' | 'addRequest' | 'saveRequest'>

/** Alerts, incidents and requests. A lost race shows in the number of rows written. */
export function documentWrites(handle: Handle): DocumentWrites {
  return {
    async addAlert(alert, receivedAt) {
      const { tenant, source, sourceId, at, name, hints, raw } = storable(alert)
      const row = { id: randomUUID(), tenant, source, sourceId, at, name, hints, raw, receivedAt: new Date(receivedAt) }
      const added = await handle.insert(alerts).values(row).onConflictDoNothing().returning({ id: alerts.id })
      if (added[0]) return { is: 'new', id: added[0].id }
      const same = and(eq(alerts.tenant, tenant), eq(alerts.source, source), eq(alerts.sourceId, sourceId))
      const [seen] = await handle.select({ id: alerts.id }).from(alerts).where(same)
      if (!seen) throw new Failure('lost-race', { subject: `alert ${sourceId}` })
      return { is: 'seen', id: seen.id }
    },
    async addIncident(incident) {
      const row = incidentRow(incident)
      await hold(handle, row.fingerprint)
      const added = await handle.insert(incidents).values(row).onConflictDoNothing().returning({ id: incidents.id })
      return added.length === 1
    },
    saveIncident: (incident, expected) => saveIncident(handle, incident, expected),
    async addRequest(request) {
      const added = await handle.insert(requests).values(requestRow(request)).onConflictDoNothing().returning({ id: requests.id })
      if (added.length === 0) return false
      await keepInStep(handle, request)
      return true
    },
    async saveRequest(request, expected) {
      const where = and(eq(requests.id, request.id), eq(requests.version, expected))
      const saved = await handle.update(requests).set(requestRow(request)).where(where).returning({ id: requests.id })
      if (saved.length === 0) return false
      await keepInStep(handle, request)
      return true
    },
  }
}

/**
 * A lock on a key until the transaction ends. Whoever opens or reopens an incident of one fingerprint takes it, too: a refused row would
 * otherwise end the whole transaction.
 */
export async function hold(handle: Handle, key: string): Promise<void> {
  await handle.execute(sql`select pg_advisory_xact_lock(hashtextextended(${key}, 0))`)
}

async function saveIncident(handle: Handle, incident: Incident, expected: number): Promise<boolean> {
  const row = incidentRow(incident)
  const isOpen = row.state !== 'resolved'
  if (isOpen) await hold(handle, row.fingerprint)
  const alone = sql`not exists (select 1 from ${incidents} as other where other.fingerprint = ${row.fingerprint} and other.state <> 'resolved' and other.id <> ${row.id})`
  const where = and(eq(incidents.id, row.id), eq(incidents.version, expected), isOpen ? alone : undefined)
  const saved = await handle.update(incidents).set(row).where(where).returning({ id: incidents.id })
  return saved.length === 1
}

function incidentRow(incident: Incident): typeof incidents.$inferInsert {
  const document = storable(incident)
  const { id, tenant, state, version, umbrella } = document
  const openedAt = new Date(document.openedAt)
  return { id, tenant, fingerprint: fingerprint(tenant, document.subject), state, version, umbrella, openedAt, document }
}

function requestRow(request: ChangeRequest): typeof requests.$inferInsert {
  const document = storable(request)
  const { id, tenant, incident, state, version, undoes } = document
  const times = { requestedAt: new Date(document.requestedAt), expiresAt: new Date(document.expiresAt) }
  return { id, tenant, incident, planHash: document.plan.hash, state, version, undoes, ...times, document }
}

/** Decisions and the change as rows of their own; a person's second decision on one request meets the key and ends the transaction. */
async function keepInStep(handle: Handle, request: ChangeRequest): Promise<void> {
  const { id, tenant, decisions: all, change } = storable(request)
  if (all.length > 0) {
    const [stored] = await handle.select({ rows: count() }).from(decisions).where(eq(decisions.request, id))
    const fresh = all.slice(stored?.rows ?? 0)
    const rows = fresh.map(({ by, verb, at, surface }) => ({ request: id, person: by.id, verb, at: new Date(at), surface }))
    if (rows.length > 0) await handle.insert(decisions).values(rows)
  }
  if (change) {
    const row = { request: id, tenant, steps: change.steps, appliedAt: change.appliedAt === null ? null : new Date(change.appliedAt) }
    await handle.insert(changes).values(row).onConflictDoUpdate({ target: changes.request, set: row })
  }
}
