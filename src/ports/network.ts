import type { Answer } from '../domain/answer.ts'
import type { DnsQuestion, DnsReply, SessionStage, StageResult, Transcript } from '../domain/evidence.ts'

export interface ConversationTarget {
  /** The name it is reached as; also the SNI. */
  readonly host: string
  readonly ip: string
  /** When it is not the network's own port (25). */
  readonly port?: number
  /** For the whole session, milliseconds, when it is less than the network's own limit. */
  readonly withinMs?: number
  /** Another way than the usual one: see SecondLook. */
  readonly way?: 'legacy-tls' | 'no-sni'
  /** Asks MAIL FROM and RCPT TO, once with the null sender and once with `sender`, and resets each time. No mail is sent. */
  readonly recipient?: { readonly address: string; readonly sender: string }
  /** Called as each stage ends, in order. */
  readonly onStage?: (stage: StageResult & { readonly stage: SessionStage }) => void
}

export interface DnsWay {
  /** Ask this address alone (port 53) and without recursion (RFC 1035 §4.1.1, RD clear), as an authoritative server is asked. */
  readonly server?: string
  /** CD bit (RFC 4035 §3.2.2): the resolver hands over what it could not validate. */
  readonly unchecked?: boolean
}

export interface GetOptions {
  /** Accept header. Default `text/plain`. */
  readonly accept?: string
  /** A document that its server calls anything else is refused. Default: it may call it what it likes. */
  readonly mediaType?: string
  /** A larger document is refused. Default 64 kB (RFC 8461 §3.2). */
  readonly mostBytes?: number
  /** How many redirects, to https only and each address checked anew, may be followed. Default 0. */
  readonly redirects?: number
  /** A document fetched less than this ago is given again, milliseconds. Default 0. */
  readonly keepMs?: number
  /** Default: the network's own limit for a session. */
  readonly withinMs?: number
}

/** The outside world as a diagnosis sees it. Nothing here throws for what a target does: it is told. */
export interface Network {
  /** One question, one reply; CNAME records come along. Never throws. */
  query(question: DnsQuestion, way?: DnsWay): Promise<DnsReply>
  /** One SMTP and TLS session with one address: connect, banner, EHLO, STARTTLS, handshake, EHLO. Never sends mail, never throws. */
  converse(target: ConversationTarget): Promise<Transcript>
  /** An HTTPS document as text. */
  get(url: string, options?: GetOptions): Promise<Answer<string>>
  /** null when the address may be connected to, else the special-use range it lies in (IANA registries, RFC 6890). */
  forbidden(ip: string): string | null
}
