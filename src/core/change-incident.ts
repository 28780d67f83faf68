import { Failure } from '../domain/failure.ts'
import type { HistoryEntry, HistoryEvent, Incident } from '../domain/incident.ts'
import { fingerprint, type Subject } from '../domain/incident.ts'
import type { Transaction } from '../ports/store.ts'

const HISTORY_KEPT = 60
const TRIES = 8

export function entry(at: string, event: HistoryEvent, by: string | null = null, args: HistoryEntry['args'] = {}): HistoryEntry {
  return { at, event, by, args }
}

/** The incident with changes laid over it, one version further. */
export function changed(incident: Incident, changes: Partial<Incident>, ...happened: readonly HistoryEntry[]): Incident {
  return { ...incident, ...changes, version: incident.version + 1, history: [...incident.history, ...happened].slice(-HISTORY_KEPT) }
}

/**
 * Reads the incident, lets `change` decide, and saves; on a lost race reads again and decides again. `change` returns null to leave it as it is.
 * Throws Failure('lost-race') after several tries, Failure('not-found') when there is no such incident.
 */
export async function changeIncident(tx: Transaction, id: string, change: (incident: Incident) => Incident | null): Promise<Incident> {
  for (let attempt = 0; attempt < TRIES; attempt += 1) {
    const incident = await tx.incident(id)
    if (!incident) throw new Failure('not-found', { what: id })
    const next = change(incident)
    if (!next) return incident
    if (await tx.saveIncident(next, incident.version)) return next
  }
  throw new Failure('lost-race', { subject: id })
}

export function newIncident(id: string, tenant: string, subject: Subject, at: string, umbrella: string | null): Incident {
  return {
    id,
    tenant,
    subject,
    state: 'open',
    version: 1,
    alerts: 0,
    openedAt: at,
    lastAlertAt: at,
    resolvedAt: null,
    resolvedBy: null,
    snoozedUntil: null,
    acknowledgedBy: null,
    umbrella,
    reported: [],
    diagnosis: null,
    progress: [],
    offers: [],
    history: [entry(at, 'opened')],
  }
}

const REOPEN_WITHIN_MS = 7 * 24 * 60 * 60 * 1000

/** The open incident of a subject; the resolved one, reopened, when it is younger than 7 days; else a new one. */
export async function openIncident(
  tx: Transaction,
  subject: Subject,
  context: { readonly tenant: string; readonly at: string; readonly umbrella: string | null; readonly id: () => string },
): Promise<{ readonly incident: Incident; readonly fresh: boolean }> {
  const key = fingerprint(context.tenant, subject)
  for (let attempt = 0; attempt < TRIES; attempt += 1) {
    const open = await tx.openIncident(key)
    if (open) return { incident: open, fresh: false }
    const last = await tx.latestIncident(key)
    if (last?.resolvedAt && Date.parse(context.at) - Date.parse(last.resolvedAt) < REOPEN_WITHIN_MS) {
      const again = changed(last, { state: 'open', resolvedAt: null, resolvedBy: null, snoozedUntil: null }, entry(context.at, 'reopened'))
      if (await tx.saveIncident(again, last.version)) return { incident: again, fresh: true }
      continue
    }
    const incident = newIncident(context.id(), context.tenant, subject, context.at, context.umbrella)
    if (await tx.addIncident(incident)) return { incident, fresh: true }
  }
  throw new Failure('lost-race', { subject: key })
}
