import { describe, expect, test } from '@jest/globals'
import { type ConfigFault, REMEDIES, readConfig, SETTINGS } from '../src/config.ts'
import { Failure } from '../src/domain/failure.ts'
import { LANGUAGES } from '../src/domain/language.ts'
import { wordsOf } from '../src/locales/words.ts'

const TENANT = '8b1c0f6e-0000-4000-8000-00000000000a'
const OTHER = '8b1c0f6e-0000-4000-8000-00000000000b'
const LIVE = { EXCHANGE_TENANT_ID: TENANT, EXCHANGE_CLIENT_ID: OTHER, MAILFLOW_APPROVERS: 'sam@contoso.example' }

function failureOf(variables: Readonly<Record<string, string>>, file: string | null = null): Failure {
  try {
    readConfig(variables, file)
  } catch (thrown) {
    if (thrown instanceof Failure) return thrown
    throw thrown
  }
  throw new Error('accepted')
}

function faultsOf(variables: Readonly<Record<string, string>>, file: string | null = null): readonly string[] {
  const failure = failureOf(variables, file)
  expect(failure.code).toBe('config')
  const faults = JSON.parse(String(failure.args.faults)) as readonly ConfigFault[]
  return faults.map(({ name, remedy }) => `${name} ${remedy}`)
}

describe('nothing configured', () => {
  const config = readConfig({}, null)

  test('is the sandbox on port 3000, with both platforms off', () => {
    expect(config).toMatchObject({ mode: 'sandbox', slack: 'off', teams: false, tenants: [], alertNames: ['Messages have been delayed'] })
    expect(config.env).toMatchObject({ PORT: 3000, MAILFLOW_DATA: '.data', MAILFLOW_REQUEST_MINUTES: 30, MAILFLOW_SETTLE_MINUTES: 60 })
  })

  test('lets nobody request or approve', () => {
    expect([config.env.MAILFLOW_REQUESTERS, config.env.MAILFLOW_APPROVERS]).toEqual([[], []])
  })

  test('an empty line counts as not set', () => {
    const empty = Object.fromEntries(Object.keys(SETTINGS).map((name) => [name, '']))
    expect(readConfig(empty, '')).toEqual(config)
  })
})

describe('what is wrong', () => {
  const WRONG: Readonly<Record<string, readonly [string, string]>> = {
    PORT: ['70000', 'port'],
    MAILFLOW_MODE: ['production', 'mode'],
    MAILFLOW_LANGUAGE: ['de', 'language'],
    MAILFLOW_LOG_LEVEL: ['loud', 'log-level'],
    MAILFLOW_PUBLIC_URL: ['mailflow.contoso.example', 'url'],
    MAILFLOW_REQUESTERS: ['alex@contoso.example, nobody', 'emails'],
    MAILFLOW_APPROVERS: ['@contoso.example', 'emails'],
    MAILFLOW_REQUEST_MINUTES: ['0', 'minutes'],
    MAILFLOW_SETTLE_MINUTES: ['1.5', 'minutes'],
    MAILFLOW_HOOK_SECRETS: ['monitoring=short', 'hook-secrets'],
    MAILFLOW_ACTIVITY_AUTH_ID: ['hush', 'secret'],
    MAILFLOW_AUDIT_KEY: ['hush', 'secret'],
    DATABASE_URL: ['mysql://root:hush@db/mailflow', 'postgres-url'],
    EXCHANGE_TENANT_ID: ['contoso', 'guid'],
    EXCHANGE_CLIENT_ID: ['an app', 'guid'],
    EXCHANGE_CLIENT_SECRET: ['hush', 'secret'],
    EXCHANGE_CLOUD: ['moon', 'cloud'],
    SLACK_BOT_TOKEN: ['xoxp-hush', 'slack-bot-token'],
    SLACK_SIGNING_SECRET: ['hush', 'secret'],
    SLACK_APP_TOKEN: ['hush', 'slack-app-token'],
    SLACK_TEAM_IDS: ['contoso', 'slack-ids'],
    SLACK_CHANNELS: ['#mail', 'slack-ids'],
    TEAMS_APP_ID: ['bot', 'guid'],
    TEAMS_APP_PASSWORD: ['hush', 'secret'],
    TEAMS_APP_TENANT_ID: ['contoso', 'guid'],
    TEAMS_ALLOWED_TENANTS: [`${TENANT}, fabrikam`, 'guids'],
    PROBE_EHLO_NAME: ['two words', 'name'],
    PROBE_DNS_SERVERS: ['192.0.2.53, dns.contoso.example', 'addresses'],
    PROBE_ALLOW: ['10.0.0.0', 'cidrs'],
    PROBE_PORT: ['-25', 'port'],
    PROBE_TIMEOUT_SECONDS: ['1h', 'seconds'],
    PROBE_CONTROL: ['mail host', 'host-port'],
  }
  const values = Object.fromEntries(Object.entries(WRONG).map(([name, [value]]) => [name, value]))

  test('is all named at once, each with its remedy', () => {
    expect(faultsOf(values)).toEqual(expect.arrayContaining(Object.entries(WRONG).map(([name, [, remedy]]) => `${name} ${remedy}`)))
  })

  test('is named without its value, which may be a secret', () => {
    const failure = failureOf({ ...values, DATABASE_URL: 'mysql://root:hush@db/mailflow' }, 'people: [[one@contoso.example, hush]]')
    const shown = LANGUAGES.map((language) => wordsOf(language)('failures.config.what', failure.args)).join() + JSON.stringify(failure.args)
    for (const value of ['hush', 'mysql', 'contoso', 'production', '70000']) expect(shown).not.toContain(value)
  })

  test.each(['192.0.2.53', '192.0.2.53:5353', '2001:db8::53', '[2001:db8::53]:5353'])('a DNS server may be %s', (server) => {
    expect(readConfig({ PROBE_DNS_SERVERS: server }, null).env.PROBE_DNS_SERVERS).toEqual([server])
  })

  test.each(['192.0.2.53:0', '192.0.2.53:70000', '[192.0.2.53', '300.0.0.1'])('a DNS server may not be %s', (server) => {
    expect(faultsOf({ PROBE_DNS_SERVERS: server })).toEqual(['PROBE_DNS_SERVERS addresses'])
  })
})

