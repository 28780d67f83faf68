import { randomUUID } from 'node:crypto'
import { CLOUD_DOMAINS, HYBRID_ROUTE, ROUTES, type SandboxRoute } from '../scenarios.ts'
import { PEOPLE } from './people.ts'
import type {
  AcceptedDomainRecord,
  ConnectorRecord,
  JournalRuleRecord,
  OnPremisesOrganizationRecord,
  RecipientRecord,
  TenantObjects,
  TenantState,
  TransportRuleRecord,
} from './state.ts'

/** A GUID of our own making; the same at every start, so that stored incidents find their tenant again. */
const SANDBOX_TENANT_ID = '3f1d2c7a-90b4-4e0e-8a57-c2a6d4b81e90'

const RULE_SCOPED_CONNECTOR = 'Archive gateway'
const TEST_MODE_CONNECTOR = 'Gateway trial'
const RULE_BOUND_ROUTE = 'Branch office Lyon'

/** The tenant as it is before any mail: connectors, domains, people and rules, as old as `now` (ISO 8601) less half a year. */
export function seedTenant(now: string): TenantState {
  const made = new Date(Date.parse(now) - 182 * 86_400_000).toISOString()
  const objects: TenantObjects = {
    connectors: [...ROUTES.map((route) => connectorOf(route, made)), ...hiddenConnectors(made)],
    domains: domainsOf(made),
  }
  return {
    version: 1,
    tenantId: SANDBOX_TENANT_ID,
    initialDomain: CLOUD_DOMAINS.find((each) => each.isInitial)!.domainName,
    objects,
    inForce: objects,
    changes: [],
    recipients: PEOPLE.map(recipientRecord),
    transportRules: transportRules(),
    journalRules: journalRules(),
    organizations: [hybridOrganization()],
    messageExpirationHours: 24,
    messages: [],
    writes: 0,
    feed: { webhook: null, enabled: false, blobs: [] },
    trafficUntil: new Date(Date.parse(now) - 10 * 86_400_000).toISOString(),
  }
}

/** What New-OutboundConnector gives when only a name and a type are told. */
export function blankConnector(name: string, type: ConnectorRecord['ConnectorType'], now: string): ConnectorRecord {
  return {
    Enabled: true,
    UseMXRecord: true,
    Comment: '',
    ConnectorType: type,
    ConnectorSource: 'Default',
    RecipientDomains: [],
    SmartHosts: [],
    TlsDomain: null,
    TlsSettings: null,
    IsTransportRuleScoped: false,
    RouteAllMessagesViaOnPremises: false,
    CloudServicesMailEnabled: false,
    AllAcceptedDomains: false,
    SenderRewritingEnabled: false,
    MtaStsMode: 'Opportunistic',
    SmtpDaneMode: 'Opportunistic',
    TestMode: false,
    ValidationRecipients: [],
    IsValidated: false,
    LastValidationTimestamp: null,
    AdminDisplayName: '',
    Name: name,
    Identity: name,
    WhenChangedUTC: now,
    WhenCreatedUTC: now,
    Guid: randomUUID(),
    IsValid: true,
  }
}

function connectorOf(route: SandboxRoute, made: string): ConnectorRecord {
  const isHybrid = route.connectorSource === 'HybridWizard'
  return {
    ...blankConnector(route.connector, route.connectorType, made),
    UseMXRecord: false,
    ConnectorSource: route.connectorSource,
    RecipientDomains: route.recipientDomains,
    SmartHosts: [route.host],
    TlsDomain: route.tlsDomain,
    TlsSettings: route.tlsSettings,
    CloudServicesMailEnabled: isHybrid,
    ValidationRecipients: [`postmaster@${route.recipientDomains[0]}`],
    IsValidated: true,
    LastValidationTimestamp: made.slice(0, -1),
  }
}

