import type { FindingCode } from '../domain/finding.ts'

const flow = 'Mail flow intelligence — https://learn.microsoft.com/defender-office-365/connectors-mail-flow-intelligence'
const ndr =
  'Email nondelivery reports and SMTP errors in Exchange Online — https://learn.microsoft.com/troubleshoot/exchange/email-delivery/ndr/non-delivery-reports-in-exchange-online'
const setOutbound = 'Set-OutboundConnector — https://learn.microsoft.com/powershell/module/exchangepowershell/set-outboundconnector'
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
const TROUBLE = 'https://learn.microsoft.com/troubleshoot/exchange/email-delivery/ndr'
/** Microsoft's page on a single code or a range of them. */
const code = (codes: string, page: string) => `NDR error code ${codes} — ${TROUBLE}/${page}`
const validateConnectors =
  'Validate connectors in Exchange Online — https://learn.microsoft.com/exchange/mail-flow-best-practices/use-connectors-to-configure-mail-flow/validate-connectors'
const enableCertificate =
  'Enable-ExchangeCertificate — https://learn.microsoft.com/powershell/module/exchangepowershell/enable-exchangecertificate'
const expiration = 'Set-TransportConfig — https://learn.microsoft.com/powershell/module/exchangepowershell/set-transportconfig'
const sendingLimits =
  'Troubleshoot outbound sending limits — https://learn.microsoft.com/defender-office-365/outbound-spam-sending-limits-troubleshoot'
const compromisedConnector =
  'Respond to a compromised connector — https://learn.microsoft.com/defender-office-365/connectors-detect-respond-to-compromise'
