import { type Answer, absent, found, unknown } from '../../src/domain/answer.ts'
import type { Certificate, DnsReply, TlsFacts, Transcript } from '../../src/domain/evidence.ts'
import type { Properties } from '../../src/domain/plan.ts'
import {
  type AcceptedDomain,
  domainOf,
  type JournalRule,
  matchesDomain,
  type OnPremisesOrganization,
  type OutboundConnector,
  type Recipient,
  type TraceEvent,
  type TraceRow,
  type TransportRule,
} from '../../src/domain/tenant.ts'
import type { FixWorld } from '../../src/fixes/fix.ts'
import type { Exchange, TraceQuery, WriteOutcome } from '../../src/ports/exchange.ts'
import type { Network } from '../../src/ports/network.ts'

export const NOW = '2026-10-05T12:00:00.000Z'
/** ISO 8601, so many minutes before NOW. */
export const minutesAgo = (minutes: number): string => new Date(Date.parse(NOW) - minutes * 60_000).toISOString()

export const connector = (changes: Partial<OutboundConnector> = {}): OutboundConnector => ({
  guid: 'guid-on-prem',
  name: 'To on-premises',
  identity: 'To on-premises',
  enabled: true,
  connectorType: 'OnPremises',
  connectorSource: 'AdminUI',
  useMxRecord: false,
  smartHosts: ['mail.contoso.example'],
  recipientDomains: ['contoso.example'],
  allAcceptedDomains: false,
  tlsSettings: null,
  tlsDomain: null,
  isTransportRuleScoped: false,
  routeAllMessagesViaOnPremises: false,
  cloudServicesMailEnabled: false,
  testMode: false,
  comment: '',
  whenChanged: null,
  ...changes,
})

export const accepted = (domainName: string, changes: Partial<AcceptedDomain> = {}): AcceptedDomain => ({
  guid: `guid-${domainName}`,
  domainName,
  identity: domainName,
  domainType: 'InternalRelay',
  isDefault: false,
  isInitial: false,
  matchSubDomains: false,
  ...changes,
})

export const mailUser = (address: string): Recipient => ({
  primarySmtpAddress: address,
  addresses: [address],
  type: 'MailUser',
  externalEmailAddress: address,
})

export interface Message extends TraceRow {
  readonly events: readonly TraceEvent[]
}

let count = 0
/** A message as the trace shows it, with its events (name and minutes ago). */
export function message(
  status: TraceRow['status'],
  recipient: string,
  minutes: number,
  events: readonly (readonly [string, number])[] = [],
): Message {
  count += 1
  return {
    messageTraceId: `trace-${count}`,
    messageId: `<${count}@sender.example>`,
    received: minutesAgo(minutes),
    senderAddress: 'sender@partner.example',
    recipientAddress: recipient,
    status,
    events: events.map(([event, ago]) => ({ date: minutesAgo(ago), event, detail: '', connector: 'To on-premises' })),
  }
}

/** What the tenant holds, and what it suffers from. */
export interface Tenant {
  connectors: readonly OutboundConnector[]
  domains: readonly AcceptedDomain[]
  recipients: readonly Recipient[]
  known: readonly string[]
  rules: readonly TransportRule[]
  journals: readonly JournalRule[]
  organizations: readonly OnPremisesOrganization[]
  messages: readonly Message[]
  /** Reads (by method name) that give no answer. */
  unreadable: readonly string[]
  /** Reads whose listing ends early. */
  incomplete: readonly string[]
  /** How the next writes end; then `done`. `lost-*` is a write without an answer that had, or had not, its effect. */
  writes: ('done' | 'refused' | 'ignored' | 'lost-done' | 'lost-undone')[]
  mx: Readonly<Record<string, readonly string[] | DnsReply['rcode']>>
  hosts: Readonly<Record<string, Partial<Transcript>>>
  /** Every write that arrived. */
  readonly sent: { readonly identity: string; readonly properties: Properties }[]
}

/** A fully migrated tenant: one Internal Relay domain, its connector, nobody left on-premises. */
export const tenant = (changes: Partial<Tenant> = {}): Tenant => ({
  connectors: [connector()],
  domains: [accepted('contoso.example')],
  recipients: [],
  known: [],
  rules: [],
  journals: [],
  organizations: [],
  messages: [],
  unreadable: [],
  incomplete: [],
  writes: [],
  mx: {},
  hosts: {},
  sent: [],
  ...changes,
})

export const worldOf = (held: Tenant): FixWorld => ({ exchange: exchangeOf(held), network: networkOf(held) })

