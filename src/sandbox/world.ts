import { createHmac, randomBytes, randomUUID } from 'node:crypto'
import { Failure } from '../domain/failure.ts'
import type { Clock } from '../ports/clock.ts'
import { keptFiles } from './kept-files.ts'
import type { LabFault } from './lab/fault.ts'
import type { Lab } from './lab/lab.ts'
import { startLab } from './lab/start-lab.ts'
import { ENDPOINTS_URL, RDAP_BOOTSTRAP_URL } from './lab/web-names.ts'
import { SCENARIOS, type Scenario, scenarioNamed } from './scenarios.ts'
import { type SlackDouble, startSlack } from './slack/start-slack.ts'
import { type SimulatedTenant, startTenant } from './tenant/start-tenant.ts'

export interface WorldOptions {
  /** Where the sandbox keeps tenant, faults and certificates between starts; null keeps nothing. */
  readonly folder: string | null
  /** Starts over: forgets what an earlier run kept. */
  readonly fresh: boolean
  readonly clock: Clock
  /** Milliseconds until a change is verified. */
  readonly settleMs?: number
  /** Milliseconds until mail flow goes by a change. */
  readonly delayMs?: number
  /** Milliseconds the message trace is behind. */
  readonly lagMs?: number
  /** Milliseconds between two delivery attempts for one message. */
  readonly retryMs?: number
}

export interface WorldSettings {
  readonly tenantId: string
  readonly tenantName: string
  readonly initialDomain: string
  /** Bases without a final slash: sign-in, admin API, activity feed. */
  readonly loginUrl: string
  readonly exchangeUrl: string
  readonly activityUrl: string
  readonly graphUrl: string
  /** The web service of Microsoft 365's addresses. */
  readonly endpointsUrl: string
  readonly rdapBootstrap: string
  readonly clientId: string
  readonly clientSecret: string
  readonly hook: { readonly source: string; readonly secret: string }
  readonly activityAuthId: string
  /** `127.0.0.1:port`. */
  readonly dns: string
  /** Special-use ranges that probes may connect to here: those set aside for documentation. */
  readonly allow: readonly string[]
  readonly reroute: Lab['reroute']
  readonly caPem: string
  readonly settleMs: number
  readonly slack: {
    readonly apiUrl: string
    readonly botToken: string
    readonly signingSecret: string
    readonly teamId: string
    readonly channelId: string
  }
}

/** A signed `POST` to the service's own alert webhook. */
export interface SignedAlert {
  readonly path: '/hooks/alerts'
  readonly headers: Readonly<Record<string, string>>
  readonly body: string
}

export interface World {
  readonly lab: Lab
  readonly tenant: SimulatedTenant
  readonly slack: SlackDouble
  readonly people: typeof PEOPLE
  readonly settings: WorldSettings
  list(): readonly Scenario[]
  /** The alert of a scenario, signed now; nothing else happens. `id`: the sender's own, a new one unless told. Unknown: Failure `unknown-scenario`. */
  alertFor(scenario: string, id?: string): SignedAlert
  /** Breaks the scenario's host, lets mail pile up, and gives the alert to send. */
  fire(scenario: string): SignedAlert
  /** Repairs the scenario's host; waiting mail is tried again at once. */
  lift(scenario: string): void
  stop(): Promise<void>
}

const PEOPLE = {
  requester: { name: 'Alex Martin', email: 'alex.martin@contoso.example' },
  approver: { name: 'Sam Dubois', email: 'sam.dubois@contoso.example' },
} as const

const ALLOW: readonly string[] = ['192.0.2.0/24', '198.51.100.0/24', '203.0.113.0/24', '2001:db8::/32']
const ALERT_NAME = 'Messages have been delayed'
const SOURCE = 'sandbox'
const TIMES = { settleMs: 4000, delayMs: 1500, lagMs: 1000, retryMs: 2000 }
const FIRED_MAIL = 12

/**
 * Starts mail lab, simulated tenant and Slack double, and joins them. Everything listens on 127.0.0.1 only. Throws Failure
 * `folder-unwritable`.
 */
