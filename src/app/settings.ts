import type { Credential } from '../adapters/microsoft-365/sign-in.ts'
import type { NetworkOptions } from '../adapters/network/create-network.ts'
import type { Config } from '../config.ts'
import type { TenantProfile, Timings } from '../core/world.ts'
import type { Language } from '../domain/language.ts'
import type { MailRanges } from '../domain/mail-ranges.ts'
import type { FixName } from '../domain/plan.ts'
import type { SlackSettings } from '../surfaces/slack/create-slack.ts'

/** Everything the application is built from, as plain values: from configuration, or from the sandbox in its place. */
export interface AppSettings {
  readonly mode: 'sandbox' | 'live'
  readonly language: Language
  readonly tenants: readonly TenantProfile[]
  readonly database: { readonly url: string } | { readonly folder: string }
  readonly auditKey: string
  readonly exchange: { readonly baseUrl: string; readonly loginUrl: string; readonly credential: Credential }
  readonly activity: { readonly baseUrl: string; readonly authId: string | null; readonly webhookUrl: string | null }
  readonly network: NetworkOptions
  /** Microsoft Graph, for service health. */
  readonly graphUrl: string
  readonly ranges: RangesSettings
  /** Where the list of registries is (RDAP, RFC 9224); null: IANA's. */
  readonly rdapBootstrap: string | null
  readonly hookSecrets: Readonly<Record<string, string>>
  readonly people: PeopleSettings
  /** Organisations whose people count, beside those of the chat platforms, as `organisationKey` writes them. */
  readonly organisations: readonly string[]
  readonly timings: Timings
  readonly control: string | null
  readonly alertNames: readonly string[]
  readonly slack: SlackSettings | null
  readonly teams: TeamsSettings | null
}

export interface RangesSettings {
  readonly instance: MailRanges['instance']
  /** Microsoft's own web service unless the sandbox's stands in. */
  readonly baseUrl: string | null
  /** Where answers are kept between starts. */
  readonly folder: string | null
}

export interface PeopleSettings {
  readonly requesters: readonly string[]
  readonly approvers: readonly string[]
  readonly joined: ReadonlyMap<string, string>
  readonly approvals: Partial<Readonly<Record<FixName | 'undo', number>>>
  readonly expiryMinutes: Partial<Readonly<Record<FixName | 'undo', number>>>
  readonly defaultExpiryMinutes: number
}

export interface TeamsSettings {
  /** null: unauthenticated, on the sandbox's own listener only. */
  readonly credentials: {
    readonly appId: string
    readonly password: string
    readonly tenantId: string
    readonly type: 'SingleTenant'
  } | null
  readonly allowedTenants: readonly string[]
}

/** Hosts of the Microsoft clouds (learn.microsoft.com, "Exchange Online Admin API", "Management Activity API" and "National clouds" overviews). */
const CLOUDS = {
  worldwide: {
    exchange: 'https://outlook.office365.com',
    login: 'https://login.microsoftonline.com',
    activity: 'https://manage.office.com',
    graph: 'https://graph.microsoft.com',
    instance: 'Worldwide',
  },
  'gcc-high': {
    exchange: 'https://outlook.office365.us',
    login: 'https://login.microsoftonline.us',
    activity: 'https://manage.office365.us',
    graph: 'https://graph.microsoft.us',
    instance: 'USGovGCCHigh',
  },
  dod: {
    exchange: 'https://outlook-dod.office365.us',
    login: 'https://login.microsoftonline.us',
    activity: 'https://manage.protection.apps.mil',
    graph: 'https://dod-graph.microsoft.us',
    instance: 'USGovDoD',
  },
  china: {
    exchange: 'https://outlook.office365.cn',
    login: 'https://login.partner.microsoftonline.cn',
    activity: 'https://manage.office.cn',
    graph: 'https://microsoftgraph.chinacloudapi.cn',
    instance: 'China',
  },
} as const

const MINUTE = 60_000