export function exchangeOf(held: Tenant): Exchange {
  const read = <T>(name: string, value: () => T): Promise<Answer<T>> =>
    Promise.resolve(held.unreadable.includes(name) ? unknown(`${name} is down`) : found(value()))
  const listing = <T>(name: string, items: readonly T[]) => ({ items, complete: !held.incomplete.includes(name) })
  return {
    tenant: 'tenant-1',
    connectors: () => read('connectors', () => held.connectors),
    acceptedDomains: () => read('acceptedDomains', () => held.domains),
    mailUsers: (domains) =>
      read('mailUsers', () =>
        listing(
          'mailUsers',
          held.recipients.filter((each) => domains.some((domain) => matchesDomain(domain, domainOf(each.primarySmtpAddress)))),
        ),
      ),
    knownAddresses: (addresses) => read('knownAddresses', () => new Set(addresses.filter((each) => held.known.includes(each)))),
    transportRules: () => read('transportRules', () => held.rules),
    journalRules: () => read('journalRules', () => held.journals),
    onPremisesOrganizations: () => read('onPremisesOrganizations', () => held.organizations),
    messageExpirationHours: () => read('messageExpirationHours', () => 24),
    trace: (query) => read('trace', () => listing('trace', traced(held.messages, query))),
    traceDetails: (row) =>
      read('traceDetails', () => held.messages.find((each) => each.messageTraceId === row.messageTraceId)?.events ?? []),
    validateOutboundConnector: async () => unknown('not asked for here'),
    setOutboundConnector: async (identity, properties) =>
      write(held, identity, properties, () => {
        held.connectors = held.connectors.map((each) => (each.guid === identity ? { ...each, enabled: properties.Enabled === true } : each))
      }),
    setAcceptedDomain: async (identity, properties) =>
      write(held, identity, properties, () => {
        const domainType = properties.DomainType as AcceptedDomain['domainType']
        held.domains = held.domains.map((each) => (each.identity === identity ? { ...each, domainType } : each))
      }),
  }
}

const traced = (messages: readonly Message[], query: TraceQuery): readonly TraceRow[] =>
  messages.filter(
    (each) =>
      each.received >= query.start &&
      each.received <= query.end &&
      (!query.status || query.status.includes(each.status)) &&
      (!query.recipientAddress || `*@${domainOf(each.recipientAddress)}` === query.recipientAddress),
  )

function write(held: Tenant, identity: string, properties: Properties, effect: () => void): WriteOutcome {
  held.sent.push({ identity, properties })
  const way = held.writes.shift() ?? 'done'
  if (way === 'done' || way === 'lost-done') effect()
  if (way === 'refused') return { is: 'refused', why: 'not allowed' }
  return way.startsWith('lost') ? { is: 'unknown', why: 'no answer' } : { is: 'done', warnings: [] }
}

/** Addresses of hosts are made up: one per name, unless the name is said to have none. */
export function networkOf(held: Tenant): Network {
  return {
    async query(question) {
      const mx = held.mx[question.name]
      const reply = { question, server: '192.0.2.53:53', authenticated: false, authoritative: false, ms: 1 }
      if (typeof mx === 'string') return { ...reply, rcode: mx, records: [] }
      const data = question.type === 'MX' ? (mx ?? []) : question.type === 'A' ? ['192.0.2.25'] : []
      return {
        ...reply,
        rcode: 'NOERROR',
        records: data.map((each) => ({ name: question.name, type: question.type, ttl: 60, data: each })),
      }
    },
    converse: async ({ host, ip }) => ({ ...transcript(host, ip), ...held.hosts[host] }),
    get: async () => absent,
    forbidden: () => null,
  }
}

const transcript = (host: string, ip: string): Transcript => ({
  host,
  ip,
  port: 25,
  stages: [],
  fault: null,
  banner: ['220 ready'],
  ehlo: [],
  tls: null,
  dialogue: [],
  smuggled: null,
  recipientTests: [],
})

/** TLS facts of a healthy host with these names, and what to change in them. */
export const tls = (
  names: readonly string[],
  changes: Partial<Certificate> = {},
  trust: 'trusted' | 'self-signed' | 'unknown' = 'trusted',
): TlsFacts => {
  const certificate: Certificate = {
    subject: names[0] ?? '',
    names,
    issuer: 'A root',
    notBefore: minutesAgo(60 * 24 * 30),
    notAfter: minutesAgo(-60 * 24 * 30),
    keyType: 'ec',
    bits: 256,
    signatureAlgorithm: null,
    sha256: 'aa',
    digests: { certificate: { sha256: 'aa', sha512: 'aa' }, publicKey: { sha256: 'bb', sha512: 'bb' } },
    ...changes,
  }
  return {
    protocol: 'TLSv1.3',
    cipher: 'x',
    certificate,
    chain: [certificate],
    linked: 1,
    trust,
    revocation: { is: 'unknown', by: null, at: null, why: 'no address to ask' },
  }
}
