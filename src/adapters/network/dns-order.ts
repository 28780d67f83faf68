import type { DnsServer } from './dns-transport.ts'

/** In what order the configured servers are asked. */
export interface DnsOrder {
  /** The servers as configured, those that kept silent lately behind the others. */
  now(): readonly DnsServer[]
  answered(server: DnsServer): void
  /** Another server had to answer in its place. */
  kept(server: DnsServer): void
}

/** Silent this often without an answer in between, a server is passed over; one lost datagram or one slow zone is no reason. */
const STRIKES = 3
/** How long it is passed over before it is asked first again. */
const REST_MS = 30_000

/** Keeps a dead first resolver from costing every question its pause. */
export function dnsOrder(servers: readonly DnsServer[], now: () => number): DnsOrder {
  const silences = new Map<DnsServer, { readonly times: number; readonly until: number }>()
  const rests = (server: DnsServer, at: number): boolean => (silences.get(server)?.until ?? Number.NEGATIVE_INFINITY) > at
  return {
    now() {
      if (silences.size === 0) return servers
      const at = now()
      return [...servers.filter((server) => !rests(server, at)), ...servers.filter((server) => rests(server, at))]
    },
    answered: (server) => void silences.delete(server),
    kept(server) {
      const times = (silences.get(server)?.times ?? 0) + 1
      silences.set(server, { times, until: times >= STRIKES ? now() + REST_MS : Number.NEGATIVE_INFINITY })
    },
  }
}
