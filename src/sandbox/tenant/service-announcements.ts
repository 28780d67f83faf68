import express, { type Router } from 'express'
import type { Tokens } from './tokens.ts'

/** An issue as Microsoft Graph gives it (serviceHealthIssue). */
export interface ServiceIssue {
  readonly id: string
  readonly title: string
  readonly service: string
  readonly feature: string
  readonly featureGroup: string
  readonly classification: 'incident' | 'advisory'
  readonly status: string
  readonly isResolved: boolean
  readonly startDateTime: string
  readonly endDateTime: string | null
  readonly lastModifiedDateTime: string
  readonly impactDescription: string
}

export interface ServiceAnnouncementsOptions {
  readonly tokens: Tokens
  readonly now: () => string
  readonly issues: () => readonly ServiceIssue[]
}

/** Microsoft Graph's list of service issues. Like the real one it is free to ignore `$filter`, and does. */
export function serviceAnnouncements({ tokens, now, issues }: ServiceAnnouncementsOptions): Router {
  const router = express.Router()
  router.get('/v1.0/admin/serviceAnnouncement/issues', (request, response) => {
    if (!tokens.accepts(request.get('authorization'), 'graph', now())) {
      response.status(401).json({ error: { code: 'InvalidAuthenticationToken', message: 'Access token validation failure.' } })
      return
    }
    response.json({ '@odata.context': 'https://graph.microsoft.com/v1.0/$metadata#admin/serviceAnnouncement/issues', value: issues() })
  })
  return router
}
