import type { Certificate, Evidence, TlsFacts, Transcript } from '../domain/evidence.ts'
import type { EvidenceLine, Finding, FindingCode, Severity } from '../domain/finding.ts'
import { listed, quote } from '../domain/quote.ts'
import { revocationLine, revocationSource } from '../domain/revocation-line.ts'
import { coversDomain, datedCertificates, settingsMet, withoutRoot } from '../domain/satisfies.ts'
import type { TlsSettings } from '../domain/tenant.ts'
import { demands, soundBeside, tried, troubleFinding } from '../domain/transcript.ts'

const DAY_MS = 86_400_000
const SOON_DAYS = 30
/** Smallest keys still trusted: NIST SP 800-131A, CA/Browser Forum Baseline Requirements §6.1.5. */
const SMALLEST_BITS: Readonly<Record<string, number>> = { rsa: 2048, 'rsa-pss': 2048, dsa: 2048, ec: 224 }

/** Signatures nobody trusts any more (CA/Browser Forum Baseline Requirements §7.1.3.2): MD2, MD4, MD5 and SHA-1, by name or as an OID. */
const WEAK_SIGNATURE = /md[245]|sha-?1(?!\d)|^1\.2\.840\.113549\.1\.1\.[2-5]$|^1\.3\.14\.3\.2\.(?:3|13|15|27|29)$|^1\.2\.840\.10040\.4\.3$/i

/** What is wrong with a certificate, and the settings under which that stops mail. */
interface Flaw {
  readonly finding: FindingCode
  readonly stops: readonly TlsSettings[]
  readonly shows: (tls: TlsFacts, evidence: Evidence) => readonly EvidenceLine[]
}

const VALIDATED: readonly TlsSettings[] = ['CertificateValidation', 'DomainValidation']

const FLAWS: readonly Flaw[] = [
  { finding: 'certificate-expired', stops: VALIDATED, shows: expired },
  { finding: 'certificate-not-yet-valid', stops: VALIDATED, shows: notYet },
  { finding: 'certificate-name-mismatch', stops: ['DomainValidation'], shows: otherName },
  { finding: 'certificate-untrusted', stops: VALIDATED, shows: untrusted },
  { finding: 'certificate-rejected', stops: VALIDATED, shows: limited },
  { finding: 'certificate-revoked', stops: VALIDATED, shows: revoked },
  { finding: 'certificate-weak', stops: [], shows: weak },
  { finding: 'certificate-expires-soon', stops: [], shows: soon },
]

/** Date, name, chain, revocation, key and signature of every certificate, each judged apart and by what the connector's TlsSettings demand. */
export function certificate(evidence: Evidence): readonly Finding[] {
  const shown = evidence.transcripts.filter((each) => each.tls !== null)
  const { tlsSettings } = evidence.requirements
  return FLAWS.flatMap(({ finding, stops, shows }) => {
    const flaw = (each: Transcript): readonly EvidenceLine[] => (each.tls ? shows(each.tls, evidence) : [])
    const affected = shown.filter((each) => flaw(each).length > 0)
    const severity: Severity = tlsSettings !== null && stops.includes(tlsSettings) ? 'fault' : 'warning'
    return troubleFinding({
      finding,
      stage: 'certificate',
      severity,
      affected,
      sound: soundBeside(affected, evidence),
      total: tried(evidence).length,
      prove: (each) => [...flaw(each), ...context(each, evidence, shown.length > 1)],
      also: demands(evidence),
    })
  })
}

const daysBetween = (from: string, to: string): number => Math.floor((Date.parse(to) - Date.parse(from)) / DAY_MS)

function expired(tls: TlsFacts, { at }: Evidence): readonly EvidenceLine[] {
  return datedCertificates(tls)
    .filter(({ notAfter }) => notAfter !== '' && notAfter < at)
    .map(({ subject, notAfter }) => ({
      code: 'certificate-expired',
      args: { subject: quote(subject), notAfter, days: daysBetween(notAfter, at) },
    }))
}

function notYet(tls: TlsFacts, { at }: Evidence): readonly EvidenceLine[] {
  return datedCertificates(tls)
    .filter(({ notBefore }) => notBefore > at)
    .map(({ subject, notBefore }) => ({ code: 'certificate-not-yet', args: { subject: quote(subject), notBefore } }))
}

