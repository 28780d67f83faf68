import { Option } from 'commander'
import { Failure } from '../../domain/failure.ts'
import { LANGUAGES } from '../../domain/language.ts'
import { wordsOf } from '../../locales/words.ts'
import type { ConsoleWorld, ServiceWorld } from './console-world.ts'
import type { Outcome } from './outcome.ts'

export const RANGE_FORMATS = ['plain', 'json', 'csv'] as const
export type RangeFormat = (typeof RANGE_FORMATS)[number]

export const ACTS = ['request', 'approve', 'reject', 'withdraw', 'undo'] as const
export type Act = (typeof ACTS)[number]

/** Where a command puts what it came to. */
export type Give = (outcome: Outcome) => void

export const language = (world: ConsoleWorld): Option =>
  new Option('--lang <language>', wordsOf(world.language)('console.lang')).choices([...LANGUAGES]).default(world.language)
export const asJson = (world: ConsoleWorld): Option => new Option('--json', wordsOf(world.language)('console.json'))

/** The service that a command cannot do without. Throws Failure('no-service'). */
export async function needed(world: ConsoleWorld): Promise<ServiceWorld> {
  const service = await world.service()
  if (!service) throw new Failure('no-service')
  return service
}
