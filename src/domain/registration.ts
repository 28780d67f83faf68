/** What the registry says of a domain (RDAP, RFC 9083). */
export interface Registration {
  readonly domain: string
  /** As RDAP writes them: `active`, `redemption period`, `pending delete`, `client hold` … */
  readonly status: readonly string[]
  /** ISO 8601; null when the registry does not tell. */
  readonly expires: string | null
  readonly registrar: string | null
}
