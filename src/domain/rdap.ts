import { z } from 'zod'
import { type Answer, absent, found, unknown } from './answer.ts'
import { asciiName } from './ascii-name.ts'
import { jsonOf } from './json-of.ts'
import type { Registration } from './registration.ts'

/** A service of the bootstrap file: the labels it answers for, and its base addresses (RFC 9224 §3). */
const Bootstrap = z.object({ services: z.array(z.tuple([z.array(z.string()), z.array(z.string())])) })

/** A domain as a registry tells it (RFC 9083 §5.3). Every member may be missing, and parts that make no sense are passed over. */
const Domain = z.object({
  objectClassName: z.string().optional().catch(undefined),
  ldhName: z.string().optional().catch(undefined),
  status: z.array(z.unknown()).catch([]),
  events: z.array(z.unknown()).catch([]),
  entities: z.array(z.unknown()).catch([]),
})
const Event = z.object({ eventAction: z.string(), eventDate: z.string() })
const Entity = z.object({ roles: z.array(z.string()), handle: z.string().optional().catch(undefined), vcardArray: z.unknown().optional() })
/** jCard (RFC 7095 §3.3): name, parameters, type, value. */
const Property = z.tuple([z.string(), z.unknown(), z.string(), z.string()])

const MOST_STATUSES = 20
const LONGEST_WORDS = 200

/**
 * The base address of the registry that answers for a domain, ending in `/`: the entry with the most labels that the domain ends in, https before
 * http (RFC 9224 §4). `absent`: the registry of this domain has no RDAP. `unknown`: this is no bootstrap file.
 */
export function rdapBaseOf(bootstrap: string, domain: string): Answer<string> {
  const read = Bootstrap.safeParse(jsonOf(bootstrap))
  const name = asciiName(domain)
  if (!read.success || name === null) return unknown(read.success ? `${domain} is no domain name` : 'not an RDAP bootstrap file')
  const entries = read.data.services.flatMap(([labels, urls]) => labels.map((label) => ({ label: label.toLowerCase(), urls })))
  const [best] = entries
    .filter(({ label }) => label !== '' && (name === label || name.endsWith(`.${label}`)))
    .sort((one, other) => labelsIn(other.label) - labelsIn(one.label))
  const url = best?.urls.find((each) => /^https:/i.test(each)) ?? best?.urls[0]
  if (url === undefined) return absent
  return found(url.endsWith('/') ? url : `${url}/`)
}

/** The address of a domain's own entry below a base (RFC 9082 §3.1.3). */
export const rdapAddress = (base: string, domain: string): string => `${base}domain/${encodeURIComponent(asciiName(domain) ?? domain)}`

/** What a registry's answer says of a domain; `unknown` when it is no such answer, or one about another domain. */
export function registrationIn(answer: string, domain: string): Answer<Registration> {
  const read = Domain.safeParse(jsonOf(answer))
  if (!read.success) return unknown('not an RDAP answer')
  const { objectClassName, ldhName, status, events, entities } = read.data
  if (ldhName === undefined && objectClassName !== 'domain') return unknown('not an RDAP answer about a domain')
  if (ldhName !== undefined && asciiName(ldhName) !== asciiName(domain)) return unknown(`an answer about ${words(ldhName)}`)
  return found({
    domain,
    status: status.flatMap((each) => (typeof each === 'string' ? [words(each).toLowerCase()] : [])).slice(0, MOST_STATUSES),
    expires: expiryIn(events),
    registrar: registrarIn(entities),
  })
}

const labelsIn = (name: string): number => name.split('.').length

/**
 * The end of a registration (RFC 9083 §10.2.3): the registry's, or the registrar's where that comes first, as registries extend a domain by
 * themselves before its registrar was paid.
 */
const ENDS: readonly string[] = ['expiration', 'registrar expiration']

function expiryIn(events: readonly unknown[]): string | null {
  const ends = events.flatMap((each) => {
    const event = Event.safeParse(each)
    const at = event.success && ENDS.includes(event.data.eventAction.toLowerCase()) ? Date.parse(event.data.eventDate) : Number.NaN
    return Number.isNaN(at) ? [] : [at]
  })
  return ends.length === 0 ? null : new Date(Math.min(...ends)).toISOString()
}

function registrarIn(entities: readonly unknown[]): string | null {
  for (const each of entities) {
    const entity = Entity.safeParse(each)
    if (!entity.success || !entity.data.roles.some((role) => role.toLowerCase() === 'registrar')) continue
    const name = fullNameIn(entity.data.vcardArray) ?? entity.data.handle
    if (name) return words(name)
  }
  return null
}

function fullNameIn(card: unknown): string | null {
  const properties = Array.isArray(card) && Array.isArray(card[1]) ? card[1] : []
  for (const each of properties) {
    const property = Property.safeParse(each)
    if (property.success && property.data[0] === 'fn' && property.data[3].trim() !== '') return property.data[3]
  }
  return null
}

/** Text from outside, on one line and of a bounded length. */
const words = (text: string): string =>
  text
    .replace(/[\p{Cc}\p{Zl}\p{Zp}]+/gu, ' ')
    .trim()
    .slice(0, LONGEST_WORDS)
