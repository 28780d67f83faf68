import type { FindingCode } from '../domain/finding.ts'

/**
 * One way to recognise an error. `status` is an enhanced status code (RFC 3463) whose class may be `x` for 4 and 5 alike, because an
 * expired message carries the class-5 twin of what deferred it; its last part may be a range. `says` is tested on the text around the
 * outermost code. Where both are given both must hold. The first rule that holds decides: inner text stands before bare codes,
 * codes that only wrap another server's words come last.
 */
export interface ReplyRule {
  readonly status?: string
  readonly says?: RegExp
  /** Words of everyday language, or a bare number: they tell only in a text that holds an error code where one stands. */
  readonly coded?: true
  readonly finding: FindingCode
  /** A text the rule was written for. */
  readonly example: string
  /** Others, where the same words stand behind another code. */
  readonly also?: readonly string[]
}

/** Every text a rule was written for. */
export const textsOf = ({ example, also = [] }: ReplyRule): readonly string[] => [example, ...also]

const rule = (
  finding: FindingCode,
  status: string | null,
  says: RegExp | null,
  example: string,
  ...also: readonly string[]
): ReplyRule => ({
  finding,
  example,
  ...(also.length > 0 ? { also } : {}),
  ...(status === null ? {} : { status }),
  ...(says === null ? {} : { says }),
})

const coded = (finding: FindingCode, says: RegExp, example: string): ReplyRule => ({ ...rule(finding, null, says, example), coded: true })

const securityPolicies: readonly ReplyRule[] = [
  rule(
    'dane-starttls-missing',
    'x.7.321',
    null,
    '450 4.7.321 starttls-not-supported: Destination mail server must support TLS to receive mail.',
  ),
  rule('dane-certificate-expired', 'x.7.322', null, "450 4.7.322 certificate-expired: Destination mail server's certificate is expired."),
  rule('dane-tlsa-invalid', 'x.7.323', null, '450 4.7.323 tlsa-invalid: The domain failed DANE validation.'),
  rule('dane-dnssec-invalid', 'x.7.324', null, '450 4.7.324 dnssec-invalid: Destination domain returned invalid DNSSEC records'),
  rule(
    'dane-certificate-name-mismatch',
    'x.7.325',
    null,
    '450 4.7.325 certificate-host-mismatch: Remote certificate MUST have a common name or subject alternative name matching the hostname (DANE)',
  ),
  rule(
    'sending-certificate-missing',
    null,
    /certificate specified in TlsCertificateName/i,
    '454 4.7.5 The certificate specified in TlsCertificateName of the SendConnector could not be found.',
  ),
  rule('mta-sts-mx-mismatch', 'x.4.8', null, '450 4.4.8 MX hosts of contoso.example failed MTA-STS validation.'),
  rule(
    'mta-sts-certificate-invalid',
    null,
    /failed MTA-STS validation/i,
    '450 4.7.5 Remote certificate failed MTA-STS validation. Reason: NotTrusted',
  ),
]

const certificates: readonly ReplyRule[] = [
  rule(
    'starttls-missing',
    null,
    /STARTTLS is required/i,
    '450 4.4.317 Cannot connect to remote server [Message=451 5.7.3 STARTTLS is required to send mail] [LastAttemptedServerName=mail.fabrikam.example]',
  ),
  rule(
    'starttls-missing',
    null,
    /TLS is required, but was not offered/i,
    '450 4.7.4 TLS is required, but was not offered by host mail.contoso.example[203.0.113.48]',
  ),
  rule(
    'certificate-expired',
    null,
    /\bCertificateExpired\b/i,
    '450 4.4.317 Cannot connect to remote server [Message=CertificateExpired Expected Subject: mail.contoso.example. Presented Subject: CN=mail.contoso.example.]',
    '450 4.7.320 Certificate validation failed [Message=CertificateExpired]',
  ),
  rule(
    'certificate-name-mismatch',
    null,
    /\bSubjectMismatch\b/i,
    '450 4.4.317 Cannot connect to remote server [Message=SubjectMismatch Expected Subject: *.contoso.example. Presented Subject: CN=EXCH01.]',
    '450 4.7.320 Certificate validation failed [Message=SubjectMismatch] [LastAttemptedServerName=mail.contoso.example]',
  ),
  rule(
    'certificate-untrusted',
    null,
    /\b(?:UntrustedRoot|PartialChain)\b/i,
    '450 4.4.317 Cannot connect to remote server [Message=UntrustedRoot]',
    '450 4.7.320 Certificate validation failed [Message=UntrustedRoot]',
  ),
  coded('certificate-revoked', /\b(?:Certificate)?Revoked\b/i, '450 4.7.320 Certificate validation failed [Message=Revoked]'),
  rule(
    'tls-handshake-failed',
    null,
    /TLS negotiation failed|\bSecurity status [A-Z]\w+|\bTLS (?:is )?(?:currently |temporarily )?(?:not available|unavailable)/i,
    '450 4.4.317 Cannot connect to remote server [Message=451 4.4.0 TLS negotiation failed with error SocketError] [SmtpSecurity=-2;-2]',
  ),
]

