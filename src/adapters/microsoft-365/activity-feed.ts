import { z } from 'zod'
import type { NewAlert } from '../../domain/alert.ts'
import { type Answer, absent, found, unknown } from '../../domain/answer.ts'
import { messageOf } from '../../domain/failure.ts'
import { jsonOf } from '../../domain/json-of.ts'
import type { AlertFeed } from '../../ports/alert-feed.ts'
import { readHints } from './read-hints.ts'
import type { TokenSource } from './sign-in.ts'

export interface ActivityFeedSettings {
  /** `https://manage.office.com`, another cloud's host, or the simulated tenant. Content is fetched from its origin only. */
  readonly baseUrl: string
  /** The sign-in of a tenant the bot looks after; null for any other. */
  readonly token: (tenant: string) => TokenSource | null
  /** Alert policies that concern mail flow, as their records name them; case does not matter. */
  readonly alertNames?: readonly string[]
  readonly fetch?: typeof fetch
}

export type SubscriptionOutcome = { readonly is: 'started' } | { readonly is: 'already' } | { readonly is: 'failed'; readonly why: string }

export interface ActivityFeed extends AlertFeed {
  /** Asks Microsoft to notify `webhookUrl`, which must answer the handshake at once. At most once in 15 minutes. */
  startSubscription(tenant: string, webhook: { readonly webhookUrl: string; readonly authId: string }): Promise<SubscriptionOutcome>
}

const ALERT_NAMES = ['Messages have been delayed']
const CONTENT_TYPE = 'Audit.General'
/** SecurityComplianceAlerts. */
const RECORD_TYPE = 40
const WORLDWIDE = 'https://manage.office.com'
const TIMEOUT_MS = 30_000

/** The Office 365 Management Activity API, as far as mail flow alerts go. Never throws. */
export function createActivityFeed(settings: ActivityFeedSettings): ActivityFeed {
  const base = new URL(settings.baseUrl)
  const names = (settings.alertNames ?? ALERT_NAMES).map((name) => name.toLowerCase())
  return {
    async content(tenant, contentUri) {
      if (!isExpected(contentUri, base)) return absent
      const answer = await call(settings, base, tenant, contentUri, { method: 'GET' })
      return answer.is === 'no-answer' ? unknown(answer.why) : readContent(tenant, answer.status, answer.body, names)
    },
    async startSubscription(tenant, { webhookUrl, authId }) {
      const url = new URL(`/api/v1.0/${encodeURIComponent(tenant)}/activity/feed/subscriptions/start`, base)
      url.searchParams.set('contentType', CONTENT_TYPE)
      url.searchParams.set('PublisherIdentifier', tenant)
      const body = JSON.stringify({ webhook: { address: webhookUrl, authId, expiration: '' } })
      const answer = await call(settings, base, tenant, url.href, { method: 'POST', body })
      return answer.is === 'no-answer' ? { is: 'failed', why: answer.why } : readStart(answer.status, answer.body)
    },
  }
}

/** The token goes along, so nothing but the configured origin is ever asked. */
function isExpected(contentUri: string, base: URL): boolean {
  const url = URL.canParse(contentUri) ? new URL(contentUri) : null
  return url !== null && url.origin === base.origin && url.username === '' && url.password === '' && url.pathname.startsWith('/api/v1.0/')
}

type Called =
  | { readonly is: 'answered'; readonly status: number; readonly body: string }
  | { readonly is: 'no-answer'; readonly why: string }

async function call(settings: ActivityFeedSettings, base: URL, tenant: string, url: string, init: RequestInit): Promise<Called> {
  const token = settings.token(tenant)
  if (token === null) return { is: 'no-answer', why: `no sign-in for tenant ${tenant}` }
  const ask = settings.fetch ?? fetch
  try {
    const bearer = await token(`${base.protocol === 'https:' ? base.origin : WORLDWIDE}/.default`)
    const headers = { authorization: `Bearer ${bearer}`, accept: 'application/json', 'content-type': 'application/json' }
    const response = await ask(url, { ...init, headers, redirect: 'manual', signal: AbortSignal.timeout(TIMEOUT_MS) })
    return { is: 'answered', status: response.status, body: await response.text() }
  } catch (thrown) {
    return { is: 'no-answer', why: messageOf(thrown) }
  }
}

const Records = z.array(z.record(z.string(), z.unknown()))
const AlertRecord = z.object({
  Id: z.string().min(1),
  RecordType: z.literal(RECORD_TYPE),
  Name: z.string(),
  CreationTime: z.string(),
  Data: z.string().nullish(),
  Status: z.string().nullish(),
})

/** What an administrator closes in the portal is recorded once more: no new alert. */
const CLOSED: readonly string[] = ['resolved', 'dismissed']

/** AF20050: no such content; AF20051: expired. */
const GONE = ['AF20050', 'AF20051']

function readContent(tenant: string, status: number, body: string, names: readonly string[]): Answer<readonly NewAlert[]> {
  if (status === 404 || status === 410 || GONE.includes(errorCode(body))) return absent
  if (status !== 200) return unknown(`activity feed: HTTP ${status} ${errorText(body)}`.trim())
  const records = Records.safeParse(jsonOf(body))
  if (!records.success) return unknown('activity feed: the content is not a list of records')
  return found(records.data.flatMap((record) => readRecord(tenant, record, names)))
}

/** The alert in a record; none when it is about something else. A time without a zone is UTC. */
function readRecord(tenant: string, record: Readonly<Record<string, unknown>>, names: readonly string[]): readonly NewAlert[] {
  const parsed = AlertRecord.safeParse(record)
  if (!parsed.success || !names.includes(parsed.data.Name.trim().toLowerCase())) return []
  const { Id, Name, CreationTime, Data, Status } = parsed.data
  if (CLOSED.includes((Status ?? '').toLowerCase())) return []
  const at = Date.parse(/(?:Z|[+-]\d\d:\d\d)$/i.test(CreationTime) ? CreationTime : `${CreationTime}Z`)
  if (Number.isNaN(at)) return []
  return [
    {
      tenant,
      source: 'activity',
      sourceId: Id,
      at: new Date(at).toISOString(),
      name: Name,
      hints: readHints(Data ?? ''),
      raw: JSON.stringify(record),
    },
  ]
}

/** AF20024: the subscription is enabled as asked for already. */
function readStart(status: number, body: string): SubscriptionOutcome {
  if (status >= 200 && status < 300) return { is: 'started' }
  if (errorCode(body) === 'AF20024') return { is: 'already' }
  return { is: 'failed', why: `activity feed: HTTP ${status} ${errorText(body)}`.trim() }
}

const ErrorBody = z.object({ error: z.object({ code: z.string().nullish(), message: z.string().nullish() }) })
const errorOf = (body: string) => ErrorBody.safeParse(jsonOf(body)).data?.error
const errorCode = (body: string): string => errorOf(body)?.code ?? ''
const errorText = (body: string): string => `${errorCode(body)} ${errorOf(body)?.message ?? ''}`.trim().slice(0, 300)
