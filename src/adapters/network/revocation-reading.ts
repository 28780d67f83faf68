/** What an OCSP response or a CRL says of one certificate; `until` is when newer news is due, milliseconds since 1970, null when it does not tell. */
export type RevocationReading =
  | { readonly is: 'good'; readonly at: null; readonly until: number | null }
  | { readonly is: 'revoked'; readonly at: string; readonly until: number | null }
  | { readonly is: 'unknown'; readonly why: string }

/** Clocks differ by a little. */
const SKEW_MS = 5 * 60_000
/** An answer that does not say when the next one is due is made anew each time (RFC 6960 §2.4); an older one was kept by someone. */
const FRESH_MS = 24 * 3_600_000

/** null when it is in time, else what is wrong. All in milliseconds since 1970. */
export function inTime(thisUpdate: number, nextUpdate: number | null, now: number): string | null {
  if (Number.isNaN(thisUpdate) || thisUpdate > now + SKEW_MS) return 'an answer from the future'
  const end = nextUpdate ?? thisUpdate + FRESH_MS
  return end + SKEW_MS < now ? 'an answer that is out of date' : null
}
