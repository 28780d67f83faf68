import type { Language } from '../../../domain/language.ts'
import type { TlsSettings } from '../../../domain/tenant.ts'
import type { Machine } from './machine.ts'
import type { ZoneConduct } from './zone-conduct.ts'

export const LAB_FAMILIES = [
  'dns',
  'policies',
  'connection',
  'session',
  'starttls',
  'tls',
  'certificate',
  'recipient',
  'hosts',
  'vantage',
] as const
export type LabFamily = (typeof LAB_FAMILIES)[number]

/** One row of the fault catalogue as the lab plays it: names below `lab.example` or domains of their own, machines under documentation addresses. */
export interface LabRow {
  /** Number in the fault catalogue (docs/lab.md). */
  readonly row: number
  /** Unique, lower case with hyphens; the beginning of its target's first label. */
  readonly name: string
  readonly family: LabFamily
  /** What is wrong, in a few words, no final stop. */
  readonly title: Readonly<Record<Language, string>>
  /** What to examine: `<name>.lab.example`, or `<name>-lab.example` where the row needs a domain of its own. */
  readonly target: string
  readonly as: 'smart-host' | 'domain'
  /** The settings of the connector it is judged by. */
  readonly tlsSettings: TlsSettings | null
  readonly tlsDomain: string | null
  /** SMTP machines of the row; each has its A or AAAA record unless the zone says otherwise. */
  readonly machines: readonly Machine[]
  /** What the name servers do beyond that; null for plain records. */
  readonly zone: ZoneConduct | null
}
