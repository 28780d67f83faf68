import type { Language } from '../domain/language.ts'
import type { AlertFeed } from '../ports/alert-feed.ts'
import type { Clock } from '../ports/clock.ts'
import type { Exchanges } from '../ports/exchange.ts'
import type { MailRanges } from '../ports/mail-ranges.ts'
import type { Meter } from '../ports/meter.ts'
import type { Network } from '../ports/network.ts'
import type { Random } from '../ports/random.ts'
import type { ServiceHealth } from '../ports/service-health.ts'
import type { Store } from '../ports/store.ts'
import type { Policy } from './policy.ts'

/** A tenant the bot looks after. */
export interface TenantProfile {
  readonly id: string
  readonly name: string
  readonly language: Language
}

/** How long things take and last, milliseconds. */
export interface Timings {
  /** From a change to its verification: Exchange Online takes 30 to 60 minutes to follow. */
  readonly settleMs: number
  /** Between two looks at an incident that stays open. */
  readonly lookAgainMs: number
  /** A stored plan older than this is read anew before anyone may ask for it. */
  readonly planFreshMs: number
  /** An alert on an incident diagnosed less than this ago does not start another diagnosis. */
  readonly diagnosisFreshMs: number
  /** How long the trace may lag behind what happened. */
  readonly traceLagMs: number
}

/** All that the walk works with. */
export interface World {
  readonly store: Store
  readonly exchanges: Exchanges
  /** A network for one target, with requirements of its own port and deadline. */
  readonly network: Network
  readonly feed: AlertFeed
  /** null where nobody is asked about the service itself. */
  readonly health: ServiceHealth | null
  /** Where Exchange Online connects from; null where nobody is asked. */
  readonly ranges: MailRanges | null
  readonly clock: Clock
  readonly random: Random
  readonly meter: Meter
  readonly policy: Policy
  readonly timings: Timings
  readonly tenants: readonly TenantProfile[]
  /** Known-good targets for the control probe, `host[:port]` with commas between, or null. */
  readonly control: string | null
  /** For all hosts of one diagnosis together, milliseconds. Default 15 000. */
  readonly withinMs?: number
  /** Where the list of registries is (RFC 9224). Default: IANA's. */
  readonly rdapBootstrap?: string
}
