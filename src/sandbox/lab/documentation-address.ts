import { BlockList, isIP, isIPv6 } from 'node:net'

/** Addresses kept for examples (RFC 5737, RFC 3849): nobody on the Internet has one. */
const DOCUMENTATION = new BlockList()
for (const net of ['192.0.2.0', '198.51.100.0', '203.0.113.0']) DOCUMENTATION.addSubnet(net, 24, 'ipv4')
DOCUMENTATION.addSubnet('2001:db8::', 32, 'ipv6')

export const isDocumentation = (ip: string): boolean => isIP(ip) !== 0 && DOCUMENTATION.check(ip, isIPv6(ip) ? 'ipv6' : 'ipv4')

/** Whether two texts name one address: `2001:db8::1` is `2001:DB8:0::1`. */
export function sameAddress(one: string, other: string): boolean {
  if (isIP(one) !== isIP(other) || isIP(one) === 0) return false
  const single = new BlockList()
  const family = isIPv6(one) ? 'ipv6' : 'ipv4'
  single.addAddress(one, family)
  return single.check(other, family)
}

/** One spelling for each address: `2001:DB8:0::1` becomes `2001:db8::1`. */
export const canonicalAddress = (ip: string): string => (isIPv6(ip) ? new URL(`http://[${ip}]`).hostname.slice(1, -1) : ip)
