import type { ExamineSettings } from '../../../core/examine.ts'
import { isHostLike } from '../../../core/missed-connector.ts'
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
