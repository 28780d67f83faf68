import { parse } from 'yaml'
import { z } from 'zod'
import { Failure } from './domain/failure.ts'
import { LANGUAGES, type Language } from './domain/language.ts'
import { FIX_NAMES, type FixName } from './domain/plan.ts'

/** What a person must write for a setting: words and an example are in the locales (`console.remedies.<kind>`). */
export const REMEDIES = [
  'port',
  'mode',
  'path',
  'postgres-url',
  'emails',
  'minutes',
  'seconds',
  'url',
  'secret',
  'hook-secrets',
  'guid',
  'language',
  'log-level',
  'cloud',
  'slack-bot-token',
  'slack-app-token',
  'slack-ids',
  'guids',
  'addresses',
  'cidrs',
  'host',
  'host-port',
  'name',
  'file',
  'needed',
  'needed-in-live',
  'needed-with',
  'unknown-key',
] as const
export type Remedy = (typeof REMEDIES)[number]

interface Setting<T> {
  readonly schema: z.ZodType<T, string | undefined>
  readonly remedy: Remedy
}

const list = z.string().transform((text) =>
  text
    .split(',')
    .map((each) => each.trim())
    .filter(Boolean),
)
const email = z.email().transform((address) => address.toLowerCase())
const emails = list.pipe(z.array(email))
const whole = (least: number, most: number) => z.string().regex(/^\d+$/).transform(Number).pipe(z.number().int().min(least).max(most))
const guid = z.guid().transform((id) => id.toLowerCase())
const setting = <T>(remedy: Remedy, schema: z.ZodType<T, string | undefined>): Setting<T> => ({ remedy, schema })
const shaped = (pattern: RegExp) => z.string().regex(pattern).optional()
const isAddress = (text: string): boolean => z.union([z.ipv4(), z.ipv6()]).safeParse(text).success
/** `ip`, `ip:port` or `[ipv6]:port`. */
const nameServer = z.string().refine((text) => {
  const [, v6, v4 = '', port] = /^(?:\[([^\]]+)\]|([\d.]+)):(\d{1,5})$/.exec(text) ?? []
  return isAddress(text) || (isAddress(v6 ?? v4) && Number(port) >= 1 && Number(port) <= 65_535)
})
const hookSecrets = list.pipe(
  z
    .array(z.string().regex(/^[\w.-]{1,64}=.{16,}$/))
    .transform((pairs) => Object.fromEntries(pairs.map((pair) => [pair.slice(0, pair.indexOf('=')), pair.slice(pair.indexOf('=') + 1)]))),
)

/** Every environment variable with its meaning for the parser. Meaning for people: `.env.example`. */
export const SETTINGS = {
  PORT: setting('port', whole(1, 65_535).default(3000)),
  MAILFLOW_HOST: setting('host', z.string().min(1).optional()),
  MAILFLOW_MODE: setting('mode', z.enum(['sandbox', 'live']).optional()),
  MAILFLOW_DATA: setting('path', z.string().min(1).default('.data')),
  MAILFLOW_CONFIG: setting('path', z.string().min(1).optional()),
  MAILFLOW_LANGUAGE: setting('language', z.enum(LANGUAGES).default('en')),
  MAILFLOW_PUBLIC_URL: setting('url', z.url({ protocol: /^https?$/ }).optional()),
  MAILFLOW_REQUESTERS: setting('emails', emails.default([])),
  MAILFLOW_APPROVERS: setting('emails', emails.default([])),
  MAILFLOW_REQUEST_MINUTES: setting('minutes', whole(1, 1440).default(30)),
  MAILFLOW_SETTLE_MINUTES: setting('minutes', whole(1, 1440).default(60)),
  MAILFLOW_HOOK_SECRETS: setting('hook-secrets', hookSecrets.default({})),
  MAILFLOW_ACTIVITY_AUTH_ID: setting('secret', z.string().min(16).optional()),
  MAILFLOW_AUDIT_KEY: setting('secret', z.string().min(32).optional()),
  MAILFLOW_LOG_LEVEL: setting('log-level', z.enum(['debug', 'info', 'warn', 'error', 'silent']).default('info')),
  DATABASE_URL: setting('postgres-url', z.url({ protocol: /^postgres(ql)?$/ }).optional()),
  EXCHANGE_TENANT_ID: setting('guid', guid.optional()),
  EXCHANGE_TENANT_NAME: setting('name', z.string().max(100).optional()),
  EXCHANGE_CLIENT_ID: setting('guid', guid.optional()),
  EXCHANGE_CLIENT_SECRET: setting('secret', z.string().min(8).optional()),
  EXCHANGE_CERTIFICATE_PATH: setting('path', z.string().min(1).optional()),
  EXCHANGE_CLOUD: setting('cloud', z.enum(['worldwide', 'gcc-high', 'dod', 'china']).default('worldwide')),
  SLACK_BOT_TOKEN: setting('slack-bot-token', shaped(/^xoxb-/)),
  SLACK_SIGNING_SECRET: setting('secret', z.string().min(16).optional()),
  SLACK_APP_TOKEN: setting('slack-app-token', shaped(/^xapp-/)),
  SLACK_TEAM_IDS: setting('slack-ids', list.pipe(z.array(z.string().regex(/^[TE][A-Z0-9]{2,}$/))).default([])),
  SLACK_CHANNELS: setting('slack-ids', list.pipe(z.array(z.string().regex(/^[CG][A-Z0-9]{2,}$/))).default([])),
  TEAMS_APP_ID: setting('guid', guid.optional()),
  TEAMS_APP_PASSWORD: setting('secret', z.string().min(8).optional()),
  TEAMS_APP_TENANT_ID: setting('guid', guid.optional()),
  TEAMS_ALLOWED_TENANTS: setting('guids', list.pipe(z.array(guid)).default([])),
  PROBE_EHLO_NAME: setting('name', shaped(/^[\w.-]{1,253}$/)),
  PROBE_DNS_SERVERS: setting('addresses', list.pipe(z.array(nameServer)).default([])),
  PROBE_ALLOW: setting('cidrs', list.pipe(z.array(z.union([z.cidrv4(), z.cidrv6()]))).default([])),
  PROBE_PORT: setting('port', whole(1, 65_535).default(25)),
  PROBE_TIMEOUT_SECONDS: setting('seconds', whole(1, 120).default(15)),
  PROBE_CONTROL: setting('host-port', shaped(/^[\w.-]+(:\d+)?(\s*,\s*[\w.-]+(:\d+)?)*$/)),
} as const satisfies Record<string, Setting<unknown>>

