import { randomBytes } from 'node:crypto'
import express from 'express'
import type { Lab } from '../lab/lab.ts'
import { serve } from '../serve.ts'
import { activityFeed, pointer } from './activity-feed.ts'
import { adminApi, type CmdletCall } from './admin-api.ts'
import { type ActivityAlert, alertBlob } from './alert-record.ts'
import { type LivingTenant, livingTenant } from './living-tenant.ts'
import { saveTenant } from './saved-tenant.ts'
import { type ServiceIssue, serviceAnnouncements } from './service-announcements.ts'
import { signIn } from './sign-in.ts'
import type { TenantState, Webhook } from './state.ts'
import { tokens } from './tokens.ts'
import { type Trouble, troubles } from './trouble.ts'
import { type Webhooks, webhooks } from './webhooks.ts'

export interface TenantOptions {
  readonly lab: Pick<Lab, 'outcome'>
  /** ISO 8601 UTC. */
  readonly now: () => string
  /** Milliseconds until mail flow goes by a change. */
  readonly delayMs: number
  /** Milliseconds the message trace is behind. */
  readonly lagMs: number
  /** Milliseconds between two delivery attempts for one message; Exchange Online's quarter of an hour unless told. */
  readonly retryMs?: number
  /** A tenant of an earlier run; a new one otherwise. */
  readonly state?: TenantState | null
  /** Called with the tenant after each write and each batch of mail. */
  readonly changed?: (state: TenantState) => void
}

export interface TenantSnapshot {
  readonly connectors: readonly { readonly name: string; readonly enabled: boolean }[]
  readonly domains: readonly { readonly name: string; readonly type: string }[]
  /** Set, New and Remove calls that took effect. */
  readonly writes: number
}

/** A Microsoft 365 organisation that answers over HTTP on loopback: sign-in, admin API, activity feed and service health at one address. */
export interface SimulatedTenant {
  /** Base of all four, without a final slash. */
  readonly url: string
  readonly tenantId: string
  readonly initialDomain: string
  readonly clientId: string
  readonly clientSecret: string
  snapshot(): TenantSnapshot
  /** All of it, as plain data, brought up to now. */
  state(): TenantState
  /** Adds mail of the last hours that takes this connector (by name) or goes to this domain. */
  queueMail(target: string, count: number): void
  /** Tries all waiting mail at once, as after a repair. */
  retryNow(): void
  /** Every InvokeCommand call so far. */
  calls(): readonly CmdletCall[]
  setTroubles(list: readonly Trouble[]): void
  /** What Microsoft Graph tells about the service; nothing unless set. */
  setServiceIssues(issues: readonly ServiceIssue[]): void
  /** Points the activity feed at a webhook; false when it does not answer the validation request. */
  subscribe(address: string, authId: string): Promise<boolean>
  /** Stores an alert and tells the webhook; `webhook` is the status it answered, null when there is none. */
  raiseActivityAlert(
    alert?: ActivityAlert,
  ): Promise<{ readonly contentId: string; readonly contentUri: string; readonly webhook: number | null }>
  /** A new tenant in place of this one. */
  reset(): void
  /** Writes the tenant to a file that `loadTenant` reads. */
  save(file: string): void
  stop(): Promise<void>
}

const CLIENT_ID = 'b8c0a4f2-7d31-4a6e-9f25-1e80d3c5a7b6'
const QUARTER_HOUR_MS = 900_000
const CALLS_KEPT = 2000
const BLOBS_KEPT = 500

/** Starts the simulated tenant on a free port of 127.0.0.1. */
export async function startTenant(options: TenantOptions): Promise<SimulatedTenant> {
  const { now } = options
  const living = livingTenant({
    ...options,
    retryMs: options.retryMs ?? QUARTER_HOUR_MS,
    state: options.state ?? null,
    changed: options.changed ?? (() => {}),
  })
  const { tenantId, initialDomain } = living.look()
  const clientSecret = randomBytes(24).toString('base64url')
  const calls: CmdletCall[] = []
  const parts = { tenant: living, tokens: tokens(tenantId, CLIENT_ID), troubles: troubles(), webhooks: webhooks(now) }
  const called = (call: CmdletCall): void => {
    calls.push(call)
    if (calls.length > CALLS_KEPT) calls.shift()
  }
  let url = ''
  let issues: readonly ServiceIssue[] = []
  const common = { ...parts, now, url: () => url, tenantId, initialDomain, clientId: CLIENT_ID, clientSecret }
  const app = express()
  app.disable('x-powered-by')
  app.use(signIn(common), adminApi({ ...common, called }), activityFeed(common), serviceAnnouncements({ ...common, issues: () => issues }))
  const served = await serve(app)
  url = served.url

  return {
    url,
    tenantId,
    initialDomain,
    clientId: CLIENT_ID,
    clientSecret,
    snapshot: () => snapshotOf(living.look()),
    state: living.look,
    queueMail: living.queueMail,
    retryNow: living.retryNow,
    calls: () => calls,
    setTroubles: parts.troubles.set,
    setServiceIssues: (list) => {
      issues = list
    },
    ...alertSide(living, parts.webhooks, now, url),
    reset: living.reset,
    save: (file) => saveTenant(file, living.look()),
    stop: served.stop,
  }
}

/** What happens on Microsoft's side of the activity feed. */
function alertSide(
  living: LivingTenant,
  hooks: Webhooks,
  now: () => string,
  url: string,
): Pick<SimulatedTenant, 'subscribe' | 'raiseActivityAlert'> {
  return {
    async subscribe(address, authId) {
      const webhook: Webhook = { status: 'enabled', address, authId, expiration: '' }
      const answered = await hooks.shakeHands(webhook)
      if (answered) living.update((state) => ({ ...state, feed: { ...state.feed, enabled: true, webhook } }))
      return answered
    },
    async raiseActivityAlert(alert = {}) {
      const { tenantId, feed } = living.look()
      const blob = alertBlob(tenantId, alert, now())
      living.update((state) => ({ ...state, feed: { ...state.feed, blobs: [...state.feed.blobs.slice(-BLOBS_KEPT), blob] } }))
      const told = pointer(blob, url, tenantId)
      const status = feed.webhook === null ? null : await hooks.notify(feed.webhook, { tenantId, clientId: CLIENT_ID }, told)
      return { contentId: told.contentId, contentUri: told.contentUri, webhook: status }
    },
  }
}

function snapshotOf({ objects, writes }: TenantState): TenantSnapshot {
  return {
    connectors: objects.connectors.map((each) => ({ name: each.Name, enabled: each.Enabled })),
    domains: objects.domains.map((each) => ({ name: each.DomainName, type: each.DomainType })),
    writes,
  }
}
