import type { RegistrationConduct } from '../catalogue/zone-conduct.ts'
import { RDAP_BOOTSTRAP_URL } from '../web-names.ts'
import type { Site, WebPage } from '../web-server.ts'

const DAY = 86_400_000
const REGISTERED_DAYS = 1500
const ACTIVE: RegistrationConduct = { is: 'registered', status: ['active'], expiresInDays: 365 }
const BASE = new URL('/', RDAP_BOOTSTRAP_URL).href

/**
 * The bootstrap registry (RFC 9224) and the registry of `example` (RFC 9082, RFC 9083). `registrationOf` a domain one label below: null where
 * nobody has it.
 */
export function rdapSite(registrationOf: (domain: string) => RegistrationConduct | null, now: () => Date): Site {
  return ({ url }) => {
    if (url.pathname === new URL(RDAP_BOOTSTRAP_URL).pathname) return json(200, bootstrap(now()), 'application/json')
    const domain = /^\/domain\/([^/]+)$/.exec(url.pathname)?.[1]?.toLowerCase()
    if (domain === undefined) return null
    const registration = registrationOf(domain)
    if (registration === null || registration.is === 'unregistered') return problem(404, 'Not Found')
    if (registration.is === 'unreadable') return problem(500, 'Internal Server Error')
    return json(200, domainObject(domain, registration, now()))
  }
}

/** What a domain has whose row says nothing else. */
export const activeRegistration = (): RegistrationConduct => ACTIVE

function bootstrap(now: Date): object {
  return {
    version: '1.0',
    publication: now.toISOString(),
    description: 'RDAP bootstrap file for the domains of the mail lab',
    services: [[['example'], [BASE]]],
  }
}

function domainObject(domain: string, { status, expiresInDays }: Extract<RegistrationConduct, { is: 'registered' }>, now: Date): object {
  const inDays = (days: number): string => new Date(now.getTime() + days * DAY).toISOString()
  return {
    objectClassName: 'domain',
    handle: `LAB-${domain.toUpperCase()}`,
    ldhName: domain,
    status,
    events: [
      { eventAction: 'registration', eventDate: inDays(-REGISTERED_DAYS) },
      { eventAction: 'expiration', eventDate: inDays(expiresInDays) },
      { eventAction: 'last update of RDAP database', eventDate: now.toISOString() },
    ],
    entities: [
      {
        objectClassName: 'entity',
        handle: '9999',
        roles: ['registrar'],
        publicIds: [{ type: 'IANA Registrar ID', identifier: '9999' }],
        vcardArray: [
          'vcard',
          [
            ['version', {}, 'text', '4.0'],
            ['fn', {}, 'text', 'Fourth Coffee Domains'],
          ],
        ],
      },
    ],
    secureDNS: { delegationSigned: false },
    links: [{ value: `${BASE}domain/${domain}`, rel: 'self', href: `${BASE}domain/${domain}`, type: 'application/rdap+json' }],
    rdapConformance: ['rdap_level_0'],
  }
}

const problem = (errorCode: number, title: string): WebPage => json(errorCode, { errorCode, title, rdapConformance: ['rdap_level_0'] })

const json = (status: number, body: object, type = 'application/rdap+json'): WebPage => ({
  status,
  headers: { 'content-type': type },
  body: JSON.stringify(body),
})
