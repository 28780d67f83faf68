import { describe, expect, test } from '@jest/globals'
import type { FindingCode } from '../../src/domain/finding.ts'
import { readErrorText } from '../../src/knowledge/read-error.ts'
import { statusFits } from '../../src/knowledge/recognise.ts'
import { replies } from '../../src/knowledge/replies.ts'

/** What each kind of error must be read as, told apart from the rules themselves. */
const VERDICTS: Readonly<Partial<Record<FindingCode, readonly string[]>>> = {
  'dns-query-failed': ['450 4.4.312 DNS query failed', '550 5.4.312 Message expired, DNS query failed'],
  'dns-no-records': [
    '450 4.4.312 DNS query failed [Message=InfoNoRecords]',
    '550 5.4.312 Message expired, DNS query failed(InfoNoRecords)',
  ],
  'dns-servers-failing': [
    '450 4.4.312 DNS query failed [Message=ErrorRetry]',
    '450 4.4.312 DNS query failed [Message=ErrorTimeout]',
    '450 4.4.312 DNS query failed -> 451 4.4.3 SERVFAIL',
    '451 4.4.3 Host or domain name not found. Name service error for name=mx.contoso.example type=A: Host not found, try again',
  ],
  'dns-domain-missing': [
    '450 4.4.310 DNS domain does not exist',
    "550 5.4.310 DNS domain 'contoso.example' does not exist",
    "550 5.6.7 DNS domain 'contoso.example' does not exist",
    '450 4.4.312 DNS query failed [Message=InfoDomainNonexistent]',
    '554 5.4.4 SMTPSEND.DNS.NonExistentDomain; nonexistent domain',
    '550 5.4.4 Host or domain name not found. Name service error for name=contoso.example type=AAAA: Host not found',
    "550 5.1.2 DNS Error: DNS type 'mx' lookup of contoso.example responded with code NXDOMAIN",
  ],
  'null-mx': ['556 5.1.10 Domain contoso.example does not accept mail (nullMX)'],
  'connection-timed-out': [
    '450 4.4.315 Connection timed out',
    '550 5.4.315 Message expired, connection timed out',
    '450 4.4.317 Cannot connect to remote server [Message=SocketError: TimedOut]',
    '450 4.4.317 Cannot establish session [Message=Failed to connect. Winsock error code: 995, Win32 error code: 995]',
    '450 4.4.317 Cannot establish session [Message=Socket error code 10060]',
    '450 4.4.1 connect to mail.contoso.example[203.0.113.9]:25: Operation timed out',
    '<adele@contoso.example>: connect to mail.contoso.example[203.0.113.9]:25: Connection timed out',
    '421 4.4.1 Connection timed out',
    '451 4.4.0 Primary target IP address responded with: "421 4.2.1 Unable to connect."',
  ],
  'connection-refused': [
    '450 4.4.316 Connection refused',
    '550 5.4.316 Message expired, connection refused',
    '450 4.4.317 Cannot establish session [Message=Socket error code 10061]',
    '451 4.4.397 Error communicating with target host. -> 421 4.2.1 Unable to connect -> SocketConnectionRefused: Socket error code 10061',
    '450 4.4.1 connect to mail.contoso.example[203.0.113.9]:25: Connection refused',
  ],
  'connection-unreachable': [
    '450 4.4.317 Cannot establish session [Message=Winsock error code: 10051]',
    '450 4.4.317 Cannot establish session [Message=Socket error code 10065]',
    '450 4.4.1 connect to mail.contoso.example[2001:db8::9]:25: Network is unreachable',
  ],
  'session-refused': [
    '450 4.4.317 Cannot connect to remote server',
    '550 5.4.317 Message expired, cannot connect to remote server',
    '450 4.4.317 Cannot connect to remote server [Message=554 5.7.1 You are not welcome]',
    '450 4.4.317 Cannot connect to remote server [Message=500 5.5.1 Unrecognised command]',
  ],
  'service-unavailable': [
    '450 4.4.317 Cannot connect to remote server [Message=421 Service not available]',
    '450 4.4.317 Cannot connect to remote server [Message=421 4.3.2 Too many connections]',
    '452 4.3.1 Insufficient system storage',
    '451 4.7.0 Temporary server error. Please try again later. PRX2',
    '451 4.3.0 <adele@contoso.example>: Temporary lookup failure',
    '450 4.3.1 Out of disk space',
    '421 4.3.2 Service not active',
    '450 4.3.2 Service currently unavailable',
    '421 4.3.2 The maximum number of concurrent connections has exceeded a limit, closing transmission channel',
    '451 4.3.5 Server configuration error',
    '421 mail.contoso.example closing connection',
    '421',
  ],
  'starttls-missing': [
    '450 4.4.317 Cannot connect to remote server [Message=451 5.7.3 STARTTLS is required to send mail]',
    '454 4.7.5 TLS is required, but was not offered by host mail.contoso.example',
  ],
  'tls-handshake-failed': [
    '450 4.4.317 Cannot connect to remote server [Message=451 4.4.0 TLS negotiation failed with error ConnectionAborted]',
    '450 4.4.317 Cannot connect to remote server [Message=451 4.4.0 Security status InvalidToken]',
    '450 4.4.317 Cannot connect to remote server [Message=454 4.7.0 TLS not available due to local problem]',
  ],
  'certificate-rejected': [
    '450 4.7.320 Certificate validation failed',
    '550 5.7.320 Message expired, certificate validation failed',
    '454 4.7.5 Certificate validation failure',
  ],
  'certificate-expired': [
    '450 4.7.320 Certificate validation failed [Message=CertificateExpired]',
    '450 4.4.317 x [Message=CertificateExpired]',
  ],
  'certificate-name-mismatch': [
    '450 4.7.320 Certificate validation failed [Message=SubjectMismatch]',
    '450 4.4.317 x [Message=SubjectMismatch]',
  ],
  'certificate-untrusted': [
    '450 4.7.320 Certificate validation failed [Message=UntrustedRoot]',
    '450 4.4.317 x [Message=UntrustedRoot]',
    '450 4.4.317 x [Message=PartialChain]',
  ],
  'certificate-revoked': ['450 4.7.320 Certificate validation failed [Message=CertificateRevoked]'],
  'connection-dropped': [
    '450 4.4.318 Connection was closed abruptly',
    '550 5.4.318 Message expired, connection was closed abruptly',
    '450 4.4.317 x [Message=SuspiciousRemoteServerError]',
    '450 4.4.317 x [Message=Socket error code 10054]',
    '421 4.4.2 Connection dropped due to SocketError',
    '421 4.4.2 Timeout waiting for data',
    '<adele@contoso.example>: lost connection with mail.contoso.example[203.0.113.9] while receiving the initial server greeting',
    '450 4.4.2 lost connection with mail.contoso.example[203.0.113.9] while sending end of data -- message may be sent more than once',
  ],
  'dane-starttls-missing': ['450 4.7.321 x', '550 5.7.321 x'],
  'dane-certificate-expired': ['450 4.7.322 x', '550 5.7.322 x'],
  'dane-tlsa-invalid': ['450 4.7.323 x', '550 5.7.323 x'],
  'dane-dnssec-invalid': ['450 4.7.324 x', '550 5.7.324 x'],
  'dane-certificate-name-mismatch': ['450 4.7.325 x', '550 5.7.325 x'],
  'mta-sts-mx-mismatch': ['450 4.4.8 x', '550 5.4.8 x'],
  'mta-sts-certificate-invalid': [
    '450 4.7.5 Remote certificate failed MTA-STS validation. Reason: UntrustedRoot-is-not-said-here',
    '550 5.7.5 x',
  ],
  'message-expired': ['550 4.4.7 x', '550 5.4.7 x', '550 5.4.300 x', '400 4.4.7 Message delayed', 'QUEUE.Expired; message expired'],
  'mail-loop': [
    '554 5.4.6 Hop count exceeded - possible mail loop',
    '554 5.4.14 Hop count exceeded - possible mail loop ATTR34',
    '554 5.4.6',
    '554 5.4.14',
    '554 5.4.20',
    '554 5.4.0 Error: too many hops',
    '554 5.4.4 SMTPSEND.DNS.MxLoopback; DNS records for this domain are configured in a loop',
    'mail for contoso.example loops back to myself',
  ],
  'recipient-unknown': [
    '550 5.1.1 x',
    '550 5.1.10 x',
    '550 5.1.351 x',
    '550 5.4.1 x',
    '550 5.7.504 x',
    '550 5.4.1 Recipient address rejected: Access denied',
    '550 5.7.1 RESOLVER.ADR.ExRecipNotFound; not found',
    '550 No such user here',
  ],
  'relay-denied': [
    '550 5.7.64 x',
    '550 5.7.367 x',
    '550 5.4.1 Relay Access Denied',
    '550 5.7.1 Unable to relay',
    '550 5.7.367 Remote server returned not permitted to relay -> 554 5.7.1 Relay access denied',
  ],
  'inbound-connector-restricts': ['550 5.7.51 x'],
  'tenant-blocked': ['550 5.7.705 x', '550 5.7.708 x', '550 5.7.750 x', '550 5.7.720 x'],
  'sender-blocked': ['550 5.1.8 x', '550 5.7.800 x', '550 5.7.502 x'],
  'connector-blocked': ['550 5.7.711 x'],
  'sending-limit-exceeded': ['550 5.7.232 x', '550 5.7.233 x', '550 5.7.236 x', '550 5.1.90 x'],
  'authentication-required': ['530 5.7.57 x'],
  'attribution-pending': ['451 4.4.4 Temporary server error. Please try again later ATTR5'],
  'sending-certificate-missing': ['454 4.7.5 The certificate specified in TlsCertificateName of the SendConnector could not be found.'],
  'source-throttled': ['451 4.7.500 x', '451 4.7.650 x', '451 4.7.850 x', '451 4.7.899 x', '550 5.7.508 x'],
  'source-blocked': [
    '550 5.7.511 x',
    '550 5.7.606 x',
    '550 5.7.649 x',
    '550 5.7.506 x',
    '550 5.7.513 x',
    '554 5.7.1 Client host [203.0.113.9] blocked using bl.example',
  ],
  'authentication-failed': [
    '550 5.7.23 x',
    '451 4.7.23 x',
    '550 5.7.509 x',
    '450 4.7.26 x',
    '550 5.7.25 x',
    '550 5.7.1 Rejected by the DMARC policy of contoso.example',
    '550 5.7.1 Sender Policy Framework (SPF) fail',
  ],
  'mailbox-busy': [
    '432 4.3.2 STOREDRV.Deliver; recipient thread limit exceeded',
    '432 4.3.2 STOREDRV; mailbox server is too busy',
    '432 4.3.2 Concurrent connections limit for the recipient exceeded',
    '550 5.2.121 x',
    '550 5.2.122 x',
  ],
  'mailbox-full': ['554 5.2.2 x', '452 4.2.2 x'],
  'too-many-recipients': ['452 4.5.3 x', '550 5.5.3 x', '550 5.7.1 RESOLVER.ADR.RecipLimit; too many recipients'],
  'message-too-large': [
    '550 5.2.3 x',
    '552 5.3.4 x',
    '550 5.7.1 RESOLVER.RST.SendSizeLimit; message too large for this sender',
    '554 5.6.0 ROUTING.SizeLimit',
  ],
  'policy-rejected': [
    '550 5.7.1 x',
    '550 5.7.129 x',
    '550 5.7.124 x',
    '550 5.7.136 x',
    '550 5.7.505 x',
    '550 5.7.507 x',
    '550 5.7.520 x',
    '550 5.7.703 x',
    '550 5.0.350 x',
    '550 5.7.350 x',
    '550 5.2.0 TRANSPORT.RULES.RejectMessage; the message was rejected by organization policy',
    '550 5.2.0 RESOLVER.RST.AuthRequired; authentication required',
    '550 4.3.2 QUEUE.TransportAgent; message deleted by transport agent',
  ],
  greylisted: ['450 4.2.0 <adele@contoso.example>: Recipient address rejected: Greylisted', '451 4.7.1 Graylisting, try again'],
  unrecognised: [
    '',
    'x',
    '450',
    '550 5.6.0 x',
    '450 4.7.999 x',
    '421 4.7.66 TLS 1.0 and 1.1 are not supported',
    '550 5.5.2 x',
    '250 2.1.5 OK',
    'Connection refused',
    'The certificate has expired',
    'Your message could not be delivered',
    'We use version 5.1.1 of the list',
    '10.4.4.316 and 4.4.316.5',
    'CIP:255.255.255.255; PTR:InfoNoRecords; SFV:NSPM',
  ],
}

describe('what an error is read as', () => {
  const rows = Object.entries(VERDICTS).flatMap(([finding, texts]) => texts.map((text) => [text, finding] as const))

  test.each(rows)('%j is %s', (text, finding) => {
    expect(readErrorText(text).finding).toBe(finding)
  })

  test('every finding that a rule leads to has verdicts of its own', () => {
    expect([...new Set(replies.map(({ finding }) => finding))].filter((finding) => !(finding in VERDICTS))).toEqual([])
  })

  test('every code of the rules is held to a verdict', () => {
    const told = rows.flatMap(([text, finding]) => (text.match(/\b[45]\.[0-7]\.\d{1,3}\b/g) ?? []).map((status) => ({ status, finding })))
    const untold = replies.filter((rule) => {
      const { status, says, finding } = rule
      return status !== undefined && says === undefined && !told.some((each) => each.finding === finding && statusFits(status, each.status))
    })
    expect(untold).toEqual([])
  })
})
