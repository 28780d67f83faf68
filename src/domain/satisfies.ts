import { asciiName } from './ascii-name.ts'
import { plainName } from './dns.ts'
import type { Certificate, TlsFacts } from './evidence.ts'
import type { TlsSettings } from './tenant.ts'

/** Which TlsSettings a session would satisfy. `DomainValidation` is null when no TlsDomain is set. */
export interface Satisfied {
  readonly EncryptionOnly: boolean
  readonly CertificateValidation: boolean
  readonly DomainValidation: boolean | null
}

/**
 * Which TlsSettings a session would satisfy (Microsoft, Set-OutboundConnector): EncryptionOnly looks at nothing but encryption,
 * CertificateValidation at the chain, what it allows, dates and revocation, DomainValidation also at the name. null when there was no TLS.
 */
export function satisfies(tls: TlsFacts | null, tlsDomain: string | null, at: string): Satisfied | null {
  if (!tls) return null
  const inTime = datedCertificates(tls).every(({ notBefore, notAfter }) => notBefore <= at && at <= notAfter)
  const valid = tls.trust === 'trusted' && inTime && !tls.limit && tls.revocation.is !== 'revoked'
  return {
    EncryptionOnly: true,
    CertificateValidation: valid,
    DomainValidation: tlsDomain === null ? null : valid && coversDomain(tls.certificate, tlsDomain),
  }
}

/** Whether a session satisfies what is demanded. Opportunistic TLS (null) demands nothing; without a TlsDomain there is no name to miss. */
export function meets(tls: TlsFacts, demanded: TlsSettings | null, tlsDomain: string | null, at: string): boolean {
  const satisfied = satisfies(tls, tlsDomain, at)
  if (demanded === null || !satisfied) return true
  return satisfied[demanded] ?? satisfied.CertificateValidation
}

/** Names of the settings a session satisfies, comma-separated; `none` when there are none. */
export function settingsMet(tls: TlsFacts, tlsDomain: string | null, at: string): string {
  const met = Object.entries(satisfies(tls, tlsDomain, at) ?? {}).flatMap(([name, holds]) => (holds ? [name] : []))
  return met.join(', ') || 'none'
}

/** The certificates below the root that were joined by checked signatures: the server's own and what stands between. */
export const withoutRoot = ({ certificate, chain, linked }: TlsFacts): readonly Certificate[] => [
  certificate,
  ...chain.slice(1, linked).filter((each) => each.subject !== each.issuer),
]

/**
 * Those whose dates count: the server's own and its direct issuer. Beyond that, chains often end with an expired cross-signature of a root
 * that every sender holds itself.
 */
export const datedCertificates = (tls: TlsFacts): readonly Certificate[] => withoutRoot({ ...tls, linked: Math.min(tls.linked, 2) })

/** Whether one of the names fits TlsDomain. A `*` stands for exactly the left-most label, on either side (RFC 6125 §6.4.3). */
export function coversDomain({ names }: Pick<Certificate, 'names'>, tlsDomain: string): boolean {
  const { whole, parents } = sortedNames(names)
  const wanted = comparable(tlsDomain)
  const parent = parentOf(wanted)
  if (whole.has(wanted)) return true
  return parent !== null && (wanted.startsWith('*.') ? parents.has(parent) : whole.has(`*.${parent}`))
}

interface Names {
  readonly whole: ReadonlySet<string>
  readonly parents: ReadonlySet<string | null>
}

/** Made once: one certificate may have thousands of names, and be shown by all hosts. */
const known = new WeakMap<readonly string[], Names>()

function sortedNames(names: readonly string[]): Names {
  const plain = known.has(names) ? [] : names.map(comparable)
  const sorted = known.get(names) ?? { whole: new Set(plain), parents: new Set(plain.map(parentOf)) }
  known.set(names, sorted)
  return sorted
}

/** Certificates name `xn--mnchen-3ya.example` (RFC 5280 §7.2) what a person may have entered as `münchen.example`. */
function comparable(name: string): string {
  const plain = plainName(name)
  return /^[\x00-\x7f]*$/.test(plain) ? plain : (asciiName(plain) ?? plain)
}

/** What stands behind the left-most label; null when that is not at least two labels. */
function parentOf(name: string): string | null {
  const dot = name.indexOf('.')
  return dot > 0 && name.includes('.', dot + 1) ? name.slice(dot + 1) : null
}
