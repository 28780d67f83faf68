import { z } from 'zod'
import { messageOf } from '../../domain/failure.ts'
import type { PostOutcome } from '../../ports/poster.ts'

/** What the SDK rejects with when the connector answers with an error status. */
const Declined = z.object({
  statusCode: z.number(),
  code: z.string().nullish(),
  response: z
    .object({
      headers: z.custom<{ get(name: string): string | undefined }>((each) => typeof (each as { get?: unknown } | null)?.get === 'function'),
    })
    .nullish(),
})

/** Microsoft asks to try again later on these (rate limits, conflicting writes, gateways in trouble). */
const PATIENCE = [412, 429, 500, 502, 503, 504]
const DEFAULT_WAIT_MS = 2_000
const LONGEST_WAIT_MS = 5 * 60_000

/** The HTTP status Teams declined with, or null when it never answered. */
export const statusOf = (thrown: unknown): number | null => Declined.safeParse(thrown).data?.statusCode ?? null

/** What a rejected call means for a post. 403: blocked, uninstalled or not in the roster; 404: conversation or message is no more. */
export function outcomeOf(thrown: unknown): PostOutcome {
  const declined = Declined.safeParse(thrown).data
  if (!declined) return { is: 'failed', why: messageOf(thrown) }
  const why = [declined.statusCode, declined.code, messageOf(thrown)].filter(Boolean).join(' ')
  if (PATIENCE.includes(declined.statusCode)) return { is: 'wait', ms: waitOf(declined.response?.headers.get('retry-after')) }
  return declined.statusCode === 403 || declined.statusCode === 404 ? { is: 'gone', why } : { is: 'failed', why }
}

/** Retry-After is in seconds here; a date, or nothing, gives the default. */
function waitOf(header: string | undefined): number {
  const seconds = Number(header)
  return header && Number.isFinite(seconds) && seconds >= 0 ? Math.min(seconds * 1000, LONGEST_WAIT_MS) : DEFAULT_WAIT_MS
}
