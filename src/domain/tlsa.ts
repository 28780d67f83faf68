import type { Certificate } from './evidence.ts'

/** One TLSA record (RFC 6698 §2.1). */
export interface Tlsa {
  /** 0 and 1 lean on public authorities, 2 (DANE-TA) names an issuer, 3 (DANE-EE) the server's own certificate. */
  readonly usage: number
  /** 0: the whole certificate, 1: its public key. */
  readonly selector: number
  /** 0: the data itself, 1: SHA-256, 2: SHA-512. */
  readonly matching: number
  /** Lower-case hexadecimal. */
  readonly data: string
}

/** SHA-256 of bytes, both in lower-case hexadecimal. */
export type Sha256 = (hex: string) => string

/** Where the TLSA records of a mail server stand (RFC 7672 §2.2.3). `host` in plain form. */
export const tlsaNameOf = (host: string): string => `_25._tcp.${host}`

/** A record as DNS shows it, `3 1 1 0a1b…`; null when it is none. */
export function readTlsa(text: string): Tlsa | null {
  const [, usage, selector, matching, data] = /^(\d{1,3}) (\d{1,3}) (\d{1,3}) ([\da-f\s]*)$/i.exec(text.trim()) ?? []
  if (data === undefined) return null
  return { usage: Number(usage), selector: Number(selector), matching: Number(matching), data: data.replace(/\s/g, '').toLowerCase() }
}

/** Hexadecimal digits of each digest. */
const LENGTHS: Readonly<Record<number, number>> = { 1: 64, 2: 128 }

/** Whether mail may go by a record: usages 2 and 3 (RFC 7672 §3.1.3), known parameters, and as much data as the digest has. */
export function isUsable({ usage, selector, matching, data }: Tlsa): boolean {
  const length = LENGTHS[matching] ?? (matching === 0 && data.length > 0 ? data.length : -1)
  return (usage === 2 || usage === 3) && (selector === 0 || selector === 1) && data.length === length
}

/**
 * The records that count among usable ones: of the same usage and selector SHA-512 outranks SHA-256, so that a weaker digest is no way around a
 * stronger one; data given whole is no digest and always counts (RFC 7671 §9).
 */
export const strongest = (records: readonly Tlsa[]): readonly Tlsa[] =>
  records.filter(({ usage, selector, matching }) => {
    const isOutranked = (other: Tlsa): boolean => other.usage === usage && other.selector === selector && other.matching === 2
    return matching !== 1 || !records.some(isOutranked)
  })

/** Whether a usable record stands for a certificate. Of data given whole the digest is compared, as that is what is kept of certificates. */
export function fitsTlsa({ selector, matching, data }: Tlsa, { digests }: Certificate, sha256: Sha256): boolean {
  const own = selector === 0 ? digests.certificate : digests.publicKey
  if (matching === 2) return own.sha512.toLowerCase() === data
  return own.sha256.toLowerCase() === (matching === 1 ? data : sha256(data))
}

/** As DNS shows it, data shortened. */
export function showTlsa({ usage, selector, matching, data }: Tlsa): string {
  return `${usage} ${selector} ${matching} ${data.length > 64 ? `${data.slice(0, 64)}…` : data}`
}
