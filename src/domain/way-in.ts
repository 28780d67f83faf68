import { plainName } from './dns.ts'
import type { AcceptedDomain } from './tenant.ts'

/** Hosts by which Exchange Online takes mail in: worldwide, Germany, 21Vianet, US Government, and the newer names of all. */
const WAYS_IN = /(?:^|\.)(?:mail\.protection\.(?:outlook\.(?:com|de)|partner\.outlook\.cn|office365\.us)|mx\.microsoft)$/

/** Whether mail for a host goes to Exchange Online, of whatever tenant. */
export const isWayIn = (host: string): boolean => WAYS_IN.test(plainName(host))

/** Exchange Online tells domains apart that would have one label: `ab-com02c` is of `a-b.com`. */
const APART = /^0\d?[a-z]$/

/**
 * Whether a host is the way in of this very domain: its name with hyphens for dots, in some cases with its own hyphens left out and a mark behind, as
 * published MX records have it (`flagstaffpartners-com02c`); for the initial domain also its first label alone (`contoso.mail.protection.office365.us`).
 */
export function isWayInOf({ domainName, isInitial }: AcceptedDomain, host: string): boolean {
  if (!isWayIn(host)) return false
  const name = plainName(domainName)
  const label = plainName(host).split('.', 1)[0] ?? ''
  const close = name.replaceAll('-', '').replaceAll('.', '-')
  return (
    label === name.replaceAll('.', '-') ||
    (label.startsWith(close) && APART.test(label.slice(close.length))) ||
    (isInitial && label === name.split('.', 1)[0])
  )
}
