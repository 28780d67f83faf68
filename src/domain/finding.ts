/** The closed list of verdicts, in the order of the fault catalogue. Adding one makes every exhaustive table fail to compile. */
export const FINDING_CODES = [
  'dns-query-failed',
  'dns-no-records',
  'dns-servers-failing',
  'dns-domain-missing',
  'dns-domain-expired',
  'null-mx',
  'dns-cname-loop',
  'mx-invalid',
  'dns-stale',
  'address-not-public',
  'connection-timed-out',
  'connection-refused',
  'connection-unreachable',
  'session-refused',
  'service-unavailable',
  'not-smtp',
  'starttls-missing',
  'starttls-masked',
  'tls-handshake-failed',
  'tls-version-too-old',
  'tls-no-shared-cipher',
  'client-certificate-demanded',
  'certificate-rejected',
  'certificate-expired',
  'certificate-not-yet-valid',
  'certificate-name-mismatch',
  'certificate-untrusted',
  'certificate-revoked',
  'certificate-weak',
  'certificate-expires-soon',
  'certificate-depends-on-sni',
  'connection-dropped',
  'dane-starttls-missing',
  'dane-certificate-expired',
  'dane-tlsa-invalid',
  'dane-dnssec-invalid',
  'dane-certificate-name-mismatch',
  'mta-sts-mx-mismatch',
  'mta-sts-certificate-invalid',
  'mta-sts-policy-unavailable',
  'message-expired',
  'mail-loop',
  'recipient-unknown',
  'relay-denied',
  'inbound-connector-restricts',
  'tenant-blocked',
  'sender-blocked',
  'connector-blocked',
  'sending-limit-exceeded',
  'authentication-required',
  'attribution-pending',
  'sending-certificate-missing',
  'source-throttled',
  'source-blocked',
  'authentication-failed',
  'mailbox-busy',
  'mailbox-full',
  'too-many-recipients',
  'message-too-large',
  'policy-rejected',
  'greylisted',
  'tarpit',
  'slow-server',
  'one-of-many-down',
  'ipv6-broken',
  'hosts-disagree',
  'null-sender-refused',
  'starttls-injection',
  'connector-misconfigured',
  'outside-port-25-blocked',
  'service-incident',
  'no-fault-found',
  'unrecognised',
] as const
export type FindingCode = (typeof FINDING_CODES)[number]

export type Severity = 'fault' | 'warning' | 'info'

/** Where in one delivery attempt a thing shows, in the order Exchange Online goes through them; `tenant` is the inside view. */
export const STAGES = ['tenant', 'dns', 'connect', 'banner', 'ehlo', 'starttls', 'handshake', 'certificate', 'ehlo2'] as const
export type Stage = (typeof STAGES)[number]

/** One line of proof: a code whose sentence is in the locales (`evidence.<code>`), with raw values as arguments. Never a sentence. */
export interface EvidenceLine {
  readonly code: EvidenceCode
  readonly args: Readonly<Record<string, string | number>>
}

