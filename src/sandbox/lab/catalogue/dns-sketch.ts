import type { LabRow } from './lab-row.ts'
import type { Machine } from './machine.ts'
import { ownZone, row, type Sketch } from './sketch.ts'
import type { AuthorityServer, ServerConduct, ZoneRecord } from './zone-conduct.ts'

/** A name below `lab.example`, wrong in its records. */
export const dns = (sketch: Sketch): LabRow => row({ family: 'dns', ...sketch })
/** A domain of its own, wrong in its servers or its registration. */
export const zone = (sketch: Sketch): LabRow => ownZone({ family: 'dns', ...sketch })

export const healthy = (host: string, ip: string): Machine => ({ host, ip, conduct: { is: 'healthy' } })
export const refused = (host: string, ip: string): Machine => ({ host, ip, conduct: { is: 'refused' } })

export const a = (name: string, data: string): ZoneRecord => ({ name, type: 'A', data })
export const mx = (name: string, data: string): ZoneRecord => ({ name, type: 'MX', data })
export const cname = (name: string, data: string): ZoneRecord => ({ name, type: 'CNAME', data })

/** The two servers of a zone, at this address of 192.0.2.0/24 and the next. */
export const twoServers = (target: string, last: number, is: ServerConduct): readonly AuthorityServer[] => [
  { name: `ns1.${target}`, ip: `192.0.2.${last}`, is },
  { name: `ns2.${target}`, ip: `192.0.2.${last + 1}`, is },
]
