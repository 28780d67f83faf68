import type { FindingCode } from '../domain/finding.ts'

const flow = 'Mail flow intelligence — https://learn.microsoft.com/defender-office-365/connectors-mail-flow-intelligence'
const ndr =
  'Email nondelivery reports and SMTP errors in Exchange Online — https://learn.microsoft.com/troubleshoot/exchange/email-delivery/ndr/non-delivery-reports-in-exchange-online'
const setOutbound = 'Set-OutboundConnector — https://learn.microsoft.com/powershell/module/exchange/set-outboundconnector'
const acceptedDomains =
  'Manage accepted domains in Exchange Online — https://learn.microsoft.com/exchange/mail-flow-best-practices/manage-accepted-domains/manage-accepted-domains'
const edgeBlocking =
  'Use Directory-Based Edge Blocking — https://learn.microsoft.com/exchange/mail-flow-best-practices/use-directory-based-edge-blocking'
const endpoints =
  'Microsoft 365 URLs and IP address ranges — https://learn.microsoft.com/microsoft-365/enterprise/urls-and-ip-address-ranges'
const connectors =
  'Configure mail flow using connectors in Exchange Online — https://learn.microsoft.com/exchange/mail-flow-best-practices/use-connectors-to-configure-mail-flow/use-connectors-to-configure-mail-flow'
const tls =
  'How Exchange Online uses TLS to secure email connections — https://learn.microsoft.com/purview/exchange-online-uses-tls-to-secure-email-connections'
const dane = 'How SMTP DANE works — https://learn.microsoft.com/purview/how-smtp-dane-works'
const mtaSts = 'Enhancing mail flow with MTA-STS — https://learn.microsoft.com/purview/enhancing-mail-flow-with-mta-sts'
const limits =
  'Exchange Online limits — https://learn.microsoft.com/office365/servicedescriptions/exchange-online-service-description/exchange-online-limits'
const health = 'How to check Microsoft 365 service health — https://learn.microsoft.com/microsoft-365/enterprise/view-service-health'
const trace =
  'Message trace in the Exchange admin center — https://learn.microsoft.com/exchange/monitoring/trace-an-email-message/message-trace-modern-eac'
const restricted =
  'Remove blocked users from the Restricted entities page — https://learn.microsoft.com/defender-office-365/outbound-spam-restore-restricted-users'
const spf = 'Email authentication in Microsoft 365 — https://learn.microsoft.com/defender-office-365/email-authentication-about'
const RFC = {
  mx: 'RFC 5321 §5.1 — https://www.rfc-editor.org/rfc/rfc5321#section-5.1',
  negative: 'RFC 2308 §2 — https://www.rfc-editor.org/rfc/rfc2308#section-2',
  greeting: 'RFC 5321 §3.1 — https://www.rfc-editor.org/rfc/rfc5321#section-3.1',
  unavailable: 'RFC 5321 §3.8 — https://www.rfc-editor.org/rfc/rfc5321#section-3.8',
  loop: 'RFC 5321 §6.3 — https://www.rfc-editor.org/rfc/rfc5321#section-6.3',
  retry: 'RFC 5321 §4.5.4.1 — https://www.rfc-editor.org/rfc/rfc5321#section-4.5.4.1',
  starttls: 'RFC 3207 §4 — https://www.rfc-editor.org/rfc/rfc3207#section-4',
  status: 'RFC 3463 §3 — https://www.rfc-editor.org/rfc/rfc3463#section-3',
  chain: 'RFC 5280 §6 — https://www.rfc-editor.org/rfc/rfc5280#section-6',
  validity: 'RFC 5280 §4.1.2.5 — https://www.rfc-editor.org/rfc/rfc5280#section-4.1.2.5',
  names: 'RFC 6125 §6.4 — https://www.rfc-editor.org/rfc/rfc6125#section-6.4',
  intermediates: 'RFC 8446 §4.4.2 — https://www.rfc-editor.org/rfc/rfc8446#section-4.4.2',
  versions: 'RFC 8996 — https://www.rfc-editor.org/rfc/rfc8996',
  dane: 'RFC 7672 §2.2 — https://www.rfc-editor.org/rfc/rfc7672#section-2.2',
  mtaSts: 'RFC 8461 §4 — https://www.rfc-editor.org/rfc/rfc8461#section-4',
}

