/**
 * The PowerShell lines on routes, certificates, domains, recipients, limits and blocks that steps give, the same in every language. What
 * must be filled in stands in `<lower-case>`; `<I>` and `<S>` stay as they are: Exchange writes a certificate's issuer and subject behind
 * them. Lines on certificates, receive and send connectors are for the Exchange Management Shell of the server, and their steps say so.
 */
export const exchangePowershell = {
  whyPending:
    'Get-MessageTraceV2 -RecipientAddress <recipient> -Status Pending | Get-MessageTraceDetailV2 -Event DEFER | Format-List Date,Detail',
  whyFailed:
    'Get-MessageTraceV2 -RecipientAddress <recipient> -Status Failed | Get-MessageTraceDetailV2 -Event DEFER,FAIL | Format-List Date,Event,Detail',
  busiestSenders:
    'Get-MessageTraceV2 -ResultSize 5000 | Group-Object SenderAddress -NoElement | Sort-Object Count -Descending | Select-Object -First 20',
  sendersTo:
    'Get-MessageTraceV2 -RecipientAddress <recipient> -ResultSize 5000 | Group-Object SenderAddress -NoElement | Sort-Object Count -Descending',
  expiry: 'Get-TransportConfig | Format-List MessageExpiration',

  connectorTls: 'Get-OutboundConnector -Identity "<connector>" | Format-List Name,ConnectorType,TlsSettings,TlsDomain,SmartHosts',
  connectorRoutes:
    'Get-OutboundConnector | Format-List Name,Enabled,ConnectorType,ConnectorSource,UseMXRecord,SmartHosts,RecipientDomains,AllAcceptedDomains,RouteAllMessagesViaOnPremises,TlsSettings,TlsDomain',
  testModeConnectors: 'Get-OutboundConnector -IncludeTestModeConnectors $true | Format-Table Name,Enabled,RecipientDomains',
  setTlsDomain: 'Set-OutboundConnector -Identity "<connector>" -TlsDomain <name>',
  demandName: 'Set-OutboundConnector -Identity "<connector>" -TlsSettings DomainValidation -TlsDomain <name>',
  enableWithSmartHost: 'Set-OutboundConnector -Identity "<connector>" -Enabled $true -UseMXRecord $false -SmartHosts <host>',
  endTestMode: 'Set-OutboundConnector -Identity "<connector>" -TestMode $false',

  inboundConnectors:
    'Get-InboundConnector | Format-List Name,Enabled,ConnectorType,SenderDomains,SenderIPAddresses,RestrictDomainsToIPAddresses,RestrictDomainsToCertificate,TlsSenderCertificateName',
  setInboundCertificate: 'Set-InboundConnector -Identity "<connector>" -TlsSenderCertificateName <name>',
  addInboundAddress: 'Set-InboundConnector -Identity "<connector>" -SenderIPAddresses @{Add="<address>"}',
  connectorChanges:
    'Search-UnifiedAuditLog -StartDate <date> -EndDate <date> -Operations New-InboundConnector,Set-InboundConnector,Remove-InboundConnector',

  acceptedDomains: 'Get-AcceptedDomain | Format-Table DomainName,DomainType,MatchSubDomains',
  mailUsersOf:
    'Get-Recipient -RecipientTypeDetails MailUser -ResultSize Unlimited | Where-Object EmailAddresses -like "*@<domain>" | Format-Table DisplayName,PrimarySmtpAddress',
  makeAuthoritative: 'Set-AcceptedDomain -Identity <domain> -DomainType Authoritative',
  makeInternalRelay: 'Set-AcceptedDomain -Identity <domain> -DomainType InternalRelay',
  findRecipient: 'Get-Recipient -Identity <recipient> | Format-List RecipientTypeDetails,EmailAddresses,ExternalEmailAddress',
  whoMaySend:
    'Get-Mailbox -Identity <recipient> | Format-List AcceptMessagesOnlyFromSendersOrMembers,RejectMessagesFromSendersOrMembers,RequireSenderAuthenticationEnabled',
  mailboxSize: 'Get-MailboxStatistics -Identity <recipient> | Format-List TotalItemSize,ItemCount',
  mailboxQuota: 'Get-Mailbox -Identity <recipient> | Format-List ProhibitSendReceiveQuota,ArchiveStatus',
  sizeLimits: 'Get-Mailbox -Identity <recipient> | Format-List MaxReceiveSize,MaxSendSize',
  recipientLimit: 'Get-Mailbox -Identity <sender> | Format-List RecipientLimits',

  rules: 'Get-TransportRule | Format-Table Name,State,Priority,RouteMessageOutboundConnector',
  blockedByTenant: 'Get-TenantAllowBlockListItems -ListType Sender -Block',
  outboundLimits:
    'Get-HostedOutboundSpamFilterPolicy | Format-List Name,RecipientLimitExternalPerHour,RecipientLimitPerDay,ActionWhenThresholdReached,AutoForwardingMode',
  tenantLimit: 'Get-LimitsEnforcementStatus | Format-List EnforcementEnabled,ObservedValue,Threshold,Verdict',
  inboxRules: 'Get-InboxRule -Mailbox <sender> | Format-List Name,Enabled,Description',
  blockedSenders: 'Get-BlockedSenderAddress -SenderAddress <sender> | Format-List',
  releaseSender: 'Remove-BlockedSenderAddress -SenderAddress <sender>',
  blockedConnectors: 'Get-BlockedConnector',
  releaseConnector: 'Remove-BlockedConnector -ConnectorId <connector-id>',
  signInForSmtp: 'Get-CASMailbox -Identity <sender> | Format-List SmtpClientAuthenticationDisabled',
  dkim: 'Get-DkimSigningConfig | Format-Table Domain,Enabled,Status',

  textRecords: 'Resolve-DnsName -Name <domain> -Type TXT -DnsOnly -Server <public-dns-server>',
  mtaStsRecord: 'Resolve-DnsName -Name _mta-sts.<domain> -Type TXT -DnsOnly -Server <public-dns-server>',
  mtaStsPolicy:
    'Invoke-WebRequest -Uri https://mta-sts.<domain>/.well-known/mta-sts.txt -UseBasicParsing | Select-Object -ExpandProperty Content',

  certificates: 'Get-ExchangeCertificate | Format-List Subject,CertificateDomains,Issuer,NotBefore,NotAfter,Services,Status,Thumbprint',
  assignToSmtp: 'Enable-ExchangeCertificate -Thumbprint <thumbprint> -Services SMTP',
  receiveConnectors: 'Get-ReceiveConnector | Format-List Identity,Bindings,RemoteIPRanges,PermissionGroups,Fqdn,TlsCertificateName',
  sendConnectors: 'Get-SendConnector | Format-List Name,Enabled,SmartHosts,TlsCertificateName',
  nameOnSendConnector: 'Set-SendConnector -Identity "<connector>" -TlsCertificateName "<I><issuer><S><subject>"',
  restartTransport: 'Restart-Service MSExchangeTransport,MSExchangeFrontEndTransport',
} as const
