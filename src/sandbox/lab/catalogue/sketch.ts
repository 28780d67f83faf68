import type { LabRow } from './lab-row.ts'
import type { Machine } from './machine.ts'
import type { ZoneConduct } from './zone-conduct.ts'

/** A row whose machines and records are written with its target at hand. Left out: a smart host under opportunistic TLS, without machines. */
export interface Sketch
  extends Pick<LabRow, 'row' | 'name' | 'title'>,
    Partial<Pick<LabRow, 'family' | 'as' | 'tlsSettings' | 'tlsDomain'>> {
  readonly machines?: (target: string) => readonly Machine[]
  readonly zone?: (target: string) => ZoneConduct
}

interface Whole extends Sketch {
  readonly family: LabRow['family']
}

/** A name below `lab.example`. */
export const row = (sketch: Whole): LabRow => rowAt(`${sketch.name}.lab.example`, sketch)

/** A domain of its own, below `example`. */
export const ownZone = (sketch: Whole): LabRow => rowAt(`${sketch.name}-lab.example`, sketch)

function rowAt(target: string, { machines, zone, ...sketch }: Whole): LabRow {
  return {
    as: 'smart-host',
    tlsSettings: null,
    tlsDomain: null,
    ...sketch,
    target,
    machines: machines?.(target) ?? [],
    zone: zone?.(target) ?? null,
  }
}
