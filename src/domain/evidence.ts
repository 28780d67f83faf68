import type { Answer } from './answer.ts'
import type { Queue } from './queue.ts'
import type { Registration } from './registration.ts'
import type { ServiceIncident } from './service-incident.ts'
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

/**
 * The answer section as received, CNAME records included. `rcode` other than NOERROR keeps its name; no reply at all is `timeout`, what
 * is no DNS or answers another question is `garbled`, an answer cut off over UDP (TC) that TCP does not complete is `truncated`. `referral`: to whom the zone was given (RFC 1034 §4.2.1).
 */
export interface DnsReply {
  readonly question: DnsQuestion
  readonly rcode:
    | 'NOERROR'
    | 'NXDOMAIN'
    | 'SERVFAIL'
    | 'REFUSED'
    | 'FORMERR'
    | 'NOTIMP'
    | 'timeout'
    | 'garbled'
    | 'truncated'
    | 'unreachable'
  readonly records: readonly DnsRecord[]
  readonly referral?: readonly DnsRecord[]
  /** The server that answered, `ip:port`. */
  readonly server: string
  /** AD bit (RFC 4035 §3.2.3). */
  readonly authenticated: boolean
  /** AA bit (RFC 1035 §4.1.1): the server holds the zone itself. */
  readonly authoritative: boolean
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
  /** Fingerprint of the whole certificate, colon-separated capitals. */
  readonly sha256: string
  /** Digests for TLSA records (RFC 6698 §2.1), lower-case hexadecimal: of the whole certificate and of its SubjectPublicKeyInfo. */
  readonly digests: {
    readonly certificate: { readonly sha256: string; readonly sha512: string }
    readonly publicKey: { readonly sha256: string; readonly sha512: string }
  }
}

/**
 * Whether the authority took the certificate back. `unknown` is "not checked", with the reason: no staple, no address to ask, nobody answered,
 * or an answer that does not hold.
 */
export interface Revocation {
  readonly is: 'good' | 'revoked' | 'unknown'
  readonly by: 'staple' | 'ocsp' | 'crl' | null
  /** When it was revoked, ISO 8601; null unless it was. */
  readonly at: string | null
  readonly why: string | null
}

/**
 * Whether the chain the server sent leads to a root this machine trusts, dates and names left aside. `missing-intermediate`: who issued the
 * server's own certificate was not sent and is no known root; where an intermediate was sent, what is above it is a `private-root`.
 */
export type ChainTrust = 'trusted' | 'self-signed' | 'private-root' | 'missing-intermediate' | 'unknown'

/** What a certificate forbids by its own extensions (RFC 5280 §4.2.1), though signatures hold; `subject` is whose. */
export interface ChainLimit {
  readonly is: 'purpose' | 'path-length' | 'names'
  readonly subject: string
}

export interface TlsFacts {
  /** `TLSv1.3` … */
  readonly protocol: string
  readonly cipher: string
  readonly certificate: Certificate
  readonly chain: readonly Certificate[]
  /** How many certificates of `chain`, from the first, are joined by signatures that were checked: 1 when the second did not sign the first. */
  readonly linked: number
  readonly trust: ChainTrust
  /** Whether the server's own certificate proves that public logs know it (RFC 6962 §3.3), as those of public authorities do; left out where it does not. */
  readonly logged?: true
  /** Left out where nothing is forbidden. */
  readonly limit?: ChainLimit
  readonly revocation: Revocation
}

/** One line of the raw dialogue, without CRLF, control characters made visible. */
export interface DialogueLine {
  readonly from: 'client' | 'server'
  readonly text: string
  /** Inside TLS. */
  readonly secured: boolean
}