const devices =
  'Send email from a device or application — https://learn.microsoft.com/exchange/mail-flow-best-practices/how-to-set-up-a-multifunction-device-or-application-to-send-email-using-microsoft-365-or-office-365'
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
  names: 'RFC 9525 §6.3 — https://www.rfc-editor.org/rfc/rfc9525#section-6.3',
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
  'certificate-expired': [flow, setOutbound, enableCertificate, RFC.validity],
  'certificate-not-yet-valid': [flow, RFC.validity],
  'certificate-name-mismatch': [flow, setOutbound, RFC.names],
  'certificate-untrusted': [
    code('450 4.4.317 UntrustedRoot', 'fix-error-code-450-4-4-317-untrusted-root'),
    flow,
    RFC.chain,
    RFC.intermediates,
  ],
  'certificate-revoked': [setOutbound, 'RFC 5280 §6.3 — https://www.rfc-editor.org/rfc/rfc5280#section-6.3'],
  'certificate-weak': [
    RFC.chain,
    'CA/Browser Forum Baseline Requirements §6.1.5 — https://cabforum.org/working-groups/server/baseline-requirements/',
  ],
  'certificate-expires-soon': [enableCertificate, RFC.validity],
  'certificate-depends-on-sni': ['RFC 6066 §3 — https://www.rfc-editor.org/rfc/rfc6066#section-3'],
  'connection-dropped': [flow, RFC.unavailable],
  'dane-starttls-missing': [dane, ndr, RFC.dane],
  'dane-certificate-expired': [dane, ndr, RFC.dane],
  'dane-tlsa-invalid': [dane, ndr, RFC.dane],
  'dane-dnssec-invalid': [dane, ndr, RFC.dane],
  'dane-certificate-name-mismatch': [dane, ndr, RFC.dane],
  'mta-sts-mx-mismatch': [mtaSts, ndr, RFC.mtaSts],
  'mta-sts-certificate-invalid': [mtaSts, ndr, RFC.mtaSts],
  'mta-sts-policy-unavailable': [
    mtaSts,
    'RFC 8461 §3.3 — https://www.rfc-editor.org/rfc/rfc8461#section-3.3',
    'RFC 8461 §8.3 — https://www.rfc-editor.org/rfc/rfc8461#section-8.3',
  ],
  'message-expired': [code('550 4.4.7', 'fix-error-code-550-4-4-7-in-exchange-online'), flow, expiration, RFC.retry],
  'mail-loop': [code('5.4.6 to 5.4.20', 'fix-error-code-5-4-6-through-5-4-20-in-exchange-online'), acceptedDomains, RFC.loop],
  'recipient-unknown': [
    code('550 5.1.1 to 5.1.20', 'fix-error-code-550-5-1-1-through-5-1-20-in-exchange-online'),
    code('550 5.4.1', 'fix-error-code-550-5-4-1-in-exchange-online'),
    edgeBlocking,
    acceptedDomains,
  ],
  'relay-denied': [code('5.7.64', 'fix-error-code-5-7-64-in-exchange-online'), ndr, connectors],
  'inbound-connector-restricts': [connectors, ndr],
  'tenant-blocked': [code('5.7.700 to 5.7.750', 'fix-error-code-5-7-700-through-5-7-750'), compromisedConnector],
  'sender-blocked': [code('5.1.8', 'fix-error-code-5-1-8-in-exchange-online'), restricted],
  'connector-blocked': [
    'Remove blocked connectors from the Restricted entities page — https://learn.microsoft.com/defender-office-365/connectors-remove-blocked',
    compromisedConnector,
  ],
  'sending-limit-exceeded': [sendingLimits, limits],
  'authentication-required': [
    code('5.7.57', 'fix-error-code-5-7-57-in-exchange-online'),
    devices,
    'Deprecation of Basic authentication in Exchange Online — https://learn.microsoft.com/exchange/clients-and-mobile-in-exchange-online/deprecation-of-basic-authentication-exchange-online',
  ],
  'attribution-pending': [connectors, acceptedDomains],
  'sending-certificate-missing': ['Set-SendConnector — https://learn.microsoft.com/powershell/module/exchangepowershell/set-sendconnector'],
  'source-throttled': [code('451 4.7.500 to 4.7.699', 'fix-error-code-451-4-7-500-699-asxxx-in-exchange-online'), ndr],
  'source-blocked': [
    'Use the delist portal — https://learn.microsoft.com/defender-office-365/external-senders-use-the-delist-portal-to-unblock-yourself',
    ndr,
  ],
  'authentication-failed': [spf, code('5.7.23', 'fix-error-code-5-7-23-in-exchange-online'), ndr],
  'mailbox-busy': [ndr, limits],
  'mailbox-full': [ndr],
  'too-many-recipients': [ndr, limits],
  'message-too-large': [ndr, limits],
  'policy-rejected': [
    ndr,
    code('550 5.7.1', 'fix-error-code-550-5-7-1-in-exchange-online'),
    'Control external email forwarding — https://learn.microsoft.com/defender-office-365/outbound-spam-policies-external-email-forwarding',
    'Tenant Allow/Block List — https://learn.microsoft.com/defender-office-365/tenant-allow-block-list-about',
  ],
  greylisted: ['RFC 6647 §2 — https://www.rfc-editor.org/rfc/rfc6647#section-2'],
  tarpit: ['RFC 5321 §4.5.3.2 — https://www.rfc-editor.org/rfc/rfc5321#section-4.5.3.2'],
  'slow-server': ['RFC 5321 §4.5.3.2 — https://www.rfc-editor.org/rfc/rfc5321#section-4.5.3.2'],
  'one-of-many-down': [flow, RFC.mx],
  'ipv6-broken': [
    RFC.mx,
    'Configure IPv6 in Windows — https://learn.microsoft.com/troubleshoot/windows-server/networking/configure-ipv6-in-windows',
  ],
  'hosts-disagree': [RFC.mx],
  'null-sender-refused': ['RFC 5321 §4.5.5 — https://www.rfc-editor.org/rfc/rfc5321#section-4.5.5'],
  'starttls-injection': [RFC.starttls],
  'connector-misconfigured': [connectors, setOutbound, validateConnectors],
  'outside-port-25-blocked': [
    'Troubleshoot outbound SMTP connectivity in Azure — https://learn.microsoft.com/azure/virtual-network/troubleshoot-outbound-smtp-connectivity',
  ],
  'service-incident': [health],
  'no-fault-found': [flow, trace, validateConnectors],
  unrecognised: [ndr, RFC.status],
}
