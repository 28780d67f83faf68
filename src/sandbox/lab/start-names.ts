import { X509Certificate } from 'node:crypto'
import { ROUTES } from '../scenarios.ts'
import { POLICY_ADDRESS, WEB_HOSTS } from './addresses.ts'
import { startAuthoritativeServers } from './authoritative-servers.ts'
import type { CatalogueCertificates } from './catalogue/lab-authority.ts'
import type { LabRow } from './catalogue/lab-row.ts'
import type { CertificateCondition } from './catalogue/machine.ts'
import type { RegistrationConduct } from './catalogue/zone-conduct.ts'
import { startNameServer } from './name-server.ts'
import { resolver } from './resolver.ts'
import { endpointsService } from './web/endpoints-site.ts'
import { policySite } from './web/policy-site.ts'
import { activeRegistration, rdapSite } from './web/rdap-site.ts'
import { revocationSite } from './web/revocation-site.ts'
import { type Site, startWebServer } from './web-server.ts'
import { labZone, rowOf, type Shown } from './zone.ts'
import { plain, within, type ZoneData } from './zone-data.ts'

export interface NamesSettings {
  readonly rows: readonly LabRow[]
  readonly certificates: CatalogueCertificates
  /** Hosts of the scenarios whose every question fails at this moment. */
  readonly dnsFails: (host: string) => boolean
}

/** Name servers and web hosts of the lab, running. */
export interface LabNames {
  /** The resolver, UDP and TCP. */
  readonly dnsPort: number
  /** The loopback port behind a documentation address; null where no name server and no web host of the lab is. */
  port(ip: string, port: number): number | null
  /** The Microsoft 365 endpoints web service refuses so many calls with 429. */
  refuseEndpoints(calls: number): void
  stop(): Promise<void>
}

const DNS = 53
const HTTP = 80
const HTTPS = 443
const WEB_ADDRESSES: readonly string[] = [...new Set([...Object.values(WEB_HOSTS), POLICY_ADDRESS])]

/** Starts everything that speaks for a name rather than takes mail: the resolver, authoritative name servers, and web hosts. */
export async function startNames({ rows, certificates, dnsFails }: NamesSettings): Promise<LabNames> {
  const started = performance.now()
  const zone = labZone(rows, shownBy(rows, certificates))
  const fails = (name: string): boolean => ROUTES.some(({ host }) => within(name, host) && dnsFails(host))
  const endpoints = endpointsService()
  const [dns, authorities, web] = await Promise.all([
    startNameServer(resolver({ zone, rows, fails, elapsed: () => performance.now() - started })),
    startAuthoritativeServers({ zone, rows, fails }),
    startWebServer({
      siteOf: sites(rows, zone, certificates, endpoints.site),
      identityOf: (host) => certificates.identity(host, conditionOf(rows, host)),
    }),
  ])
  return {
    dnsPort: dns.port,
    port(ip, port) {
      if (port === DNS) return authorities.port(ip)
      if (!WEB_ADDRESSES.includes(ip)) return null
      return port === HTTPS ? web.securePort : port === HTTP ? web.plainPort : null
    },
    refuseEndpoints: (calls) => endpoints.refuseNext(calls),
    async stop() {
      await Promise.all([dns, authorities, web].map((part) => part.stop()))
    },
  }
}

/** What the first machine of a host shows at this moment. */
function shownBy(rows: readonly LabRow[], certificates: CatalogueCertificates): Shown {
  const machines = rows.flatMap((row) => row.machines)
  return async (host) => {
    const conduct = machines.find((each) => each.host === host)?.conduct
    const special = conduct?.is === 'certificate' ? conduct : null
    const { cert } = await certificates.identity(host, special?.condition ?? 'good', special?.names)
    return { leaf: new X509Certificate(cert).raw, issuer: Buffer.from(certificates.authority.certificate.rawData) }
  }
}

function sites(
  rows: readonly LabRow[],
  zone: ZoneData,
  certificates: CatalogueCertificates,
  endpoints: Site,
): (host: string) => Site | null {
  const now = (): Date => new Date()
  const rdap = rdapSite((domain) => registrationOf(domain, rows, zone), now)
  const revocation = revocationSite(certificates.authority, now)
  const fixed: Readonly<Record<keyof typeof WEB_HOSTS, Site>> = {
    'rdap.lab.example': rdap,
    'endpoints.lab.example': endpoints,
    'ocsp.lab.example': revocation,
    'crl.lab.example': revocation,
  }
  const named = new Map<string, Site>(Object.entries(fixed))
  return (host) => {
    const policy = policyHostOf(rows, host)
    return named.get(host) ?? (policy ? policySite(policy) : null)
  }
}

const policyHostOf = (rows: readonly LabRow[], host: string) =>
  host.startsWith('mta-sts.') ? (rows.find((row) => `mta-sts.${row.target}` === host)?.zone?.policyHost ?? null) : null

const conditionOf = (rows: readonly LabRow[], host: string): CertificateCondition => policyHostOf(rows, host)?.certificate ?? 'good'

/** Of a domain one label below `example`: what its row says, and for every other zone of the lab that it is in order. */
function registrationOf(domain: string, rows: readonly LabRow[], zone: ZoneData): RegistrationConduct | null {
  const told = rowOf(rows, domain)?.zone?.registration
  if (told !== undefined) return told
  return zone.apexOf(plain(domain)) === plain(domain) ? activeRegistration() : null
}
