import type { Card } from '../../../cards/card.ts'
import { incidentCard } from '../../../cards/incident-card.ts'
import { incidentsCard } from '../../../cards/incidents-card.ts'
import { requestCard } from '../../../cards/request-card.ts'
import { requestsCard } from '../../../cards/requests-card.ts'
import { Failure } from '../../../domain/failure.ts'
import { connectorOf, type Incident } from '../../../domain/incident.ts'
import type { Language } from '../../../domain/language.ts'
import { approvalsOf, type ChangeRequest } from '../../../domain/request.ts'
import { toAdaptiveCard } from '../../../render/adaptive-card.ts'
import { toBlockKit } from '../../../render/block-kit.ts'
import { toTerminal } from '../../../render/terminal.ts'
import { incidentView } from '../../presses.ts'
import type { ConsoleWorld, ServiceWorld } from '../console-world.ts'
import { json, type Outcome, printed } from '../outcome.ts'

interface Options {
  readonly json?: boolean
  readonly language: Language
}

/** `mailflow incidents`. */
export async function incidentsCommand(world: ConsoleWorld, service: ServiceWorld, options: Options): Promise<Outcome> {
  const incidents = await service.desk.incidents([])
  if (options.json) return json({ incidents: incidents.map(incidentJson) })
  return printed(toTerminal(incidentsCard({ incidents, tenantName: service.tenantName }, service.showing(options.language)), world))
}

function incidentJson(incident: Incident): object {
  const verdict = incident.diagnosis?.verdict
  return {
    id: incident.id,
    tenant: incident.tenant,
    connector: connectorOf(incident),
    finding: verdict?.finding ?? incident.reported[0]?.finding ?? 'unrecognised',
    code: verdict?.code ?? null,
    state: incident.state,
    alerts: incident.alerts,
    openedAt: incident.openedAt,
  }
}

/** `mailflow requests`. */
export async function requestsCommand(world: ConsoleWorld, service: ServiceWorld, options: Options): Promise<Outcome> {
  const requests = await service.desk.requests()
  if (options.json) return json({ requests: requests.map(requestJson) })
  return printed(toTerminal(requestsCard({ requests }, service.showing(options.language)), world))
}

export function requestJson(request: ChangeRequest): object {
  return {
    id: request.id,
    incident: request.incident,
    fix: request.plan.fix,
    state: request.state,
    requester: request.requester.id,
    approvals: approvalsOf(request).map((decision) => decision.by.id),
    expiresAt: request.expiresAt,
  }
}

/** `mailflow card INCIDENT|REQUEST`: the card as it is sent to a platform. */
export async function cardCommand(
  world: ConsoleWorld,
  service: ServiceWorld,
  id: string,
  format: 'block-kit' | 'adaptive-card' | 'text',
  language: Language,
): Promise<Outcome> {
  const card = await cardOf(service, id, language)
  switch (format) {
    case 'block-kit': {
      const { text, blocks } = toBlockKit(card, {})
      return json({ text, blocks })
    }
    case 'adaptive-card':
      return json(toAdaptiveCard(card, {}).card)
    case 'text':
      return printed(toTerminal(card, world))
  }
}

async function cardOf(service: ServiceWorld, id: string, language: Language): Promise<Card> {
  const showing = service.showing(language)
  const incident = await service.desk.incident(id)
  if (incident) return incidentCard(await incidentView(service.desk, incident, service.tenantName), showing)
  const request = await service.desk.request(id)
  const around = request && (await service.desk.incident(request.incident))
  if (!request || !around) throw new Failure('not-found', { what: id })
  return requestCard({ request, incident: around, approvers: [], tenantName: service.tenantName(request.tenant) }, showing)
}
