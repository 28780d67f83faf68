/** An address that may be fetched: https, or http as well where `plain`, and nobody's password in it. null for any other (ldap, file …). */
export function webAddress(text: string, plain: boolean): URL | null {
  const url = URL.canParse(text) ? new URL(text) : null
  const schemes = plain ? ['https:', 'http:'] : ['https:']
  return url && schemes.includes(url.protocol) && url.username === '' && url.password === '' ? url : null
}

/** The host as it is looked up; an IPv6 address without its brackets. */
export const hostOf = (url: URL): string => url.hostname.replace(/^\[|\]$/g, '')

/** As they stand in a URL: empty is the scheme's own. */
const WEB_PORTS: ReadonlySet<string> = new Set(['', '80', '443', '8080', '8443'])

export const isWebPort = ({ port }: URL): boolean => WEB_PORTS.has(port)
