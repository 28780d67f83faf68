import { createNetwork } from '../../../src/adapters/network/create-network.ts'
import type { Network } from '../../../src/ports/network.ts'
import { catalogueCertificates } from '../../../src/sandbox/lab/catalogue/catalogue-certificates.ts'
import { LAB_ROWS } from '../../../src/sandbox/lab/catalogue/index.ts'
import type { CatalogueCertificates } from '../../../src/sandbox/lab/catalogue/lab-authority.ts'
import { restoreAuthority } from '../../../src/sandbox/lab/certificate-authority.ts'
import { isDocumentation } from '../../../src/sandbox/lab/documentation-address.ts'
import { makeCertificates } from '../../../src/sandbox/lab/make-certificates.ts'
import { type LabNames, startNames } from '../../../src/sandbox/lab/start-names.ts'

/** Names and web hosts of the lab alone, and the real network that asks them. */
export interface NamesRig {
  readonly names: LabNames
  readonly certificates: CatalogueCertificates
  readonly caPem: string
  readonly network: Network
  readonly reroute: (ip: string, port: number) => { readonly host: string; readonly port: number } | null
  /** Hosts of the scenarios whose questions fail. */
  readonly failing: Set<string>
}

export const DOCUMENTATION = ['192.0.2.0/24', '198.51.100.0/24', '203.0.113.0/24', '2001:db8::/32']

export async function startNamesRig(): Promise<NamesRig> {
  const { caPem, caKey } = await makeCertificates([], new Date())
  const certificates = catalogueCertificates(await restoreAuthority(caPem, caKey), null, () => new Date())
  const failing = new Set<string>()
  const names = await startNames({ rows: LAB_ROWS, certificates, dnsFails: (host) => failing.has(host) })
  const reroute: NamesRig['reroute'] = (ip, port) => {
    const there = isDocumentation(ip) ? names.port(ip, port) : null
    return there === null ? null : { host: '127.0.0.1', port: there }
  }
  const network = createNetwork({
    dnsServers: [`127.0.0.1:${names.dnsPort}`],
    allow: DOCUMENTATION,
    extraCa: [caPem],
    dnsTimeoutMs: 300,
    timeoutMs: 3000,
    reroute,
  })
  return { names, certificates, caPem, network, reroute, failing }
}
