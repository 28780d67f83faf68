/** The addresses Exchange Online sends from on TCP port 25 (Microsoft 365 IP address and URL web service). */
export interface MailRanges {
  readonly instance: 'Worldwide' | 'China' | 'USGovDoD' | 'USGovGCCHigh'
  /** Microsoft's version stamp, `YYYYMMDDNN`. */
  readonly version: string
  /** `live`: asked from the web service, or kept from an earlier answer whose version still holds. `shipped`: the copy that comes with this program. */
  readonly source: 'live' | 'shipped'
  /** ISO 8601: when the version was last confirmed; for the shipped copy, the day of its version. */
  readonly asOf: string
  /** CIDR. */
  readonly ipv4: readonly string[]
  readonly ipv6: readonly string[]
}
