import { CLOUD_FRONT, isCloudFront } from './cloud-front.ts'
import type { LabFault } from './fault.ts'

export const CERTIFICATE_KINDS = ['good', 'expired', 'wrong-name', 'self-signed'] as const
export type CertificateKind = (typeof CERTIFICATE_KINDS)[number]

/** What a certificate of the lab says, as far as a verdict depends on it. */
export interface CertificateShape {
  readonly names: readonly string[]
  readonly expired: boolean
  readonly trusted: boolean
}

/** The certificate a host shows while it has this fault; a fault of another kind leaves the certificate good. */
export function certificateKind(fault: LabFault | null): CertificateKind {
  if (fault === 'certificate-expired') return 'expired'
  if (fault === 'certificate-name') return 'wrong-name'
  return fault === 'certificate-self-signed' ? 'self-signed' : 'good'
}

export function certificateShape(host: string, kind: CertificateKind): CertificateShape {
  const names = isCloudFront(host) ? [CLOUD_FRONT.suffix, `*.${CLOUD_FRONT.suffix}`] : [kind === 'wrong-name' ? formerName(host) : host]
  return { names, expired: kind === 'expired', trusted: kind !== 'self-signed' }
}

/** The name the machine had before: `mail.contoso.example` was `exchange01.contoso.example`. */
export const formerName = (host: string): string => `exchange01.${host.slice(host.indexOf('.') + 1)}`

/** Whether one of a certificate's names satisfies TlsDomain (Set-OutboundConnector). A wildcard counts for exactly one label, on either side. */
export function namesSatisfy(names: readonly string[], tlsDomain: string): boolean {
  const wanted = tlsDomain.toLowerCase()
  return names.some((each) => {
    const name = each.toLowerCase()
    return name === wanted || covers(name, wanted) || covers(wanted, name)
  })
}

function covers(pattern: string, name: string): boolean {
  return pattern.startsWith('*.') && !name.startsWith('*.') && name.slice(name.indexOf('.') + 1) === pattern.slice(2)
}
