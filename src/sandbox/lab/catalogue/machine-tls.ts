import { X509Certificate } from 'node:crypto'
import type { CatalogueCertificates, LabAuthority } from './lab-authority.ts'
import type { Machine } from './machine.ts'
import type { TlsManners } from './serve-tls.ts'

/** What a machine shows and takes once STARTTLS is agreed. */
export async function tlsMannersOf({ host, conduct }: Machine, certificates: CatalogueCertificates): Promise<TlsManners> {
  if (conduct.is === 'certificate') {
    const identity = await certificates.identity(host, conduct.condition, conduct.names)
    return conduct.condition === 'revoked-stapled'
      ? { identity, staple: await stapleFor(identity.cert, certificates.authority) }
      : { identity }
  }
  const identity = await certificates.identity(host, 'good')
  switch (conduct.is) {
    case 'tls-old':
      return { identity, minVersion: 'TLSv1', maxVersion: 'TLSv1.1' }
    case 'tls-weak-ciphers':
      return { identity, maxVersion: 'TLSv1.2', ciphers: 'eNULL@SECLEVEL=0' }
    case 'client-certificate':
      return { identity, minVersion: conduct.version, maxVersion: conduct.version, demandsCertificate: true }
    case 'depends-on-sni':
      return { identity, otherwise: { host, identity: await certificates.identity(conduct.otherwise, 'good') } }
    default:
      return { identity }
  }
}

async function stapleFor(cert: string, authority: LabAuthority): Promise<Buffer> {
  const { ocspStaple } = await import('../web/ocsp-answer.ts')
  return ocspStaple(new X509Certificate(cert).serialNumber, authority, new Date())
}
