import express, { type Request, type Response, type Router } from 'express'
import type { LivingTenant } from './living-tenant.ts'
import type { FeedBlob, Webhook } from './state.ts'
import type { Tokens } from './tokens.ts'
import type { Webhooks } from './webhooks.ts'

export interface ActivityFeedOptions {
  readonly tenant: LivingTenant
  readonly tokens: Tokens
  readonly webhooks: Webhooks
  readonly clientId: string
  readonly now: () => string
  readonly url: () => string
}

const CONTENT_TYPE = 'Audit.General'
const HOUR = 3_600_000
const DAY = 24 * HOUR

/** The Office 365 Management Activity API of the tenant: subscriptions, content, notifications, blobs. Only `Audit.General` exists. */
export function activityFeed(options: ActivityFeedOptions): Router {
  const router = express.Router()
  const base = '/api/v1.0/:tenant/activity/feed'
  router.use(base, (request, response, next) => guard(options, request, response, next))
  router.post(`${base}/subscriptions/start`, express.json(), (request, response) => start(options, request, response))
  router.post(`${base}/subscriptions/stop`, (_request, response) => {
    options.tenant.update((state) => ({ ...state, feed: { ...state.feed, enabled: false, webhook: null } }))
    response.status(204).end()
  })
  router.get(`${base}/subscriptions/list`, (_request, response) => {
    const { enabled, webhook } = options.tenant.look().feed
    response.json(enabled ? [subscription(webhook)] : [])
  })
  router.get(`${base}/subscriptions/content`, (request, response) => content(options, request, response))
  router.get(`${base}/subscriptions/notifications`, (_request, response) => {
    response.json(options.webhooks.sent())
  })
  router.get(`${base}/audit/:content`, (request, response) => {
    const blob = options.tenant.look().feed.blobs.find((each) => each.contentId === request.params.content)
    if (blob === undefined) refuse(response, 404, 'AF20051', 'Content requested with that key has expired or does not exist.')
    else if (blob.expires < options.now()) refuse(response, 400, 'AF20051', 'Content requested with that key has already expired.')
    else response.json(blob.records)
  })
  return router
}

function guard(options: ActivityFeedOptions, request: Request, response: Response, next: () => void): void {
  const { tenantId } = options.tenant.look()
  if (!options.tokens.accepts(request.get('authorization'), 'activity', options.now())) {
    response.status(401).json({ Message: 'Authorization has been denied for this request.' })
  } else if (String(request.params.tenant).toLowerCase() !== tenantId) {
    refuse(response, 403, 'AF10001', 'The permission set sent in the request does not include the tenant.')
  } else if (request.query.contentType !== undefined && request.query.contentType !== CONTENT_TYPE) {
    refuse(response, 400, 'AF20020', `The content type ${String(request.query.contentType)} is not one of this tenant.`)
  } else next()
}

async function start(options: ActivityFeedOptions, request: Request, response: Response): Promise<void> {
  const asked = (request.body as { webhook?: { address?: string; authId?: string; expiration?: string } } | undefined)?.webhook
  if (asked?.address === undefined) {
    options.tenant.update((state) => ({ ...state, feed: { ...state.feed, enabled: true, webhook: null } }))
    response.json(subscription(null))
    return
  }
  const webhook: Webhook = { status: 'enabled', address: asked.address, authId: asked.authId ?? '', expiration: asked.expiration ?? '' }
  if (!(await options.webhooks.shakeHands(webhook))) {
    refuse(response, 400, 'AF20021', 'The webhook endpoint could not be validated: it did not answer the validation request with 200.')
    return
  }
  options.tenant.update((state) => ({ ...state, feed: { ...state.feed, enabled: true, webhook } }))
  response.json(subscription(webhook))
}

/** Blobs made between two times at most a day apart and at most a week ago; the last day unless told. */
function content({ tenant, now, url }: ActivityFeedOptions, request: Request, response: Response): void {
  const state = tenant.look()
  if (!state.feed.enabled) {
    refuse(response, 400, 'AF20022', 'No subscription found for the specified content type.')
    return
  }
  const end = timeOf(request.query.endTime) ?? Date.parse(now())
  const begin = timeOf(request.query.startTime) ?? end - DAY
  const tooFar = end - begin > DAY || Date.parse(now()) - begin > 7 * DAY + HOUR
  if (Number.isNaN(begin) || Number.isNaN(end) || begin > end || tooFar) {
    refuse(response, 400, 'AF20030', 'startTime and endTime must be at most 24 hours apart, and at most 7 days ago.')
    return
  }
  const blobs = state.feed.blobs.filter((each) => Date.parse(each.created) >= begin && Date.parse(each.created) <= end)
  response.json(blobs.map((blob) => pointer(blob, url(), state.tenantId)))
}

function timeOf(value: unknown): number | null {
  if (typeof value !== 'string') return null
  return Date.parse(/(Z|[+-]\d\d:\d\d)$/.test(value) || !value.includes('T') ? value : `${value}Z`)
}

/** What stands for a blob in listings and notifications. */
export function pointer(blob: FeedBlob, url: string, tenantId: string) {
  return {
    contentType: CONTENT_TYPE,
    contentId: blob.contentId,
    contentUri: `${url}/api/v1.0/${tenantId}/activity/feed/audit/${blob.contentId}`,
    contentCreated: blob.created,
    contentExpiration: blob.expires,
  }
}

const subscription = (webhook: Webhook | null) => ({ contentType: CONTENT_TYPE, status: 'enabled', webhook })

function refuse(response: Response, status: number, code: string, message: string): void {
  response.status(status).json({ error: { code, message } })
}
