import { isIP } from 'node:net'
import { Failure } from '../../domain/failure.ts'
import { ROUTES } from '../scenarios.ts'
import { attemptDelivery, type Destination, deferred, NO_SUCH_NAME, TIMED_OUT } from './attempt-delivery.ts'
import { attemptRow } from './catalogue/attempt-row.ts'
import { catalogueCertificates } from './catalogue/catalogue-certificates.ts'
import { LAB_ROWS } from './catalogue/index.ts'
import { startMachines } from './catalogue/start-machines.ts'
import { restoreAuthority } from './certificate-authority.ts'
import { holdClosedPort } from './closed-port.ts'
import { CLOUD_FRONT, isCloudFront } from './cloud-front.ts'
import { isDocumentation, sameAddress } from './documentation-address.ts'
import type { LabFault } from './fault.ts'
import { startGateway } from './gateway.ts'
import { keptCatalogue, keptCertificates } from './kept-certificates.ts'
import type { Lab, LabOptions } from './lab.ts'
import { type LabPort, LOOPBACK } from './loopback.ts'
import { makeCertificates } from './make-certificates.ts'
import { startSilentPort } from './silent-port.ts'
import { startNames } from './start-names.ts'

const SMTP_PORT = 25

interface LabHost {
  readonly name: string
  readonly addresses: readonly string[]
}

const FRONT: LabHost = { name: CLOUD_FRONT.suffix, addresses: CLOUD_FRONT.addresses }
const HOSTS: readonly LabHost[] = [...ROUTES.map((route) => ({ name: route.host, addresses: route.addresses })), FRONT]
/** The front end never fails: it is what mail falls back to. */
const FAILING: readonly string[] = ROUTES.map((route) => route.host)

const MACHINES = LAB_ROWS.flatMap((row) => row.machines)

/** Starts the lab with the faults of the scenarios. Throws Failure `folder-unwritable`. */
export async function startLab(options: LabOptions): Promise<Lab> {
  const faults = new Map<string, LabFault | null>(ROUTES.map((route) => [route.host, route.fault]))
  const faultNow = (host: string): LabFault | null => faults.get(host) ?? null
  const names = HOSTS.map((host) => host.name)
  const { certificates, catalogue, shelf } = await readyCertificates(options.folder, names)

  const [dns, closed, silent] = await Promise.all([
    startNames({ rows: LAB_ROWS, certificates: catalogue, dnsFails: (host) => faultNow(host) === 'dns-failure' }),
    holdClosedPort(),
    startSilentPort(),
  ])
  const [machines, ...gateways] = await Promise.all([
    startMachines(MACHINES, catalogue, { closed: closed.port, silent: silent.port }),
    ...names.map((name) => startGateway(name, () => faultNow(name), certificates)),
  ])
  const known = (host: string): string => {
    const name = host.toLowerCase()
    if (!FAILING.includes(name)) throw new Failure('not-found', { what: host })
    return name
  }

  return {
    dns: `${LOOPBACK}:${dns.dnsPort}`,
    caPem: certificates.caPem,
    hosts: FAILING,
    reroute(ip, port) {
      if (!isDocumentation(ip)) return null
      return { host: LOOPBACK, port: way(ip, port, faultNow, [dns, machines], gateways, { closed: closed.port, silent: silent.port }) }
    },
    setFault(host, fault) {
      faults.set(known(host), fault)
    },
    faultOf: (host) => faultNow(known(host)),
    outcome(host, demand, at = new Date()) {
      const ofCatalogue = attemptRow(LAB_ROWS, host.toLowerCase(), demand, at)
      if (ofCatalogue !== null) return ofCatalogue
      const to = destination(host, faultNow)
      if (to === null) return deferred({ host, ip: null }, NO_SUCH_NAME, at)
      return to === 'nobody' ? deferred({ host, ip: host }, TIMED_OUT, at) : attemptDelivery(to, demand, at)
    },
    async stop() {
      await Promise.all([dns, closed, silent, machines, ...gateways].map((part) => part.stop()))
      await shelf?.settled()
    },
  }
}

/** Those of the scenarios, which are there at the start, and those of the catalogue, which are made when they are asked for. */
async function readyCertificates(folder: string | null, names: readonly string[]) {
  const now = (): Date => new Date()
  const certificates = await (folder === null ? makeCertificates(names, now()) : keptCertificates(folder, names, now()))
  const { caPem, caKey } = certificates
  const [root, shelf] = await Promise.all([restoreAuthority(caPem, caKey), folder === null ? null : keptCatalogue(folder, caPem)])
  return { certificates, catalogue: catalogueCertificates(root, shelf, now), shelf }
}

/** The loopback port behind a documentation address: one without a machine is silent, a machine's other ports are closed. */
function way(
  ip: string,
  port: number,
  faultNow: (host: string) => LabFault | null,
  parts: readonly { port(ip: string, port: number): number | null }[],
  gateways: readonly LabPort[],
  dead: { readonly closed: number; readonly silent: number },
): number {
  for (const part of parts) {
    const there = part.port(ip, port)
    if (there !== null) return there
  }
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
