import { type Authority, certificatePem, DAY, type Identity, issueLeaf, keyPem, makeAuthority, makeKeys } from './certificate-authority.ts'
import { CERTIFICATE_KINDS, type CertificateKind, certificateShape } from './certificate-shape.ts'

export type { Identity }

/** The root with its key, and every certificate of the scenarios: by host, then by kind. */
export interface Certificates {
  readonly caPem: string
  readonly caKey: string
  readonly identities: Readonly<Record<string, Readonly<Record<CertificateKind, Identity>>>>
}

/** How long a good certificate is valid from the day it is made. */
export const VALID_DAYS = 397

/** A new root and, for each host, one certificate of every kind. */
export async function makeCertificates(hosts: readonly string[], now: Date): Promise<Certificates> {
  const authority = await makeAuthority('CN=Sandbox Root CA, O=Mailflow Medic sandbox', now)
  const pairs = await Promise.all(hosts.map(async (host) => [host, await identitiesOf(host, authority, now)] as const))
  return { caPem: certificatePem(authority.certificate), caKey: await keyPem(authority.keys), identities: Object.fromEntries(pairs) }
}

async function identitiesOf(host: string, authority: Authority, now: Date): Promise<Record<CertificateKind, Identity>> {
  const keys = await makeKeys()
  const key = await keyPem(keys)
  const made = await Promise.all(
    CERTIFICATE_KINDS.map(async (kind) => {
      const { names, expired, trusted } = certificateShape(host, kind)
      const leaf = await issueLeaf({
        names,
        notBefore: new Date(now.getTime() - (expired ? VALID_DAYS : 30) * DAY),
        notAfter: new Date(now.getTime() + (expired ? -3 : VALID_DAYS) * DAY),
        by: trusted ? authority : null,
        keys,
      })
      const chain = trusted ? [leaf, authority.certificate] : [leaf]
      return [kind, { key, cert: chain.map(certificatePem).join('') }] as const
    }),
  )
  return Object.fromEntries(made) as Record<CertificateKind, Identity>
}