/** The two kinds a plain Get-OutboundConnector leaves out. */
function hiddenConnectors(made: string): readonly ConnectorRecord[] {
  const gateway = { UseMXRecord: false, SmartHosts: [HYBRID_ROUTE.host], TlsSettings: 'EncryptionOnly' } as const
  return [
    { ...blankConnector(RULE_SCOPED_CONNECTOR, 'OnPremises', made), ...gateway, IsTransportRuleScoped: true },
    { ...blankConnector(TEST_MODE_CONNECTOR, 'OnPremises', made), ...gateway, TestMode: true, RecipientDomains: ['trial.contoso.example'] },
  ]
}

function domainsOf(made: string): readonly AcceptedDomainRecord[] {
  const ours = ROUTES.flatMap((route) =>
    route.domainType === null
      ? []
      : route.recipientDomains.map((domain) => acceptedDomain(domain, { DomainType: route.domainType! }, made)),
  )
  const cloud = CLOUD_DOMAINS.map((each) =>
    acceptedDomain(each.domainName, { DomainType: 'Authoritative', Default: each.isDefault, InitialDomain: each.isInitial }, made),
  )
  return [...ours, ...cloud]
}

type DomainChoice = Pick<AcceptedDomainRecord, 'DomainType'> & Partial<AcceptedDomainRecord>

function acceptedDomain(name: string, choice: DomainChoice, made: string): AcceptedDomainRecord {
  return {
    DomainName: name,
    Default: false,
    InitialDomain: false,
    MatchSubDomains: false,
    OutboundOnly: false,
    SendingFromDomainDisabled: false,
    SendingToDomainDisabled: false,
    CanHaveCloudCache: false,
    EnableNego2Authentication: false,
    MailFlowRegion: null,
    Name: name,
    Identity: name,
    WhenChangedUTC: made,
    WhenCreatedUTC: made,
    Guid: randomUUID(),
    IsValid: true,
    ...choice,
  }
}

function recipientRecord(person: (typeof PEOPLE)[number]): RecipientRecord {
  const isMailbox = /Mailbox$/.test(person.type)
  return {
    Name: person.name,
    Identity: person.name,
    DisplayName: person.name,
    RecipientType: isMailbox ? 'UserMailbox' : person.type === 'MailContact' ? 'MailContact' : 'MailUser',
    RecipientTypeDetails: person.type,
    PrimarySmtpAddress: person.address,
    EmailAddresses: [`SMTP:${person.address}`, ...person.aliases.map((alias) => `smtp:${alias}`)],
    ExternalEmailAddress: isMailbox ? null : `SMTP:${person.external ?? person.address}`,
    IsDirSynced: person.type === 'MailUser',
    ExchangeGuid: randomUUID(),
    Guid: randomUUID(),
  }
}

function transportRules(): readonly TransportRuleRecord[] {
  const rule = (Name: string, Priority: number, connector: string | null): TransportRuleRecord => ({
    Name,
    Identity: Name,
    State: 'Enabled',
    Mode: 'Enforce',
    Priority,
    RouteMessageOutboundConnector: connector,
    RouteMessageOutboundRequireTls: false,
    Guid: randomUUID(),
  })
  return [
    rule('Payroll leaves through Lyon', 0, RULE_BOUND_ROUTE),
    rule('Copies for the archive', 1, RULE_SCOPED_CONNECTOR),
    rule('Disclaimer on outgoing mail', 2, null),
  ]
}

const journalRules = (): readonly JournalRuleRecord[] => [
  {
    Name: 'Journal of Fabrikam',
    Identity: 'Journal of Fabrikam',
    Enabled: true,
    JournalEmailAddress: 'journal@fabrikam.example',
    Scope: 'Global',
    Recipient: null,
    Guid: randomUUID(),
  },
]

function hybridOrganization(): OnPremisesOrganizationRecord {
  const guid = HYBRID_ROUTE.connector.replace('Outbound to ', '')
  return {
    Name: guid,
    Identity: guid,
    OrganizationGuid: guid,
    HybridDomains: HYBRID_ROUTE.recipientDomains,
    InboundConnector: `Inbound from ${guid}`,
    OutboundConnector: HYBRID_ROUTE.connector,
    Guid: randomUUID(),
  }
}
