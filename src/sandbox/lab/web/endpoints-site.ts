import type { Site, WebPage } from '../web-server.ts'

export interface EndpointsService {
  readonly site: Site
  /** Refuses the next calls for endpoint sets with 429, as the real service does after too many. */
  refuseNext(calls: number): void
}

const INSTANCES = ['Worldwide', 'China', 'USGovDoD', 'USGovGCCHigh']
const VERSION = '2026110200'
const GUID = /^[\da-f]{8}(-[\da-f]{4}){3}-[\da-f]{12}$/i

/** Endpoint sets as Microsoft publishes them, those of Exchange and one of another service (learn.microsoft.com, "Office 365 IP Address and URL web service"). */
const SETS = [
  {
    id: 9,
    serviceArea: 'Exchange',
    serviceAreaDisplayName: 'Exchange Online',
    urls: ['*.protection.outlook.com'],
    ips: ['40.92.0.0/15', '40.107.0.0/16', '52.100.0.0/14', '52.238.78.88/32', '104.47.0.0/17', '2a01:111:f403::/48'],
    tcpPorts: '443',
    expressRoute: true,
    category: 'Allow',
    required: true,
  },
  {
    id: 10,
    serviceArea: 'Exchange',
    serviceAreaDisplayName: 'Exchange Online',
    urls: ['*.mail.protection.outlook.com', '*.mx.microsoft'],
    ips: ['40.92.0.0/15', '40.107.0.0/16', '52.100.0.0/14', '104.47.0.0/17', '2a01:111:f400::/48', '2a01:111:f403::/48'],
    tcpPorts: '25',
    expressRoute: true,
    category: 'Allow',
    required: true,
  },
  {
    id: 31,
    serviceArea: 'SharePoint',
    serviceAreaDisplayName: 'SharePoint Online and OneDrive for Business',
    urls: ['*.sharepoint.com'],
    ips: ['13.107.136.0/22', '40.108.128.0/17', '2620:1ec:8f8::/46'],
    tcpPorts: '80,443',
    expressRoute: true,
    category: 'Optimize',
    required: true,
  },
]

/** The IP address and URL web service of Microsoft 365. */
export function endpointsService(): EndpointsService {
  let refusals = 0
  return {
    site({ url }) {
      const [, resource, instance, ...rest] = url.pathname.split('/')
      if (!['version', 'endpoints'].includes(resource ?? '') || rest.length > 0) return null
      if (!GUID.test(url.searchParams.get('clientrequestid') ?? '')) return json(400, { message: 'clientrequestid must be a GUID' })
      const named = INSTANCES.find((each) => each.toLowerCase() === instance?.toLowerCase())
      if (resource === 'version') return version(instance, named)
      if (named === undefined) return null
      if (refusals > 0) {
        refusals -= 1
        return { status: 429, headers: { 'content-type': 'text/plain' }, body: 'Too many requests\n' }
      }
      const areas = url.searchParams.get('ServiceAreas')?.split(',') ?? null
      const noIpv6 = url.searchParams.get('NoIPv6')?.toLowerCase() === 'true'
      const sets = SETS.filter((set) => areas === null || set.serviceArea === 'Common' || areas.includes(set.serviceArea))
      return json(200, noIpv6 ? sets.map((set) => ({ ...set, ips: set.ips.filter((ip) => !ip.includes(':')) })) : sets)
    },
    refuseNext(calls) {
      refusals = calls
    },
  }
}

function version(asked: string | undefined, named: string | undefined): WebPage | null {
  const latest = (instance: string) => ({ instance, latest: VERSION })
  if (!asked) return json(200, INSTANCES.map(latest))
  return named === undefined ? null : json(200, latest(named))
}

const json = (status: number, body: object): WebPage => ({
  status,
  headers: { 'content-type': 'application/json; charset=utf-8' },
  body: JSON.stringify(body),
})
