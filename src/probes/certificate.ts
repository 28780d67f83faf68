import type { Certificate, Evidence, TlsFacts, Transcript } from '../domain/evidence.ts'
import type { EvidenceLine, Finding, FindingCode, Severity } from '../domain/finding.ts'
import type { HostReport } from '../domain/incident.ts'
import type { TlsSettings } from '../domain/tenant.ts'
import { troubleFinding } from '../domain/transcript.ts'

const DAY_MS = 86_400_000
const SOON_DAYS = 30
/** Smallest keys still trusted: NIST SP 800-131A, CA/Browser Forum Baseline Requirements §6.1.5. */
const SMALLEST_BITS: Readonly<Record<string, number>> = { rsa: 2048, 'rsa-pss': 2048, dsa: 2048, ec: 224 }

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
  { finding: 'certificate-weak', stops: [], shows: weak },
  { finding: 'certificate-expires-soon', stops: [], shows: soon },
]

/** Date, name, chain and key of every certificate, each judged apart and by what the connector's TlsSettings demand. */
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
      sound: shown.length - affected.length,
      prove: (each) => [...flaw(each), ...context(each, evidence)],
    })
  })
}

/**
 * Which TlsSettings a session would satisfy (Microsoft, Set-OutboundConnector): EncryptionOnly looks at nothing but encryption,
 * CertificateValidation at chain and dates, DomainValidation also at the name. null when there was no TLS.
 */
export function satisfies(tls: TlsFacts | null, tlsDomain: string | null, at: string): HostReport['satisfies'] {
  if (!tls) return null
  const { notBefore, notAfter } = tls.certificate
  const inTime = notBefore <= at && at <= notAfter
  const valid = tls.trust === 'trusted' && inTime
  return {
    EncryptionOnly: true,
    CertificateValidation: valid,
    DomainValidation: tlsDomain === null ? null : valid && coversDomain(tls.certificate, tlsDomain),
  }
}

/** Whether one of the names fits TlsDomain. A `*` stands for exactly the left-most label, on either side (RFC 6125 §6.4.3). */
export const coversDomain = ({ names }: Certificate, tlsDomain: string): boolean =>
  names.some((name) => fits(plain(name), plain(tlsDomain)))

const plain = (name: string): string => name.trim().toLowerCase().replace(/\.$/, '')

function fits(name: string, wanted: string): boolean {
  if (name === wanted) return true
  const [label = '', ...rest] = name.split('.')
  const [wantedLabel = '', ...wantedRest] = wanted.split('.')
  const wild = label === '*' || wantedLabel === '*'
  return wild && label !== '' && wantedLabel !== '' && rest.length > 1 && rest.join('.') === wantedRest.join('.')
}

const daysBetween = (from: string, to: string): number => Math.floor((Date.parse(to) - Date.parse(from)) / DAY_MS)

function expired({ certificate: { subject, notAfter } }: TlsFacts, { at }: Evidence): readonly EvidenceLine[] {
  return notAfter !== '' && notAfter < at
    ? [{ code: 'certificate-expired', args: { subject, notAfter, days: daysBetween(notAfter, at) } }]
    : []
}

function notYet({ certificate: { subject, notBefore } }: TlsFacts, { at }: Evidence): readonly EvidenceLine[] {
  return notBefore > at ? [{ code: 'certificate-not-yet', args: { subject, notBefore } }] : []
}

function soon({ certificate: { subject, notAfter } }: TlsFacts, { at }: Evidence): readonly EvidenceLine[] {
  const days = daysBetween(at, notAfter)
  return notAfter >= at && days < SOON_DAYS ? [{ code: 'certificate-soon', args: { subject, notAfter, days } }] : []
}

function otherName({ certificate: shown }: TlsFacts, { requirements }: Evidence): readonly EvidenceLine[] {
  const wanted = requirements.tlsDomain
  if (wanted === null || coversDomain(shown, wanted)) return []
  return [{ code: 'certificate-name', args: { names: shown.names.join(', '), wanted, setting: 'TlsDomain' } }]
}

function untrusted({ certificate: shown, chain, trust }: TlsFacts): readonly EvidenceLine[] {
  const last = chain[chain.length - 1] ?? shown
  switch (trust) {
    case 'self-signed':
      return [{ code: 'certificate-self-signed', args: { subject: shown.subject } }]
    case 'private-root':
      return [{ code: 'certificate-private-root', args: { issuer: last.issuer } }]
    case 'missing-intermediate':
      return [{ code: 'certificate-no-intermediate', args: { issuer: last.issuer } }]
    case 'trusted':
    case 'unknown':
      // What could not be checked is no proof against the certificate.
      return []
  }
}

function weak({ certificate: { keyType, bits } }: TlsFacts): readonly EvidenceLine[] {
  const smallest = SMALLEST_BITS[keyType]
  return smallest !== undefined && bits > 0 && bits < smallest ? [{ code: 'certificate-weak', args: { bits } }] : []
}

function context({ tls }: Transcript, { tenant, requirements, at }: Evidence): readonly EvidenceLine[] {
  if (!tls) return []
  const { subject, issuer, names, notBefore, notAfter } = tls.certificate
  const settings = Object.entries(satisfies(tls, requirements.tlsDomain, at) ?? {}).flatMap(([name, holds]) => (holds ? [name] : []))
  const demands: readonly EvidenceLine[] =
    tenant?.connector.is === 'found' && requirements.tlsSettings !== null
      ? [{ code: 'setting-demands', args: { connector: tenant.connector.value.name, setting: requirements.tlsSettings } }]
      : []
  return [
    { code: 'certificate', args: { subject, issuer, names: names.join(', '), notBefore, notAfter } },
    { code: 'satisfies', args: { settings: settings.join(', ') || 'none' } },
    ...demands,
  ]
}
