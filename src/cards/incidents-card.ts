import type { Incident } from '../domain/incident.ts'
import type { Card, Part, Showing } from './card.ts'
import { childLine } from './incident-card.ts'
import { actions, atMost, button, normal, sandboxNote } from './parts.ts'
import { subjectOf, voiceOf } from './voice.ts'

interface IncidentsView {
  readonly incidents: readonly Incident[]
  /** The tenant's name, or how to name each of several. */
  readonly tenantName: string | ((tenant: string) => string)
}

const SHOWN = 20
const BUTTONS = 5

/** Incidents, as they are given: open ones first. */
export function incidentsCard({ incidents, tenantName }: IncidentsView, showing: Showing): Card {
  const voice = voiceOf(showing)
  const { words } = voice
  const nameOf = (tenant: string) => (typeof tenantName === 'string' ? tenantName : tenantName(tenant))
  const tenants = [...new Set(incidents.map((each) => nameOf(each.tenant)))]
  const tenant = tenants.length > 0 ? tenants.join(', ') : typeof tenantName === 'string' ? tenantName : ''
  const lines = incidents.map((each) => {
    const line = childLine(each, voice, nameOf(each.tenant))
    return tenants.length > 1 ? `${each.id} · ${nameOf(each.tenant)} · ${line}` : `${each.id} · ${line}`
  })
  const list: Part = { is: 'list', ordered: false, items: atMost(lines, SHOWN, voice) }
  const open = incidents.filter((each) => each.state !== 'resolved').slice(0, BUTTONS)
  return {
    title: tenant ? words('cards.lists.incidents', { tenant }) : words('cards.lists.incidents-alone'),
    tone: open.length > 0 ? 'warning' : 'good',
    summary: tenant ? words('cards.lists.summary-incidents', { count: incidents.length, tenant }) : words('cards.lists.incidents-none'),
    parts: [
      ...sandboxNote(voice),
      lines.length > 0 ? list : normal(words('cards.lists.incidents-none')),
      ...actions(open.map((each) => button(subjectOf(each, nameOf(each.tenant)), { verb: 'show-incident', incident: each.id }))),
    ],
  }
}
