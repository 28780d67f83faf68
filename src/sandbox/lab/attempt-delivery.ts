import type { TlsSettings } from '../../domain/tenant.ts'
import { certificateKind, certificateShape, namesSatisfy } from './certificate-shape.ts'
import { deferText } from './defer-text.ts'
import { type LabFault, UNAVAILABLE_BANNER } from './fault.ts'

/** `rejected`: refused for good, by this reply. */
export type Outcome =
  | { readonly is: 'delivered' }
  | { readonly is: 'deferred'; readonly led: string }
  | { readonly is: 'rejected'; readonly reply: string }

/** The settings of the connector a message takes; `tlsSettings` null is opportunistic TLS. */
export interface TlsDemand {
  readonly tlsSettings: TlsSettings | null
  readonly tlsDomain: string | null
}

/** A host as an attempt finds it. `ip` null: its name leads nowhere. */
export interface Destination {
  readonly host: string
  readonly ip: string | null
  readonly fault: LabFault | null
}

export interface Deferral {
  readonly reply: string
  readonly message: string
}

export const NO_SESSION = '450 4.4.317 Cannot connect to remote server'
export const DROPPED: Deferral = { reply: '450 4.4.318 Connection was closed abruptly', message: 'SuspiciousRemoteServerError' }
export const TIMED_OUT: Deferral = { reply: '450 4.4.315 Connection timed out', message: 'Socket error code 10060' }
export const REFUSED: Deferral = { reply: '450 4.4.316 Connection refused', message: 'Socket error code 10061' }
export const STARTTLS_REQUIRED: Deferral = { reply: NO_SESSION, message: '451 5.7.3 STARTTLS is required to send mail' }
export const SERVERS_FAIL: Deferral = { reply: '450 4.4.312 DNS query failed', message: 'ErrorRetry' }
export const NO_SUCH_NAME: Deferral = { reply: '450 4.4.312 DNS query failed', message: 'InfoDomainNonexistent' }

/** What Exchange Online gets when it tries this host under these settings at that moment. */
export function attemptDelivery(to: Destination, demand: TlsDemand, at: Date): Outcome {
  const deferral = to.fault === null ? certificateDeferral(to.host, null, demand) : deferralFor(to.host, to.fault, demand)
  return deferral === null ? { is: 'delivered' } : deferred(to, deferral, at)
}

export function deferred(to: Pick<Destination, 'host' | 'ip'>, deferral: Deferral, at: Date): Outcome {
  return { is: 'deferred', led: deferText({ host: to.host, ip: to.ip, ...deferral, at }) }
}

function deferralFor(host: string, fault: LabFault, demand: TlsDemand): Deferral | null {
  switch (fault) {
    case 'dns-failure':
      return SERVERS_FAIL
    case 'timeout':
      return TIMED_OUT
    case 'refused':
      return REFUSED
    case 'service-unavailable':
      return { reply: NO_SESSION, message: UNAVAILABLE_BANNER }
    case 'closed-before-banner':
    case 'closed-at-ehlo':
      return DROPPED
    case 'no-starttls':
      return demand.tlsSettings === null ? null : STARTTLS_REQUIRED
    case 'certificate-expired':
    case 'certificate-name':
    case 'certificate-self-signed':
      return certificateDeferral(host, fault, demand)
  }
}

/** EncryptionOnly looks at no certificate; CertificateValidation at dates and chain; DomainValidation also compares the names with TlsDomain. */
function certificateDeferral(host: string, fault: LabFault | null, { tlsSettings, tlsDomain }: TlsDemand): Deferral | null {
  if (tlsSettings === null || tlsSettings === 'EncryptionOnly') return null
  const shape = certificateShape(host, certificateKind(fault))
  const expected = `Expected Subject: ${tlsDomain ?? host}`
  if (shape.expired) return { reply: NO_SESSION, message: `CertificateExpired ${expected}` }
  if (tlsSettings === 'DomainValidation' && tlsDomain !== null && !namesSatisfy(shape.names, tlsDomain)) {
    return { reply: NO_SESSION, message: `SubjectMismatch ${expected}` }
  }
  return shape.trusted ? null : { reply: NO_SESSION, message: 'UntrustedRoot' }
}
