import { webApi } from '@slack/bolt'
import { messageOf } from '../../domain/failure.ts'
import type { PostOutcome } from '../../ports/poster.ts'

export interface ClientOptions {
  readonly token: string
  /** Slack's own when null. */
  readonly apiUrl: string | null
  readonly logger: webApi.WebClientOptions['logger']
}

const TIMEOUT_MS = 10_000

/** One call, one attempt: a 429 is handed on instead of stopping every call of the token, and nobody waits half an hour for an answer. */
export const clientOptions = ({ apiUrl, logger }: Omit<ClientOptions, 'token'>): webApi.WebClientOptions => ({
  ...(apiUrl ? { slackApiUrl: apiUrl } : {}),
  ...(logger ? { logger } : {}),
  retryConfig: { retries: 0 },
  timeout: TIMEOUT_MS,
  rejectRateLimitedCalls: true,
  allowAbsoluteUrls: false,
})

export const createClient = ({ token, ...options }: ClientOptions): webApi.WebClient => new webApi.WebClient(token, clientOptions(options))

/** Slack's own word for what it refused (`channel_not_found`), or null when Slack did not answer at all. */
export const errorOf = (thrown: unknown): string | null => (thrown instanceof webApi.WebAPIPlatformError ? thrown.data.error : null)

export const whyOf = (thrown: unknown): string => errorOf(thrown) ?? messageOf(thrown)

/** Channel, message, modal or account is not there any more (docs.slack.dev, errors of chat.* and views.*). */
const GONE: ReadonlySet<string> = new Set([
  'channel_not_found',
  'not_in_channel',
  'user_not_in_channel',
  'is_archived',
  'message_not_found',
  'cant_update_message',
  'edit_window_closed',
  'account_inactive',
  'not_found',
  'view_not_found',
])

/** Speaks to Slack once and tells what became of it. Never throws. */
export async function outcomeOf(call: () => Promise<{ readonly ts?: string }>): Promise<PostOutcome> {
  try {
    return { is: 'posted', message: (await call()).ts ?? '' }
  } catch (thrown) {
    if (thrown instanceof webApi.WebAPIRateLimitedError) return { is: 'wait', ms: thrown.retryAfter * 1000 }
    const why = whyOf(thrown)
    return GONE.has(why) ? { is: 'gone', why } : { is: 'failed', why }
  }
}
