import { randomUUID } from 'node:crypto'

export type TriggerUse =
  | { readonly is: 'good'; readonly user: string }
  | { readonly is: 'invalid_trigger_id' | 'expired_trigger_id' | 'exchanged_trigger_id' }

/** Trigger ids: each opens one modal, within three seconds. */
export interface Triggers {
  issue(user: string): string
  use(trigger: string): TriggerUse
}

const LIFE_MS = 3000

export function triggers(now: () => string): Triggers {
  const issued = new Map<string, { readonly user: string; readonly at: number; used: boolean }>()
  return {
    issue(user) {
      const trigger = `${Date.parse(now())}.${randomUUID()}`
      issued.set(trigger, { user, at: Date.parse(now()), used: false })
      return trigger
    },
    use(trigger) {
      const found = issued.get(trigger)
      if (found === undefined) return { is: 'invalid_trigger_id' }
      if (found.used) return { is: 'exchanged_trigger_id' }
      if (Date.parse(now()) - found.at > LIFE_MS) return { is: 'expired_trigger_id' }
      found.used = true
      return { is: 'good', user: found.user }
    },
  }
}
