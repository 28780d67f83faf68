import { type AppSettings, networkOf, peopleOf, slackOf, teamsOf, timingsOf } from '../app/settings.ts'
import type { Config } from '../config.ts'
import { organisationKey } from '../domain/person.ts'
import { CLOUD_FRONT } from '../sandbox/lab/cloud-front.ts'
import type { World } from '../sandbox/world.ts'

/** The settings of the sandbox: everything simulated, except the chat platforms that are configured for real. */
export function sandboxSettings(config: Config, auditKey: string, world: World): AppSettings {
  const { settings, people } = world
  const configured = peopleOf(config)
  return {
    mode: 'sandbox',
    language: config.env.MAILFLOW_LANGUAGE,
    tenants: [{ id: settings.tenantId, name: settings.tenantName, language: config.env.MAILFLOW_LANGUAGE }],
    database: config.env.DATABASE_URL ? { url: config.env.DATABASE_URL } : { folder: config.env.MAILFLOW_DATA },
    auditKey,
    exchange: {
      baseUrl: settings.exchangeUrl,
      loginUrl: settings.loginUrl,
      credential: { is: 'secret', clientId: settings.clientId, clientSecret: settings.clientSecret },
    },
    activity: { baseUrl: settings.activityUrl, authId: settings.activityAuthId, webhookUrl: null },
    network: {
      ...networkOf(config),
      dnsServers: [settings.dns],
      port: 25,
      allow: settings.allow,
      reroute: settings.reroute,
      extraCa: [settings.caPem],
      stageTimeoutMs: 3000,
      ehloName: 'probe.mailflow.example',
    },
    graphUrl: settings.graphUrl,
    ranges: { instance: 'Worldwide', baseUrl: settings.endpointsUrl, folder: config.env.MAILFLOW_DATA },
    rdapBootstrap: settings.rdapBootstrap,
    hookSecrets: { [settings.hook.source]: settings.hook.secret, ...config.env.MAILFLOW_HOOK_SECRETS },
    people: {
      ...configured,
      requesters: [people.requester.email, ...configured.requesters],
      approvers: [people.approver.email, ...configured.approvers],
    },
    organisations: [organisationKey('console', CONSOLE_ORGANISATION)],
    timings: { ...timingsOf(settings.settleMs), planFreshMs: 15 * 60_000 },
    control: CLOUD_FRONT.suffix,
    alertNames: config.alertNames,
    slack: slackOf(config) ?? {
      botToken: settings.slack.botToken,
      signingSecret: settings.slack.signingSecret,
      appToken: null,
      apiUrl: settings.slack.apiUrl,
      teamIds: [settings.slack.teamId],
      channels: [settings.slack.channelId],
    },
    teams: teamsOf(config) ?? { credentials: null, allowedTenants: [settings.tenantId] },
  }
}

/** The organisation of people who act through the command line of the sandbox. */
export const CONSOLE_ORGANISATION = 'sandbox'
