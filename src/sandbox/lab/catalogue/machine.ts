/** One SMTP machine of the catalogue. A host with several addresses is several machines of one name. */
export interface Machine {
  /** The host name it answers for, and the name of its A or AAAA record. */
  readonly host: string
  /**
   * Documentation address, each used once. DNS and policy rows have 192.0.2.130–199 and 2001:db8:2:1::/64, all other rows 198.51.100.100–249
   * and 2001:db8:2:2::/64.
   */
  readonly ip: string
  readonly conduct: Conduct
}

/** What is special about a certificate of the lab; all else about it is as it should be. */
export const CERTIFICATE_CONDITIONS = [
  'good',
  'expired',
  'not-yet-valid',
  'expires-soon',
  'self-signed',
  'wrong-name',
  'missing-intermediate', // the leaf alone, issued by an authority below the root
  'private-root', //         the whole chain, to a root nobody trusts
  'not-revoked', //          names an OCSP responder and a revocation list; both say that all is well
  'revoked', //              names an OCSP responder and a revocation list; both say that it was taken back
  'revoked-by-list', //      names a revocation list only
  'revoked-stapled', //      names an OCSP responder, and the server brings its answer along
  'weak-key', //             RSA, 1024 bits
  'sha1-signature',
] as const
export type CertificateCondition = (typeof CERTIFICATE_CONDITIONS)[number]

/** Replies are written without CRLF; several lines, each with its code, are one reply. */
export type Conduct =
  | { readonly is: 'healthy' }
  | Unreachable
  | OpensBadly
  | GreetsBadly
  | StartsTlsBadly
  | ShakesHandsBadly
  | ShowsCertificate
  | TakesMailBadly

type Unreachable =
  /** Nothing listens. */
  | { readonly is: 'refused' }
  /** Connection attempts are never answered. */
  | { readonly is: 'silent' }
  /** Silent for all but Exchange Online, which finds it healthy; `refuses`: turns the others away. */
  | { readonly is: 'exchange-only'; readonly refuses?: true }
  | { readonly is: 'reset-on-accept' }

type OpensBadly =
  | { readonly is: 'closed-before-banner' }
  | { readonly is: 'silent-banner' }
  /** A healthy machine that takes this long to greet. */
  | { readonly is: 'slow-banner'; readonly ms: number }
  | { readonly is: 'banner'; readonly text: string; readonly closes: boolean }
  /** `220-` lines that never come to an end. */
  | { readonly is: 'endless-banner' }
  /** One reply of 200 kB, then a healthy session. */
  | { readonly is: 'huge-banner' }
  /** Another protocol's first words, then closed. */
  | { readonly is: 'not-smtp'; readonly says: string }

type GreetsBadly =
  /** EHLO is answered by `ehlo`, HELO by `helo` or, where that is null, by 250; no extension is on offer. */
  | { readonly is: 'ehlo-refused'; readonly ehlo: string; readonly helo: string | null }
  | { readonly is: 'closed-at-ehlo'; readonly resets: boolean }
  /** Bytes that are no text inside the EHLO reply of a healthy session. */
  | { readonly is: 'binary-reply' }
  /** `EHLO` offers SIZE with this many bytes; all else is healthy. */
  | { readonly is: 'size'; readonly bytes: number }
  /** Every reply comes this late. */
  | { readonly is: 'tarpit'; readonly ms: number }

type StartsTlsBadly =
  | { readonly is: 'no-starttls' }
  /** As an inspecting firewall leaves it: SIZE and 8BITMIME are all that EHLO offers. */
  | { readonly is: 'curtailed' }
  /** As another one leaves it: banner of asterisks, keywords overwritten with X. */
  | { readonly is: 'masked' }
  | { readonly is: 'starttls-reply'; readonly text: string }
  | { readonly is: 'closed-after-starttls'; readonly resets: boolean }
  /** Goes on in clear text after its own 220. */
  | { readonly is: 'plain-after-starttls' }
  /** A line of its own in the same packet as the 220 to STARTTLS, then TLS as usual (CVE-2011-0411). */
  | { readonly is: 'smuggled'; readonly line: string }

type ShakesHandsBadly =
  | { readonly is: 'hang-at-handshake' }
  /** TLS 1.0 and 1.1 only. */
  | { readonly is: 'tls-old' }
  /** Only ciphers nobody offers. */
  | { readonly is: 'tls-weak-ciphers' }
  /** Refuses clients without a certificate; with TLS 1.3 they learn that after their side of the handshake. */
  | { readonly is: 'client-certificate'; readonly version: 'TLSv1.2' | 'TLSv1.3' }
  | { readonly is: 'closed-after-ehlo2' }

type ShowsCertificate =
  /** Healthy but for its certificate. `names`: those of the certificate instead of the host's own. */
  | { readonly is: 'certificate'; readonly condition: CertificateCondition; readonly names?: readonly string[] }
  /** The right certificate to clients that name the host (RFC 6066 §3), this other name's to all others. */
  | { readonly is: 'depends-on-sni'; readonly otherwise: string }

type TakesMailBadly =
  /** What is null is answered by 250. `nullSender`: to `MAIL FROM:<>`. */
  | { readonly is: 'replies'; readonly mail: string | null; readonly nullSender: string | null; readonly rcpt: string | null }
  /** RCPT gets `reply` until this long after the first try of the same client, sender and recipient. */
  | { readonly is: 'greylist'; readonly reply: string; readonly ms: number }
  | { readonly is: 'closed-at'; readonly command: 'MAIL' | 'RCPT' | 'DATA'; readonly resets: boolean }
  /** The message is read and then answered by this. */
  | { readonly is: 'data-reply'; readonly text: string }