const SOCKET = '(?:socket|winsock|win32) ?error(?: code)?[ :=]{0,3}'

const connections: readonly ReplyRule[] = [
  rule(
    'connection-refused',
    null,
    new RegExp(`${SOCKET}10061\\b|SocketError:? ?ConnectionRefused`, 'i'),
    '450 4.4.316 Connection refused [Message=Socket error code 10061] [LastAttemptedServerName=mail.tailspin.example]',
  ),
  rule(
    'connection-timed-out',
    null,
    new RegExp(`${SOCKET}(?:995|10060)\\b|SocketError:? ?TimedOut`, 'i'),
    '450 4.4.317 Cannot establish session with remote server [Message=Failed to connect. Winsock error code: 995, Win32 error code: 995]',
  ),
  rule(
    'connection-refused',
    null,
    /\bconnect to [^\n]{1,300}: Connection refused|\bDeferred: Connection refused/i,
    '450 4.4.1 connect to mail.contoso.example[203.0.113.48]:25: Connection refused',
  ),
  rule(
    'connection-timed-out',
    null,
    /\bconnect to [^\n]{1,300}: (?:Connection|Operation) timed out|\bDeferred: Connection timed out/i,
    '450 4.4.1 connect to mail.contoso.example[203.0.113.48]:25: Connection timed out',
  ),
  rule(
    'connection-unreachable',
    null,
    /\bconnect to [^\n]{1,300}: (?:No route to host|Network is unreachable)|\bDeferred: No route to host/i,
    '450 4.4.1 connect to mail.contoso.example[203.0.113.48]:25: No route to host',
  ),
  rule(
    'connection-dropped',
    null,
    /\blost connection with \S{1,300} while\b/i,
    '450 4.4.2 lost connection with mail.contoso.example[203.0.113.48] while performing the EHLO handshake',
  ),
  rule(
    'connection-unreachable',
    null,
    new RegExp(`${SOCKET}(?:10051|10065)\\b|SocketError:? ?(?:Host|Network)Unreachable`, 'i'),
    '450 4.4.317 Cannot connect to remote server [Message=Failed to connect. Winsock error code: 10065, Win32 error code: 10065]',
  ),
  rule(
    'connection-dropped',
    null,
    new RegExp(
      `${SOCKET}(?:10053|10054)\\b|SuspiciousRemoteServerError|Connection dropped due to \\w+|SocketError:? ?Connection(?:Reset|Aborted)|Socket error SocketError|disconnected abruptly`,
      'i',
    ),
    '451 4.4.0 SMTPSEND.SuspiciousRemoteServerError; remote server disconnected abruptly; retry will be delayed',
  ),
]