export async function startWorld(options: WorldOptions): Promise<World> {
  const times = { ...TIMES, ...given(options) }
  const files = options.folder === null ? null : keptFiles(options.folder, options.fresh)
  const now = () => options.clock.now()
  const lab = await startLab({ folder: options.folder })
  files?.restoreFaults(lab)
  const tenant = await startTenant({ lab, now, ...times, state: files?.tenant() ?? null, changed: (state) => files?.keepTenant(state) })
  const slack = await startSlack({
    now,
    ...PEOPLE,
    messages: files?.messages() ?? [],
    changed: (messages) => files?.keepMessages(messages),
  })
  files?.keepTenant(tenant.state())
  // Mail moves and bounces whether or not somebody is looking.
  const heart = setInterval(() => tenant.state(), Math.max(250, times.retryMs))
  heart.unref()

  const settings = settingsOf(lab, tenant, slack, times.settleMs)
  const alert = (scenario: Scenario, id?: string) =>
    signed(settings.hook.secret, now(), alertBody(settings.tenantId, tenant, scenario, now(), id))
  const setFault = (scenario: Scenario, fault: LabFault | null): void => {
    lab.setFault(scenario.host, fault)
    files?.keepFaults(lab)
  }
  return {
    lab,
    tenant,
    slack,
    people: PEOPLE,
    settings,
    list: () => SCENARIOS,
    alertFor: (name, id) => alert(known(name), id),
    fire(name) {
      const scenario = known(name)
      setFault(scenario, scenario.fault)
      tenant.queueMail(scenario.connector, FIRED_MAIL)
      return alert(scenario)
    },
    lift(name) {
      setFault(known(name), null)
      tenant.retryNow()
    },
    async stop() {
      clearInterval(heart)
      files?.keepTenant(tenant.state())
      await Promise.all([slack.stop(), tenant.stop(), lab.stop()])
    },
  }
}

function known(name: string): Scenario {
  const scenario = scenarioNamed(name)
  if (scenario === null) throw new Failure('unknown-scenario', { name })
  return scenario
}

const given = (options: WorldOptions): Partial<typeof TIMES> =>
  Object.fromEntries(
    Object.keys(TIMES).flatMap((name) =>
      options[name as keyof typeof TIMES] === undefined ? [] : [[name, options[name as keyof typeof TIMES]]],
    ),
  )

function settingsOf(lab: Lab, tenant: SimulatedTenant, slack: SlackDouble, settleMs: number): WorldSettings {
  const { tenantId, initialDomain, clientId, clientSecret, url } = tenant
  const { apiUrl, botToken, signingSecret, teamId, channelId } = slack
  return {
    tenantId,
    tenantName: 'Contoso (sandbox)',
    initialDomain,
    loginUrl: url,
    exchangeUrl: url,
    activityUrl: url,
    graphUrl: url,
    endpointsUrl: ENDPOINTS_URL,
    rdapBootstrap: RDAP_BOOTSTRAP_URL,
    clientId,
    clientSecret,
    hook: { source: SOURCE, secret: randomBytes(32).toString('hex') },
    activityAuthId: randomBytes(16).toString('hex'),
    dns: lab.dns,
    allow: ALLOW,
    reroute: lab.reroute,
    caPem: lab.caPem,
    settleMs,
    slack: { apiUrl, botToken, signingSecret, teamId, channelId },
  }
}

/** What the alert tells. Microsoft's own names neither connector nor error; where the scenario shows that, this one does not either. */
function alertBody(tenantId: string, tenant: SimulatedTenant, scenario: Scenario, raisedAt: string, id?: string): string {
  const guid = tenant.state().objects.connectors.find((each) => each.Name === scenario.connector)?.Guid
  const count = tenant.state().messages.filter((each) => each.nextTry !== null && each.queuedFor === guid).length
  const base = { source: SOURCE, id: id ?? `${scenario.name}-${randomUUID()}`, tenant: tenantId, raisedAt, name: ALERT_NAME, count }
  if (!scenario.alertNamesConnector) return JSON.stringify(base)
  const error = /LED=(?<reply>[^[}]+)/.exec(scenario.led ?? '')?.groups?.reply?.trim()
  return JSON.stringify({ ...base, connector: scenario.connector, domain: scenario.recipientDomains[0], ...(error ? { error } : {}) })
}

function signed(secret: string, now: string, body: string): SignedAlert {
  const timestamp = String(Math.floor(Date.parse(now) / 1000))
  const mac = createHmac('sha256', secret).update(`${timestamp}.${body}`).digest('hex')
  const headers = {
    'content-type': 'application/json',
    'x-mailflow-source': SOURCE,
    'x-mailflow-timestamp': timestamp,
    'x-mailflow-signature': `v1=${mac}`,
  }
  return { path: '/hooks/alerts', headers, body }
}
