import 'reflect-metadata'
import { webcrypto } from 'node:crypto'
import { X509CrlGenerator, X509CrlReason } from '@peculiar/x509'
import type { LabAuthority } from '../catalogue/lab-authority.ts'

const DAY = 86_400_000

/** The list of certificates the lab's root took back, DER (RFC 5280 §5). */
export async function revocationList(authority: LabAuthority, now: Date): Promise<Buffer> {
  const list = await X509CrlGenerator.create(
    {
      issuer: authority.certificate.subjectName,
      thisUpdate: new Date(now.getTime() - DAY),
      nextUpdate: new Date(now.getTime() + 7 * DAY),
      entries: authority.revoked().map(({ serial, at }) => ({
        serialNumber: serial,
        revocationDate: at,
        reason: X509CrlReason.keyCompromise,
      })),
      signingAlgorithm: { name: 'ECDSA', hash: 'SHA-256' },
      signingKey: authority.keys.privateKey,
    },
    webcrypto,
  )
  return Buffer.from(list.rawData)
}
