import type { Outcome, TlsDemand } from './attempt-delivery.ts'
import type { LabFault } from './fault.ts'

/** A running mail lab: DNS and SMTP servers on 127.0.0.1 that play the hosts of the scenarios under documentation addresses. */
export interface Lab {
  /** `127.0.0.1:port`, UDP and TCP. */
  readonly dns: string
  /** The root the lab's certificates lead to, PEM: what a client in the sandbox trusts as if it were public. */
  readonly caPem: string
  /** Host names that take faults: every smart host of the scenarios and the hybrid one. */
  readonly hosts: readonly string[]
  /** Where a documentation address is played, at this moment; null for an address outside the documentation ranges. Ask again for each connection. */
  reroute(ip: string, port: number): { readonly host: string; readonly port: number } | null
  /** Sets or lifts (null) the fault of a host, at once. An unknown host throws Failure `not-found`. */
  setFault(host: string, fault: LabFault | null): void
  /** null: healthy. An unknown host throws Failure `not-found`. */
  faultOf(host: string): LabFault | null
  /** What Exchange Online would get now for this host (name or address) under these settings; `at` (default now) is when it tries. */
  outcome(host: string, demand: TlsDemand, at?: Date): Outcome
  /** Closes every server, connection and thread. */
  stop(): Promise<void>
}

export interface LabOptions {
  /** Where certificates are kept between starts; null makes new ones each time. */
  readonly folder: string | null
}
