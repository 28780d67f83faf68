import type { Answer } from './answer.ts'
import type { AcceptedDomain, OutboundConnector, TlsSettings } from './tenant.ts'

/** What was gathered about one target, raw. Probes read it; nothing here judges. */

export type DnsType = 'A' | 'AAAA' | 'MX' | 'TXT' | 'CNAME' | 'NS' | 'SOA' | 'TLSA'

export interface DnsQuestion {
  readonly name: string
  readonly type: DnsType
}

/** `data`: an address for A and AAAA, a name for CNAME and NS, `10 mx.example` for MX (`0 .` is a null MX), the joined text for TXT. */
export interface DnsRecord {
  readonly name: string
  readonly type: DnsType
  readonly ttl: number
  readonly data: string
}

/** The answer section as received, CNAME records included. `rcode` other than NOERROR keeps its name; no reply at all is `timeout`, bytes that are no DNS are `garbled`. */
export interface DnsReply {
  readonly question: DnsQuestion
  readonly rcode: 'NOERROR' | 'NXDOMAIN' | 'SERVFAIL' | 'REFUSED' | 'FORMERR' | 'NOTIMP' | 'timeout' | 'garbled' | 'unreachable'
  readonly records: readonly DnsRecord[]
  /** The server that answered, `ip:port`. */
  readonly server: string
  /** AD bit (RFC 4035 §3.2.3). */
  readonly authenticated: boolean
  readonly ms: number
}

export type SessionStage = 'connect' | 'banner' | 'ehlo' | 'starttls' | 'handshake' | 'ehlo2'
export const SESSION_STAGES: readonly SessionStage[] = ['connect', 'banner', 'ehlo', 'starttls', 'handshake', 'ehlo2']

export interface StageResult {
  readonly stage: SessionStage
  /** Time of this stage alone, milliseconds. */
  readonly ms: number
  readonly is: 'ok' | 'failed' | 'skipped'
  /** Raw reply or error text; null when there is nothing to say. */
  readonly detail: string | null
}

/** Why a session ended early. `no-route-here` is our own missing route (ENETUNREACH, EACCES, EINVAL) and never the target's fault. */
export type SessionFault =
  | { readonly is: 'not-public'; readonly range: string }
  | { readonly is: 'no-route-here'; readonly error: string }
  | { readonly is: 'refused'; readonly error: string }
  | { readonly is: 'unreachable'; readonly error: string }
  | { readonly is: 'timed-out' }
  | { readonly is: 'closed'; readonly error: string }
  | { readonly is: 'reply'; readonly code: number; readonly text: string }
  | { readonly is: 'not-smtp'; readonly text: string }
  | { readonly is: 'starttls-not-offered' }
  | { readonly is: 'tls'; readonly error: string }

export interface Certificate {
  readonly subject: string
  /** Names of the subjectAltName extension (DNS), else the common name. */
  readonly names: readonly string[]
  readonly issuer: string
  /** ISO 8601. */
  readonly notBefore: string
  readonly notAfter: string
  readonly keyType: string
  readonly bits: number
  readonly signatureAlgorithm: string | null
  readonly sha256: string
}

/** Whether the chain the server sent leads to a root this machine trusts, dates and names left aside. */
export type ChainTrust = 'trusted' | 'self-signed' | 'private-root' | 'missing-intermediate' | 'unknown'

export interface TlsFacts {
  /** `TLSv1.3` … */
  readonly protocol: string
  readonly cipher: string
  readonly certificate: Certificate
  readonly chain: readonly Certificate[]
  readonly trust: ChainTrust
}

/** One SMTP and TLS conversation with one address, from connect to the second EHLO. */
export interface Transcript {
  /** The host name it was reached as: smart host or MX name, or the address itself. */
  readonly host: string
  readonly ip: string
  readonly port: number
  readonly stages: readonly StageResult[]
  readonly fault: { readonly stage: SessionStage; readonly why: SessionFault } | null
  /** Raw reply lines without CRLF. */
  readonly banner: readonly string[]
  readonly ehlo: readonly string[]
  readonly tls: TlsFacts | null
}

/** How a host name became addresses: the name itself, its MX names, their addresses, with every DNS reply on the way. */
export interface Resolution {
  readonly host: string
  readonly replies: readonly DnsReply[]
  /** Addresses in the order Exchange Online would try them. */
  readonly addresses: readonly { readonly host: string; readonly ip: string }[]
}

/** The settings a target is judged by. `tlsSettings` null is opportunistic TLS: mail leaves in clear when the peer offers none. */
export interface Requirements {
  readonly tlsSettings: TlsSettings | null
  readonly tlsDomain: string | null
}

/** Mail waiting on a route, as the trace shows it. */
export interface Queue {
  readonly pending: number
  /** `pending` counts only what could be read. */
  readonly complete: boolean
  /** ISO 8601; null when nothing is pending. */
  readonly oldest: string | null
  /** ISO 8601: when the oldest one bounces. */
  readonly expires: string | null
  readonly byDomain: readonly { readonly domain: string; readonly pending: number }[]
  /** The newest Defer texts, at most a few, raw LED strings. */
  readonly defers: readonly {
    readonly at: string
    readonly text: string
    readonly connector: string | null
    readonly recipientDomain: string
  }[]
}

/** The tenant's side of one route. */
export interface TenantEvidence {
  /** The name that was looked for; left out when no connector was named. */
  readonly connectorName?: string | null
  readonly connector: Answer<OutboundConnector>
  readonly connectors: Answer<readonly OutboundConnector[]>
  readonly domains: Answer<readonly AcceptedDomain[]>
  readonly queue: Answer<Queue>
}

export interface Control {
  readonly target: string
  readonly passed: boolean
}

/** All that one diagnosis knows. `tenant` is null when a bare host or domain is examined. */
export interface Evidence {
  readonly target: string
  readonly requirements: Requirements
  readonly resolutions: readonly Resolution[]
  readonly transcripts: readonly Transcript[]
  readonly tenant: TenantEvidence | null
  /** null when no control was needed or configured. */
  readonly control: Control | null
  /** ISO 8601. */
  readonly at: string
}
