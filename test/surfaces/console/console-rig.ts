import { createNetwork } from '../../../src/adapters/network/create-network.ts'
import type { Acting, Desk, PlanReady, Ruling } from '../../../src/core/desk.ts'
import { type Answer, found } from '../../../src/domain/answer.ts'
import type { AuditCheck, AuditRow } from '../../../src/domain/audit.ts'
import { Failure } from '../../../src/domain/failure.ts'
import type { Incident } from '../../../src/domain/incident.ts'
import type { Language } from '../../../src/domain/language.ts'
import type { MailRanges } from '../../../src/domain/mail-ranges.ts'
import { type Refused, refused } from '../../../src/domain/refusal.ts'
import type { ChangeRequest } from '../../../src/domain/request.ts'
import type { OutboundConnector } from '../../../src/domain/tenant.ts'
import type { Exchange } from '../../../src/ports/exchange.ts'
import type { Store } from '../../../src/ports/store.ts'
import { runCli } from '../../../src/surfaces/console/cli.ts'
import type { Check, ConsoleWorld, FileRead, SandboxControls, ServiceWorld } from '../../../src/surfaces/console/console-world.ts'
import type { Outcome } from '../../../src/surfaces/console/outcome.ts'
import { asIs, connectorOf, incidentOf, NOW, rangesOf, requestOf, showing, TENANT } from '../../support/samples.ts'

export const INCIDENT: Incident = incidentOf('diagnosed', asIs)
export const REQUEST: ChangeRequest = requestOf('applied', asIs)

export interface Called {
  readonly verb: string
  readonly as: string
  readonly subject: string
}

export interface RigOptions {
  /** false: no service runs. */
  readonly service?: boolean
  readonly live?: boolean
  /** The command runs in sandbox mode, on the lab's network or on the terminal's own. */
  readonly sandbox?: 'lab' | 'terminal'
  readonly language?: Language
  readonly stdin?: string
  readonly width?: number
  /** The text of a file, or what reading it comes to. */
  readonly files?: Readonly<Record<string, string | FileRead>>
  /** What the desk answers to every act. */
  readonly refuses?: Refused
  readonly plan?: PlanReady
  readonly audit?: AuditCheck
  readonly auditRows?: readonly AuditRow[]
  readonly checks?: readonly Check[]
  readonly ranges?: Answer<MailRanges>
  readonly connectors?: Answer<readonly OutboundConnector[]>
}

export interface Rig {
  readonly calls: Called[]
  readonly world: ConsoleWorld
  run(...argv: string[]): Promise<Outcome>
}

/** The command line over a desk and store that answer from samples; the network is real. Whatever else is called fails the test. */
export function consoleRig(options: RigOptions = {}): Rig {
  const calls: Called[] = []
  const clock = { now: () => NOW, tick: () => performance.now() }
  const desk = deskDouble(calls, options)
  const service: ServiceWorld = {
    desk,
    store: only<Store>({
      openIncident: async () => INCIDENT,
      verifyAudit: async () => options.audit ?? { is: 'intact', rows: 2, head: 'a'.repeat(64) },
      auditRows: async (after: number) => (options.auditRows ?? []).filter((row) => row.sequence > after),
    }),
    clock,
    exchange: () =>
      only<Exchange>({
        connectors: async () => options.connectors ?? found([connectorOf(asIs)]),
        acceptedDomains: async () => found([]),
        trace: async () => found({ items: [], complete: true }),
        messageExpirationHours: async () => found(24),
      }),
    showing: (language) => showing(language, !options.live),
    tenantName: () => 'Contoso',
    sandbox: options.live ? null : sandboxDouble(calls),
  }
  const world: ConsoleWorld = {
    network: async (probe) => createNetwork(probe),
    inLab: options.sandbox === 'lab',
    control: null,
    ranges: { current: async () => options.ranges ?? found(rangesOf('live')) },
    rdapBootstrap: null,
    clock,
    showing: (language) => showing(language, options.sandbox !== undefined),
    service: async () => (options.service === false ? null : service),
    doctor: async () => options.checks ?? [],
    stdin: async () => Buffer.from(options.stdin ?? ''),
    file: async (path) => {
      const held = options.files?.[path]
      if (held === undefined) return { is: 'absent' }
      return typeof held === 'string' ? { is: 'read', bytes: Buffer.from(held) } : held
    },
    language: options.language ?? 'en',
    colour: false,
    width: options.width ?? 100,
    version: '1.2.3',
  }
  return { calls, world, run: (...argv) => runCli(argv, world) }
}

function deskDouble(calls: Called[], { refuses, plan }: RigOptions): Desk {
  const acted =
    (verb: string) =>
    async (acting: Acting, subject: string): Promise<Ruling<ChangeRequest>> => {
      calls.push({ verb, as: acting.person.id, subject })
      return refuses ?? { is: 'accepted', value: REQUEST }
    }
  const decide = (acting: Acting, subject: string, _hash: string, verb: string) => acted(verb)(acting, subject)
  return only<Desk>({
    tenants: [TENANT],
    incidents: async () => [INCIDENT],
    requests: async () => [REQUEST],
    childrenOf: async () => [],
    incident: async (id: string) => (id === INCIDENT.id ? INCIDENT : null),
    request: async (id: string) => (id === REQUEST.id ? REQUEST : null),
    plan: async () => plan ?? refused('fix-not-available', { fix: 'set-tls' }),
    askFor: acted('request'),
    withdraw: acted('withdraw'),
    undo: acted('undo'),
    decide,
  })
}

const sandboxDouble = (calls: Called[]): SandboxControls => ({
  list: (language) => [
    { name: 'after-migration', title: language === 'fr' ? 'Après la migration' : 'After the migration', says: 'It is off.' },
  ],
  rows: (language) => [
    {
      family: 'session',
      name: 'banner-554',
      title: language === 'fr' ? 'Refus' : 'Refused',
      command: 'mailflow diagnose banner-554.lab.example',
    },
  ],
  async alert(scenario) {
    if (scenario !== 'after-migration') throw new Failure('unknown-scenario', { name: scenario })
    calls.push({ verb: 'alert', as: 'anyone', subject: scenario })
    return { status: 202, body: '{"accepted":true}' }
  },
  tenant: () => ({
    connectors: [{ name: 'To on-premises', enabled: true }],
    domains: [{ name: 'contoso.example', type: 'InternalRelay' }],
    writes: 2,
  }),
  slack: async (command) => `the channel after ${command}`,
  person: async (role, language) => ({
    person: { id: `${role}@contoso.example`, name: role },
    surface: 'console',
    language,
  }),
})

/** A part of a contract; calling anything outside it is an error. */
function only<T extends object>(part: Partial<Record<keyof T, unknown>>): T {
  return new Proxy(part, {
    get(target, name) {
      if (name in target || name === 'then') return Reflect.get(target, name)
      throw new Error(`the command does not call ${String(name)}`)
    },
  }) as T
}
