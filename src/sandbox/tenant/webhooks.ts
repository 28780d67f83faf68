import { randomUUID } from 'node:crypto'
import type { Webhook } from './state.ts'

export interface SentNotification {
  readonly contentType: string
  readonly contentId: string
  readonly contentUri: string
  readonly notificationStatus: 'success' | 'failed'
  readonly notificationSent: string
  readonly contentCreated: string
  readonly contentExpiration: string
}

type Pointer = Omit<SentNotification, 'notificationStatus' | 'notificationSent'>

/** Speaks to the webhook of a subscriber. */
export interface Webhooks {
  /** Whether the address answers the validation request with 200. */
  shakeHands(webhook: Webhook): Promise<boolean>
  /** The HTTP status of the answer; null when there was none. */
  notify(webhook: Webhook, who: { readonly tenantId: string; readonly clientId: string }, pointer: Pointer): Promise<number | null>
  sent(): readonly SentNotification[]
}

const PATIENCE_MS = 10_000

export function webhooks(now: () => string): Webhooks {
  const sent: SentNotification[] = []
  return {
    async shakeHands(webhook) {
      const validationCode = randomUUID()
      const headers = { 'Webhook-AuthID': webhook.authId, 'Webhook-ValidationCode': validationCode }
      return (await post(webhook.address, headers, { validationCode })) === 200
    },
    async notify(webhook, who, pointer) {
      const status = await post(webhook.address, { 'Webhook-AuthID': webhook.authId }, [{ ...who, ...pointer }])
      sent.push({ ...pointer, notificationStatus: status === 200 ? 'success' : 'failed', notificationSent: now() })
      return status
    },
    sent: () => sent,
  }
}

async function post(address: string, headers: Readonly<Record<string, string>>, body: unknown): Promise<number | null> {
  try {
    const options = {
      method: 'POST',
      headers: { ...headers, 'Content-Type': 'application/json; charset=utf-8' },
      body: JSON.stringify(body),
    }
    const response = await fetch(address, { ...options, redirect: 'manual', signal: AbortSignal.timeout(PATIENCE_MS) })
    await response.arrayBuffer()
    return response.status
  } catch {
    return null
  }
}