describe('mailflow.yaml', () => {
  test.each([
    ['is not YAML', 'tenants: [', ['mailflow.yaml file']],
    ['is not a table of keys', '- one\n- two', ['mailflow.yaml file']],
    ['holds a key that is not known', 'tenant: []', ['mailflow.yaml: tenant unknown-key']],
    ['names a fix that does not exist', 'approvals: { delete-everything: 2 }', ['mailflow.yaml: approvals.delete-everything unknown-key']],
    ['lowers an approval to none', 'approvals: { set-tls: 0 }', ['mailflow.yaml: approvals.set-tls file']],
    [
      'lists a tenant twice',
      `tenants: [{ id: ${TENANT}, name: A }, { id: ${TENANT.toUpperCase()}, name: B }]`,
      ['mailflow.yaml: tenants file'],
    ],
    ['joins one address to two people', 'people: [[a@c.example, b@c.example], [B@c.example, d@c.example]]', ['mailflow.yaml: people file']],
    ['joins an address to nobody', 'people: [[a@c.example]]', ['mailflow.yaml: people.0 file']],
  ])('is refused when it %s', (_what, file, faults) => {
    expect(faultsOf({}, file)).toEqual(faults)
  })

  test('its faults come together with those of the environment', () => {
    expect(faultsOf({ PORT: 'x' }, 'tenant: []')).toEqual(['PORT port', 'mailflow.yaml: tenant unknown-key'])
  })

  test('joins addresses to the first one, and requesters and approvers are known by it', () => {
    const { joined, env } = readConfig(
      { MAILFLOW_REQUESTERS: 'Alex@contoso.example', MAILFLOW_APPROVERS: 'sam@fabrikam.example, SAM@contoso.example' },
      'people: [[sam@contoso.example, Sam@fabrikam.example, sam@slack.example]]',
    )
    expect([...joined]).toEqual([
      ['sam@fabrikam.example', 'sam@contoso.example'],
      ['sam@slack.example', 'sam@contoso.example'],
    ])
    expect(env.MAILFLOW_APPROVERS).toEqual(['sam@contoso.example'])
    expect(env.MAILFLOW_REQUESTERS).toEqual(['alex@contoso.example'])
  })

  test('adds tenants to the one of the environment, in lower case and once', () => {
    const file = `tenants: [{ id: ${TENANT.toUpperCase()}, name: Again }, { id: ${OTHER}, name: Fabrikam, language: fr }]`
    const { tenants, mode } = readConfig({ ...LIVE, EXCHANGE_TENANT_NAME: 'Contoso' }, file)
    expect(mode).toBe('live')
    expect(tenants).toEqual([
      { id: TENANT, name: 'Contoso', language: 'en' },
      { id: OTHER, name: 'Fabrikam', language: 'fr' },
    ])
  })
})

