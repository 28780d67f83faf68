import type { Incident } from '../domain/incident.ts'
import { approvalsOf, type ChangeRequest } from '../domain/request.ts'
import type { Action, Part } from './card.ts'
import { button, quiet } from './parts.ts'
import { subjectOf, targetOf, type Voice } from './voice.ts'

/** A request with whom it waits for. */
export interface RequestView {
  readonly request: ChangeRequest
  readonly incident: Incident
  /** People who may approve it: the requester is not among them. */
  readonly approvers: readonly { readonly email: string; readonly name: string }[]
  /** Its id stands in where the name is not known. */
  readonly tenantName?: string
}

/** What a request is for, as one name: the fix, or the way back from it. */
export const nameOf = (request: ChangeRequest, voice: Voice): string =>
  request.undoes ? voice.words('cards.request.undo', { fix: voice.fix(request.plan.fix) }) : voice.fix(request.plan.fix)

/** Title, summary and subject of a request's card. */
export function headOf(
  { request, incident }: RequestView,
  voice: Voice,
): { readonly title: string; readonly summary: string; readonly subject: string } {
  const title = voice.words(`cards.request.title-${request.state}`, { fix: nameOf(request, voice) })
  const subject = targetOf(request.plan) || subjectOf(incident)
  return { title, summary: voice.words('cards.request.summary', { title, subject }), subject }
}

/** Tenant, request and incident, to name it elsewhere. */
export const requestFooter = ({ request, incident, tenantName }: RequestView, voice: Voice): Part =>
  quiet(voice.words('cards.request-footer', { tenant: tenantName ?? request.tenant, id: request.id, incident: incident.id }))

/** Who asked and when, and who approved. */
export function peopleLine(request: ChangeRequest, voice: Voice): string {
  const asked = voice.words('cards.request.asked-by', { by: request.requester.name, at: voice.time(request.requestedAt) })
  const names = approvalsOf(request)
    .map((each) => each.by.name)
    .join(', ')
  return names ? `${asked} ${voice.words('cards.request.approved-by', { names })}` : asked
}

/** Plan it again (an undo is asked for from the request it takes back), or go back to the incident. */
export function afterwards({ request, incident }: RequestView, voice: Voice): readonly Action[] {
  const again = button(voice.words('cards.buttons.again'), { verb: 'plan', incident: incident.id, fix: request.plan.fix })
  const back = button(voice.words('cards.buttons.show-incident'), { verb: 'show-incident', incident: incident.id })
  const first = request.undoes
    ? button(voice.words('cards.buttons.show-request'), { verb: 'show-request', request: request.undoes })
    : again
  return incident.state === 'resolved' ? [back] : [first, back]
}