const names: readonly ReplyRule[] = [
  rule(
    'dns-servers-failing',
    null,
    /\bName service error for [^\n]{1,300}try again/i,
    '450 4.4.3 Host or domain name not found. Name service error for name=fabrikam.example type=MX: Host not found, try again',
  ),
  rule(
    'dns-domain-missing',
    null,
    /\bName service error for [^\n]{1,300}Host not found/i,
    '550 5.4.4 Host or domain name not found. Name service error for name=fabrikam.example type=A: Host not found',
  ),
  rule(
    'dns-domain-missing',
    null,
    /responded with code NXDOMAIN/i,
    "550 5.1.2 DNS Error: DNS type 'mx' lookup of fabrikam.example responded with code NXDOMAIN",
  ),
  rule(
    'dns-no-records',
    null,
    // Healthy mail carries `PTR:InfoNoRecords` in its header X-Forefront-Antispam-Report.
    /(?<!PTR:)\bInfoNoRecords\b/i,
    '450 4.4.312 DNS query failed [Message=InfoNoRecords] [LastAttemptedServerName=fabrikam.example]',
  ),
  rule(
    'dns-servers-failing',
    null,
    /\bError(?:Retry|Timeout)\b|\bSERVFAIL\b/i,
    '450 4.4.312 DNS query failed [Message=ErrorRetry] [LastAttemptedServerName=fabrikam.example]',
  ),
  // The header X-Forefront-Antispam-Report of healthy mail carries `PTR:InfoDomainNonexistent`.
  rule(
    'dns-domain-missing',
    null,
    /(?<!PTR:)\bInfoDomainNonexistent\b|SMTPSEND\.DNS\.NonExistentDomain/i,
    "550 5.6.7 DNS domain 'fabrikam.example' does not exist [Message=InfoDomainNonexistent] [LastAttemptedServerName=fabrikam.example]",
  ),
  rule('dns-domain-missing', 'x.4.310', null, "550 5.4.310 DNS domain 'fabrikam.example' does not exist"),
  rule('dns-domain-missing', 'x.6.7', null, "550 5.6.7 DNS domain 'fabrikam.example' does not exist"),
  rule('null-mx', null, /\bnull ?MX\b/i, '556 5.1.10 Recipient address has a null MX'),
  rule('dns-query-failed', 'x.4.312', null, '450 4.4.312 DNS query failed'),
  rule(
    'mail-loop',
    null,
    /hop count exceeded|possible mail loop|SMTPSEND\.DNS\.MxLoopback|\btoo many hops\b|\bloops back to myself\b/i,
    '554 5.4.14 Hop count exceeded - possible mail loop ATTR34',
  ),
  rule('mail-loop', 'x.4.6', null, '554 5.4.6 RESOLVER.FWD.Loop; there is a forwarding loop configured in the directory'),
  rule('mail-loop', 'x.4.14-20', null, '554 5.4.14'),
]

const sessions: readonly ReplyRule[] = [
  // Back pressure: the server protects itself while disk or memory is short.
  coded('service-unavailable', /insufficient system (?:resources|storage)/i, '452 4.3.1 Insufficient system resources'),
  // A proxy in front of Exchange whose own server is not there.
  rule(
    'service-unavailable',
    null,
    /temporary server error[^\n]{0,40}\bPRX\d/i,
    '451 4.7.0 Temporary server error. Please try again later. PRX5',
  ),
  coded('certificate-rejected', /certificate validation failure/i, '454 4.7.5 Certificate validation failure, Reason: NoMatch'),
  rule(
    'service-unavailable',
    'x.4.317',
    /\b421\b|service (?:is )?(?:not available|unavailable)/i,
    '450 4.4.317 Cannot connect to remote server [Message=421 4.3.2 Service not available] [LastAttemptedServerName=mail.contoso.example]',
  ),
  rule(
    'service-unavailable',
    'x.4.317',
    /service (?:is )?(?:currently|temporarily) unavailable/i,
    '450 4.4.317 Cannot establish session with remote server [Message=450 4.3.2 Service currently unavailable] [LastAttemptedServerName=mx.fabrikam.example]',
  ),
  // The session never came to MAIL FROM: a final reply inside 4.4.317 was the greeting or the answer to EHLO, whatever it says.
  rule(
    'session-refused',
    'x.4.317',
    /\b5\d\d[ -]/,
    '450 4.4.317 Cannot connect to remote server [Message=550 5.7.1 Connections from this host are not accepted here] [LastAttemptedServerName=mail.contoso.example]',
  ),
  rule('connection-timed-out', 'x.4.315', null, '450 4.4.315 Connection timed out'),
  rule('connection-refused', 'x.4.316', null, '450 4.4.316 Connection refused'),
  rule('session-refused', 'x.4.317', null, '450 4.4.317 Cannot connect to remote server'),
  rule('connection-dropped', 'x.4.318', null, '450 4.4.318 Connection was closed abruptly'),
  rule('certificate-rejected', 'x.7.320', null, '450 4.7.320 Certificate validation failed'),
]

