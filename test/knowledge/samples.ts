import type { Report } from '../../src/domain/explanation.ts'

/** Error texts as Exchange Online and its administrators write them; hosts and people renamed. */
export interface Sample {
  readonly name: string
  readonly text: string
  readonly reads: Partial<Report>
}

export const samples: readonly Sample[] = [
  {
    name: 'members that lost their braces on the way',
    text: 'LED=450 4.4.316 Connection refused [Message=Socket error code 10061];MSG=;FQDN=mail.contoso.example;IP=192.0.2.10;LRT=11/5/2025 10:02:11 AM',
    reads: {
      status: '4.4.316',
      finding: 'connection-refused',
      server: 'mail.contoso.example',
      ip: '192.0.2.10',
      detail: 'Socket error code 10061',
      at: '2025-11-05T10:02:11',
    },
  },
  {
    name: 'a trace line of 2017 with every member',
    text: 'Reason: [{LED=450 4.7.320 Certificate validation failed [Message=SubjectMismatch] [LastAttemptedServerName=mail.contoso.com] [LastAttemptedIP=172.16.254.1:25] [XXXEUR01FTXXX.eop-EUR01.prod.protection.outlook.com]};{MSG=SubjectMismatch};{FQDN=mail.contoso.com};{IP=172.16.254.1};{LRT=11/1/2017 12:12:45 PM}]. OutboundProxyTargetIP: 172.16.254.1. OutboundProxyTargetHostName: mail.contoso.com',
    reads: {
      reply: '450',
      status: '4.7.320',
      finding: 'certificate-name-mismatch',
      server: 'mail.contoso.com',
      ip: '172.16.254.1',
      detail: 'SubjectMismatch',
      recipient: null,
    },
  },
  {
    name: 'a trace line whose cause stands only in MSG, and whose address is hidden',
    text: 'Reason: [{LED=450 4.7.320 Certificate validation failed};{MSG=SubjectMismatch};{FQDN=hybrid.domain.com};{IP=###.###.###.###};{LRT=4/14/2017 1:07:17 PM}]. OutboundProxyTargetIP: ###.###.###.###. OutboundProxyTargetHostName: hybrid.domain.com',
    reads: {
      reply: '450',
      status: '4.7.320',
      finding: 'certificate-name-mismatch',
      server: 'hybrid.domain.com',
      ip: null,
      detail: 'SubjectMismatch',
    },
  },
  {
    name: 'a trace line cut after its message',
    text: 'Reason: [{LED=450 4.4.317 Cannot establish session with remote server [Message=451 5.7.3 STARTTLS is required to send mail]',
    reads: {
      reply: '450',
      status: '4.4.317',
      finding: 'starttls-missing',
      server: null,
      detail: '451 5.7.3 STARTTLS is required to send mail',
    },
  },
  {
    name: 'a trace line cut inside its first member',
    text: 'Reason: [{LED=450 4.4.316 Connection refused [Message=Socket error code 10061].',
    reads: { reply: '450', status: '4.4.316', finding: 'connection-refused', detail: 'Socket error code 10061' },
  },
  {
    name: 'a trace line with the server in a member of its own',
    text: "'[{LED=450 4.4.316 Connection refused};{MSG=Socket error code 10061};{Last attempted server name=Hybrid.ourdomain.com}",
    reads: {
      reply: '450',
      status: '4.4.316',
      finding: 'connection-refused',
      server: 'Hybrid.ourdomain.com',
      detail: 'Socket error code 10061',
    },
  },
  {
    name: 'the temporary line of a non-delivery report',
    text: "6/19/2018 7:26:11 AM - Server at mail.tailspin.example (203.0.113.107) returned '450 4.4.316 Connection refused [Message=Socket error code 10061] [LastAttemptedServerName=mail.tailspin.example] [LastAttemptedIP=203.0.113.107:25] [HK2APC01FT031.eop-APC01.prod.protection.outlook.com](Socket error code 10061)'",
    reads: {
      reply: '450',
      status: '4.4.316',
      finding: 'connection-refused',
      server: 'mail.tailspin.example',
      ip: '203.0.113.107',
      detail: 'Socket error code 10061',
    },
  },
  {
    name: 'the final line of a non-delivery report: the expired twin is the same finding',
    text: "6/19/2018 7:32:05 AM - Server at SG2APC01HT007.eop-APC01.prod.protection.outlook.com returned '550 5.4.316 Message expired, connection refused(Socket error code 10061)'",
    reads: { reply: '550', status: '5.4.316', finding: 'connection-refused', detail: 'Socket error code 10061' },
  },
  {
    name: 'a DNS failure that says which',
    text: "5/25/2018 8:11:10 AM - Server at fabrikam.example (203.0.113.27) returned '450 4.4.312 DNS query failed [Message=InfoNoRecords] [LastAttemptedServerName=fabrikam.example] [PU1APC01FT045.eop-APC01.prod.protection.outlook.com](InfoNoRecords)'",
    reads: {
      reply: '450',
      status: '4.4.312',
      finding: 'dns-no-records',
      server: 'fabrikam.example',
      ip: '203.0.113.27',
      detail: 'InfoNoRecords',
    },
  },
  {
    name: 'an address of zeros is no address: the name never resolved',
    text: "11/19/2019 5:08:35 PM - Server at example.com (0.0.0.0) returned '450 4.4.312 DNS query failed [Message=ErrorRetry] [LastAttemptedServerName=example.com] [AM5EUR03FT022.eop-EUR03.prod.protection.outlook.com](ErrorRetry)'",
    reads: { reply: '450', status: '4.4.312', finding: 'dns-servers-failing', server: 'example.com', ip: null, detail: 'ErrorRetry' },
  },
  {
    name: 'STARTTLS missing, in a non-delivery report',
    text: "12/9/2020 9:47:12 PM - Server at mail.fabrikam.example (203.0.113.48) returned '450 4.4.317 Cannot connect to remote server [Message=451 5.7.3 STARTTLS is required to send mail] [LastAttemptedServerName=mail.fabrikam.example] [LastAttemptedIP=203.0.113.48:25] [MW2NAM12FT041.eop-nam12.prod.protection.outlook.com](451 5.7.3 STARTTLS is required to send mail)'",
    reads: {
      reply: '450',
      status: '4.4.317',
      finding: 'starttls-missing',
      server: 'mail.fabrikam.example',
      ip: '203.0.113.48',
      detail: '451 5.7.3 STARTTLS is required to send mail',
    },
  },
  {
    name: 'a reply of two lines, with braces of the peer inside',
    text: 'Defer:Reason: [{LED=451-4.7.23 Message deferred - unable to verify SPF policy for 451 4.7.23 contoso.example. IB305 i{2b0c499b-c839-43d2-9c76-dda19649fe67}};{MSG=};{FQDN=mx.partner.example};{IP=203.0.113.10};{LRT=1/21/2025 3:45:12 AM}]. OutboundProxyTargetIP: 203.0.113.10. OutboundProxyTargetHostName: mx.partner.example',
    reads: { reply: '451', status: '4.7.23', finding: 'authentication-failed', server: 'mx.partner.example', ip: '203.0.113.10' },
  },
  {
    name: 'a message removed by a transport agent',
    text: '{[{LED=550 4.3.2 QUEUE.TransportAgent; message deleted by transport agent};{MSG=};{FQDN=};{IP=};{LRT=}]}',
    reads: {
      reply: '550',
      status: '4.3.2',
      finding: 'policy-rejected',
      server: null,
      ip: null,
      detail: 'QUEUE.TransportAgent; message deleted by transport agent',
    },
  },
  {
    name: 'a full mailbox',
    text: '[{LED=554 5.2.2 mailbox full; STOREDRV.Deliver.Exception:...};{MSG=};{FQDN=};{IP=};{LRT=}]',
    reads: { reply: '554', status: '5.2.2', finding: 'mailbox-full', server: null, ip: null },
  },
  {
    name: 'an unknown recipient of an authoritative domain',
    text: '550 5.1.10 RESOLVER.ADR.RecipientNotFound; Recipient not found by SMTP address lookup',
    reads: {
      reply: '550',
      status: '5.1.10',
      finding: 'recipient-unknown',
      detail: 'RESOLVER.ADR.RecipientNotFound; Recipient not found by SMTP address lookup',
    },
  },
  {
    name: 'edge blocking names its recipient',
    text: '550 5.4.1 [adele@contoso.example]: Recipient address rejected: Access denied [NEKOCHAN.cat-neko22.prod.protection.outlook.com]',
    reads: { recipient: 'adele@contoso.example', reply: '550', status: '5.4.1', finding: 'recipient-unknown' },
  },
  {
    name: 'a relay refused by attribution',
    text: '550 5.7.64 TenantAttribution; Relay Access Denied SMTP',
    reads: { reply: '550', status: '5.7.64', finding: 'relay-denied' },
  },
  {
    name: 'an abrupt end as on-premises servers write it',
    text: "9/11/2015 2:07:22 PM - Remote Server at domain.com returned '451 4.4.0 SMTPSEND.SuspiciousRemoteServerError; remote server disconnected abruptly; retry will be delayed'",
    reads: { reply: '451', status: '4.4.0', finding: 'connection-dropped', server: 'domain.com' },
  },
  {
    name: 'placeholders are neither host nor address',
    text: '450 4.4.316 Connection refused [Message = Socket error code 10061] [LastAttemptedServerName = <YourConnectionPoint.domain>] [LastAttemptedIP = <Your Public IP>]',
    reads: { reply: '450', status: '4.4.316', finding: 'connection-refused', server: null, ip: null, detail: 'Socket error code 10061' },
  },
  {
    name: 'an expired certificate arrives as 4.4.317',
    text: '450 4.4.317 Cannot connect to remote server [Message=CertificateExpired Expected Subject: mail.contoso.example. Presented Subject: CN=mail.contoso.example. Thumbprint: 94E711DD84BC285CD2911DAC3D0C9E3ABB29671E.] [LastAttemptedServerName=mail.contoso.example] [LastAttemptedIP=x.147.128.25:25] [SmtpSecurity=-1;-1] [DM6NAM11FT035.eop-nam11.prod.protection.outlook.com 2025-01-04T16:37:07.429Z 08DD2CB85E2FE9DB]',
    reads: { reply: '450', status: '4.4.317', finding: 'certificate-expired', server: 'mail.contoso.example', ip: null },
  },
  {
    name: 'a wrong name arrives as 4.4.317, broken over lines by a table',
    text: 'Reason: [{LED=450 4.4.317 Cannot connect to remote server [Message=SubjectMismatch Expected<br><br>Subject: *.contoso.com. Presented Subject: CN=ExchangeServer01. Thumbprint:<br><br>D0AC2FC63B9C5798828B45D849BE8D33.] [LastAttemptedServerName=mail.contoso.com]<br><br>[LastAttemptedIP=72.x.x.x.:25] [SmtpSecurity=-1;-1] [BN7. OutboundProxyTargetIP:<br><br>72.x.x.x. OutboundProxyTargetHostName: mail.contoso.com',
    reads: { reply: '450', status: '4.4.317', finding: 'certificate-name-mismatch', server: 'mail.contoso.com', ip: null },
  },
  {
    name: 'an untrusted chain',
    text: 'The connector shows a "450 4.4.317 Cannot connect to remote server [Message=UntrustedRoot]" error.',
    reads: { reply: '450', status: '4.4.317', finding: 'certificate-untrusted', detail: 'UntrustedRoot' },
  },
  {
    name: 'a failed handshake, MSG cut away',
    text: 'Reason: [{LED=450 4.4.317 Cannot connect to remote server [Message=451 4.4.0 TLS negotiation failed with error SocketError] [LastAttemptedServerName=xxx] [LastAttemptedIP=xxx] [SmtpSecurity=-2;-2] [DM6NAM12FT012.eop-nam12.prod.protection.outlook.com 2023-03-07T18:46:06.378Z 08DB1DF24DB12D84]};{MSG=4. OutboundProxyTargetIP: xxx. OutboundProxyTargetHostName: xxx',
    reads: {
      reply: '450',
      status: '4.4.317',
      finding: 'tls-handshake-failed',
      ip: null,
      detail: '451 4.4.0 TLS negotiation failed with error SocketError',
    },
  },
  {
    name: 'bytes that are no handshake',
    text: 'Reason: [{LED=450 4.4.317 Cannot connect to remote server [Message=451 4.4.0 Security status IllegalMessage].',
    reads: { finding: 'tls-handshake-failed', detail: '451 4.4.0 Security status IllegalMessage' },
  },
  {
    name: 'a timeout arrives as 4.4.317 with a Winsock number',
    text: "7/7/2026 3:48:53 PM - Server at 198.51.100.85 (198.51.100.85) returned '450 4.4.317 Cannot establish session with remote server [Message=Failed to connect. Winsock error code: 995, Win32 error code: 995] [LastAttemptedServerName=198.51.100.85] [LastAttemptedIP=198.51.100.85:25] [SmtpSecurity=-2;-2] [BL02EPF00046C14.namprd07.prod.outlook.com 2026-07-07T15:48:53.514Z 08DED27250BC5691](Failed to connect. Winsock error code: 995, Win32 error code: 995)'",
    reads: {
      reply: '450',
      status: '4.4.317',
      finding: 'connection-timed-out',
      server: '198.51.100.85',
      ip: '198.51.100.85',
      detail: 'Failed to connect. Winsock error code: 995, Win32 error code: 995',
    },
  },
  {
    name: 'a trace line of a client library',
    text: 'Reason: [{LED=450 4.4.317 Cannot connect to remote server [Message=SocketError: TimedOut] [LastAttemptedServerName=mx.fabrikam.com] [LastAttemptedIP=192.0.2.10:25]};{MSG=};{FQDN=mx.fabrikam.com};{IP=192.0.2.10};{LRT=}]',
    reads: { finding: 'connection-timed-out', server: 'mx.fabrikam.com', ip: '192.0.2.10' },
  },
  {
    name: 'the greeting refused the session: its own words do not make it a recipient or a relay problem',
    text: '450 4.4.317 Cannot connect to remote server [Message=550 5.7.1 Relay access denied, your address [203.0.113.9] is not welcome] [LastAttemptedServerName=mail.contoso.example] [LastAttemptedIP=[2001:db8::25]:25]',
    reads: {
      reply: '450',
      status: '4.4.317',
      finding: 'session-refused',
      server: 'mail.contoso.example',
      ip: '2001:db8::25',
      detail: '550 5.7.1 Relay access denied, your address [203.0.113.9] is not welcome',
    },
  },
  {
    name: 'a domain that does not exist',
    text: "550 5.6.7 DNS domain ''fabrikam.example'' does not exist [Message=InfoDomainNonexistent] [LastAttemptedServerName=fabrikam.example]",
    reads: { status: '5.6.7', finding: 'dns-domain-missing' },
  },
  {
    name: 'a loop, reported through another server',
    text: "contoso-example.mail.protection.outlook.com\nRemote Server returned '554 5.4.0 <contoso-example.mail.protection.outlook.com #5.4.14 smtp; 554 5.4.14 Hop count exceeded - possible mail loop ATTR34 [TO1CAN01FT011.eop-CAN01.prod.protection.outlook.com]>'",
    reads: { reply: '554', status: '5.4.0', finding: 'mail-loop' },
  },
  {
    name: 'an expiry that quotes what the far side said last',
    text: '550 5.4.300 Message expired -> 451 4.4.397 Error communicating with target host. -> 421 4.4.2 Connection dropped due to ConnectionReset',
    reads: {
      reply: '550',
      status: '5.4.300',
      finding: 'connection-dropped',
      detail: '421 4.4.2 Connection dropped due to ConnectionReset',
    },
  },
  {
    name: 'an expiry over a full mailbox',
    text: "5.4.300 Message expired -> 452 4.2.2 The recipient's inbox is out of storage space.",
    reads: { reply: null, status: '5.4.300', finding: 'mailbox-full' },
  },
  {
    name: 'an expiry that says nothing more',
    text: 'Reason: [{LED=550 4.4.7 QUEUE.Expired; message expired};{FQDN=mail.contoso.example};{IP=203.0.113.25}]',
    reads: { status: '4.4.7', finding: 'message-expired', server: 'mail.contoso.example', ip: '203.0.113.25' },
  },
  {
    name: 'a line in the order of an on-premises queue',
    text: '[{LRT=4/14/2025 1:07:17 PM};{LED=454 4.7.5 The certificate specified in TlsCertificateName of the SendConnector could not be found.};{FQDN=contoso-com.mail.protection.outlook.com};{IP=203.0.113.36}]',
    reads: {
      reply: '454',
      status: '4.7.5',
      finding: 'sending-certificate-missing',
      server: 'contoso-com.mail.protection.outlook.com',
      ip: '203.0.113.36',
    },
  },
  {
    name: 'a line of an on-premises queue, cause and address in one sentence',
    text: '[{LRT=};{LED=451 4.4.0 Primary target IP address responded with: "451 5.7.3 STARTTLS is required to send mail." Attempted failover to alternate host, but that did not succeed. The last endpoint attempted was 203.0.113.7:25};{FQDN=};{IP=}]',
    reads: { reply: '451', status: '4.4.0', finding: 'starttls-missing', server: null, ip: '203.0.113.7' },
  },
  {
    name: 'an on-premises server that was refused',
    text: '441 4.4.1 Error encountered while communicating with primary target IP address: "Failed to connect. Winsock error code: 10061, Win32 error code: 10061." The last endpoint attempted was 203.0.113.7:25',
    reads: { reply: '441', status: '4.4.1', finding: 'connection-refused', ip: '203.0.113.7' },
  },
  {
    name: 'a certificate failure inside a proxy failure is not one of MTA-STS',
    text: '450 4.4.317 Cannot connect to remote server [Message=454 4.7.5 Certificate validation failure, Reason:SubjectMismatch] [LastAttemptedServerName=mail.contoso.example]',
    reads: { status: '4.4.317', finding: 'certificate-name-mismatch' },
  },
  {
    name: 'a far side over IPv6 that broke off',
    text: "9/12/2023 10:38:18 AM - Server at mx.fabrikam.example (2001:db8:4025:401::1a) returned '421 4.4.2 Connection dropped due to SocketError'",
    reads: { reply: '421', status: '4.4.2', finding: 'connection-dropped', server: 'mx.fabrikam.example', ip: '2001:db8:4025:401::1a' },
  },
  {
    name: 'the far side does not know the recipient',
    text: '550 5.1.351 Remote server returned unknown recipient or mailbox unavailable -> 550 5.1.1 <lee@fabrikam.example>: Recipient address rejected: User unknown in virtual mailbox table',
    reads: { recipient: 'lee@fabrikam.example', reply: '550', status: '5.1.351', finding: 'recipient-unknown' },
  },
  {
    name: 'a line wrapped by a console',
    text: 'RecipientStatus : {[{LED=450 4.4.317 Cannot connect to remote server [Message=451 5.7.3 STARTTLS is\n                    required to send mail] [LastAttemptedServerName=mail.contoso.example]\n                    [LastAttemptedIP=203.0.113.48:25]};{MSG=};{FQDN=mail.contoso.example};{IP=203.0.113.48};{LRT=}]}',
    reads: {
      finding: 'starttls-missing',
      server: 'mail.contoso.example',
      ip: '203.0.113.48',
      detail: '451 5.7.3 STARTTLS is required to send mail',
    },
  },
  {
    name: 'a server short of disk',
    text: '450 4.4.317 Cannot establish session with remote server [Message=452 4.3.1 Insufficient system resources] [LastAttemptedServerName=mail.contoso.example]',
    reads: { status: '4.4.317', finding: 'service-unavailable' },
  },
  {
    name: 'a detail as JSON carries it',
    text: `{"Event":"Defer","Detail":"Reason: [{LED=450 4.4.316 Connection refused [Message=Socket error code 10061] [LastAttemptedServerName=mail.contoso.example] [LastAttemptedIP=203.0.113.48:25]};{MSG=Socket error code 10061};{FQDN=mail.contoso.example};{IP=203.0.113.48};{LRT=10/5/2026 7:26:11 AM}]. OutboundProxyTargetIP: 203.0.113.48. OutboundProxyTargetHostName: mail.contoso.example"}`,
    reads: {
      reply: '450',
      status: '4.4.316',
      finding: 'connection-refused',
      server: 'mail.contoso.example',
      ip: '203.0.113.48',
      detail: 'Socket error code 10061',
    },
  },
  {
    name: 'a reply without an enhanced code',
    text: '421 Service not available, closing transmission channel',
    reads: { reply: '421', status: null, finding: 'service-unavailable' },
  },
  {
    name: 'a trace line with a bare reply',
    text: 'Reason: [{LED=550 Requested action not taken: mailbox unavailable};{MSG=};{FQDN=mx.fabrikam.example};{IP=203.0.113.9};{LRT=}]',
    reads: { reply: '550', status: null, finding: 'recipient-unknown', server: 'mx.fabrikam.example' },
  },
  { name: 'a bare code', text: '4.4.316', reads: { reply: null, status: '4.4.316', finding: 'connection-refused', detail: null } },
  {
    name: 'a bare reply and code',
    text: '450 4.4.312',
    reads: { reply: '450', status: '4.4.312', finding: 'dns-query-failed', detail: null },
  },
  {
    name: 'a code in a sentence',
    text: 'Since this morning we get error 450 4.4.318 Connection was closed abruptly, what is it?',
    reads: { reply: '450', status: '4.4.318', finding: 'connection-dropped', detail: null },
  },
  {
    name: 'a code in French',
    text: 'Code d’erreur : 450 4.7.320 Échec de la validation du certificat',
    reads: { reply: '450', status: '4.7.320', finding: 'certificate-rejected' },
  },
  {
    name: 'an address that looks like a code is none',
    text: 'The servers 4.4.8.8 and 10.4.4.316 were restarted',
    reads: { status: null, finding: 'unrecognised' },
  },
  {
    name: 'a header of healthy mail is no error',
    text: 'X-Forefront-Antispam-Report: CIP:165.204.84.17; H:mx.example; PTR:InfoDomainNonexistent; CAT:NONE',
    reads: { finding: 'unrecognised' },
  },
  {
    name: 'an unknown code is named, not guessed',
    text: '450 4.7.999 Something new',
    reads: { reply: '450', status: '4.7.999', finding: 'unrecognised', detail: 'Something new' },
  },
  {
    name: 'that an account is closed is no error of mail by itself',
    text: 'Dear customer,\nyour bank account is closed, please contact us.',
    reads: { finding: 'unrecognised' },
  },
  {
    name: 'advice against spam is no error',
    text: 'Three tips so that your mail is not detected as spam.',
    reads: { finding: 'unrecognised' },
  },
  {
    name: 'resources that are short elsewhere are no greylisting',
    text: 'The internal resources are temporarily unavailable, we meet later.',
    reads: { finding: 'unrecognised' },
  },
  {
    name: 'what was revoked need not be a certificate',
    text: 'His licence was revoked.',
    reads: { finding: 'unrecognised' },
  },
  {
    name: 'a driver without memory is no mail server',
    text: 'Insufficient system resources exist to complete the requested service.',
    reads: { finding: 'unrecognised' },
  },
  {
    name: 'a number of an invoice is no reply',
    text: 'Total: 550.00 EUR\nPosition 421 Widget 12 pcs',
    reads: { finding: 'unrecognised' },
  },
  {
    name: 'a number in a line of a log is no reply',
    text: '2026-10-07 07:26:11 INFO 10.0.0.1 421 requests to the service',
    reads: { finding: 'unrecognised' },
  },
  {
    name: "an account that may not sign in is nobody's mailbox",
    text: '535 5.7.3 Authentication unsuccessful, account is disabled',
    reads: { finding: 'unrecognised' },
  },
  {
    name: "a sender's account is not the recipient",
    text: '554 5.7.1 Sender account disabled',
    reads: { finding: 'policy-rejected' },
  },
  {
    name: 'a mailbox that is closed to some is there',
    text: '550 5.7.1 This mailbox is closed to outside senders',
    reads: { finding: 'policy-rejected' },
  },
  {
    name: 'an account that Gmail has disabled',
    text: '550 5.2.1 The email account that you tried to reach is disabled.',
    reads: { finding: 'recipient-unknown' },
  },
  {
    name: 'a client that is greylisted is not blocked',
    text: '450 4.7.1 <mx.example[203.0.113.9]>: Client host rejected: Greylisted for 5 minutes',
    reads: { finding: 'greylisted' },
  },
  {
    name: 'a client that comes too often is not blocked',
    text: '421 4.7.1 Client host rejected: too many connections',
    reads: { finding: 'unrecognised' },
  },
  {
    name: 'a reply in a sentence',
    text: 'Their server answered 421 too many sessions, what now?',
    reads: { finding: 'service-unavailable' },
  },
  {
    name: 'a file below an error is no server',
    text: '550 5.7.1 Message rejected\nAttachment: invoice.pdf',
    reads: { server: null },
  },
  {
    name: 'a date below an error is no server',
    text: '450 4.4.316 Connection refused\nDate: 07.10.2026',
    reads: { server: null },
  },
  {
    name: 'a version below an error is no server',
    text: '450 4.4.316 Connection refused\nVersion: 15.20.8137',
    reads: { server: null },
  },
  {
    name: 'the sender’s domain below an error is no server',
    text: '450 4.4.316 Connection refused\nSender domain: fabrikam.example',
    reads: { server: null },
  },
  {
    name: 'the server that wrote the report is not the one that was called',
    text: '550 5.7.1 Message rejected\nGenerating server: EX01.contoso.example',
    reads: { server: null },
  },
  {
    name: 'a server named below an error is the one that was called',
    text: '450 4.4.316 Connection refused\nServer: mail.contoso.example',
    reads: { server: 'mail.contoso.example' },
  },
]
