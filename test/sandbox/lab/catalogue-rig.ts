import { createExchange } from '../../../src/adapters/exchange-online/create-exchange.ts'
import { createTokenSource } from '../../../src/adapters/microsoft-365/sign-in.ts'
import { createNetwork } from '../../../src/adapters/network/create-network.ts'
import { type ExamineWorld, examineNamed } from '../../../src/core/examine.ts'
import type { Diagnosis, Reported } from '../../../src/domain/incident.ts'
import { reportedOf } from '../../../src/knowledge/read-error.ts'
import type { Exchange } from '../../../src/ports/exchange.ts'
import type { LabRow } from '../../../src/sandbox/lab/catalogue/lab-row.ts'
import type { Lab } from '../../../src/sandbox/lab/lab.ts'
import { RDAP_BOOTSTRAP_URL } from '../../../src/sandbox/lab/web-names.ts'
import { blankConnector, seedTenant } from '../../../src/sandbox/tenant/seed.ts'
import { type SimulatedTenant, startTenant } from '../../../src/sandbox/tenant/start-tenant.ts'
import type { ConnectorRecord } from '../../../src/sandbox/tenant/state.ts'
import type { Expected } from './expected.ts'
import { DOCUMENTATION } from './names-rig.ts'

const HEALTHY = 'mail.nice.contoso.example'
const CONTROLS = { silent: 'silent.lab.example', refused: 'refused.lab.example' }
const RECIPIENT = { address: 'postmaster@partner.example', sender: 'probe@contoso.example' }
const WAITING = 12

/** How a row is looked at, as far as its own settings do not say. */
export type Way = Pick<Expected, 'reported' | 'tried' | 'queue' | 'control' | 'recipient'>

export interface CatalogueRig {
  examine(row: LabRow, way: Way): Promise<Diagnosis>
  stop(): Promise<void>
}

/**
 * The product’s own network and tenant adapter before lab and simulated tenant. Its moment is a full minute, because what one machine of several
 * does follows from the second: so every run meets the same ones. `connected`: rows that are some connector’s smart host.
 */
export async function catalogueRig(
  lab: Lab,
  connected: readonly { readonly row: LabRow; readonly mailWaits: boolean }[],
): Promise<CatalogueRig> {
  const moment = new Date(Math.floor(Date.now() / 60_000) * 60_000).toISOString()
  const clock = { now: () => moment, tick: () => performance.now() }
  const network = createNetwork({
    dnsServers: [lab.dns],
    reroute: lab.reroute,
    allow: DOCUMENTATION,
    extraCa: [lab.caPem],
    stageTimeoutMs: 6000,
    connectTimeoutMs: 3000,
    dnsTimeoutMs: 2000,
    ehloName: 'probe.mailflow.example',
  })
  const rows = connected.map(({ row }) => row)
  const { tenant, exchange } = await tenantOf(lab, rows, moment)
  for (const { row } of connected.filter((each) => each.mailWaits)) tenant.queueMail(row.name, WAITING)
  return {
    examine(row, { reported, tried, queue, control, recipient }) {
      const world: ExamineWorld = { network, clock, control: control ? CONTROLS[control] : HEALTHY, rdapBootstrap: RDAP_BOOTSTRAP_URL }
      const { tlsSettings, tlsDomain } = row
      const before = tried ? writtenOf(lab, row, moment) : reported === undefined ? [] : [heard(reported, moment)]
      const more = { reported: before, ...(recipient ? { recipient: RECIPIENT } : {}) }
      if (queue !== undefined) return examineNamed(world, exchange, row.name, { as: 'connector', ...more })
      return examineNamed(world, null, row.target, { as: row.as === 'domain' ? 'domain' : 'host', tlsSettings, tlsDomain, ...more })
    },
    stop: () => tenant.stop(),
  }
}

const heard = (finding: Reported['finding'], at: string): Reported => ({ text: '', reply: null, status: null, finding, at })

/** What Exchange Online writes when it tries the row. */
function writtenOf(lab: Lab, row: LabRow, at: string): readonly Reported[] {
  const outcome = lab.outcome(row.target, row, new Date(at))
  if (outcome.is === 'delivered') throw new Error(`${row.name} takes the mail`)
  return [reportedOf(outcome.is === 'deferred' ? outcome.led : outcome.reply, at)]
}

async function tenantOf(lab: Lab, rows: readonly LabRow[], now: string): Promise<{ tenant: SimulatedTenant; exchange: Exchange }> {
  const seed = seedTenant(now)
  const connectors = [...seed.objects.connectors, ...rows.map((row) => connectorOf(row, now))]
  const objects = { ...seed.objects, connectors }
  const tenant = await startTenant({ lab, now: () => now, delayMs: 0, lagMs: 0, state: { ...seed, objects, inForce: objects } })
  const { tenantId, url, clientId, clientSecret } = tenant
  const credential = { is: 'secret', clientId, clientSecret } as const
  const token = createTokenSource({ tenant: tenantId, loginUrl: url, credential, now: () => Date.now() })
  return { tenant, exchange: createExchange({ tenant: tenantId, baseUrl: url, token, now: () => Date.parse(now), sleep: async () => {} }) }
}

const connectorOf = ({ name, target, tlsSettings, tlsDomain }: LabRow, now: string): ConnectorRecord => ({
  ...blankConnector(name, 'Partner', now),
  UseMXRecord: false,
  SmartHosts: [target],
  RecipientDomains: [`${name}.partner.example`],
  TlsSettings: tlsSettings,
  TlsDomain: tlsDomain,
})
