import type { Answer } from '../domain/answer.ts'
import type { DnsQuestion, DnsReply, SessionStage, StageResult, Transcript } from '../domain/evidence.ts'

export interface ConversationTarget {
  /** The name it is reached as; also the SNI. */
  readonly host: string
  readonly ip: string
  /** When it is not the network's own port (25). */
  readonly port?: number
  /** Called as each stage ends, in order. */
  readonly onStage?: (stage: StageResult & { readonly stage: SessionStage }) => void
}

/** The outside world as a diagnosis sees it. Nothing here throws for what a target does: it is told. */
export interface Network {
  /** One question, one reply; CNAME records come along. Never throws. */
  query(question: DnsQuestion): Promise<DnsReply>
  /** One SMTP and TLS session with one address: connect, banner, EHLO, STARTTLS, handshake, EHLO. Never sends mail, never throws. */
  converse(target: ConversationTarget): Promise<Transcript>
  /** An HTTPS document as text. */
  get(url: string): Promise<Answer<string>>
  /** null when the address may be connected to, else the special-use range it lies in (IANA registries, RFC 6890). */
  forbidden(ip: string): string | null
}
