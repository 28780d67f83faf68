import { X509Certificate } from 'node:crypto'
import { type Authority, DAY, type Identity, makeAuthority } from '../certificate-authority.ts'
import type { CatalogueCertificates, LabAuthority } from './lab-authority.ts'
import type { CertificateCondition } from './machine.ts'
import { makeIdentity, type Signers } from './make-identity.ts'

export interface MadeIdentity extends Identity {
  /** ISO 8601. */
  readonly madeAt: string
  readonly condition: CertificateCondition
}

/** Where made certificates are kept, by host, condition and names. */
export interface IdentityShelf {
  readonly kept: Readonly<Record<string, MadeIdentity>>
  keep(made: Readonly<Record<string, MadeIdentity>>): void
}

/** Certificates are made anew when they are older than this: the good ones would otherwise come to count as running out. */
const MOST_DAYS = 270
/** How long before it was made a certificate counts as taken back. */
const REVOKED_BEFORE = 6 * DAY

/** The certificates of the catalogue, signed by the lab's root. */
export function catalogueCertificates(root: Authority, shelf: IdentityShelf | null, now: () => Date): CatalogueCertificates {
  const made: Record<string, MadeIdentity> = { ...shelf?.kept }
  const making = new Map<string, Promise<Identity>>()
  const signers: Signers = {
    root,
    intermediate: once(() => makeAuthority('CN=Sandbox Issuing CA 1, O=Mailflow Medic sandbox', now(), root)),
    privateRoot: once(() => makeAuthority('CN=Fabrikam Internal Root, O=Fabrikam', now())),
  }
  const make = async (key: string, host: string, condition: CertificateCondition, names?: readonly string[]): Promise<Identity> => {
    const madeAt = now()
    made[key] = { ...(await makeIdentity(host, condition, names, signers, madeAt)), madeAt: madeAt.toISOString(), condition }
    shelf?.keep(made)
    return made[key]
  }
  return {
    authority: { ...root, revoked: () => revokedAmong(Object.values(made)) },
    identity(host, condition, names) {
      const key = [host, condition, ...(names ?? [])].join(' ')
      const there = made[key]
      if (there !== undefined && isFresh(there, now())) return Promise.resolve(there)
      const begun = making.get(key) ?? make(key, host, condition, names).finally(() => making.delete(key))
      making.set(key, begun)
      return begun
    },
  }
}

function isFresh({ madeAt, condition }: MadeIdentity, now: Date): boolean {
  const age = now.getTime() - Date.parse(madeAt)
  return age >= 0 && age < (condition === 'expires-soon' ? 1 : MOST_DAYS) * DAY
}

function revokedAmong(made: readonly MadeIdentity[]): ReturnType<LabAuthority['revoked']> {
  return made
    .filter(({ condition }) => condition.startsWith('revoked'))
    .map(({ cert, madeAt }) => ({
      serial: new X509Certificate(cert).serialNumber.toLowerCase(),
      at: new Date(Date.parse(madeAt) - REVOKED_BEFORE),
    }))
}

function once<T>(make: () => Promise<T>): () => Promise<T> {
  let made: Promise<T> | null = null
  return () => (made ??= make())
}
