import type { DnsRecord, DnsType } from '../../../domain/evidence.ts'
import type { CertificateCondition } from './machine.ts'

/** A record in words, `data` as in DnsRecord: `10 mx.example` for MX. `ttl` in seconds, 60 unless told. */
export interface ZoneRecord extends Omit<DnsRecord, 'ttl'> {
  readonly ttl?: number
}

/** What the resolver does with a question in place of an honest answer. */
export type Manner =
  | 'servfail'
  | 'refused'
  | 'silent' //          drops the question
  | 'garbled' //         answers with bytes that are no DNS
  | 'cut' //             TC over UDP, the whole answer over TCP
  | 'cut-everywhere' //  TC over UDP, and TCP closes without a word
  | 'bogus' //           SERVFAIL, and the answer when validation is left out (CD)

/** A TLSA record (RFC 6698 §2.1) of what a machine shows at that moment. */
export interface TlsaSketch {
  /** The exchange it stands for; the record is at `_25._tcp.` below. */
  readonly host: string
  readonly usage: 0 | 1 | 2 | 3
  readonly selector: 0 | 1
  readonly matching: 0 | 1 | 2
  /** The machine's own certificate, the one that issued it, or a key nobody has. */
  readonly of: 'leaf' | 'issuer' | 'nobody'
}

/** What an authoritative server does with questions about its zone. */
export type ServerConduct =
  | 'answers'
  | 'outdated' //           answers with authority, from a copy of the zone that was left behind
  | 'not-authoritative' //  answers without AA and points to the root: it does not hold the zone
  | 'refuses'
  | 'servfail'
  | 'silent'
  | 'garbled'

export interface AuthorityServer {
  /** Its name in the NS record. */
  readonly name: string
  /** null: the name has no address. */
  readonly ip: string | null
  readonly is: ServerConduct
}

/** What the registry says of a zone; the days count from now. `unreadable`: the registry's service answers HTTP 500. */
export type RegistrationConduct =
  | { readonly is: 'registered'; readonly status: readonly string[]; readonly expiresInDays: number }
  | { readonly is: 'unregistered' }
  | { readonly is: 'unreadable' }

/** What `https://mta-sts.<domain>/.well-known/mta-sts.txt` gives (RFC 8461 §3.3). */
export interface PolicyHost {
  readonly status: number
  readonly body: string
  /** Where a redirect leads. */
  readonly location?: string
  readonly certificate: CertificateCondition
}

/** How the lab's name servers, and what else speaks for a domain, answer for the names of one row. All of it may be left out. */
export interface ZoneConduct {
  /** Beyond the plain records of the row; a name and type given here has no plain ones, and an alias none at all. */
  readonly records?: readonly ZoneRecord[]
  readonly tlsa?: readonly TlsaSketch[]
  /** The zone is signed and valid: answers carry AD. */
  readonly signed?: boolean
  /** For a name and all below it, the longest name first; `types` left out means every type. */
  readonly manners?: readonly { readonly at: string; readonly types?: readonly DnsType[]; readonly is: Manner }[]
  /** What the resolver still holds in its cache, its TTL running down, while the zone already says otherwise. */
  readonly cached?: readonly ZoneRecord[]
  /** What servers that are `outdated` say in place of the zone's own records of that name and type. */
  readonly outdated?: readonly ZoneRecord[]
  /** Makes the target a zone of its own with these name servers. */
  readonly servers?: readonly AuthorityServer[]
  /** Default for a zone of its own: active, good for a year. */
  readonly registration?: RegistrationConduct
  readonly policyHost?: PolicyHost
}
