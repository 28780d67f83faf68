import type { Evidence, TlsFacts, Transcript } from '../domain/evidence.ts'
import type { EvidenceLine, Finding } from '../domain/finding.ts'
import { listed, quote } from '../domain/quote.ts'
import { coversDomain, meets, settingsMet } from '../domain/satisfies.ts'
import { demands, keywordsOf, passed, troubleFinding } from '../domain/transcript.ts'

type Secured = Transcript & { readonly tls: TlsFacts }

/**
 * Whether the addresses of one target behave so differently that it is chance which mail passes: by certificate, or by offering STARTTLS at
 * all. A renewed certificate on one of them, or one name more, changes nothing for mail and is not told.
 */
export function hosts(evidence: Evidence): readonly Finding[] {
  const certificates = differentCertificates(evidence)
  const offers = differentOffers(evidence)
  return troubleFinding({
    finding: 'hosts-disagree',
    stage: offers.length > 0 ? 'starttls' : 'certificate',
    severity: 'warning',
    affected: evidence.transcripts.filter((each) => certificates.some(isOne(each)) || offers.includes(each)),
    sound: 0,
    prove: (each) => [
      ...certificates.filter(isOne(each)).map((one) => certificateLine(one, evidence)),
      ...(offers.includes(each) ? [offerLine(each)] : []),
    ],
    also: demands(evidence),
  })
}

const isOne =
  (transcript: Transcript) =>
  (each: Transcript): boolean =>
    each === transcript

/** Every address with TLS, where their certificates differ in what counts; else none. */
function differentCertificates(evidence: Evidence): readonly Secured[] {
  // Of a chain that could not be checked nothing is known, so that it agrees with any other.
  const shown = evidence.transcripts.filter((each): each is Secured => each.tls !== null && each.tls.trust !== 'unknown')
  return new Set(shown.map((each) => standing(each, evidence))).size > 1 ? shown : []
}

/**
 * What of a certificate counts for mail: whether it meets the demanded TlsSettings, and whose it is. One that names what is asked for
 * (TlsDomain, else the host it was reached as) is like any other that does; a stranger is told by its names.
 */
function standing({ host, tls }: Secured, { requirements, at }: Evidence): string {
  const { tlsSettings, tlsDomain } = requirements
  const { certificate } = tls
  const names = certificate.names.map((name) => name.toLowerCase()).sort()
  const whose = coversDomain(certificate, tlsDomain ?? host) ? '' : names.join(' ')
  return `${meets(tls, tlsSettings, tlsDomain, at)} ${whose}`
}

/** Every address that answered EHLO, where only some offer STARTTLS; else none. */
function differentOffers({ transcripts }: Evidence): readonly Transcript[] {
  const asked = transcripts.filter((each) => passed(each, 'ehlo'))
  const offering = asked.filter(offersStartTls)
  return offering.length > 0 && offering.length < asked.length ? asked : []
}

const offersStartTls = (each: Transcript): boolean => passed(each, 'starttls') || keywordsOf(each).includes('STARTTLS')

function certificateLine({ ip, tls }: Secured, { requirements, at }: Evidence): EvidenceLine {
  const { subject, notAfter } = tls.certificate
  return { code: 'certificate-at', args: { ip, subject: quote(subject), notAfter, settings: settingsMet(tls, requirements.tlsDomain, at) } }
}

const offerLine = (each: Transcript): EvidenceLine =>
  offersStartTls(each)
    ? { code: 'starttls-offered', args: { ip: each.ip } }
    : { code: 'starttls-not-offered', args: { ip: each.ip, keywords: listed(keywordsOf(each)) || '–' } }