/** Each with its arguments. Dates are ISO 8601 strings, durations are numbers of milliseconds unless the name says otherwise. */
export const EVIDENCE_CODES = [
  'dns-answer', //              name, type, values (comma-separated), server
  'dns-nxdomain', //            name, type, server
  'dns-nodata', //              name, type, server
  'dns-failure', //             name, type, rcode (SERVFAIL, REFUSED, timeout, garbled …), server
  'dns-cname-loop', //          chain
  'dns-cname-long', //          chain                      more links than senders follow
  'dns-null-mx', //             name
  'dns-mx-is-address', //       name, exchange
  'address-special', //         ip, range
  'connect-refused', //         ip, port, ms
  'connect-timed-out', //       ip, port, ms
  'connect-unreachable', //     ip, port, error
  'no-route-here', //           ip                 our own side lacks IPv6: never the target's fault
  'closed-by-peer', //          ip, stage, error
  'no-answer', //               ip, stage, ms
  'reply-unfinished', //        ip, stage, ms, reply       a reply of several lines that never came to its end
  'reply', //                   ip, stage, reply   raw reply, one line
  'not-smtp', //                ip, reply
  'masked', //                  ip, reply
  'starttls-offered', //        ip
  'starttls-not-offered', //    ip, keywords
  'tls-alert', //               ip, error
  'certificate', //             subject, issuer, names, notBefore, notAfter
  'certificate-expired', //     subject, notAfter, days
  'certificate-not-yet', //     subject, notBefore
  'certificate-name', //        names, wanted, setting (TlsDomain)
  'certificate-self-signed', // subject
  'certificate-private-root', // issuer
  'certificate-no-intermediate', // issuer
  'certificate-unknown-issuer', // issuer
  'certificate-purpose', //     subject
  'certificate-path-length', // subject
  'certificate-name-limits', // subject
  'certificate-weak', //        bits
  'certificate-soon', //        subject, notAfter, days
  'satisfies', //               settings (comma-separated, or "none")
  'setting-demands', //         connector, setting
  'connector-not-found', //     connector
  'connector-disabled', //      connector, since
  'connector-no-route', //      connector
  'connector-tls-domain-alone', // connector, tlsDomain
  'connector-mx-loops', //      connector, domain
  'connector-host-loops', //    connector, name            a smart host that is this tenant's own way in
  'domain-relays-nowhere', //   domain             Internal Relay without an enabled connector
  'pending', //                 count, oldest (ISO), hoursLeft, domains
  'pending-undated', //         count, oldest, domains   when it bounces could not be read
  'pending-none', //            since (ISO)               when it was looked
  'pending-young', //           count, minutes            not waiting yet: tried once at most
  'reported', //                text               what Exchange itself wrote (LED), shortened
  'works-elsewhere', //         ok, total
  'control-failed', //          target
  'control-passed', //          target
  'unreadable', //              what, why
  'seen-from-here', //          (none)
  'dns-lame', //                server, ip, zone, rcode    a name server of the zone that does not answer for it (`not-authoritative`, REFUSED, timeout …)
  'dns-server-nameless', //     server, zone               a name server whose own name has no address
  'dns-authority-says', //      server, name, type, values
  'dns-resolver-says', //       server, name, type, values, ttl (seconds)
  'dns-bogus', //               name, type, server         SERVFAIL, but an answer with validation left out
  'dns-mx-is-alias', //         name, exchange, target
  'domain-expired', //          domain, expires
  'domain-status', //           domain, status
  'domain-unregistered', //     domain
  'ehlo-refused', //            ip, reply                  HELO was taken instead
  'slow-reply', //              ip, stage, ms
  'size-limit', //              ip, bytes
  'smuggled', //                ip, data
  'recipient-reply', //         ip, sender (`<>` for none), recipient, reply
  'sender-reply', //            ip, sender, reply
  'command-unanswered', //      ip, command
  'tls-old', //                 ip, protocol               agreed once old versions were allowed
  'tls-weak-cipher', //         ip, protocol, cipher       agreed once old ciphers were allowed
  'tls-needs-sni', //           ip, error
  'certificate-weak-signature', // algorithm
  'certificate-revoked', //     subject, at, by
  'revocation-good', //         by
  'revocation-unknown', //      why
  'certificate-without-sni', // ip, subject, names
  'certificate-at', //          ip, subject, notAfter, settings
  'dane-record', //             name, record
  'dane-mismatch', //           ip, name, count
  'dane-match', //              ip, name, record
  'dane-unusable', //           name                       only usages 0 and 1 or unknown parameters: TLS is demanded, the certificate is not looked at
  'dane-unsigned', //           name                       TLSA records in a zone that is not signed do not count
  'dnssec-unknown', //          (none)                     the resolver does not validate
  'mta-sts-policy', //          domain, mode, count        count: max_age in days
  'mta-sts-mx', //              domain, exchange, patterns
  'mta-sts-certificate', //     ip, exchange, reason (name, chain, dates)
  'mta-sts-no-starttls', //     ip, exchange
  'mta-sts-fetch', //           url, why
  'mta-sts-invalid', //         domain, line
  'tls-rpt', //                 domain, rua
  'connector-swallowed', //     connector, domain, other
  'connector-shared', //        connector, domain, other   both name the domain alike
  'connector-test-mode', //     connector
  'service-incident', //        id, title, since
] as const
export type EvidenceCode = (typeof EVIDENCE_CODES)[number]

export interface Finding {
  readonly finding: FindingCode
  readonly severity: Severity
  /** What it is about: host, address, domain, connector or certificate subject. From outside: escape before showing. */
  readonly subject: string
  readonly stage: Stage
  readonly evidence: readonly EvidenceLine[]
}

export type Confidence = 'certain' | 'likely' | 'possible'

/** Why the verdict was preferred: codes with words in the locales (`reasons.<code>`). */
export const REASON_CODES = [
  'trace-says-so',
  'earliest-stage',
  'every-address',
  'one-address',
  'under-settings',
  'masked-text',
  'host-up',
  'host-silent',
  'agrees-with-report',
  'disagrees-with-report',
  'only-report',
  'control-failed',
  'inside-tenant',
  'nothing-wrong',
  'could-not-look',
  'began-then',
  'second-look',
  'service-incident',
  'may-be-us',
  'resolver-silent',
] as const
export type ReasonCode = (typeof REASON_CODES)[number]

export interface Verdict {
  readonly finding: FindingCode
  /** The reply Exchange Online gives for this, such as `450 4.4.316`; null where none is known. */
  readonly code: string | null
  readonly alsoReportedAs: readonly string[]
  readonly subject: string
  readonly confidence: Confidence
  readonly why: readonly ReasonCode[]
}

export const isFault = (finding: Finding): boolean => finding.severity === 'fault'
