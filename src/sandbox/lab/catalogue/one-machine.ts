import type { LabFamily, LabRow } from './lab-row.ts'
import type { Conduct } from './machine.ts'

export const targetOf = (name: string): string => `${name}.lab.example`

/** A row with a single machine, which is also its target. `tlsSettings` and `tlsDomain` default to opportunistic TLS. */
export interface Sketch extends Pick<LabRow, 'row' | 'name' | 'title'>, Partial<Pick<LabRow, 'tlsSettings' | 'tlsDomain'>> {
  readonly ip: string
  readonly conduct: Conduct
}

export const oneMachine =
  (family: LabFamily) =>
  ({ ip, conduct, ...sketch }: Sketch): LabRow => {
    const target = targetOf(sketch.name)
    return {
      family,
      target,
      as: 'smart-host',
      tlsSettings: null,
      tlsDomain: null,
      zone: null,
      ...sketch,
      machines: [{ host: target, ip, conduct }],
    }
  }
