import type { TlsFacts } from './evidence.ts'
import type { EvidenceLine } from './finding.ts'
import { quote } from './quote.ts'

const SOURCES = { staple: 'OCSP (staple)', ocsp: 'OCSP', crl: 'CRL' } as const

/** Who told whether a certificate was revoked; a dash where nobody did. */
export const revocationSource = ({ by }: TlsFacts['revocation']): string => (by ? SOURCES[by] : '–')

/** What is known of a certificate that was not revoked: who vouches for it, or why it was not checked. null for a revoked one, which is a finding of its own. */
export function revocationLine({ revocation }: TlsFacts): EvidenceLine | null {
  switch (revocation.is) {
    case 'good':
      return { code: 'revocation-good', args: { by: revocationSource(revocation) } }
    case 'unknown':
      return { code: 'revocation-unknown', args: { why: quote(revocation.why ?? '–') } }
    case 'revoked':
      return null
  }
}
