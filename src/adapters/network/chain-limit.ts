import type { X509Certificate } from 'node:crypto'
import type { ChainLimit } from '../../domain/evidence.ts'
import { certificateFields, content, type Element, element, fieldsIn, INTEGER, inside, OBJECT_IDENTIFIER, SEQUENCE } from './der.ts'

const SERVERS = '1.3.6.1.5.5.7.3.1'
const ANY_PURPOSE = '2.5.29.37.0'
/** Identifiers of extensions, DER content (RFC 5280 §4.2.1.6, §4.2.1.9, §4.2.1.10). */
const ALTERNATIVE_NAMES = Buffer.from('551d11', 'hex')
const BASIC_CONSTRAINTS = Buffer.from('551d13', 'hex')
const NAME_CONSTRAINTS = Buffer.from('551d1e', 'hex')
const OCTET_STRING = 0x04
const EXTENSIONS = 0xa3
const DNS_NAME = 0x82
const PERMITTED = 0xa0
const EXCLUDED = 0xa1

/**
 * What certificates forbid by their own extensions, though signatures hold: use for a server, so many authorities below, DNS names of the first.
 * `chain` is joined by signatures, the server's certificate first. null when nothing is forbidden, or it cannot be read.
 */
export function chainLimit(chain: readonly X509Certificate[]): ChainLimit | null {
  const [own, ...authorities] = chain
  if (!own) return null
  const purpose = [own, ...authorities.filter(isIssuedByAnother)].find((each) => !servesServers(each))
  if (purpose) return { is: 'purpose', subject: purpose.subject }
  const tooShort = authorities.find((each, index) => mostBelow(each) < authorities.slice(0, index).filter(isIssuedByAnother).length)
  if (tooShort) return { is: 'path-length', subject: tooShort.subject }
  const names = dnsNames(own)
  const narrow = authorities.find((each) => !allows(each, names))
  return narrow ? { is: 'names', subject: narrow.subject } : null
}

/** Roots, and authorities that certified a new key of their own: those count for no path length (RFC 5280 §6.1.4 (l)). */
const isIssuedByAnother = ({ subject, issuer }: X509Certificate): boolean => subject !== issuer

/** Node calls the extended key usage (RFC 5280 §4.2.1.12) `keyUsage`. Windows holds authorities to theirs as well. */
const servesServers = ({ keyUsage }: X509Certificate): boolean =>
  keyUsage === undefined || keyUsage.length === 0 || keyUsage.includes(SERVERS) || keyUsage.includes(ANY_PURPOSE)

/** How many authorities may stand between this one and the server's certificate: BasicConstraints ::= SEQUENCE { cA BOOLEAN, pathLen INTEGER OPTIONAL }. */
function mostBelow({ raw }: X509Certificate): number {
  const value = extension(raw, BASIC_CONSTRAINTS)
  const number = value && fieldsIn(raw, value).find((each) => each.tag === INTEGER)
  return number && number.end - number.start === 1 ? raw.readUInt8(number.start) : Number.POSITIVE_INFINITY
}

/** NameConstraints ::= SEQUENCE { permitted [0] SEQUENCE OF { base } OPTIONAL, excluded [1] the same OPTIONAL }; of names, those of DNS count here. */
function allows({ raw }: X509Certificate, names: readonly string[]): boolean {
  const value = extension(raw, NAME_CONSTRAINTS)
  if (!value) return true
  const bases = (tag: number): readonly string[] => {
    const list = fieldsIn(raw, value).find((each) => each.tag === tag)
    return [...(list ? inside(raw, list) : [])].flatMap((tree) => {
      const base = element(raw, tree.start)
      return base?.tag === DNS_NAME ? [content(raw, base).toString('latin1').toLowerCase()] : []
    })
  }
  const permitted = bases(PERMITTED)
  const excluded = bases(EXCLUDED)
  return names.every((name) => (permitted.length === 0 || permitted.some(covers(name))) && !excluded.some(covers(name)))
}

const covers =
  (name: string) =>
  (base: string): boolean =>
    base === '' || name === base || name.endsWith(base.startsWith('.') ? base : `.${base}`)

const dnsNames = ({ raw }: X509Certificate): readonly string[] => {
  const value = extension(raw, ALTERNATIVE_NAMES)
  return [...(value ? inside(raw, value) : [])]
    .filter((each) => each.tag === DNS_NAME)
    .map((each) => content(raw, each).toString('latin1').toLowerCase())
}

/** What an extension holds: Extension ::= SEQUENCE { extnID, critical BOOLEAN DEFAULT FALSE, extnValue OCTET STRING } (RFC 5280 §4.1). */
function extension(raw: Buffer, id: Buffer): Element | null {
  const holder = certificateFields(raw).find((each) => each.tag === EXTENSIONS)
  const list = holder && element(raw, holder.start)
  for (const each of list ? inside(raw, list) : []) {
    const parts = fieldsIn(raw, each)
    if (parts[0]?.tag !== OBJECT_IDENTIFIER || !content(raw, parts[0]).equals(id)) continue
    const value = parts.find((part) => part.tag === OCTET_STRING)
    const inner = value && element(raw, value.start)
    return inner?.tag === SEQUENCE ? inner : null
  }
  return null
}
