import type { LabFault } from './fault.ts'

/** What the certificate of a host says, as far as a verdict depends on it. */
export interface CertificateShape {
  readonly kind: 'good' | 'expired' | 'wrong-name' | 'self-signed'
  readonly names: readonly string[]
  readonly expired: boolean
  readonly trusted: boolean
}

/** The certificate a host shows while it has this fault; a fault of another kind leaves the certificate good. */
export function certificateShape(host: string, fault: LabFault | null): CertificateShape {
  switch (fault) {
    case 'certificate-expired':
      return { kind: 'expired', names: [host], expired: true, trusted: true }
    case 'certificate-name':
      return { kind: 'wrong-name', names: [formerName(host)], expired: false, trusted: true }
    case 'certificate-self-signed':
      return { kind: 'self-signed', names: [host], expired: false, trusted: false }
    default:
      return { kind: 'good', names: [host], expired: false, trusted: true }
  }
}

/** The name the machine had before: `mail.contoso.example` was `exchange01.contoso.example`. */
function formerName(host: string): string {
  return `exchange01.${host.slice(host.indexOf('.') + 1)}`
}

/**
 * Whether one of a certificate's names satisfies TlsDomain (Set-OutboundConnector). A wildcard counts for exactly one label, on either side.
 */
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
