import { isIP } from 'node:net'
import type { ExamineSettings } from '../../../core/examine.ts'
import type { Exchange } from '../../../ports/exchange.ts'
import type { DiagnoseOptions } from './diagnose.ts'

export interface Target {
  readonly name: string
  readonly as?: ExamineSettings['as']
}

/** What a command line names to look at; or which options do not go together, which name is none, or that there is none at all. */
export type Targets =
  | { readonly is: 'named'; readonly targets: readonly Target[] }
  | { readonly is: 'none' | 'several' }
  | { readonly is: 'no-host'; readonly name: string }

export function targetsOf(bare: string | undefined, { connector, domain, smartHost = [] }: DiagnoseOptions): Targets {
  const given = [bare, connector, domain, smartHost.length > 0 ? smartHost.join('') : undefined].filter((each) => each !== undefined)
  if (given.length > 1) return { is: 'several' }
  if (given.length === 0 || [...given, ...smartHost].some((each) => each.trim() === '')) return { is: 'none' }
  if (connector !== undefined) return { is: 'named', targets: [{ name: connector.trim(), as: 'connector' }] }
  const hosts = domain !== undefined ? [domain] : smartHost
  const odd = hosts.find((each) => !isHostLike(each.trim()))
  if (odd !== undefined) return { is: 'no-host', name: odd }
  if (domain !== undefined) return { is: 'named', targets: [{ name: domain.trim(), as: 'domain' }] }
  if (smartHost.length > 0) return { is: 'named', targets: smartHost.map((name) => ({ name: name.trim(), as: 'host' })) }
  return { is: 'named', targets: [{ name: (bare ?? '').trim() }] }
}

const NAME = /^[\p{L}\p{N}\p{M}_-]{1,63}(?:\.[\p{L}\p{N}\p{M}_-]{1,63})*\.?$/u

/** Whether a text can be a host: a name in any script, or an address, also in brackets. */
export const isHostLike = (text: string): boolean => (text.length <= 254 && NAME.test(text)) || isIP(text.replace(/^\[(.*)\]$/, '$1')) !== 0

/** Whether a bare name can only be meant for a connector, and the names of those there are when none of them is it; null: go on. */
export async function missedConnector(exchange: Exchange | null, bare: string): Promise<readonly string[] | null> {
  if (isHostLike(bare) && (bare.includes('.') || bare.includes(':'))) return null
  const listed = await exchange?.connectors()
  if (listed?.is !== 'found') return isHostLike(bare) ? null : []
  const wanted = bare.toLowerCase()
  const isThere = listed.value.some((each) => [each.name, each.guid].some((known) => known.toLowerCase() === wanted))
  return isThere ? null : listed.value.map((each) => each.name)
}
