// The service under measurement, as `mailflow start` builds it for live use: both chat platforms on, the world in another process.
import { DIST, serveParent } from './children.mjs'

let serving = null

async function start({ world, database, folder }) {
  const [{ default: pino }, { serve }] = await Promise.all([import('pino'), import(`${DIST}main/serve.js`)])
  const log = pino({ level: 'warn', base: null })
  serving = await serve({ settings: await settingsFor(world, database), folder, host: '127.0.0.1', port: 0, log, sandbox: null })
  return serving.port
}

async function settingsFor({ settings: there, people, ways }, database) {
  const { timingsOf } = await import(`${DIST}app/settings.js`)
  const way = new Map(ways)
  return {
    mode: 'live',
    language: 'en',
    tenants: [{ id: there.tenantId, name: there.tenantName, language: 'en' }],
    database,
    auditKey: 'k'.repeat(32),
    exchange: {
      baseUrl: there.exchangeUrl,
      loginUrl: there.loginUrl,
      credential: { is: 'secret', clientId: there.clientId, clientSecret: there.clientSecret },
    },
    activity: { baseUrl: there.activityUrl, authId: null, webhookUrl: null },
    network: {
      dnsServers: [there.dns],
      allow: there.allow,
      extraCa: [there.caPem],
      reroute: (ip, port) => way.get(`${ip} ${port}`) ?? null,
      port: 25,
      ehloName: 'probe.mailflow.example',
    },
    graphUrl: there.graphUrl,
    ranges: { instance: 'Worldwide', baseUrl: there.endpointsUrl, folder: null },
    rdapBootstrap: there.rdapBootstrap,
    hookSecrets: { [there.hook.source]: there.hook.secret },
    people: {
      requesters: [people.requester.email],
      approvers: [people.approver.email],
      joined: new Map(),
      approvals: {},
      expiryMinutes: {},
      defaultExpiryMinutes: 30,
    },
    organisations: [],
    timings: timingsOf(60 * 60_000),
    control: null,
    alertNames: ['Messages have been delayed'],
    slack: {
      botToken: there.slack.botToken,
      signingSecret: there.slack.signingSecret,
      appToken: null,
      apiUrl: there.slack.apiUrl,
      teamIds: [there.slack.teamId],
      channels: [there.slack.channelId],
    },
    teams: {
      credentials: {
        appId: '00000000-0000-4000-8000-000000000001',
        password: 'not-used-here',
        tenantId: there.tenantId,
        type: 'SingleTenant',
      },
      allowedTenants: [there.tenantId],
    },
  }
}

/** Incidents about a connector or domain: how many alerts each has taken in. */
async function incidents({ name }) {
  const all = await serving.app.store.incidents({ limit: 500 })
  return all.filter(({ subject }) => subject.name === name || subject.domain === name).map(({ alerts, state }) => ({ alerts, state }))
}

serveParent({ start, incidents, rss: () => process.memoryUsage.rss() }, () => serving?.stop())
