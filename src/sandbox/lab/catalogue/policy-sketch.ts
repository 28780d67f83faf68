import type { LabRow } from './lab-row.ts'
import type { Conduct } from './machine.ts'
import { row, type Sketch } from './sketch.ts'
import type { ZoneConduct } from './zone-conduct.ts'

/** A domain with one exchange, `mx.<target>`. */
export interface Policies extends Omit<Sketch, 'machines' | 'zone'> {
  readonly ip: string
  readonly conduct?: Conduct
  readonly zone: (target: string, exchange: string) => ZoneConduct
}

export function policies({ ip, conduct = { is: 'healthy' }, zone, ...sketch }: Policies): LabRow {
  return row({
    family: 'policies',
    as: 'domain',
    ...sketch,
    machines: (target) => [{ host: `mx.${target}`, ip, conduct }],
    zone: (target) => zone(target, `mx.${target}`),
  })
}
