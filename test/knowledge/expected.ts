import type { Report } from '../../src/domain/explanation.ts'

/** What each file of `corpus/` must read as: recipient, reply, status, finding, server, address, detail. */
type Row = readonly [
  recipient: string | null,
  reply: string | null,
  status: string | null,
  finding: Report['finding'],
  server: string | null,
  ip: string | null,
  detail: string | null,
]

export const expected: Readonly<Record<string, readonly Row[]>> = {
  'account-closed.txt': [
    [
      null,
      '550',
      '5.0.350',
      'recipient-unknown',
      'metis.fabrikam.example',
      null,
      '550 account closed - please contact info@fabrikam.example instead',
    ],
  ],
  'administrative-policy.txt': [
    [null, '550', '5.7.1', 'policy-rejected', null, null, '554-kundenserver.de (mxeu123) Nemesis ESMTP Service not available'],
  ],
  'attached-base64.eml': [
    [
      'adele@tailspin.example',
      '550',
      '5.4.317',
      'starttls-missing',
      'mail.tailspin.example',
      null,
      '451 5.7.3 STARTTLS is required to send mail',
    ],
  ],
  'banner-reputation.txt': [
    [
      null,
      '450',
      '4.4.317',
      'session-refused',
      'esa1.fabrikam.example',
      null,
      "554-esa1.fabrikam.example 554 Your access to this mail system has been rejected due to the sending MTA's poor reputation.",
    ],
  ],
  'barracuda.txt': [
    [
      null,
      '550',
      '5.7.350',
      'policy-rejected',
      null,
      null,
      '550 permanent failure for one or more recipients (adele@fabrikam.example:blocked)',
    ],
  ],
  'base64-status.eml': [['adele@tailspin.example', '550', '5.4.318', 'connection-dropped', 'mail.tailspin.example', null, null]],
  'bounce-without-status.eml': [['sales@fabrikam.example', '552', '5.2.2', 'mailbox-full', null, '198.51.100.7', 'Mailbox full']],
  'cr-only.eml': [
    ['adele@tailspin.example', '450', '4.4.316', 'connection-refused', 'mail.tailspin.example', '203.0.113.107', 'Socket error code 10061'],
  ],
  'cut-source.eml': [
    ['adele@tailspin.example', '450', '4.4.316', 'connection-refused', 'mail.tailspin.example', '203.0.113.107', 'Socket error code 10061'],
  ],
  'cut-utf-8.txt': [[null, '450', '4.7.998', 'unrecognised', null, null, 'Échec du contrôle, réessay']],
  'dashes.txt': [[null, '450', '4.4.316', 'connection-refused', null, null, null]],
  'de-low-quotes.txt': [['j.mueller@fabrikam.example', '450', '4.4.312', 'dns-servers-failing', 'fabrikam.example', null, 'ErrorRetry']],
  'delayed.eml': [
    [
      'adele@tailspin.example',
      '450',
      '4.4.318',
      'connection-dropped',
      'mail.tailspin.example',
      '203.0.113.107',
      '421 4.4.2 Connection dropped due to ConnectionReset',
    ],
  ],
  'delivery-status-alone.txt': [['adele@tailspin.example', '550', '5.4.316', 'connection-refused', null, null, 'Socket error code 10061']],
  'delivery-status-prose.txt': [['adele@tailspin.example', '550', '5.4.316', 'connection-refused', null, null, 'Socket error code 10061']],
  'delivery-status-squeezed.txt': [
    ['adele@tailspin.example', '550', '5.4.316', 'connection-refused', null, null, null],
    ['megan@fabrikam.example', '554', '5.2.2', 'mailbox-full', null, null, 'mailbox full'],
  ],
  'edge-with-spaces.txt': [
    ['megan@fabrikam.example', '451', '4.4.397', 'connection-timed-out', null, '203.0.113.77', 'SocketTimedout: Socket error code 10060'],
  ],
  'eight-bit-1252.eml': [
    [
      'adele@tailspin.example',
      '550',
      '5.4.317',
      'starttls-missing',
      'mail.tailspin.example',
      null,
      '451 5.7.3 STARTTLS is required to send mail',
    ],
  ],
  'es-half-days.txt': [
    [null, '450', '4.4.316', 'connection-refused', 'mail.tailspin.example', '203.0.113.107', 'Socket error code 10061'],
    [null, '450', '4.4.315', 'connection-timed-out', 'mail.tailspin.example', '203.0.113.107', 'Socket error code 10060'],
  ],
  'es-remote-server.txt': [
    [
      'ines@wingtip.example',
      '550',
      '5.1.351',
      'recipient-unknown',
      'mx.wingtip.example',
      null,
      '550 5.1.1 <ines@wingtip.example>: Recipient address rejected: User unknown in relay recipient table',
    ],
  ],
  'event-xml.txt': [[null, '450', '4.4.316', 'connection-refused', 'mail.tailspin.example', '203.0.113.107', 'Socket error code 10061']],
  'exchange-2003.txt': [
    ['megan@fabrikam.example', '550', '5.7.1', 'relay-denied', 'mail.relay.example', null, 'Unable to relay for megan@fabrikam.example'],
  ],
  'exchange-2010-de.txt': [
    ['megan@contoso.example', '550', '5.1.1', 'recipient-unknown', null, null, 'RESOLVER.ADR.RecipNotFound; not found'],
  ],
  'exchange-2013.txt': [
    [
      'megan@fabrikam.example',
      '554',
      '5.4.4',
      'dns-domain-missing',
      'EX01.contoso.local',
      null,
      'SMTPSEND.DNS.NonExistentDomain; nonexistent domain',
    ],
  ],
  'exchange-2016-expired.txt': [['megan@fabrikam.example', '450', '4.4.315', 'connection-timed-out', 'mx.fabrikam.example', null, null]],
  'exchange-2019-dns.txt': [
    ['adele@fabrikam.example', '451', '4.4.0', 'dns-domain-missing', null, null, 'DnsDomainDoesNotExist: InfoDomainNonexistent'],
  ],
  'exchange-2019.eml': [
    [
      'megan@fabrikam.example',
      '451',
      '4.4.397',
      'connection-refused',
      'smtp.relay.example',
      '198.51.100.53',
      'SocketConnectionRefused: Socket error code 10061',
    ],
  ],
  'exchange-chinese.txt': [
    [
      null,
      '451',
      '4.4.397',
      'connection-unreachable',
      'lists.fabrikam.example',
      '2001:db8:142:3::10',
      'SocketError: Failed to connect. Winsock error code: 10051, Win32 error code: 10051',
    ],
  ],
  'exchange-online-de.eml': [
    ['juergen@fabrikam.example', '550', '5.4.310', 'dns-domain-missing', 'fabrikam.example', null, 'InfoDomainNonexistent'],
  ],
  'exchange-online-es.eml': [
    [
      'inigo@fabrikam.example',
      '554',
      '5.2.2',
      'mailbox-full',
      null,
      null,
      'mailbox full; STOREDRV.Deliver.Exception:QuotaExceededException.MapiExceptionShutoffQuotaExceeded; Failed to process message due to a permanent exception',
    ],
  ],
  'exchange-online-expired.eml': [
    ['adele@tailspin.example', '450', '4.4.316', 'connection-refused', 'mail.tailspin.example', '203.0.113.107', 'Socket error code 10061'],
  ],
  'exchange-online-fr.eml': [
    [
      'adele@tailspin.example',
      '450',
      '4.4.317',
      'starttls-missing',
      'mail.tailspin.example',
      '203.0.113.107',
      '451 5.7.3 STARTTLS is required to send mail',
    ],
  ],
  'exchange-online-html.eml': [
    [
      'megan@fabrikam.example',
      '550',
      '5.1.10',
      'recipient-unknown',
      null,
      null,
      'RESOLVER.ADR.RecipientNotFound; Recipient megan@fabrikam.example not found by SMTP address lookup',
    ],
  ],
  'exchange-online-ja.eml': [
    ['sato@fabrikam.example', '450', '4.4.315', 'connection-timed-out', 'mx1.fabrikam.example', '198.51.100.25', 'Socket error code 10060'],
  ],
  'exchange-online-page.html.txt': [
    [
      'megan@fabrikam.example',
      '550',
      '5.1.10',
      'recipient-unknown',
      null,
      null,
      'RESOLVER.ADR.RecipientNotFound; Recipient megan@fabrikam.example not found by SMTP address lookup',
    ],
  ],
  'exim-exchange.eml': [
    [
      'adele@contoso.example',
      '550',
      '5.7.64',
      'relay-denied',
      'contoso-example.mail.protection.outlook.com',
      '104.47.2.36',
      'TenantAttribution; Relay Access Denied',
    ],
  ],
  'forwarded-attachment-octets.eml': [
    ['adele@tailspin.example', '450', '4.4.316', 'connection-refused', 'mail.tailspin.example', '203.0.113.107', 'Socket error code 10061'],
  ],
  'forwarded-attachment.eml': [
    ['adele@tailspin.example', '450', '4.4.316', 'connection-refused', 'mail.tailspin.example', '203.0.113.107', 'Socket error code 10061'],
  ],
  'forwarded-inline-part.eml': [
    ['adele@tailspin.example', '450', '4.4.316', 'connection-refused', 'mail.tailspin.example', '203.0.113.107', 'Socket error code 10061'],
  ],
  'forwarded-inline.eml': [
    ['adele@tailspin.example', '450', '4.4.316', 'connection-refused', 'mail.tailspin.example', '203.0.113.107', 'Socket error code 10061'],
  ],
  'forwarded-text-file.eml': [[null, '450', '4.4.318', 'connection-dropped', 'mail.tailspin.example', '203.0.113.107', null]],
  'forwarded-two.eml': [
    ['adele@tailspin.example', '450', '4.4.316', 'connection-refused', 'mail.tailspin.example', '203.0.113.107', 'Socket error code 10061'],
    [
      'megan@fabrikam.example',
      '550',
      '5.2.3',
      'message-too-large',
      null,
      null,
      'RESOLVER.RST.RecipSizeLimit; message too large for this recipient',
    ],
  ],
  'forwarding-alias.eml': [
    ['sales@tailspin.example', '450', '4.4.316', 'connection-refused', 'mail.tailspin.example', '203.0.113.107', 'Socket error code 10061'],
  ],
  'fr-ambiguous-day.txt': [
    [
      'adele@tailspin.example',
      '450',
      '4.4.317',
      'connection-timed-out',
      'mail.tailspin.example',
      '203.0.113.107',
      'Failed to connect. Winsock error code: 995, Win32 error code: 995',
    ],
  ],
  'get-message.txt': [
    [
      'adele@tailspin.example',
      '451',
      '5.7.3',
      'starttls-missing',
      'fw.tailspin.example',
      '203.0.113.107',
      'STARTTLS is required to send mail',
    ],
  ],
  'get-queue.txt': [
    [null, '451', '4.4.0', 'dns-servers-failing', null, null, 'DNS query failed. The error was: DNS query failed with error ErrorRetry'],
    [
      null,
      '441',
      '4.4.1',
      'connection-timed-out',
      'smtp.relay.example',
      '198.51.100.53',
      'Failed to connect. Winsock error code: 10060, Win32 error code: 10060.',
    ],
  ],
  'gmail-delayed-status.txt': [
    [
      'adele@tailspin.example',
      null,
      '4.4.1',
      'connection-timed-out',
      'mail.tailspin.example',
      '203.0.113.107',
      'The recipient server did not accept our requests to connect. [mail.tailspin.example. 203.0.113.107: timed out]',
    ],
  ],
  'gmail-exchange.eml': [
    [
      'adele@contoso.example',
      '550',
      '5.4.1',
      'recipient-unknown',
      'contoso-example.mail.protection.outlook.com',
      '104.47.2.36',
      'Recipient address rejected: Access denied.',
    ],
  ],
  'google-reputation.txt': [
    [
      null,
      '550',
      '5.7.350',
      'policy-rejected',
      null,
      null,
      '550 5.7.1 [2a01:111:f403:c107::3 19] Gmail has detected that this message is likely suspicious due to the very low reputation of the sending domain. To best protect our users from spam, the message has been blocked. For more information, go to https://support.google.com/mail/answer/188131 a640c23a-gsmtp',
    ],
  ],
  'in-parentheses.txt': [[null, '450', '4.4.316', 'connection-refused', null, null, null]],
  'internationalised.eml': [
    [
      'jürgen@fabrikam.example',
      '550',
      '5.4.8',
      'mta-sts-mx-mismatch',
      'mx.fabrikam.example',
      null,
      'MX hosts of fabrikam.example failed MTA-STS validation.',
    ],
  ],
  'ipv6-in-brackets.txt': [
    [null, '450', '4.4.316', 'connection-refused', 'mail.tailspin.example', '2001:db8::25', 'Socket error code 10061'],
  ],
  'iso-2022-jp.eml': [[null, '450', '4.4.316', 'connection-refused', null, null, null]],
  'it-mailbox-full.txt': [
    [
      'rossi@wingtip.example',
      '554',
      '5.2.2',
      'mailbox-full',
      null,
      null,
      'mailbox full; STOREDRV.Deliver.Exception:QuotaExceededException.MapiExceptionShutoffQuotaExceeded; Failed to process message due to a permanent exception with message [BeginDiagnosticData]Cannot open mailbox /o=ExchangeLabs/ou=x[EndDiagnosticData] [Stage: CreateMessage]',
    ],
  ],
  'ja-lines.txt': [
    ['sato@fabrikam.example', '450', '4.4.316', 'connection-refused', 'mail.fabrikam.example', '203.0.113.9', 'Socket error code 10061'],
  ],
  'line-break-before-code.txt': [
    [null, '450', '4.4.317', 'starttls-missing', 'mail.tailspin.example', '203.0.113.107', '451 5.7.3 STARTTLS is required to send mail'],
  ],
  'localised-fields-only.eml': [
    [
      'minji@fabrikam.example',
      '550',
      '5.7.321',
      'dane-starttls-missing',
      'mx.fabrikam.example',
      null,
      'starttls-not-supported: Destination mail server must support TLS to receive mail.',
    ],
  ],
  'mbox.eml': [
    ['adele@tailspin.example', '450', '4.4.316', 'connection-refused', 'mail.tailspin.example', '203.0.113.107', 'Socket error code 10061'],
  ],
  'mimecast.txt': [
    [
      null,
      '451',
      null,
      'greylisted',
      'eu-smtp-inbound-1.mimecast.example',
      '198.51.100.30',
      '451 Internal resources are temporarily unavailable - https://community.mimecast.com/docs/DOC-1369#451 [xyz]',
    ],
  ],
  'mixed-line-ends.eml': [
    ['adele@tailspin.example', '450', '4.4.316', 'connection-refused', 'mail.tailspin.example', '203.0.113.107', 'Socket error code 10061'],
  ],
  'modern-fr.txt': [
    [
      'adele@tailspin.example',
      '550',
      '5.4.1',
      'recipient-unknown',
      'DB5EUR03FT031.mail.protection.outlook.com',
      null,
      'Recipient address rejected: Access denied.',
    ],
  ],
  'modern-hops.txt': [
    [
      'gordon@fabrikam.example',
      '550',
      '5.7.350',
      'policy-rejected',
      'mx.fabrikam.example',
      null,
      '554 5.7.1 The message from (<lee@contoso.example>) with the subject of (Hours) matches a profile the Internet community may consider spam. Please revise your message before resending.',
    ],
  ],
  'modern-page.html.txt': [
    [
      'gordon@fabrikam.example',
      '550',
      '5.7.51',
      'inbound-connector-restricts',
      'DB5EUR03FT031.mail.protection.outlook.com',
      null,
      "TenantInboundAttribution; There is a partner connector configured that matched the message's recipient domain. The connector had either the RestrictDomainsToIPAddresses or RestrictDomainsToCertificate set",
    ],
  ],
  'modern-rejected-by.txt': [
    ['dalens@fabrikam.example', '550', '5.7.350', 'policy-rejected', 's899.fabrikam.example', null, '554 5.7.1 Spam message rejected'],
  ],
  'ndr-lines-alone.txt': [
    [null, '450', '4.4.316', 'connection-refused', 'mail.tailspin.example', '203.0.113.107', 'Socket error code 10061'],
  ],
  'ndr-oldest-first-undated.txt': [
    ['adele@tailspin.example', '450', '4.4.315', 'connection-timed-out', 'mail.tailspin.example', '203.0.113.107', null],
  ],
  'ndr-oldest-first.txt': [
    ['adele@tailspin.example', '450', '4.4.316', 'connection-refused', 'mail.tailspin.example', '203.0.113.107', 'Socket error code 10061'],
  ],
  'ndr-one-line-curly.txt': [
    ['adele@tailspin.example', '450', '4.4.316', 'connection-refused', 'mail.tailspin.example', '203.0.113.107', 'Socket error code 10061'],
  ],
  'ndr-one-line.txt': [
    ['adele@tailspin.example', '450', '4.4.316', 'connection-refused', 'mail.tailspin.example', '203.0.113.107', 'Socket error code 10061'],
  ],
  'nl-dashes.txt': [
    ['piet@fabrikam.example', '450', '4.4.318', 'connection-dropped', 'fabrikam.example', '203.0.113.77', 'SuspiciousRemoteServerError'],
  ],
  'no-error-expanded.txt': [[null, null, null, 'unrecognised', null, null, '250 2.1.5 RESOLVER.GRP.Expanded; distribution list expanded']],
  'not-an-error.txt': [
    [
      null,
      null,
      null,
      'unrecognised',
      null,
      null,
      'the order of 450 pieces arrives on 4.4.2026 at 10:30, version 5.4.316.1 of the list is attached.',
    ],
  ],
  'outlook-com.txt': [
    [null, '550', '5.5.0', 'recipient-unknown', null, null, 'Requested action not taken: mailbox unavailable (S2017062302)'],
  ],
  'outlook-forward.txt': [
    ['adele@tailspin.example', '450', '4.4.316', 'connection-refused', 'mail.tailspin.example', '203.0.113.107', 'Socket error code 10061'],
  ],
  'outlook-item.msg': [
    ['adele@tailspin.example', '450', '4.4.316', 'connection-refused', 'mail.tailspin.example', '203.0.113.107', 'Socket error code 10061'],
  ],
  'outlook-pasted.txt': [
    ['adele@tailspin.example', '450', '4.4.316', 'connection-refused', 'mail.tailspin.example', '203.0.113.107', 'Socket error code 10061'],
  ],
  'partner-client-host.txt': [
    [
      null,
      '554',
      '5.7.1',
      'source-blocked',
      'mx.partner.example',
      '203.0.113.10',
      '<unknown[40.107.22.70]>: Client host rejected: Access denied',
    ],
  ],
  'partner-reverse-name.txt': [
    [
      null,
      '550',
      '5.7.1',
      'authentication-failed',
      'mx.partner.example',
      '203.0.113.10',
      'Client host rejected: cannot find your reverse hostname, [40.107.22.70]',
    ],
  ],
  'parts-only.txt': [['adele@tailspin.example', '550', '5.4.318', 'connection-dropped', 'mail.tailspin.example', null, null]],
  'plain-stub.eml': [
    ['adele@tailspin.example', '550', '5.7.64', 'relay-denied', null, null, 'TenantAttribution; Relay Access Denied SMTP'],
  ],
  'postfix-connect.txt': [
    [
      'adele@contoso.example',
      null,
      null,
      'connection-refused',
      'mail.contoso.example',
      '203.0.113.48',
      'connect to mail.contoso.example[203.0.113.48]:25: Connection refused',
    ],
    [
      'megan@fabrikam.example',
      '421',
      '4.3.2',
      'service-unavailable',
      'mx.fabrikam.example',
      '198.51.100.7',
      'Service not available, closing transmission channel',
    ],
    [
      'lee@wingtip.example',
      null,
      null,
      'dns-servers-failing',
      null,
      null,
      'Host or domain name not found. Name service error for name=wingtip.example type=MX: Host not found, try again',
    ],
  ],
  'postfix-delayed-status.txt': [
    [
      'adele@tailspin.example',
      null,
      '4.4.1',
      'connection-timed-out',
      'mail.tailspin.example',
      '203.0.113.107',
      'connect to mail.tailspin.example[203.0.113.107]:25: Connection timed out',
    ],
  ],
  'postfix-exchange.eml': [
    [
      'adele@contoso.example',
      '550',
      '5.4.1',
      'recipient-unknown',
      'contoso-example.mail.protection.outlook.com',
      '104.47.1.36',
      'Recipient address rejected: Access denied.',
    ],
  ],
  'postfix-log.txt': [
    [
      'adele@contoso.example',
      '550',
      '5.7.606',
      'source-blocked',
      'contoso-example.mail.protection.outlook.com',
      '104.47.1.36',
      'Access denied, banned sending IP [192.0.2.80]. To request removal from this list please visit https://sender.office.com/ and follow the directions.',
    ],
  ],
  'postfix-text.txt': [
    [
      'adele@contoso.example',
      '550',
      '5.7.606',
      'source-blocked',
      'contoso-example.mail.protection.outlook.com',
      '104.47.1.36',
      'Access denied, banned sending IP [192.0.2.80]',
    ],
  ],
  'postscreen.txt': [
    [null, '450', '4.4.317', 'service-unavailable', 'mx.fabrikam.example', '203.0.113.5', '450 4.3.2 Service currently unavailable'],
  ],
  'powershell-json.txt': [[null, '550', '5.4.300', 'connection-dropped', null, null, '421 4.4.2 Connection dropped due to SocketError']],
  'primary-target.txt': [[null, '451', '4.4.0', 'connection-timed-out', null, '198.51.100.53', '421 4.2.1 Unable to connect.']],
  'proofpoint.txt': [
    [
      null,
      '554',
      null,
      'source-blocked',
      'mx0a-00001.pphosted.example',
      '198.51.100.9',
      '554 Blocked - see https://ipcheck.proofpoint.com/?ip=40.107.22.70',
    ],
  ],
  'protocol-log.txt': [
    [
      null,
      '454',
      '4.7.5',
      'sending-certificate-missing',
      '203.0.113.107',
      '203.0.113.107',
      'The certificate specified in TlsCertificateName of the SendConnector could not be found.',
    ],
  ],
  'proxy-on-frontend.txt': [
    [null, '450', '4.4.101', 'starttls-missing', null, '203.0.113.7', '451 5.7.3 STARTTLS is required to send mail.'],
  ],
  'pt-stamp.txt': [
    [
      'joao@fabrikam.example',
      '550',
      '5.7.509',
      'authentication-failed',
      null,
      null,
      'Access denied, sending domain CONTOSO.EXAMPLE does not pass DMARC verification and has a DMARC policy of reject.',
    ],
  ],
  'qmail-exchange.eml': [
    [
      'adele@contoso.example',
      '550',
      '5.1.10',
      'recipient-unknown',
      null,
      '104.47.2.36',
      'RESOLVER.ADR.RecipientNotFound; Recipient adele@contoso.example not found by SMTP address lookup',
    ],
  ],
  'queue-last-error.txt': [
    [null, '451', '4.7.0', 'service-unavailable', null, null, 'Temporary server error. Please try again later. PRX2'],
  ],
  'queue-viewer.txt': [
    [
      'megan@fabrikam.example',
      '451',
      '4.4.0',
      'connection-timed-out',
      'smtp.relay.example',
      '198.51.100.53',
      '421 4.4.1 Connection timed out.',
    ],
  ],
  'quoted-block-list.txt': [
    [
      null,
      '550',
      '5.7.350',
      'source-blocked',
      'smtp.fabrikam.example',
      null,
      '554 5.7.1 Service unavailable; Helo command blocked using dbl.spamhaus.org; Error: open resolver; https://www.spamhaus.org/returnc/pub/34.216.226.155',
    ],
  ],
  'quoted-printable-body.txt': [
    ['adele@tailspin.example', '450', '4.4.316', 'connection-refused', 'mail.tailspin.example', '203.0.113.107', 'Socket error code 10061'],
  ],
  'report-and-other-trace.txt': [
    [null, '450', '4.4.312', 'dns-no-records', 'mx.fabrikam.example', null, 'InfoNoRecords'],
    ['adele@tailspin.example', '450', '4.4.316', 'connection-refused', 'mail.tailspin.example', '203.0.113.107', 'Socket error code 10061'],
  ],
  'returned-bounce.eml': [
    [
      'megan@fabrikam.example',
      '550',
      '5.7.129',
      'policy-rejected',
      null,
      null,
      'RESOLVER.RST.RestrictedToRecipientsPermission; not authorized',
    ],
  ],
  'rich-text.txt': [[null, '450', '4.4.316', 'connection-refused', null, null, null]],
  'ru-lines.txt': [
    [
      'ivan@fabrikam.example',
      '550',
      '5.4.315',
      'connection-timed-out',
      'AM0PR04MB1234.eurprd04.prod.outlook.com',
      null,
      'Socket error code 10060',
    ],
  ],
  'saved-page.mht': [
    [
      'adele@tailspin.example',
      '550',
      '5.7.51',
      'inbound-connector-restricts',
      null,
      null,
      'TenantInboundAttribution; There is a partner connector configured',
    ],
  ],
  'sendmail-exchange.txt': [
    [
      'adele@contoso.example',
      '550',
      '5.7.1',
      'source-blocked',
      'contoso-example.mail.protection.outlook.com',
      null,
      'Service unavailable, Client host [192.0.2.80] blocked using Spamhaus.',
    ],
  ],
  'sentence.txt': [[null, '450', '4.4.316', 'connection-refused', null, null, null]],
  'several-day-first.txt': [
    [null, '450', '4.4.316', 'connection-refused', 'mail.tailspin.example', '203.0.113.107', null],
    [null, '450', '4.4.315', 'connection-timed-out', 'mail.tailspin.example', '203.0.113.107', null],
    [null, '450', '4.4.312', 'dns-query-failed', 'mail.tailspin.example', '203.0.113.107', null],
  ],
  'several-forms.txt': [
    [null, '450', '4.4.315', 'connection-timed-out', 'mail.b.example', '203.0.113.2', null],
    [null, '450', '4.4.316', 'connection-refused', 'mail.a.example', '203.0.113.1', null],
    [null, '550', '5.1.10', 'recipient-unknown', null, null, 'RESOLVER.ADR.RecipientNotFound; Recipient not found by SMTP address lookup'],
  ],
  'several-in-sentences.txt': [
    [null, '450', '4.7.320', 'certificate-expired', 'mx.fabrikam.example', '198.51.100.7', 'CertificateExpired'],
    [null, '450', '4.4.316', 'connection-refused', 'mail.tailspin.example', '203.0.113.107', 'Socket error code 10061'],
  ],
  'several-newest-first.txt': [
    [null, '450', '4.4.316', 'connection-refused', 'mail.tailspin.example', '203.0.113.107', 'Socket error code 10061'],
    [null, '450', '4.4.315', 'connection-timed-out', 'mail.tailspin.example', '203.0.113.107', null],
    [null, '450', '4.4.312', 'dns-servers-failing', 'mail.tailspin.example', '203.0.113.107', 'ErrorTimeout'],
  ],
  'several-oldest-first.txt': [
    [null, '450', '4.4.316', 'connection-refused', 'mail.tailspin.example', '203.0.113.107', 'Socket error code 10061'],
    [null, '450', '4.4.315', 'connection-timed-out', 'mail.tailspin.example', '203.0.113.107', null],
    [null, '450', '4.4.312', 'dns-servers-failing', 'mail.tailspin.example', '203.0.113.107', 'ErrorTimeout'],
  ],
  'signed-base64.eml': [[null, '550', '5.7.64', 'relay-denied', null, null, 'TenantAttribution; Relay Access Denied SMTP']],
  'slack-bullets.txt': [
    ['adele@tailspin.example', '450', '4.4.317', 'certificate-untrusted', 'mail.tailspin.example', '203.0.113.107', 'UntrustedRoot'],
  ],
  'slack-code-block.txt': [[null, '450', '4.7.320', 'certificate-untrusted', 'mail.tailspin.example', '203.0.113.107', 'UntrustedRoot']],
  'slack.txt': [
    [
      'adele@tailspin.example',
      '450',
      '4.4.317',
      'starttls-missing',
      'mail.tailspin.example',
      '203.0.113.107',
      '451 5.7.3 STARTTLS is required to send mail',
    ],
  ],
  'spam-detected.txt': [[null, '550', null, 'policy-rejected', null, null, '550 spam detected']],
  'starttls-stamped.txt': [[null, '451', '5.7.3', 'starttls-missing', null, null, 'STARTTLS is required to send mail']],
  'teams-quote.txt': [
    [
      null,
      '450',
      '4.7.320',
      'certificate-name-mismatch',
      'mail.tailspin.example',
      '203.0.113.107',
      'SubjectMismatch Expected Subject: mail.tailspin.example. Presented Subject: CN=fw01.tailspin.local.',
    ],
  ],
  'teams-reply.html.txt': [
    [null, '450', '4.4.318', 'connection-dropped', 'mail.tailspin.example', '203.0.113.107', 'SuspiciousRemoteServerError'],
  ],
  'teams.txt': [
    [
      null,
      '450',
      '4.4.317',
      'certificate-expired',
      'mail.tailspin.example',
      '203.0.113.107',
      'CertificateExpired Expected Subject: mail.tailspin.example. Presented Subject: CN=mail.tailspin.example',
    ],
  ],
  'terminal-colours.txt': [[null, '450', '4.4.316', 'connection-refused', null, null, 'Socket error code 10061']],
  'three-recipients-status-only.eml': [
    [
      'adele@tailspin.example',
      '550',
      '5.4.317',
      'certificate-name-mismatch',
      null,
      null,
      'SubjectMismatch Expected Subject: *.tailspin.example. Presented Subject: CN=EX01.',
    ],
    ['megan@fabrikam.example', '550', '5.4.312', 'dns-servers-failing', null, null, 'ErrorRetry'],
    ['sato@wingtip.example', '550', '5.1.351', 'recipient-unknown', 'mx.wingtip.example', null, '550 Unknown user sato@wingtip.example'],
  ],
  'three-recipients.eml': [
    [
      'adele@tailspin.example',
      '450',
      '4.4.317',
      'certificate-name-mismatch',
      'mail.tailspin.example',
      '203.0.113.107',
      'SubjectMismatch Expected Subject: *.tailspin.example. Presented Subject: CN=EX01. Thumbprint: D0AC2FC63B9C5798828B45D849BE8D33.',
    ],
    ['megan@fabrikam.example', '450', '4.4.312', 'dns-servers-failing', 'fabrikam.example', null, 'ErrorRetry'],
    ['sato@wingtip.example', '550', '5.1.351', 'recipient-unknown', 'mx.wingtip.example', null, '550 Unknown user sato@wingtip.example'],
  ],
  'trace-ambiguous-day.txt': [[null, '452', '4.5.3', 'too-many-recipients', 'mx.partner.example', '203.0.113.10', 'Too many recipients']],
  'trace-and-report.txt': [
    [
      'adele@tailspin.example',
      '550',
      '5.1.10',
      'recipient-unknown',
      null,
      null,
      'RESOLVER.ADR.RecipientNotFound; Recipient not found by SMTP address lookup',
    ],
  ],
  'trace-any-order.txt': [[null, '450', '4.4.318', 'connection-dropped', 'mail.tailspin.example', '203.0.113.107', null]],
  'trace-beside-report.txt': [
    [
      null,
      '450',
      '4.4.317',
      'tls-handshake-failed',
      'mail.tailspin.example',
      '203.0.113.107',
      '451 4.4.0 TLS negotiation failed with error SocketError',
    ],
  ],
  'trace-csv-semicolons.txt': [
    [null, '450', '4.4.316', 'connection-refused', 'mail.tailspin.example', '203.0.113.107', 'Socket error code 10061'],
    [null, '450', '4.4.315', 'connection-timed-out', 'mail.tailspin.example', '203.0.113.107', 'Socket error code 10060'],
  ],
  'trace-csv.txt': [
    [
      null,
      '450',
      '4.4.317',
      'certificate-expired',
      'mail.tailspin.example',
      '203.0.113.107',
      'CertificateExpired Expected Subject: mail.tailspin.example.',
    ],
    [
      null,
      '450',
      '4.4.317',
      'certificate-name-mismatch',
      'mail.tailspin.example',
      '203.0.113.107',
      'SubjectMismatch Expected Subject: "*.tailspin.example". Presented Subject: CN=EX01.',
    ],
  ],
  'trace-cut-head.txt': [[null, null, null, 'connection-refused', 'mail.tailspin.example', '203.0.113.107', 'Socket error code 10061']],
  'trace-cut-name.txt': [
    [null, '450', '4.4.316', 'connection-refused', 'mail.tailspin.example', '203.0.113.107', 'Socket error code 10061'],
  ],
  'trace-dane.txt': [
    [
      null,
      '450',
      '4.7.323',
      'dane-tlsa-invalid',
      'mx.fabrikam.example',
      '198.51.100.7',
      'tlsa-invalid: The domain failed DANE validation.',
    ],
  ],
  'trace-detail-v2.txt': [
    ['adele@tailspin.example', '550', '5.4.300', 'connection-refused', 'mail.tailspin.example', '203.0.113.107', 'Socket error code 10061'],
  ],
  'trace-graph.txt': [
    [null, '450', '4.4.315', 'connection-timed-out', 'mail.tailspin.example', '203.0.113.107', 'Socket error code 10060'],
  ],
  'trace-nested.txt': [
    [null, '450', '4.4.317', 'session-refused', 'mail.tailspin.example', '203.0.113.107', '550 5.7.1 {policy} [ref=[a;b]] denied'],
  ],
  'trace-only-message.txt': [
    [null, '450', '4.4.316', 'connection-refused', 'mail.tailspin.example', '203.0.113.107', '450 4.4.316 Connection refused'],
  ],
  'trace-portal-failed.txt': [[null, '550', '5.1.351', 'recipient-unknown', null, null, '550 No Such User Here']],
  'trace-portal.txt': [
    [
      'adele@tailspin.example',
      '450',
      '4.4.317',
      'starttls-missing',
      'mail.tailspin.example',
      '203.0.113.107',
      '451 5.7.3 STARTTLS is required to send mail',
    ],
  ],
  'trace-powershell.txt': [
    ['adele@tailspin.example', '450', '4.4.316', 'connection-refused', 'mail.tailspin.example', '203.0.113.107', 'Socket error code 10061'],
  ],
  'trace-temporary.txt': [
    [
      null,
      '451',
      '4.3.0',
      'service-unavailable',
      'mail.tailspin.example',
      '203.0.113.107',
      'Temporary server error. Please try again later',
    ],
  ],
  'tracking-log-de.txt': [
    [null, '550', '5.1.8', 'sender-blocked', '10.0.0.40', '10.0.0.40', 'Access denied, bad outbound sender AS(42000001)'],
  ],
  'tracking-log-recipients.txt': [
    ['testinggroup@contoso.example', '550', '5.7.1', 'policy-rejected', null, null, 'RESOLVER.RST.AuthRequired; authentication required'],
  ],
  'two-recipients-one-block.eml': [
    ['adele@tailspin.example', '550', '5.4.316', 'connection-refused', null, null, null],
    ['bob@tailspin.example', '450', '4.4.316', 'connection-refused', 'mail.tailspin.example', '203.0.113.107', 'Socket error code 10061'],
  ],
  'two-reports-two-days.txt': [
    ['megan@fabrikam.example', '450', '4.4.312', 'dns-no-records', 'mx.fabrikam.example', '198.51.100.7', 'InfoNoRecords'],
    ['adele@tailspin.example', '450', '4.4.316', 'connection-refused', 'mail.tailspin.example', '203.0.113.107', 'Socket error code 10061'],
  ],
  'unfolded-headers.eml': [['adele@tailspin.example', '550', '5.4.318', 'connection-dropped', 'mail.tailspin.example', null, null]],
  'unknown-code.txt': [['megan@fabrikam.example', '550', null, 'unrecognised', null, null, '550 5.9.999 Something nobody has seen before']],
  'unknown-delayed-words.txt': [
    [
      null,
      null,
      null,
      'unrecognised',
      null,
      null,
      "Delivery is delayed to these recipients or groups: Adele Vance (adele@tailspin.example) Subject: Offer This message hasn't been delivered yet. Delivery will continue to be attempted. The server will keep trying to deliver this message for the next 1 days, 19 hours and 50 minutes. You'll be notified if the message can't be delivered by that time.",
    ],
  ],
  'unknown-recipient-deferred.txt': [[null, '420', '4.2.0', 'unrecognised', null, null, 'Recipient deferred because there is no Mdb']],
  'unknown-stamped.txt': [[null, '550', '5.7.998', 'unrecognised', null, null, 'Access denied, the moon is in the wrong phase']],
  'unknown-starttls-first.txt': [
    [null, '530', '5.7.0', 'unrecognised', 'mx.partner.example', '203.0.113.10', 'Must issue a STARTTLS command first'],
  ],
  'unknown-status.txt': [
    ['megan@fabrikam.example', '550', '5.6.999', 'unrecognised', 'mx.fabrikam.example', null, 'Something nobody has seen before'],
  ],
  'unknown-temporary.txt': [
    [null, '451', '4.7.1', 'unrecognised', 'mx.sophos.example', '203.0.113.5', 'Please try again later (TEMPFAIL)'],
  ],
  'unknown-words.txt': [
    [
      null,
      null,
      null,
      'unrecognised',
      null,
      null,
      'The email system had a problem processing this message. It will not try to deliver this message again.',
    ],
  ],
  'utf-16-lines.txt': [
    ['adele@tailspin.example', '450', '4.4.316', 'connection-refused', 'mail.tailspin.example', '203.0.113.107', 'Socket error code 10061'],
  ],
  'utf-16be-no-mark.txt': [
    ['adele@tailspin.example', '450', '4.4.316', 'connection-refused', 'mail.tailspin.example', '203.0.113.107', 'Socket error code 10061'],
  ],
  'utf-16le-japanese.txt': [[null, '450', '4.4.316', 'connection-refused', null, null, null]],
  'utf-16le-source.eml': [
    ['adele@tailspin.example', '450', '4.4.316', 'connection-refused', 'mail.tailspin.example', '203.0.113.107', 'Socket error code 10061'],
  ],
  'utf-16le.txt': [
    ['adele@tailspin.example', '450', '4.4.316', 'connection-refused', 'mail.tailspin.example', '203.0.113.107', 'Socket error code 10061'],
  ],
  'utf-8-mark.eml': [
    ['adele@tailspin.example', '450', '4.4.316', 'connection-refused', 'mail.tailspin.example', '203.0.113.107', 'Socket error code 10061'],
  ],
  'validate-connector.txt': [
    ['adele@tailspin.example', '450', '4.4.317', 'certificate-untrusted', 'mail.tailspin.example', '203.0.113.107', 'UntrustedRoot'],
  ],
  'validate-format-list.txt': [
    [null, '450', '4.4.317', 'starttls-missing', 'mail.tailspin.example', '203.0.113.107', '451 5.7.3 STARTTLS is required to send mail'],
  ],
  'validation-portal.txt': [
    [null, '450', '4.4.316', 'connection-refused', 'mail.tailspin.example', '203.0.113.107', 'Socket error code 10061'],
  ],
  'wide-forms.txt': [
    ['adele@tailspin.example', '450', '4.4.316', 'connection-refused', 'mail.tailspin.example', '203.0.113.107', 'Socket error code 10061'],
  ],
  'windows-1252-words.txt': [[null, '450', '4.7.998', 'unrecognised', null, null, 'Échec du contrôle, réessayez « plus tard »']],
  'windows-1252.txt': [
    [
      'adele@tailspin.example',
      '450',
      '4.7.320',
      'certificate-expired',
      'mail.tailspin.example',
      '203.0.113.107',
      'CertificateExpired Expected Subject: mail.tailspin.example.',
    ],
  ],
  'with-preface.txt': [
    ['adele@tailspin.example', '450', '4.4.316', 'connection-refused', 'mail.tailspin.example', '203.0.113.107', 'Socket error code 10061'],
  ],
  'wrapped-status.txt': [
    [
      null,
      '554',
      '5.7.0',
      'policy-rejected',
      null,
      null,
      '< #5.7.133 smtp;550 5.7.133 RESOLVER.RST.SenderNotAuthenticatedForGroup; authentication required; Delivery restriction check failed because the sender was not authenticated when sending to this group>',
    ],
  ],
  'wrapped-twice-quoted.txt': [
    [
      'adele@tailspin.example',
      '450',
      '4.4.317',
      'starttls-missing',
      'mail.tailspin.example',
      '203.0.113.107',
      '451 5.7.3 STARTTLS is required to send mail',
    ],
  ],
  'yahoo-deferred.txt': [
    [
      null,
      '421',
      '4.7.0',
      'source-throttled',
      'mta5.am0.yahoodns.example',
      '203.0.113.5',
      '[TSS04] Messages from 40.107.22.70 temporarily deferred due to unexpected volume or user complaints - 4.16.55.1; see https://postmaster.yahooinc.com/error-codes',
    ],
  ],
}