/** How the server answered MAIL FROM and RCPT TO; no mail is sent. `sender` empty is the null sender `<>` (RFC 5321 §4.5.5). A reply is null when none came or the step was not reached. */
export interface RecipientTest {
  readonly sender: string
  readonly recipient: string
  readonly mail: { readonly code: number; readonly text: string } | null
  readonly rcpt: { readonly code: number; readonly text: string } | null
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
  /** Both sides as they spoke, at most 200 lines. */
  readonly dialogue: readonly DialogueLine[]
  /** What the server sent behind its answer to STARTTLS and before TLS began (CVE-2011-0411); null when it kept to its turn. */
  readonly smuggled: string | null
  /** Empty unless a recipient test was asked for. */
  readonly recipientTests: readonly RecipientTest[]
}

/** A further connection to an address, made on suspicion only. */
export interface SecondLook {
  /** `legacy-tls`: with TLS 1.0 and 1.1 and old ciphers allowed. `no-sni`: without a server name. */
  readonly why: 'legacy-tls' | 'no-sni'
  readonly transcript: Transcript
}

/** What the name servers of a zone say, each asked alone and without recursion. `ip` null: the server's own name has no address. */
export interface Authority {
  readonly zone: string
  readonly servers: readonly { readonly name: string; readonly ip: string | null; readonly replies: readonly DnsReply[] }[]
}

/** How a host name became addresses: the name itself, its MX names, their addresses, with every DNS reply on the way. */
export interface Resolution {
  readonly host: string
  /** `domain`: mail is routed by its MX, so that MTA-STS (RFC 8461) and DANE (RFC 7672) hold for it. `smart-host`: a connector names it. */
  readonly as: 'smart-host' | 'domain'
  readonly replies: readonly DnsReply[]
  /** Addresses in the order Exchange Online would try them. */
  readonly addresses: readonly { readonly host: string; readonly ip: string }[]
  /** null: nothing seemed wrong, so that nobody was asked. */
  readonly authority: Authority | null
  /** Replies to questions that ended in SERVFAIL, asked once more with validation left out (CD bit, RFC 4035 §3.2.2). */
  readonly unchecked: readonly DnsReply[]
  /** The MTA-STS policy file; null when no record announces one. */
  readonly mtaSts: Answer<string> | null
  /** The registration of the domain; null: not asked. */
  readonly registration: Answer<Registration> | null
}

/** The settings a target is judged by. `tlsSettings` null is opportunistic TLS: mail leaves in clear when the peer offers none. */
export interface Requirements {
  readonly tlsSettings: TlsSettings | null
  readonly tlsDomain: string | null
}

/** The tenant's side of one route. */
export interface TenantEvidence {
  /** The name that was looked for; left out when no connector was named. */
  readonly connectorName?: string | null
  readonly connector: Answer<OutboundConnector>
  readonly connectors: Answer<readonly OutboundConnector[]>
  readonly domains: Answer<readonly AcceptedDomain[]>
  readonly queue: Answer<Queue>
  /** Open incidents of Exchange Online about mail flow. */
  readonly serviceIncidents: Answer<readonly ServiceIncident[]>
}

/** Known-good targets, comma-separated as configured. `passed`: one of them answered; `refused`: none did, and each turned the connection away at once. */
export interface Control {
  readonly target: string
  readonly passed: boolean
  readonly refused?: boolean
}

/** All that one diagnosis knows. `tenant` is null when a bare host or domain is examined. */
export interface Evidence {
  readonly target: string
  readonly requirements: Requirements
  readonly resolutions: readonly Resolution[]
  readonly transcripts: readonly Transcript[]
  /** Addresses that are still being tried: what is judged now is not the last word. 0 at the end. */
  readonly pending: number
  readonly secondLooks: readonly SecondLook[]
  /** Whether the resolver validates DNSSEC: it sets AD on the root's own SOA record. null: not asked, or could not be found out. */
  readonly resolverValidates: boolean | null
  readonly tenant: TenantEvidence | null
  /** null when no control was needed or configured. */
  readonly control: Control | null
  /** ISO 8601. */
  readonly at: string
}
