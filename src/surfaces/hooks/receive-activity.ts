import type { Request, Response } from 'express'
import { z } from 'zod'
import type { NewAlert } from '../../domain/alert.ts'
import { jsonOf } from '../../domain/json-of.ts'
import { sameText } from '../same-text.ts'
import type { HooksOptions } from './create-hooks.ts'

const Notice = z.object({
  tenantId: z.string().max(64).toLowerCase(),
  contentId: z.string().min(1).max(500),
  contentUri: z.url().max(2000),
  contentType: z.string().max(64),
  contentCreated: z.string().max(64).optional(),
})

/**
 * `POST /hooks/activity` of the Office 365 Management Activity API: the handshake of a new webhook, and notices of content. There is no signature, only
 * the authId; so a notice is a pointer that is fetched later with the tenant's own token, from the expected host alone.
 * learn.microsoft.com/office/office-365-management-api/office-365-management-activity-api-reference
 */
export async function receiveActivity(options: HooksOptions, request: Request, response: Response): Promise<void> {
  const authId = request.get('webhook-authid')
  if (!options.activityAuthId || !authId || !sameText(authId, options.activityAuthId)) {
    options.onRefused('activity', 'auth-id')
    response
      .status(401)
      .json({ error: 'auth-id', message: 'The Webhook-AuthID is not the one this subscription was started with. Nothing was stored.' })
    return
  }
  const body = jsonOf(Buffer.isBuffer(request.body) ? request.body.toString('utf8') : '')
  if (request.get('webhook-validationcode') !== undefined || isHandshake(body)) {
    response.status(200).end()
    return
  }
  const parsed = z.array(Notice).max(1000).safeParse(body)
  if (!parsed.success) {
    response.status(400).json({ error: 'bad-body', message: 'The body is not a list of content notices. Nothing was stored.' })
    return
  }
  for (const notice of parsed.data) {
    // Answering an error for a tenant that is not ours would make the service switch the webhook off for those that are.
    if (!options.desk.tenants.includes(notice.tenantId)) options.onRefused('activity', 'unknown-tenant')
    else if (notice.contentType === 'Audit.General') await options.desk.receive(alertOf(notice, options.now()))
  }
  response.status(200).end()
}

const isHandshake = (body: unknown): boolean => typeof body === 'object' && body !== null && 'validationCode' in body

function alertOf(notice: z.output<typeof Notice>, now: number): NewAlert {
  const created = Date.parse(notice.contentCreated ?? '')
  return {
    tenant: notice.tenantId,
    source: 'activity-notice',
    sourceId: notice.contentId,
    at: new Date(Number.isNaN(created) ? now : created).toISOString(),
    name: notice.contentType,
    hints: { connector: null, domain: null, error: null, count: null },
    raw: JSON.stringify({ contentUri: notice.contentUri }),
  }
}
