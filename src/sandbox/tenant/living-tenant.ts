import type { Lab } from '../lab/lab.ts'
import { mxHostOf } from '../scenarios.ts'
import { advance, type Surroundings, tryAll } from './behave.ts'
import type { Cmdlet, CmdletContext, CmdletResult } from './cmdlets/cmdlet.ts'
import type { Arguments } from './parameters.ts'
import { seedTenant } from './seed.ts'
import type { TenantState } from './state.ts'
import { everydayMail, firstQueues, queueMail } from './traffic.ts'

export interface LivingTenantOptions {
  readonly lab: Pick<Lab, 'outcome'>
  /** ISO 8601. */
  readonly now: () => string
  /** Milliseconds until mail flow goes by a change. */
  readonly delayMs: number
  /** Milliseconds the message trace is behind. */
  readonly lagMs: number
  /** Milliseconds between two delivery attempts for one message. */
  readonly retryMs: number
  /** A tenant of an earlier run. */
  readonly state: TenantState | null
  /** Called with the tenant after each write and each batch of mail. */
  readonly changed: (state: TenantState) => void
}

/** The tenant's state and the time that passes in it. Every look brings it up to now first. */
export interface LivingTenant {
  look(): TenantState
  run(cmdlet: Cmdlet, args: Arguments): CmdletResult
  queueMail(target: string, count: number): void
  retryNow(): void
  /** Replaces a part of the state; for what no cmdlet does. */
  update(change: (state: TenantState) => TenantState): void
  reset(): void
}

export function livingTenant(options: LivingTenantOptions): LivingTenant {
  const around: Surroundings = {
    attempt: (host, tls, at) => options.lab.outcome(host, tls, new Date(at)),
    mx: (domain) => [mxHostOf(domain) ?? []].flat(),
    retryMs: options.retryMs,
  }
  let state = begin(options.state, options.now(), around)

  const look = (): TenantState => {
    state = advance(state, options.now(), around)
    return state
  }
  const keep = (next: TenantState): void => {
    state = next
    options.changed(state)
  }
  return {
    look,
    run(cmdlet, args) {
      const result = cmdlet.run(contextOf(look(), options, around), args)
      if (result.state) keep(result.state)
      return result
    },
    queueMail: (target, count) => keep(queueMail(look(), target, count, options.now(), around)),
    retryNow: () => keep(tryAll(look(), options.now(), around)),
    update: (change) => keep(change(look())),
    reset: () => keep(begin(null, options.now(), around)),
  }
}

function begin(stored: TenantState | null, now: string, around: Surroundings): TenantState {
  if (stored !== null) return everydayMail(advance(stored, now, around), now)
  return firstQueues(everydayMail(seedTenant(now), now), now, around)
}

function contextOf(state: TenantState, { now, delayMs, lagMs }: LivingTenantOptions, around: Surroundings): CmdletContext {
  const at = now()
  return { state, now: at, traceSeen: new Date(Date.parse(at) - lagMs).toISOString(), delayMs, around }
}