const restrictions: readonly ReplyRule[] = [
  rule(
    'inbound-connector-restricts',
    'x.7.51',
    null,
    '550 5.7.51 TenantInboundAttribution; There is a partner connector configured that matched the message recipient domain.',
  ),
  rule('connector-blocked', 'x.7.711', null, '550 5.7.711 Access denied, connector blocked AS(2204)'),
  rule('tenant-blocked', 'x.7.705', null, '550 5.7.705 Access denied, tenant has exceeded threshold'),
  rule('tenant-blocked', 'x.7.708', null, '550 5.7.708 Access denied, traffic not accepted from this IP'),
  rule(
    'policy-rejected',
    'x.7.703',
    null,
    '550 5.7.703 Your message can’t be delivered because messages to or from this address are blocked by your organization.',
  ),
  rule('tenant-blocked', '5.7.700-749', null, '550 5.7.700 Access denied, tenant has exceeded threshold'),
  rule('tenant-blocked', 'x.7.750', null, '550 5.7.750 Service unavailable. Client blocked from sending from unregistered domains'),
  rule('sender-blocked', 'x.1.8', null, '550 5.1.8 Access denied, bad outbound sender AS(42004)'),
  rule('sender-blocked', '5.7.501-503', null, '550 5.7.501 Access denied, spam abuse detected'),
  rule('sender-blocked', 'x.7.800', null, '550 5.7.800 Access denied, sending domain banned'),
  rule(
    'sending-limit-exceeded',
    'x.7.232-233',
    null,
    '550 5.7.232 Your message cannot be sent because the tenant exceeded its external recipient rate limit',
  ),
  rule(
    'sending-limit-exceeded',
    'x.7.236',
    null,
    '550 5.7.236 Your message cannot be sent because the tenant exceeded its daily external recipient limit',
  ),
  rule(
    'sending-limit-exceeded',
    'x.1.90',
    null,
    "550 5.1.90 Your message can't be sent because you've reached your daily limit for message recipients",
  ),
  rule('authentication-required', 'x.7.57', null, '530 5.7.57 Client was not authenticated to send anonymous mail during MAIL FROM'),
  rule(
    'authentication-failed',
    'x.7.509',
    null,
    '550 5.7.509 Access denied, sending domain contoso.example does not pass DMARC verification and has a DMARC policy of reject.',
  ),
  rule('authentication-failed', 'x.7.20-26', null, '451 4.7.23 Message deferred - unable to verify SPF policy for contoso.example'),
  rule('source-blocked', 'x.7.511', null, '550 5.7.511 Access denied, banned sender[203.0.113.9]'),
  rule('source-blocked', '5.7.606-649', null, '550 5.7.606 Access denied, banned sending IP [203.0.113.9]'),
  rule('source-blocked', 'x.7.506', null, '550 5.7.506 Access Denied, Bad HELO'),
  rule(
    'source-blocked',
    'x.7.513',
    null,
    '550 5.7.513 Service unavailable, Client host [203.0.113.9] blocked by contoso.example using Customer Block list (AS16012607)',
  ),
  rule(
    'source-throttled',
    'x.7.508',
    null,
    '550 5.7.508 Access denied, [2001:db8::25] has exceeded permitted limits within 2001:db8::/64 range',
  ),
  rule('policy-rejected', 'x.7.505', null, '550 5.7.505 Access denied, banned recipient'),
  rule('policy-rejected', 'x.7.507', null, '550 5.7.507 Access denied, rejected by recipient'),
  rule('policy-rejected', 'x.7.520', null, '550 5.7.520 Access denied, Your organization does not allow external forwarding.'),
  rule(
    'source-throttled',
    '4.7.500-699',
    null,
    '451 4.7.650 The mail server [192.0.2.25] has been temporarily rate limited due to IP reputation.',
  ),
  rule('source-throttled', '4.7.850-899', null, '451 4.7.850 Access denied, please try again later'),
  rule(
    'attribution-pending',
    null,
    /temporary server error[^\n]{0,40}\bATTR\d/i,
    '451 4.4.4 Temporary server error. Please try again later ATTR5',
  ),
]

