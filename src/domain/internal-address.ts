/** Loopback, private, shared and link-local IPv4 addresses (RFC 1122, RFC 1918, RFC 6598, RFC 3927), and where they stand inside IPv6. */
const IPV4 = /^(?:::ffff:)?(?:127|10|169\.254|192\.168|172\.(?:1[6-9]|2\d|3[01])|100\.(?:6[4-9]|[7-9]\d|1[01]\d|12[0-7]))\./i
/** Loopback, unique local and link-local IPv6 addresses (RFC 4291, RFC 4193). */
const IPV6 = /^(?:(?:0*:)*:?0*1$|f[cd][\da-f]{2}:|fe[89ab][\da-f]:)/i

/** Whether an address lies inside a machine or a company: what keeps mail from leaving for the internet does not stand in the way to it. */
export const isInternalAddress = (ip: string): boolean => IPV4.test(ip) || IPV6.test(ip)
