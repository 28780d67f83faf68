import { isIPv4 } from 'node:net'
import type { LabRow } from './lab-row.ts'
import type { ZoneRecord } from './zone-conduct.ts'

/**
 * The records a row has unless its zone says otherwise: the address of each machine, and one MX record for each machine's name, in their order,
 * where the target is a domain or has no machine of that name.
 */
export function plainRecords({ target, as, machines }: LabRow): readonly ZoneRecord[] {
  const hosts = [...new Set(machines.map((each) => each.host))]
  const exchanges = as === 'domain' || !hosts.includes(target) ? hosts : []
  return [
    ...exchanges.map((host, index) => ({ name: target, type: 'MX' as const, data: `${(index + 1) * 10} ${host}` })),
    ...machines.map(({ host, ip }) => ({ name: host, type: isIPv4(ip) ? ('A' as const) : ('AAAA' as const), data: ip })),
  ]
}
