import type { PolicyHost } from '../catalogue/zone-conduct.ts'
import type { Site } from '../web-server.ts'

/** Where an MTA-STS policy lies on its host (RFC 8461 §3.3). */
const PATH = '/.well-known/mta-sts.txt'

export function policySite({ status, body, location }: PolicyHost): Site {
  return ({ url }) => {
    if (url.pathname !== PATH) return null
    return { status, headers: { 'content-type': 'text/plain', ...(location === undefined ? {} : { location }) }, body }
  }
}
