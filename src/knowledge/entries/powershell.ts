/**
 * The PowerShell lines on waiting mail, names, connections and sessions that steps give, the same in every language. What must be filled in
 * stands in `<…>`. Lines on services, receive connectors, certificates and the sender filter are for the Exchange Management Shell of the
 * server, and their steps say so.
 */
export const powershell = {
  pending: 'Get-MessageTraceV2 -Status Pending | Format-Table Received,SenderAddress,RecipientAddress',

  showConnector: 'Get-OutboundConnector -Identity "<connector>" | Format-List Name,Enabled,UseMXRecord,SmartHosts,RecipientDomains',
  showReach:
    'Get-OutboundConnector -Identity "<connector>" | Format-List RouteAllMessagesViaOnPremises,AllAcceptedDomains,RecipientDomains,IsTransportRuleScoped',
  setSmartHost: 'Set-OutboundConnector -Identity "<connector>" -SmartHosts <host>',
  keepSmartHosts: 'Set-OutboundConnector -Identity "<connector>" -SmartHosts <host>,<host>',
  turnOffConnector: 'Set-OutboundConnector -Identity "<connector>" -Enabled $false',
  validateConnector: 'Validate-OutboundConnector -Identity "<connector>" -Recipients <recipient>',

  mx: 'Resolve-DnsName -Name <name> -Type MX -DnsOnly -Server <public-dns-server>',
  addresses: 'Resolve-DnsName -Name <name> -Type A_AAAA -DnsOnly -Server <public-dns-server>',
  ipv6Addresses: 'Resolve-DnsName -Name <name> -Type AAAA -DnsOnly -Server <public-dns-server>',
  aliases: 'Resolve-DnsName -Name <name> -Type CNAME -DnsOnly -Server <public-dns-server>',
  nameServers: 'Resolve-DnsName -Name <domain> -Type NS -DnsOnly -Server <public-dns-server>',
  serial: 'Resolve-DnsName -Name <domain> -Type SOA -DnsOnly -Server <name-server>',
  parentKeys: 'Resolve-DnsName -Name <domain> -Type DS -DnsOnly -Server <public-dns-server>',
  port25: 'Test-NetConnection -ComputerName <host> -Port 25',

  transportServices: 'Get-Service -Name MSExchangeTransport,MSExchangeFrontEndTransport',
  componentStates: 'Get-ServerComponentState -Identity <server> | Format-Table Component,State',
  callersAllowed: 'Get-ReceiveConnector | Format-List Identity,Bindings,RemoteIPRanges,AuthMechanism,PermissionGroups',
  connectionLimits: 'Get-ReceiveConnector | Format-List Identity,MaxInboundConnection,MaxInboundConnectionPerSource,ConnectionTimeout',
  privateKeys: 'Get-ExchangeCertificate | Format-List Subject,Services,NotAfter,HasPrivateKey,Thumbprint',
  ciphers: 'Get-TlsCipherSuite -Name ECDHE | Format-Table Name',
  blankSenders: 'Get-SenderFilterConfig | Format-List Enabled,BlankSenderBlockingEnabled',
  allowBlankSenders: 'Set-SenderFilterConfig -BlankSenderBlockingEnabled $false',
} as const
