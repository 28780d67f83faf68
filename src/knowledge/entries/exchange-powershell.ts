/**
 * The PowerShell lines that steps give, the same in every language. `<lower-case>` is to be filled in; `<I>` and `<S>` are literal, Exchange
 * writes the issuer and the subject of a certificate with them. Lines on certificates, receive and send connectors run in the Exchange
 * Management Shell of the on-premises server, the others in Exchange Online PowerShell; the step says so where it is the server.
 */
export const exchangePowershell = {
  // Message trace
  whyPending:
    'Get-MessageTraceV2 -RecipientAddress <recipient> -Status Pending | Get-MessageTraceDetailV2 -Event DEFER | Format-List Date,Detail',
  whyFailed:
    'Get-MessageTraceV2 -RecipientAddress <recipient> -Status Failed | Get-MessageTraceDetailV2 -Event DEFER,FAIL | Format-List Date,Event,Detail',
  busiestSenders:
    'Get-MessageTraceV2 -RecipientAddress <recipient> -ResultSize 5000 | Group-Object SenderAddress -NoElement | Sort-Object Count -Descending',
  busiestRecipients:
    'Get-MessageTraceV2 -SenderAddress <sender> -ResultSize 5000 | Group-Object Subject -NoElement | Sort-Object Count -Descending',
  expiry: 'Get-TransportConfig | Format-List MessageExpiration',

  // Outbound connectors
  connectorTls: 'Get-OutboundConnector -Identity "<connector>" | Format-List Name,ConnectorType,TlsSettings,TlsDomain,SmartHosts',
  connectorRoutes:
    'Get-OutboundConnector | Format-List Name,Enabled,ConnectorType,ConnectorSource,UseMXRecord,SmartHosts,RecipientDomains,AllAcceptedDomains,RouteAllMessagesViaOnPremises,TlsSettings,TlsDomain',
  setTlsDomain: 'Set-OutboundConnector -Identity "<connector>" -TlsDomain <tls-domain>',
  demandName: 'Set-OutboundConnector -Identity "<connector>" -TlsSettings DomainValidation -TlsDomain <tls-domain>',
  useSmartHost: 'Set-OutboundConnector -Identity "<connector>" -UseMXRecord $false -SmartHosts <smart-host>',
  enableWithSmartHost: 'Set-OutboundConnector -Identity "<connector>" -Enabled $true -UseMXRecord $false -SmartHosts <smart-host>',

  // Inbound connectors
  inboundConnectors:
    'Get-InboundConnector | Format-List Name,Enabled,ConnectorType,SenderDomains,SenderIPAddresses,RestrictDomainsToIPAddresses,RestrictDomainsToCertificate,TlsSenderCertificateName',
  setInboundCertificate: 'Set-InboundConnector -Identity "<connector>" -TlsSenderCertificateName <certificate-name>',
  addInboundAddress: 'Set-InboundConnector -Identity "<connector>" -SenderIPAddresses @{Add="<ip>"}',
  connectorChanges:
    'Search-UnifiedAuditLog -StartDate <date> -EndDate <date> -Operations New-InboundConnector,Set-InboundConnector,Remove-InboundConnector',

  // Domains and recipients
  acceptedDomains: 'Get-AcceptedDomain | Format-Table DomainName,DomainType,MatchSubDomains',
  mailUsersOf:
    'Get-Recipient -RecipientTypeDetails MailUser -ResultSize Unlimited | Where-Object { $_.EmailAddresses -like "*@<domain>" } | Format-Table DisplayName,PrimarySmtpAddress',
  makeAuthoritative: 'Set-AcceptedDomain -Identity <domain> -DomainType Authoritative',
  makeInternalRelay: 'Set-AcceptedDomain -Identity <domain> -DomainType InternalRelay',
  findRecipient: 'Get-Recipient -Identity <recipient> | Format-List RecipientTypeDetails,EmailAddresses,ExternalEmailAddress',
  mailboxSize: 'Get-MailboxStatistics -Identity <recipient> | Format-List TotalItemSize,ItemCount',
  sizeLimits: 'Get-Mailbox -Identity <recipient> | Format-List MaxReceiveSize,MaxSendSize',
  recipientLimit: 'Get-Mailbox -Identity <sender> | Format-List RecipientLimits',
  whoMaySend:
    'Get-Mailbox -Identity <recipient> | Format-List AcceptMessagesOnlyFromSendersOrMembers,RejectMessagesFromSendersOrMembers,RequireSenderAuthenticationEnabled',

  // Rules, limits, blocks
  rules: 'Get-TransportRule | Format-Table Name,State,Priority',
  blockedByTenant: 'Get-TenantAllowBlockListItems -ListType Sender -Block',
  outboundLimits:
    'Get-HostedOutboundSpamFilterPolicy | Format-List Name,RecipientLimitExternalPerHour,RecipientLimitInternalPerHour,RecipientLimitPerDay,ActionWhenThresholdReached,AutoForwardingMode',
  tenantLimit: 'Get-LimitsEnforcementStatus | Format-List ObservedValue,Threshold,Verdict',
  inboxRules: 'Get-InboxRule -Mailbox <sender> | Format-List Name,Enabled,Description',
  blockedSenders: 'Get-BlockedSenderAddress',
  releaseSender: 'Remove-BlockedSenderAddress -SenderAddress <sender>',
  blockedConnectors: 'Get-BlockedConnector',
  releaseConnector: 'Remove-BlockedConnector -ConnectorId <connector-id>',
  signInForSmtp: 'Get-CASMailbox -Identity <mailbox> | Format-List SmtpClientAuthenticationDisabled',
  dkim: 'Get-DkimSigningConfig | Format-Table Domain,Enabled,Status',

  // Public DNS and web
  spfRecord: 'Resolve-DnsName -Name <domain> -Type TXT',
  mtaStsRecord: 'Resolve-DnsName -Name _mta-sts.<domain> -Type TXT',
  mtaStsPolicy: '(Invoke-WebRequest -Uri https://mta-sts.<domain>/.well-known/mta-sts.txt -UseBasicParsing).Content',

  // The on-premises server
  certificates: 'Get-ExchangeCertificate | Format-List Subject,CertificateDomains,Issuer,NotBefore,NotAfter,Services,Status,Thumbprint',
  assignToSmtp: 'Enable-ExchangeCertificate -Thumbprint <thumbprint> -Services SMTP',
  receiveConnectors: 'Get-ReceiveConnector | Format-List Identity,Bindings,RemoteIPRanges,PermissionGroups,Fqdn,TlsCertificateName',
  nameOnReceiveConnector:
    '$c = Get-ExchangeCertificate -Thumbprint <thumbprint>; Set-ReceiveConnector -Identity "<receive-connector>" -TlsCertificateName "<I>$($c.Issuer)<S>$($c.Subject)"',
  sendConnectors: 'Get-SendConnector | Format-List Name,Enabled,SmartHosts,TlsCertificateName',
  nameOnSendConnector:
    '$c = Get-ExchangeCertificate -Thumbprint <thumbprint>; Set-SendConnector -Identity "<send-connector>" -TlsCertificateName "<I>$($c.Issuer)<S>$($c.Subject)"',
  restartTransport: 'Restart-Service MSExchangeTransport,MSExchangeFrontEndTransport',
} as const
