import type { Diagnosis } from '../domain/incident.ts'
import type { Exchange } from '../ports/exchange.ts'
import { type ExamineTarget, examine } from './diagnose.ts'
import type { World } from './world.ts'

/** Settings for a host or domain that no connector stands for. */
export interface ExamineSettings {
  readonly as?: 'connector' | 'host' | 'domain'
  readonly tlsSettings?: ExamineTarget['tlsSettings']
  readonly tlsDomain?: string | null
}

/**
 * Diagnoses what a person named: a connector of the tenant when one has that name, else a host; `as` says which where the name alone could be more
 * than one thing. A domain is reached through its MX, which a host name is as well (Exchange Online looks up the MX of a smart host first).
 */
export async function examineNamed(
  world: Pick<World, 'network' | 'control' | 'clock'>,
  exchange: Exchange | null,
  named: string,
  settings: ExamineSettings = {},
): Promise<Diagnosis> {
  const connector = settings.as === undefined || settings.as === 'connector' ? await connectorNamed(exchange, named) : null
  const target: ExamineTarget = {
    name: connector ?? named,
    connector: connector ?? (settings.as === 'connector' ? named : null),
    hosts: !connector && settings.as !== 'domain' && settings.as !== 'connector' ? [named] : [],
    domains: settings.as === 'domain' ? [named] : [],
    tlsSettings: settings.tlsSettings ?? null,
    tlsDomain: settings.tlsDomain ?? null,
  }
  return examine(world, connector || settings.as === 'connector' ? exchange : null, target)
}

async function connectorNamed(exchange: Exchange | null, named: string): Promise<string | null> {
  const listed = await exchange?.connectors()
  if (listed?.is !== 'found') return null
  const wanted = named.toLowerCase()
  return listed.value.find((each) => [each.name, each.guid].some((known) => known.toLowerCase() === wanted))?.name ?? null
}
