import { canonicalAddress } from '../documentation-address.ts'
import type { LabPort } from '../loopback.ts'
import { openPort } from '../open-port.ts'
import type { CatalogueCertificates } from './lab-authority.ts'
import type { Machine } from './machine.ts'
import { playMachine } from './play-machine.ts'

const SMTP_PORT = 25

export interface Machines {
  /** Where a port of a machine is played; null for an address none of them has. */
  port(ip: string, port: number): number | null
  stop(): Promise<void>
}

/** Puts every machine of the catalogue on a port of its own. `dead`: the ports that stand for what is refused and what is never answered. */
export async function startMachines(
  machines: readonly Machine[],
  certificates: CatalogueCertificates,
  dead: { readonly closed: number; readonly silent: number },
): Promise<Machines> {
  const open: LabPort[] = []
  const entries = await Promise.all(
    machines.map(async (machine) => {
      const { is } = machine.conduct
      const address = canonicalAddress(machine.ip)
      if (is === 'refused' || (is === 'exchange-only' && machine.conduct.refuses))
        return [address, { smtp: dead.closed, other: dead.closed }] as const
      if (is === 'silent' || is === 'exchange-only') return [address, { smtp: dead.silent, other: dead.silent }] as const
      const port = await openPort(playMachine(machine, certificates))
      open.push(port)
      return [address, { smtp: port.port, other: dead.closed }] as const
    }),
  )
  const ways = new Map(entries)
  return {
    port(ip, port) {
      const way = ways.get(canonicalAddress(ip))
      return way === undefined ? null : port === SMTP_PORT ? way.smtp : way.other
    },
    async stop() {
      await Promise.all(open.map((each) => each.stop()))
    },
  }
}