const recipients: readonly ReplyRule[] = [
  rule(
    'relay-denied',
    null,
    /\bTenantAttribution\b|relay access denied|(?:unable|not permitted|not allowed) to relay|relay(?:ing)? (?:is )?(?:denied|not permitted|not allowed|prohibited)/i,
    '550 5.7.64 TenantAttribution; Relay Access Denied SMTP',
  ),
  rule('relay-denied', 'x.7.64', null, '550 5.7.64'),
  rule('relay-denied', 'x.7.367', null, '550 5.7.367'),
  rule('mailbox-busy', 'x.3.2', /STOREDRV|thread limit/i, '432 4.3.2 STOREDRV.Deliver; recipient thread limit exceeded'),
  rule(
    'policy-rejected',
    null,
    /QUEUE\.TransportAgent|TRANSPORT\.RULES\.RejectMessage/i,
    '550 4.3.2 QUEUE.TransportAgent; message deleted by transport agent',
  ),
  rule(
    'message-too-large',
    null,
    /RESOLVER\.RST\.(?:Recip|Send)SizeLimit|ROUTING\.SizeLimit|OverAdvertisedSize/i,
    '550 5.2.3 RESOLVER.RST.RecipSizeLimit; message too large for this recipient',
  ),
  rule('policy-rejected', null, /RESOLVER\.RST\./i, '550 5.7.1 RESOLVER.RST.NotAuthorized; not authorized'),
  rule('too-many-recipients', null, /RESOLVER\.ADR\.Recip(?:ient)?Limit/i, '550 5.5.3 RESOLVER.ADR.RecipLimit; too many recipients'),
  rule(
    'recipient-unknown',
    null,
    /RESOLVER\.ADR\.(?:Ex)?Recip(?:ient)?NotFound|recipient address(?:es)? rejected ?: ?access denied|\b55[0-3][ -][^\n]{0,60}(?:user unknown|unknown user|no such user|mailbox unavailable|does not exist)/i,
    '550 5.4.1 [adele@contoso.example]: Recipient address rejected: Access denied [NEKO.cat.prod.protection.outlook.com]',
  ),
  coded(
    'recipient-unknown',
    /^(?![^\n]*\b(?:authenticat|sender\b|your account\b))[^\n]*\b(?:account|mailbox)(?: that you tried to reach)? (?:has been |is )?(?:closed|disabled|deactivated|inactive)\b(?! (?:to|for)\b)/i,
    '550 5.0.350 Remote server returned an error -> 550 account closed - please contact info@fabrikam.example instead',
  ),
  rule(
    'recipient-unknown',
    '5.5.0',
    /mailbox unavailable|user unknown/i,
    '550 5.5.0 Requested action not taken: mailbox unavailable (S2017062302)',
  ),
  rule('recipient-unknown', 'x.7.504', null, '550 5.7.504 [adele@contoso.example]: Recipient address rejected'),
  rule('recipient-unknown', 'x.1.1', null, '550 5.1.1 Bad destination mailbox address'),
  rule('recipient-unknown', 'x.1.10', null, '550 5.1.10'),
  rule('recipient-unknown', 'x.1.351', null, '550 5.1.351 Remote server returned unknown recipient or mailbox unavailable'),
  rule('recipient-unknown', '5.4.1', null, '550 5.4.1'),
  rule('mailbox-busy', 'x.2.121-122', null, "550 5.2.121 The recipient's per hour message receive limit from specific sender exceeded"),
  rule('mailbox-full', 'x.2.2', null, '554 5.2.2 mailbox full; STOREDRV.Deliver.Exception:QuotaExceededException'),
  rule('too-many-recipients', 'x.5.3', null, '452 4.5.3 Too many recipients'),
  rule('message-too-large', 'x.2.3', null, '550 5.2.3 Message length exceeds administrative limit'),
  rule('message-too-large', 'x.3.4', null, '552 5.3.4 Message size exceeds fixed maximum message size'),
  rule('mailbox-busy', '4.3.2', /recipient/i, '432 4.3.2 Concurrent connections limit for the recipient exceeded'),
]

