import type { Diagnosis, Reported } from '../domain/incident.ts'
import type { TlsSettings } from '../domain/tenant.ts'
import type { Exchange } from '../ports/exchange.ts'
import type { ConversationTarget } from '../ports/network.ts'
import { type GatherWorld, gather } from './gather/gather.ts'
import { judge, reportsIn, withRanges } from './judge.ts'
import type { World } from './world.ts'

/** What a diagnosis outside any incident works with. */
export type ExamineWorld = Omit<GatherWorld, 'queue'> & { readonly ranges?: World['ranges'] }

/** Settings for a host or domain that no connector stands for, and what else is known or wanted. */
export interface ExamineSettings {
  readonly as?: 'connector' | 'host' | 'domain'
  readonly tlsSettings?: TlsSettings | null
  readonly tlsDomain?: string | null
  /** What Exchange Online was heard to say, newest first. */
  readonly reported?: readonly Reported[]
  /** Asks the first address for this recipient too. No mail is sent. */
  readonly recipient?: NonNullable<ConversationTarget['recipient']>
}

export interface ExamineTarget extends Omit<ExamineSettings, 'as'> {
  readonly name: string
  readonly connector: string | null
  readonly hosts: readonly string[]
  readonly domains: readonly string[]
}

/** Diagnoses what somebody named, outside any incident: a connector of the tenant, else a host or domain. */
export async function examine(
  world: ExamineWorld & Pick<GatherWorld, 'queue'>,
  exchange: Exchange | null,
  named: ExamineTarget,
): Promise<Diagnosis> {
  const started = world.clock.tick()
  const { name, connector, hosts, domains, reported = [], recipient } = named
  const requirements = { tlsSettings: named.tlsSettings ?? null, tlsDomain: named.tlsDomain ?? null }
  const target = { name, exchange, connector, hosts, domains, requirements, reported, ...(recipient ? { recipient } : {}) }
  const evidence = await gather(world, target, () => {})
  const diagnosis = await withRanges(world.ranges ?? null, judge(evidence, reported, world.clock.tick() - started))
  return { ...diagnosis, reported: reportsIn(evidence, reported) }
}

/**
 * Diagnoses what a person named: a connector of the tenant when one has that name, else a host; `as` says which where the name alone could be more
 * than one thing. A domain is reached through its MX, which a host name is as well (Exchange Online looks up the MX of a smart host first).
 */
export async function examineNamed(
  world: ExamineWorld,
  exchange: Exchange | null,
  named: string,
  settings: ExamineSettings = {},
): Promise<Diagnosis> {
  const { as, ...more } = settings
  const connector = as === undefined || as === 'connector' ? await connectorNamed(exchange, named) : null
  const target: ExamineTarget = {
    ...more,
    name: connector ?? named,
    connector: connector ?? (as === 'connector' ? named : null),
    hosts: !connector && as !== 'domain' && as !== 'connector' ? [named] : [],
    domains: as === 'domain' ? [named] : [],
  }
  return examine(world, connector || as === 'connector' ? exchange : null, target)
}

async function connectorNamed(exchange: Exchange | null, named: string): Promise<string | null> {
  const listed = await exchange?.connectors()
  if (listed?.is !== 'found') return null
  const wanted = named.toLowerCase()
  return listed.value.find((each) => [each.name, each.guid].some((known) => known.toLowerCase() === wanted))?.name ?? null
}
