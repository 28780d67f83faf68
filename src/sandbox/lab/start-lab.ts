import { isIP } from 'node:net'
import { Failure } from '../../domain/failure.ts'
import { ROUTES } from '../scenarios.ts'
import { attemptDelivery, type Destination, deferred, NO_SUCH_NAME, TIMED_OUT } from './attempt-delivery.ts'
import { holdClosedPort } from './closed-port.ts'
import { CLOUD_FRONT, isCloudFront } from './cloud-front.ts'
import { isDocumentation, sameAddress } from './documentation-address.ts'
import type { LabFault } from './fault.ts'
import { type Gateway, startGateway } from './gateway.ts'
import { keptCertificates } from './kept-certificates.ts'
import type { Lab, LabOptions } from './lab.ts'
import { LOOPBACK } from './loopback.ts'
import { makeCertificates } from './make-certificates.ts'
import { startNameServer } from './name-server.ts'
import { startSilentPort } from './silent-port.ts'
import { zoneAnswer } from './zone.ts'

const SMTP_PORT = 25

interface LabHost {
  readonly name: string
  readonly addresses: readonly string[]
}

const FRONT: LabHost = { name: CLOUD_FRONT.suffix, addresses: CLOUD_FRONT.addresses }
const HOSTS: readonly LabHost[] = [...ROUTES.map((route) => ({ name: route.host, addresses: route.addresses })), FRONT]
/** The front end never fails: it is what mail falls back to. */
const FAILING: readonly string[] = ROUTES.map((route) => route.host)

/** Starts the lab with the faults of the scenarios. Throws Failure `folder-unwritable`. */
export async function startLab(options: LabOptions): Promise<Lab> {
  const faults = new Map<string, LabFault | null>(ROUTES.map((route) => [route.host, route.fault]))
  const faultNow = (host: string): LabFault | null => faults.get(host) ?? null
  const names = HOSTS.map((host) => host.name)
  const certificates = await (options.folder === null
    ? makeCertificates(names, new Date())
    : keptCertificates(options.folder, names, new Date()))

  const [dns, closed, silent, ...gateways] = await Promise.all([
    startNameServer((question) => zoneAnswer(question, faultNow)),
    holdClosedPort(),
    startSilentPort(),
    ...names.map((name) => startGateway(name, () => faultNow(name), certificates)),
  ])
  const known = (host: string): string => {
    const name = host.toLowerCase()
    if (!FAILING.includes(name)) throw new Failure('not-found', { what: host })
    return name
  }

  return {
    dns: `${LOOPBACK}:${dns.port}`,
    caPem: certificates.caPem,
    hosts: FAILING,
    reroute(ip, port) {
      if (!isDocumentation(ip)) return null
      return { host: LOOPBACK, port: way(ip, port, faultNow, gateways, { closed: closed.port, silent: silent.port }) }
    },
    setFault(host, fault) {
      faults.set(known(host), fault)
    },
    faultOf: (host) => faultNow(known(host)),
    outcome(host, demand, at = new Date()) {
      const to = destination(host, faultNow)
      if (to === null) return deferred({ host, ip: null }, NO_SUCH_NAME, at)
      return to === 'nobody' ? deferred({ host, ip: host }, TIMED_OUT, at) : attemptDelivery(to, demand, at)
    },
    async stop() {
      await Promise.all([dns, closed, silent, ...gateways].map((part) => part.stop()))
    },
  }
}

/** The loopback port behind a documentation address: one without a machine is silent, a machine's other ports are closed. */
function way(
  ip: string,
  port: number,
  faultNow: (host: string) => LabFault | null,
  gateways: readonly Gateway[],
  dead: { readonly closed: number; readonly silent: number },
): number {
  const index = HOSTS.findIndex((host) => host.addresses.some((address) => sameAddress(address, ip)))
  const host = HOSTS[index]
  const fault = host === undefined ? 'timeout' : faultNow(host.name)
  if (host === undefined || fault === 'timeout') return dead.silent
  return port !== SMTP_PORT || fault === 'refused' ? dead.closed : gateways[index]!.port
}

/** Where a smart host, by name or by address, leads; null: no such name; `nobody`: an address without a machine. */
function destination(host: string, faultNow: (host: string) => LabFault | null): Destination | 'nobody' | null {
  const asked = host.toLowerCase()
  if (isIP(asked)) {
    const there = HOSTS.find((each) => each.addresses.some((address) => sameAddress(address, asked)))
    if (there === undefined) return 'nobody'
    const fault = faultNow(there.name)
    return { host: there.name, ip: asked, fault: fault === 'dns-failure' ? null : fault }
  }
  const route = ROUTES.find((each) => each.host === asked)
  if (route !== undefined) {
    const fault = faultNow(asked)
    return { host: asked, ip: fault === 'dns-failure' ? null : route.addresses[0]!, fault }
  }
  return isCloudFront(asked) ? { host: asked, ip: CLOUD_FRONT.addresses[0], fault: null } : null
}