const rest: readonly ReplyRule[] = [
  rule(
    'authentication-failed',
    null,
    /cannot find your (?:reverse )?hostname/i,
    '550 5.7.1 Client host rejected: cannot find your reverse hostname, [203.0.113.9]',
  ),
  rule('source-blocked', null, /\bipcheck\.proofpoint\.com\b/i, '554 Blocked - see https://ipcheck.proofpoint.com/?ip=203.0.113.9'),
  rule(
    'source-blocked',
    null,
    /\bsending MTA.s poor reputation/i,
    "554 Your access to this mail system has been rejected due to the sending MTA's poor reputation.",
  ),
  rule(
    'source-throttled',
    null,
    /temporarily deferred due to (?:unexpected volume|user complaints)/i,
    '421 4.7.0 [TSS04] Messages from 203.0.113.9 temporarily deferred due to unexpected volume or user complaints',
  ),
  rule(
    'source-blocked',
    null,
    /\bClient host rejected\b(?!:? (?:too |gr[ae]y))/i,
    '554 5.7.1 <unknown[203.0.113.9]>: Client host rejected: Access denied',
  ),
  coded(
    'authentication-failed',
    /\bDMARC\b|Sender Policy Framework|\bSPF (?:check|record|validation|policy|fail)/i,
    '550 5.7.1 Unauthenticated email from contoso.example is not accepted due to the domain’s DMARC policy',
  ),
  coded(
    'source-blocked',
    /banned sending IP|blocked using|\b(?:block|black) ?list(?:ed)?\b/i,
    '554 5.7.1 Service unavailable; Client host [203.0.113.9] blocked using bl.example.net',
  ),
  // Mimecast's words for its greylisting.
  coded(
    'greylisted',
    /\bInternal resources? (?:are |is )?temporarily unavailable/i,
    '451 Internal resources are temporarily unavailable - https://community.mimecast.com/docs/DOC-1369#451',
  ),
  coded('greylisted', /\bgr[ae]y-?list/i, '451 4.7.1 Greylisting in action, please come back later'),
  rule(
    'service-unavailable',
    'x.3.2',
    /service (?:is )?not (?:available|active)/i,
    '421 4.3.2 Service not available, closing transmission channel',
  ),
  coded('service-unavailable', /\b421\b[^\n]{0,60}\bservice\b/i, '421 Service not available, closing transmission channel'),
  rule('policy-rejected', 'x.7.124', null, '550 5.7.124'),
  rule('policy-rejected', 'x.7.129', null, '550 5.7.129'),
  rule('policy-rejected', 'x.7.133-136', null, '550 5.7.133'),
  rule('policy-rejected', '5.7.1', null, '550 5.7.1 Delivery not authorized, message refused'),
  // The wrapper of Exchange Online around what the far side's filter said; its own words decide before.
  rule(
    'policy-rejected',
    'x.7.350',
    null,
    '550 5.7.350 Remote server returned message detected as spam -> 550 permanent failure for one or more recipients',
  ),
  rule('policy-rejected', 'x.0.350', null, '550 5.0.350 Remote server returned an error -> 554 5.3.0 policy violation detected (AS345)'),
  coded(
    'policy-rejected',
    /\bspam (?:message )?(?:detected|rejected)\b|\b(?:detected|identified|rejected) as spam\b/i,
    '550 spam detected',
  ),
  rule('mta-sts-certificate-invalid', 'x.7.5', null, '450 4.7.5'),
  rule('message-expired', null, /QUEUE\.Expired/i, '550 4.4.7 QUEUE.Expired; message expired'),
  rule('message-expired', 'x.4.7', null, '550 4.4.7'),
  rule('message-expired', 'x.4.300', null, '550 5.4.300 Message expired'),
  // RFC 3463 §3.4: "mail system status" is trouble of the other system itself, which takes no mail for now.
  rule('service-unavailable', '4.3.0-2', null, '451 4.3.0 Temporary server error. Please try again later'),
  rule('service-unavailable', '4.3.5', null, '451 4.3.5 Server configuration problem'),
  // RFC 3463 §3.5: no answer from the host; and what older on-premises servers say of any connection that did not come about.
  rule('connection-timed-out', '4.4.1', null, '451 4.4.0 Primary target IP address responded with: "421 4.4.1 Connection timed out."'),
  rule(
    'connection-timed-out',
    '4.2.1',
    /\bunable to connect\b/i,
    '451 4.4.0 Primary target IP address responded with: "421 4.2.1 Unable to connect." Attempted failover to alternate host, but that did not succeed.',
  ),
  // RFC 3463 §3.5: the connection was made, and then broke.
  rule('connection-dropped', '4.4.2', null, '421 4.4.2 mx.fabrikam.example closed the connection'),
  // RFC 5321 §4.2.3: 421 means one thing, where no enhanced code says more.
  coded(
    'service-unavailable',
    /(?:^|[\s'"(=;>])421(?:[ -](?!\d\.\d)|\s*$)/,
    '421 Too many concurrent SMTP connections; please try again later.',
  ),
]

/** Every rule, in the order they are tried. */
export const replies: readonly ReplyRule[] = [
  ...securityPolicies,
  ...certificates,
  ...connections,
  ...names,
  ...sessions,
  ...restrictions,
  ...recipients,
  ...rest,
]
