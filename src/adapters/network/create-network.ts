import { getServers } from 'node:dns'
import { Failure } from '../../domain/failure.ts'
import type { Network } from '../../ports/network.ts'
import { rootsWith } from './chain-trust.ts'
import { converse, type Reroute } from './converse.ts'
import { dnsQuery } from './dns-query.ts'
import { documentFetcher } from './fetch-document.ts'
import { clientContexts } from './handshake.ts'
import { httpsGet } from './https-get.ts'
import { revocationChecker } from './revocation.ts'
import { sessionGate } from './session-gate.ts'
import { specialUse } from './special-use.ts'

/** Open at once. A process often has no more than 1024 file descriptors, and DNS, documents, chat platforms and the database need some as well. */
const MOST_SESSIONS = 512
const MOST_DOCUMENTS = 128

/** All may be left out. A value that cannot be used throws a `config` failure that names the option. */
export interface NetworkOptions {
  /** `ip`, `ip:port` or `[ipv6]:port`, asked in this order. Default: the system's. */
  readonly dnsServers?: readonly string[]
  /** The SMTP port. Default 25. */
  readonly port?: number
  /** The name given in EHLO; it should be the PTR name of the address the bot connects from. Default: this machine's full name, else its address. */
  readonly ehloName?: string
  /** Special-use ranges (CIDR) or addresses that may be connected to all the same. Default none. */
  readonly allow?: readonly string[]
  /** Roots (PEM) trusted besides Node's own list. Default none. */
  readonly extraCa?: readonly string[]
  /** For one whole session, milliseconds. Default 15 000. */
  readonly timeoutMs?: number
  /** For connecting, milliseconds. Default 10 000. What a server then takes for its replies is limited by the session's end alone. */
  readonly connectTimeoutMs?: number
  /** For each stage of a session, milliseconds. Default: none, so that slow servers are seen for what they are. */
  readonly stageTimeoutMs?: number
  /** For one DNS question, all servers together, milliseconds. Default 5 000. */
  readonly dnsTimeoutMs?: number
  /** Where to dial instead of an address and port that passed the check; null leaves them. What is shown stays the address asked for. */
  readonly reroute?: Reroute
  /** Milliseconds of a monotonic clock, for durations. */
  readonly now?: () => number
}

/** The outside world over real sockets. */
export function createNetwork(options: NetworkOptions = {}): Network {
  const { timeoutMs = 15_000, connectTimeoutMs = 10_000, stageTimeoutMs = null, dnsTimeoutMs = 5_000, extraCa = [] } = options
  const port = options.port ?? 25
  if (!Number.isInteger(port) || port < 1 || port > 65_535) throw new Failure('config', { names: 'port' })
  const { ehloName = null } = options
  if (ehloName !== null && !/^[\x21-\x7e]{1,255}$/.test(ehloName)) throw new Failure('config', { names: 'ehloName' })
  const now = options.now ?? (() => performance.now())
  const reroute = options.reroute ?? (() => null)
  const forbidden = specialUse(options.allow ?? [])
  const query = dnsQuery({ servers: options.dnsServers ?? getServers(), timeoutMs: dnsTimeoutMs, now, forbidden, reroute })
  const roots = rootsWith(extraCa)
  const fetchDocument = documentFetcher({ query, forbidden, reroute, extraCa, gate: sessionGate(MOST_DOCUMENTS) })
  const session = {
    port,
    ehloName,
    timeoutMs,
    connectTimeoutMs,
    stageTimeoutMs,
    reroute,
    now,
    roots,
    contextFor: clientContexts(),
    forbidden,
    gate: sessionGate(MOST_SESSIONS),
    revocation: revocationChecker({ fetch: fetchDocument, roots, now: () => Date.now() }),
  }
  return {
    query,
    converse: (target) => converse(target, session),
    get: httpsGet({ fetchDocument, timeoutMs, now }),
    forbidden,
  }
}