export type SettingName = keyof typeof SETTINGS
type Env = { readonly [Name in SettingName]: z.output<(typeof SETTINGS)[Name]['schema']> }

const allDiffer = (words: readonly string[]): boolean => new Set(words).size === words.length
const byFix = (least: number, most: number) =>
  z.partialRecord(z.enum([...FIX_NAMES, 'undo']), z.number().int().min(least).max(most)).default({})

/** `mailflow.yaml`: what does not fit a line. No secrets. */
const ConfigFile = z.strictObject({
  tenants: z
    .array(z.strictObject({ id: guid, name: z.string().min(1).max(100), language: z.enum(LANGUAGES).optional() }))
    .refine((tenants) => allDiffer(tenants.map((tenant) => tenant.id)))
    .default([]),
  // An address in two groups would make one human two people, who could approve for each other.
  people: z
    .array(z.array(email).min(2))
    .refine((groups) => allDiffer(groups.flat()))
    .default([]),
  approvals: byFix(1, 5),
  expiryMinutes: byFix(1, 1440),
  alertNames: z.array(z.string().min(1).max(200)).default(['Messages have been delayed']),
})
type ConfigFile = z.output<typeof ConfigFile>

export interface TenantConfig {
  readonly id: string
  readonly name: string
  readonly language: Language
}

export interface Config {
  readonly mode: 'sandbox' | 'live'
  readonly env: Env
  readonly tenants: readonly TenantConfig[]
  /** Other addresses of a person → the first address listed, which is their id (requesters and approvers are given by it). */
  readonly joined: ReadonlyMap<string, string>
  readonly approvals: Partial<Readonly<Record<FixName | 'undo', number>>>
  readonly expiryMinutes: Partial<Readonly<Record<FixName | 'undo', number>>>
  readonly alertNames: readonly string[]
  readonly slack: 'off' | 'http' | 'socket'
  readonly teams: boolean
}

/** One thing wrong: the variable (or `mailflow.yaml: path`) and what to write there. Never the value. */
export interface ConfigFault {
  readonly name: string
  readonly remedy: Remedy
}

/**
 * Environment (+ text of `mailflow.yaml`) → configuration. Pure. Throws Failure('config') that names every fault at once:
 * `args.faults` is a JSON array of ConfigFault.
 */