/** Where each entry's facts come from, in no language: `name — address` of a section of a standard or a page of Microsoft. */
export const sources: Readonly<Record<FindingCode, readonly string[]>> = {
  'dns-query-failed': [flow, RFC.mx],
  'dns-no-records': [flow, RFC.mx, RFC.negative],
  'dns-servers-failing': [flow, 'RFC 1034 §4 — https://www.rfc-editor.org/rfc/rfc1034#section-4'],
  'dns-domain-missing': [ndr, RFC.negative],
  'dns-domain-expired': [flow, 'RFC 9083 §5.3 — https://www.rfc-editor.org/rfc/rfc9083#section-5.3'],
  'null-mx': ['RFC 7505 §3 — https://www.rfc-editor.org/rfc/rfc7505#section-3'],
  'dns-cname-loop': ['RFC 1034 §3.6.2 — https://www.rfc-editor.org/rfc/rfc1034#section-3.6.2', flow],
  'mx-invalid': ['RFC 1035 §3.3.9 — https://www.rfc-editor.org/rfc/rfc1035#section-3.3.9', RFC.mx],
  'dns-stale': [flow, 'RFC 1034 §3.6 — https://www.rfc-editor.org/rfc/rfc1034#section-3.6'],
  'address-not-public': ['RFC 6890 — https://www.rfc-editor.org/rfc/rfc6890', connectors],
  'connection-timed-out': [flow, endpoints],
  'connection-refused': [flow, endpoints, acceptedDomains],
  'connection-unreachable': [flow, endpoints],
  'session-refused': [flow, RFC.greeting],
  'service-unavailable': [flow, RFC.unavailable],
  'not-smtp': [RFC.greeting, flow],
  'starttls-missing': [flow, RFC.starttls, tls],
  'starttls-masked': [flow, RFC.starttls],
  'tls-handshake-failed': [flow, tls],
  'tls-version-too-old': [tls, RFC.versions],
  'tls-no-shared-cipher': [tls, 'RFC 8446 §4.1.1 — https://www.rfc-editor.org/rfc/rfc8446#section-4.1.1'],
  'client-certificate-demanded': [tls, 'RFC 8446 §4.3.2 — https://www.rfc-editor.org/rfc/rfc8446#section-4.3.2'],
  'certificate-rejected': [flow, setOutbound],
  'certificate-expired': [flow, setOutbound, RFC.validity],
  'certificate-not-yet-valid': [flow, RFC.validity],
  'certificate-name-mismatch': [flow, setOutbound, RFC.names],
  'certificate-untrusted': [flow, RFC.chain, RFC.intermediates],
  'certificate-revoked': [setOutbound, 'RFC 5280 §6.3 — https://www.rfc-editor.org/rfc/rfc5280#section-6.3'],
  'certificate-weak': [
    RFC.chain,
    'CA/Browser Forum Baseline Requirements §6.1.5 — https://cabforum.org/working-groups/server/baseline-requirements/',
  ],
  'certificate-expires-soon': [RFC.validity],
  'certificate-depends-on-sni': ['RFC 6066 §3 — https://www.rfc-editor.org/rfc/rfc6066#section-3'],
  'connection-dropped': [flow, RFC.unavailable],
  'dane-starttls-missing': [dane, ndr, RFC.dane],
  'dane-certificate-expired': [dane, ndr, RFC.dane],
  'dane-tlsa-invalid': [dane, ndr, RFC.dane],
  'dane-dnssec-invalid': [dane, ndr, RFC.dane],
  'dane-certificate-name-mismatch': [dane, ndr, RFC.dane],
  'mta-sts-mx-mismatch': [mtaSts, ndr, RFC.mtaSts],
  'mta-sts-certificate-invalid': [mtaSts, ndr, RFC.mtaSts],
  'mta-sts-policy-unavailable': [mtaSts, 'RFC 8461 §3.3 — https://www.rfc-editor.org/rfc/rfc8461#section-3.3'],
  'message-expired': [ndr, flow, RFC.retry],
  'mail-loop': [ndr, acceptedDomains, RFC.loop],
  'recipient-unknown': [ndr, edgeBlocking, acceptedDomains],
  'relay-denied': [ndr, connectors],
  'inbound-connector-restricts': [connectors, ndr],
  'tenant-blocked': [ndr, restricted],
  'sender-blocked': [ndr, restricted],
  'connector-blocked': [
    'Remove blocked connectors from the Restricted entities page — https://learn.microsoft.com/defender-office-365/connectors-remove-blocked',
  ],
  'sending-limit-exceeded': [limits],
  'authentication-required': [ndr],
  'attribution-pending': [connectors],
  'sending-certificate-missing': ['Set-SendConnector — https://learn.microsoft.com/powershell/module/exchange/set-sendconnector'],
  'source-throttled': [ndr],
  'source-blocked': [ndr],
  'authentication-failed': [spf, ndr],
  'mailbox-busy': [ndr, limits],
  'mailbox-full': [ndr],
  'too-many-recipients': [ndr, limits],
  'message-too-large': [ndr, limits],
  'policy-rejected': [ndr],
  greylisted: ['RFC 6647 §2 — https://www.rfc-editor.org/rfc/rfc6647#section-2'],
  tarpit: ['RFC 5321 §4.5.3.2 — https://www.rfc-editor.org/rfc/rfc5321#section-4.5.3.2'],
  'slow-server': ['RFC 5321 §4.5.3.2 — https://www.rfc-editor.org/rfc/rfc5321#section-4.5.3.2'],
  'one-of-many-down': [flow, RFC.mx],
  'ipv6-broken': [flow, RFC.mx],
  'hosts-disagree': [RFC.mx],
  'null-sender-refused': ['RFC 5321 §4.5.5 — https://www.rfc-editor.org/rfc/rfc5321#section-4.5.5'],
  'starttls-injection': [RFC.starttls],
  'connector-misconfigured': [connectors, setOutbound],
  'outside-port-25-blocked': [flow],
  'service-incident': [health],
  'no-fault-found': [flow, trace],
  unrecognised: [ndr, RFC.status],
}