describe('what live mode needs', () => {
  test('a tenant, an application and somebody who approves', () => {
    expect(faultsOf({ MAILFLOW_MODE: 'live' })).toEqual([
      'EXCHANGE_TENANT_ID needed-in-live',
      'EXCHANGE_CLIENT_ID needed-in-live',
      'MAILFLOW_APPROVERS needed-in-live',
    ])
  })

  test('a tenant in mailflow.yaml is enough to be live', () => {
    expect(faultsOf({}, `tenants: [{ id: ${TENANT}, name: Contoso }]`)).toEqual([
      'EXCHANGE_CLIENT_ID needed-in-live',
      'MAILFLOW_APPROVERS needed-in-live',
    ])
  })

  test('an audit key of its own where the database is shared', () => {
    const shared = { ...LIVE, DATABASE_URL: 'postgres://m:p@db.contoso.example/mailflow' }
    expect(faultsOf(shared)).toEqual(['MAILFLOW_AUDIT_KEY needed-with'])
    expect(readConfig({ ...shared, MAILFLOW_AUDIT_KEY: 'k'.repeat(32) }, null).mode).toBe('live')
  })

  test('a tenant does not go live when the sandbox is asked for', () => {
    expect(readConfig({ EXCHANGE_TENANT_ID: TENANT, MAILFLOW_MODE: 'sandbox' }, null).mode).toBe('sandbox')
  })
})

describe('a chat platform that is switched on', () => {
  const TEAMS = { TEAMS_APP_ID: TENANT, TEAMS_APP_PASSWORD: 'a secret of the bot', TEAMS_APP_TENANT_ID: OTHER }

  test.each([
    ['Slack over HTTP', { SLACK_BOT_TOKEN: 'xoxb-1', SLACK_SIGNING_SECRET: 's'.repeat(32) }, { slack: 'http', teams: false }],
    ['Slack over Socket Mode', { SLACK_BOT_TOKEN: 'xoxb-1', SLACK_APP_TOKEN: 'xapp-1' }, { slack: 'socket', teams: false }],
    ['Teams', TEAMS, { slack: 'off', teams: true }],
  ])('%s is loaded', (_name, variables, expected) => {
    expect(readConfig(variables as Record<string, string>, null)).toMatchObject(expected)
  })

  test.each([
    ['a bot token alone', { SLACK_BOT_TOKEN: 'xoxb-1' }, ['SLACK_SIGNING_SECRET needed-with']],
    ['an app token alone', { SLACK_APP_TOKEN: 'xapp-1' }, ['SLACK_BOT_TOKEN needed-with']],
    ['a signing secret alone', { SLACK_SIGNING_SECRET: 's'.repeat(32) }, ['SLACK_BOT_TOKEN needed-with']],
    ['a Teams id alone', { TEAMS_APP_ID: TENANT }, ['TEAMS_APP_PASSWORD needed-with', 'TEAMS_APP_TENANT_ID needed-with']],
    ['a Teams password alone', { TEAMS_APP_PASSWORD: 'a secret of the bot' }, ['TEAMS_APP_ID needed-with']],
  ])('%s is a fault in every mode', (_name, variables, faults) => {
    expect(faultsOf(variables as Record<string, string>)).toEqual(faults)
    expect(faultsOf({ ...LIVE, ...(variables as Record<string, string>) })).toEqual(faults)
  })
})

describe('remedies', () => {
  test.each(LANGUAGES)('every one has its own words in %s', (language) => {
    const words = REMEDIES.map((remedy) => wordsOf(language)(`console.remedies.${remedy}`))
    expect(words.filter((word) => word.startsWith('console.'))).toEqual([])
    expect(words.every((word) => word.length > 3)).toBe(true)
  })

  test('every setting has one', () => {
    expect(Object.values(SETTINGS).filter(({ remedy }) => !REMEDIES.includes(remedy))).toEqual([])
  })
})