/** The settings of a configured service. `auditKey` comes from the environment, else from the data folder. */
export function settingsOf(config: Config, auditKey: string): AppSettings {
  const { env } = config
  const cloud = CLOUDS[env.EXCHANGE_CLOUD]
  return {
    mode: config.mode,
    language: env.MAILFLOW_LANGUAGE,
    tenants: config.tenants,
    database: env.DATABASE_URL ? { url: env.DATABASE_URL } : { folder: env.MAILFLOW_DATA },
    auditKey,
    exchange: { baseUrl: cloud.exchange, loginUrl: cloud.login, credential: credentialOf(config) },
    activity: {
      baseUrl: cloud.activity,
      authId: env.MAILFLOW_ACTIVITY_AUTH_ID ?? null,
      webhookUrl: env.MAILFLOW_PUBLIC_URL ? new URL('/hooks/activity', env.MAILFLOW_PUBLIC_URL).href : null,
    },
    network: networkOf(config),
    graphUrl: cloud.graph,
    ranges: rangesOf(config),
    rdapBootstrap: null,
    hookSecrets: env.MAILFLOW_HOOK_SECRETS,
    people: peopleOf(config),
    organisations: [],
    timings: timingsOf(env.MAILFLOW_SETTLE_MINUTES * MINUTE),
    control: env.PROBE_CONTROL ?? null,
    alertNames: config.alertNames,
    slack: slackOf(config),
    teams: teamsOf(config),
  }
}

/** Times that follow from how long Exchange Online takes to follow a change. */
export function timingsOf(settleMs: number): Timings {
  return {
    settleMs,
    lookAgainMs: Math.max(settleMs / 4, MINUTE),
    planFreshMs: 15 * MINUTE,
    diagnosisFreshMs: Math.min(5 * MINUTE, settleMs / 2),
    traceLagMs: Math.min(30 * MINUTE, settleMs / 2),
  }
}

export function peopleOf({ env, joined, approvals, expiryMinutes }: Config): PeopleSettings {
  return {
    requesters: env.MAILFLOW_REQUESTERS,
    approvers: env.MAILFLOW_APPROVERS,
    joined,
    approvals,
    expiryMinutes,
    defaultExpiryMinutes: env.MAILFLOW_REQUEST_MINUTES,
  }
}

export function slackOf({ env, slack }: Config): SlackSettings | null {
  if (slack === 'off' || !env.SLACK_BOT_TOKEN) return null
  return {
    botToken: env.SLACK_BOT_TOKEN,
    signingSecret: env.SLACK_SIGNING_SECRET ?? null,
    appToken: env.SLACK_APP_TOKEN ?? null,
    apiUrl: null,
    teamIds: env.SLACK_TEAM_IDS,
    channels: env.SLACK_CHANNELS,
  }
}

export function teamsOf({ env }: Config): TeamsSettings | null {
  const { TEAMS_APP_ID: appId, TEAMS_APP_PASSWORD: password, TEAMS_APP_TENANT_ID: tenantId } = env
  if (!appId || !password || !tenantId) return null
  return {
    credentials: { appId, password, tenantId, type: 'SingleTenant' },
    allowedTenants: [...new Set([tenantId, ...env.TEAMS_ALLOWED_TENANTS])],
  }
}

export function networkOf({ env }: Config): NetworkOptions {
  return {
    ...(env.PROBE_DNS_SERVERS.length > 0 ? { dnsServers: env.PROBE_DNS_SERVERS } : {}),
    ...(env.PROBE_EHLO_NAME ? { ehloName: env.PROBE_EHLO_NAME } : {}),
    port: env.PROBE_PORT,
    allow: env.PROBE_ALLOW,
    timeoutMs: env.PROBE_TIMEOUT_SECONDS * 1000,
  }
}

export function rangesOf({ env }: Config): RangesSettings {
  return { instance: CLOUDS[env.EXCHANGE_CLOUD].instance, baseUrl: null, folder: env.MAILFLOW_DATA }
}

function credentialOf({ env }: Config): Credential {
  const clientId = env.EXCHANGE_CLIENT_ID ?? ''
  if (env.EXCHANGE_CERTIFICATE_PATH) return { is: 'certificate', clientId, certificatePath: env.EXCHANGE_CERTIFICATE_PATH }
  if (env.EXCHANGE_CLIENT_SECRET) return { is: 'secret', clientId, clientSecret: env.EXCHANGE_CLIENT_SECRET }
  return { is: 'ambient', clientId }
}
