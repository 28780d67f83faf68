import type { LabFamily, LabRow } from './lab-row.ts'
import type { Conduct } from './machine.ts'
import { row } from './sketch.ts'

/** A row with a single machine, which is also its target. */
export interface OneMachine extends Pick<LabRow, 'row' | 'name' | 'title'>, Partial<Pick<LabRow, 'tlsSettings' | 'tlsDomain'>> {
  readonly ip: string
  readonly conduct: Conduct
}

export const oneMachine =
  (family: LabFamily) =>
  ({ ip, conduct, ...sketch }: OneMachine): LabRow =>
    row({ family, ...sketch, machines: (host) => [{ host, ip, conduct }] })

export const targetOf = (name: string): string => `${name}.lab.example`
