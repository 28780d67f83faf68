import type { Answer } from 'dns-packet'
import type { ZoneRecord } from './catalogue/zone-conduct.ts'

/** Short enough that a lifted fault shows at once behind any cache. */
export const TTL = 60
/** Longest string in a TXT record (RFC 1035 §3.3). */
const TXT_BYTES = 255

/** A record in words as dns-packet writes it. */
export function wireRecord({ name, type, data, ttl = TTL }: ZoneRecord): Answer {
  const of = { name, ttl }
  const parts = data.split(' ')
  switch (type) {
    case 'A':
    case 'AAAA':
    case 'CNAME':
    case 'NS':
      return { ...of, type, data }
    case 'MX':
      return { ...of, type, data: { preference: Number(parts[0]), exchange: parts[1] ?? '.' } }
    case 'TXT':
      return { ...of, type, data: strings(data) }
    case 'SOA': {
      const [serial, refresh, retry, expire, minimum] = parts.slice(2).map(Number)
      return { ...of, type, data: { mname: parts[0]!, rname: parts[1]!, serial, refresh, retry, expire, minimum } }
    }
    case 'TLSA': {
      const [usage, selector, matchingType] = parts.map(Number)
      const certificate = Buffer.from(parts[3] ?? '', 'hex')
      return { ...of, type, data: { usage: usage!, selector: selector!, matchingType: matchingType!, certificate } }
    }
  }
}

function strings(text: string): Buffer[] {
  const bytes = Buffer.from(text)
  const count = Math.max(1, Math.ceil(bytes.length / TXT_BYTES))
  return Array.from({ length: count }, (_, index) => bytes.subarray(index * TXT_BYTES, (index + 1) * TXT_BYTES))
}
