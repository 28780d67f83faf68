import type { Logger } from 'pino'
import type { ActivityFeed } from '../adapters/microsoft-365/activity-feed.ts'
import { reconcile } from '../core/reconcile.ts'
import type { World } from '../core/world.ts'
import type { AppSettings } from './settings.ts'
import { subscribe } from './subscribe.ts'

/** How often jobs that were given up are brought back. */
const ROUND_MS = 15 * 60_000

export interface Rounds {
  /** Takes up what an earlier run left, then looks again and again; asks Microsoft for alerts where a public address is configured. */
  start(): Promise<void>
  stop(): void
}

/** What the service looks after by itself, whatever arrives. */
export function createRounds(world: World & { readonly feed: ActivityFeed }, activity: AppSettings['activity'], log: Logger): Rounds {
  let timer: NodeJS.Timeout | undefined
  let unsubscribe = (): void => {}
  const lookAgain = (): void => {
    reconcile(world).catch((thrown) => log.warn({ err: thrown }, 'what was given up could not be looked for'))
  }
  return {
    async start() {
      await reconcile(world)
      timer = setInterval(lookAgain, ROUND_MS)
      const { webhookUrl, authId } = activity
      const tenants = world.tenants.map((tenant) => tenant.id)
      if (webhookUrl && authId) unsubscribe = subscribe({ feed: world.feed, tenants, webhookUrl, authId, log })
    },
    stop() {
      clearInterval(timer)
      unsubscribe()
    },
  }
}