function soon(tls: TlsFacts, { at }: Evidence): readonly EvidenceLine[] {
  return datedCertificates(tls)
    .filter(({ notAfter }) => notAfter >= at && Date.parse(notAfter) - Date.parse(at) <= SOON_DAYS * DAY_MS)
    .map(({ subject, notAfter }) => ({
      code: 'certificate-soon',
      args: { subject: quote(subject), notAfter, days: daysBetween(at, notAfter) },
    }))
}

function otherName({ certificate: shown }: TlsFacts, { requirements }: Evidence): readonly EvidenceLine[] {
  const wanted = requirements.tlsDomain
  if (wanted === null || coversDomain(shown, wanted)) return []
  return [{ code: 'certificate-name', args: { names: named(shown.names), wanted, setting: 'TlsDomain' } }]
}

function untrusted({ certificate: shown, chain, linked, trust, logged }: TlsFacts): readonly EvidenceLine[] {
  const issuer = quote((chain.slice(0, linked).at(-1) ?? shown).issuer)
  switch (trust) {
    case 'self-signed':
      return [{ code: 'certificate-self-signed', args: { subject: quote(shown.subject) } }]
    case 'private-root':
      return [{ code: 'certificate-private-root', args: { issuer } }]
    case 'missing-intermediate':
      return [{ code: logged ? 'certificate-no-intermediate' : 'certificate-unknown-issuer', args: { issuer } }]
    case 'trusted':
    case 'unknown':
      // What could not be checked is no proof against the certificate.
      return []
  }
}

const LIMITS = { purpose: 'certificate-purpose', 'path-length': 'certificate-path-length', names: 'certificate-name-limits' } as const

/** Told only where it is looked at: the words are those of a certificate that Exchange Online rejects. */
function limited({ limit }: TlsFacts, { requirements: { tlsSettings } }: Evidence): readonly EvidenceLine[] {
  if (!limit || tlsSettings === null || !VALIDATED.includes(tlsSettings)) return []
  return [{ code: LIMITS[limit.is], args: { subject: quote(limit.subject) } }]
}

function revoked({ certificate: { subject }, revocation }: TlsFacts): readonly EvidenceLine[] {
  if (revocation.is !== 'revoked') return []
  return [{ code: 'certificate-revoked', args: { subject: quote(subject), at: revocation.at ?? '–', by: revocationSource(revocation) } }]
}

/** A root is trusted by being known, so that only what leads up to it is weighed. Of an intermediate, the certificate itself is shown too. */
function weak(tls: TlsFacts): readonly EvidenceLine[] {
  return withoutRoot(tls).flatMap((each, index) => {
    const lines = [...shortKey(each), ...(signedByItself(each, tls) ? [] : weakSignature(each))]
    return lines.length > 0 && index > 0 ? [...lines, described(each)] : lines
  })
}

const signedByItself = (each: Certificate, { certificate: own, trust }: TlsFacts): boolean => each === own && trust === 'self-signed'

function shortKey({ keyType, bits }: Certificate): readonly EvidenceLine[] {
  const smallest = SMALLEST_BITS[keyType]
  return smallest !== undefined && bits > 0 && bits < smallest ? [{ code: 'certificate-weak', args: { bits } }] : []
}

const weakSignature = ({ signatureAlgorithm: algorithm }: Certificate): readonly EvidenceLine[] =>
  algorithm !== null && WEAK_SIGNATURE.test(algorithm)
    ? [{ code: 'certificate-weak-signature', args: { algorithm: quote(algorithm) } }]
    : []

const named = (names: readonly string[]): string => listed(names) || '–'

const described = ({ subject, issuer, names, notBefore, notAfter }: Certificate): EvidenceLine => ({
  code: 'certificate',
  args: { subject: quote(subject), issuer: quote(issuer), names: named(names), notBefore, notAfter },
})

/** Where several addresses show certificates, which of them shows this one. */
function context({ ip, tls }: Transcript, { requirements, at }: Evidence, oneOfSeveral: boolean): readonly EvidenceLine[] {
  if (!tls) return []
  const { subject, notAfter } = tls.certificate
  const revocation = revocationLine(tls)
  const settings = settingsMet(tls, requirements.tlsDomain, at)
  return [
    described(tls.certificate),
    oneOfSeveral
      ? { code: 'certificate-at', args: { ip, subject: quote(subject), notAfter, settings } }
      : { code: 'satisfies', args: { settings } },
    ...(revocation ? [revocation] : []),
  ]
}
