import type { Properties } from '../../domain/plan.ts'
import type { Exchange } from '../../ports/exchange.ts'
import type { TokenSource } from '../microsoft-365/sign-in.ts'
import { createGate } from './gate.ts'
import { createInvoke, type Invoke } from './invoke-command.ts'
import { type CallLog, createPost } from './post-command.ts'
import { readAcceptedDomains } from './read-accepted-domains.ts'
import { readConnectors } from './read-connectors.ts'
import { createTraceReader } from './read-domain-trace.ts'
import { readKnownAddresses } from './read-known-addresses.ts'
import { readMailUsers } from './read-mail-users.ts'
import { readMessageExpiration } from './read-message-expiration.ts'
import { readOnPremisesOrganizations } from './read-on-premises-organizations.ts'
import { readJournalRules, readTransportRules } from './read-rules.ts'
import { readTraceDetails } from './read-trace-details.ts'
import { validateConnector } from './validate-connector.ts'

export interface ExchangeSettings {
  /** Microsoft Entra tenant id, or the initial domain. */
  readonly tenant: string
  /** `https://outlook.office365.com`, another cloud's host, or the simulated tenant. */
  readonly baseUrl: string
  readonly token: TokenSource
  readonly fetch?: typeof fetch
  /** Milliseconds. */
  readonly sleep?: (ms: number) => Promise<void>
  /** Milliseconds since 1970. */
  readonly now?: () => number
  /** 0 to 1, for jitter. */
  readonly random?: () => number
  /** Milliseconds one call may take. */
  readonly timeoutMs?: number
  /** Told of every call: cmdlet, status, duration. Never of parameters or answers. */
  readonly log?: (call: CallLog) => void
}

/** Microsoft names no limit for these calls; a few at a time is what tools in use keep to. */
const AT_ONCE = 3
const TIMEOUT_MS = 90_000
const WORLDWIDE = 'https://outlook.office365.com'

/** One tenant's Exchange Online over the admin API (InvokeCommand). Never throws. */
export function createExchange(settings: ExchangeSettings): Exchange {
  const now = settings.now ?? Date.now
  const post = createPost({
    tenant: settings.tenant,
    token: settings.token,
    scope: `${audience(settings.baseUrl)}/.default`,
    fetch: settings.fetch ?? ((input, init) => fetch(input, init)),
    timeoutMs: settings.timeoutMs ?? TIMEOUT_MS,
    log: settings.log ?? (() => {}),
  })
  const invoke = createInvoke({
    tenant: settings.tenant,
    baseUrl: settings.baseUrl,
    post,
    gate: createGate(AT_ONCE),
    sleep: settings.sleep ?? ((ms) => new Promise((resolve) => setTimeout(resolve, ms))),
    random: settings.random ?? Math.random,
  })
  return {
    tenant: settings.tenant,
    connectors: () => readConnectors(invoke),
    acceptedDomains: () => readAcceptedDomains(invoke),
    mailUsers: (domains) => readMailUsers(invoke, domains),
    knownAddresses: (addresses) => readKnownAddresses(invoke, addresses),
    transportRules: () => readTransportRules(invoke),
    journalRules: () => readJournalRules(invoke),
    onPremisesOrganizations: () => readOnPremisesOrganizations(invoke),
    messageExpirationHours: () => readMessageExpiration(invoke),
    trace: createTraceReader(invoke),
    traceDetails: (row) => readTraceDetails(invoke, row, now()),
    validateOutboundConnector: (identity, recipients) => validateConnector(invoke, identity, recipients),
    setOutboundConnector: (identity, properties) => set(invoke, 'Set-OutboundConnector', identity, properties),
    setAcceptedDomain: (identity, properties) => set(invoke, 'Set-AcceptedDomain', identity, properties),
  }
}

const set = (invoke: Invoke, cmdlet: string, identity: string, properties: Properties) =>
  invoke.write({ cmdlet, parameters: { ...properties, Identity: identity } })

/** The service a token is asked for. The simulated tenant, over plain HTTP, stands in for the worldwide cloud. */
const audience = (baseUrl: string): string => {
  const { protocol, origin } = new URL(baseUrl)
  return protocol === 'https:' ? origin : WORLDWIDE
}
