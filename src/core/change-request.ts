import type { HistoryEvent } from '../domain/incident.ts'
import type { ChangeRequest } from '../domain/request.ts'
import type { Transaction } from '../ports/store.ts'
import { changed, changeIncident, entry } from './change-incident.ts'
import { publishIncident } from './publish-incident.ts'

interface Happened {
  readonly at: string
  readonly actor: string
  readonly by: string | null
  readonly action: string
  readonly details?: Readonly<Record<string, unknown>>
  /** The line it leaves in the incident's history, or none. */
  readonly event: HistoryEvent | null
}

/** Everything that goes with a request's new state in one transaction: audit line, the incident's history, both cards. */
export async function recordRequest(tx: Transaction, request: ChangeRequest, happened: Happened): Promise<void> {
  const details = {
    fix: request.plan.fix,
    plan: request.plan.hash,
    incident: request.incident,
    state: request.state,
    undoes: request.undoes,
    ...happened.details,
  }
  await tx.audit({ at: happened.at, tenant: request.tenant, actor: happened.actor, action: happened.action, subject: request.id, details })
  const { event } = happened
  if (event) {
    const args = { fix: request.plan.fix, request: request.id, undo: request.undoes ? 1 : 0 }
    await changeIncident(tx, request.incident, (incident) => changed(incident, {}, entry(happened.at, event, happened.by, args)))
  }
  await publishRequest(tx, request)
}

/** Both cards: the request's own, and the incident's, which lists it. */
export async function publishRequest(tx: Transaction, request: ChangeRequest): Promise<void> {
  await tx.enqueue({ name: 'publish', data: { subject: { is: 'request', id: request.id } } }, { key: `request:${request.id}` })
  await publishIncident(tx, request.incident)
}