export function readConfig(variables: Readonly<Record<string, string | undefined>>, file: string | null): Config {
  const faults: ConfigFault[] = []
  const env = readEnv(variables, faults)
  const parsed = readFile(file, faults)
  const tenants = tenantsOf(env, parsed)
  const mode = env.MAILFLOW_MODE ?? (tenants.length > 0 ? 'live' : 'sandbox')
  faults.push(...missing(env, mode, tenants.length > 0))
  if (faults.length > 0)
    throw new Failure('config', { names: [...new Set(faults.map((fault) => fault.name))].join(', '), faults: JSON.stringify(faults) })
  const joined = new Map(parsed.people.flatMap(([first = '', ...others]) => others.map((other) => [other, first] as const)))
  const ids = (addresses: readonly string[]): string[] => [...new Set(addresses.map((each) => joined.get(each) ?? each))]
  return {
    mode,
    env: { ...env, MAILFLOW_REQUESTERS: ids(env.MAILFLOW_REQUESTERS), MAILFLOW_APPROVERS: ids(env.MAILFLOW_APPROVERS) },
    tenants,
    joined,
    approvals: parsed.approvals,
    expiryMinutes: parsed.expiryMinutes,
    alertNames: parsed.alertNames,
    slack: env.SLACK_APP_TOKEN ? 'socket' : env.SLACK_BOT_TOKEN ? 'http' : 'off',
    teams: env.TEAMS_APP_ID !== undefined,
  }
}

function readEnv(variables: Readonly<Record<string, string | undefined>>, faults: ConfigFault[]): Env {
  const read = Object.entries(SETTINGS).map(([name, { schema, remedy }]) => {
    // An empty line in .env means "not set".
    const result = schema.safeParse(variables[name] === '' ? undefined : variables[name])
    if (!result.success) faults.push({ name, remedy })
    return [name, result.success ? result.data : schema.safeParse(undefined).data]
  })
  return Object.fromEntries(read) as Env
}

function readFile(text: string | null, faults: ConfigFault[]): ConfigFile {
  const fallback = ConfigFile.parse({})
  if (text === null) return fallback
  let content: unknown
  try {
    content = parse(text) ?? {}
  } catch {
    faults.push({ name: 'mailflow.yaml', remedy: 'file' })
    return fallback
  }
  const result = ConfigFile.safeParse(content)
  if (result.success) return result.data
  for (const issue of result.error.issues) {
    const path = [...issue.path, ...(issue.code === 'unrecognized_keys' ? [issue.keys.join('/')] : [])].join('.')
    faults.push({
      name: path ? `mailflow.yaml: ${path}` : 'mailflow.yaml',
      remedy: issue.code === 'unrecognized_keys' ? 'unknown-key' : 'file',
    })
  }
  return fallback
}

function tenantsOf(env: Env, file: ConfigFile): readonly TenantConfig[] {
  const listed = file.tenants.find((tenant) => tenant.id === env.EXCHANGE_TENANT_ID)
  const own = env.EXCHANGE_TENANT_ID
    ? [{ id: env.EXCHANGE_TENANT_ID, name: env.EXCHANGE_TENANT_NAME ?? listed?.name ?? env.EXCHANGE_TENANT_ID, language: listed?.language }]
    : []
  const others = file.tenants.filter((tenant) => tenant.id !== env.EXCHANGE_TENANT_ID)
  return [...own, ...others].map((tenant) => ({ ...tenant, language: tenant.language ?? env.MAILFLOW_LANGUAGE }))
}

/** What a setting needs beside itself. A platform that is switched on half way is a fault in every mode. */
function missing(env: Env, mode: Config['mode'], hasTenant: boolean): readonly ConfigFault[] {
  const needs: [boolean, SettingName, Remedy][] = [
    [env.SLACK_BOT_TOKEN !== undefined && !env.SLACK_APP_TOKEN && !env.SLACK_SIGNING_SECRET, 'SLACK_SIGNING_SECRET', 'needed-with'],
    [env.SLACK_APP_TOKEN !== undefined && !env.SLACK_BOT_TOKEN, 'SLACK_BOT_TOKEN', 'needed-with'],
    [env.SLACK_SIGNING_SECRET !== undefined && !env.SLACK_BOT_TOKEN, 'SLACK_BOT_TOKEN', 'needed-with'],
    [env.TEAMS_APP_ID !== undefined && !env.TEAMS_APP_PASSWORD, 'TEAMS_APP_PASSWORD', 'needed-with'],
    [env.TEAMS_APP_PASSWORD !== undefined && !env.TEAMS_APP_ID, 'TEAMS_APP_ID', 'needed-with'],
    [env.TEAMS_APP_ID !== undefined && !env.TEAMS_APP_TENANT_ID, 'TEAMS_APP_TENANT_ID', 'needed-with'],
  ]
  if (mode === 'live') {
    needs.push(
      [!hasTenant, 'EXCHANGE_TENANT_ID', 'needed-in-live'],
      [!env.EXCHANGE_CLIENT_ID, 'EXCHANGE_CLIENT_ID', 'needed-in-live'],
      [env.MAILFLOW_APPROVERS.length === 0, 'MAILFLOW_APPROVERS', 'needed-in-live'],
      [env.DATABASE_URL !== undefined && !env.MAILFLOW_AUDIT_KEY, 'MAILFLOW_AUDIT_KEY', 'needed-with'],
    )
  }
  return needs.filter(([isMissing]) => isMissing).map(([, name, remedy]) => ({ name, remedy }))
}
