import type { Logger } from 'pino'
import type { ActivityFeed } from '../adapters/microsoft-365/activity-feed.ts'

/** The service allows one start in 15 minutes. */
const AGAIN_MS = 20 * 60_000

export interface SubscribeOptions {
  readonly feed: Pick<ActivityFeed, 'startSubscription'>
  readonly tenants: readonly string[]
  readonly webhookUrl: string
  readonly authId: string
  readonly log: Logger
}

/**
 * Asks Microsoft to send the mail-flow alerts of each tenant to the webhook, which must already answer: the handshake comes before the answer. What fails
 * (no permission yet, auditing off, address not reachable) is logged and tried again every 20 minutes. Returns how to stop.
 */
export function subscribe({ feed, tenants, webhookUrl, authId, log }: SubscribeOptions): () => void {
  let timer: NodeJS.Timeout | undefined
  const attempt = async (waiting: readonly string[]): Promise<void> => {
    const failed: string[] = []
    for (const tenant of waiting) {
      const outcome = await feed.startSubscription(tenant, { webhookUrl, authId })
      if (outcome.is === 'failed') failed.push(tenant)
      log[outcome.is === 'failed' ? 'warn' : 'info']({ tenant, ...outcome }, 'subscription to the activity feed')
    }
    if (failed.length > 0) timer = setTimeout(() => void attempt(failed), AGAIN_MS).unref()
  }
  void attempt(tenants)
  return () => clearTimeout(timer)
}
