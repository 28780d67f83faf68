/** Exchange Online's own front end as the lab plays it: the MX host of every accepted domain, always healthy. */
export const CLOUD_FRONT = {
  /** The host itself, and the end of the name each accepted domain's MX record has. */
  suffix: 'mail.protection.outlook.com',
  addresses: ['192.0.2.200', '2001:db8:0:200::25'],
} as const

export const isCloudFront = (host: string): boolean => host === CLOUD_FRONT.suffix || host.endsWith(`.${CLOUD_FRONT.suffix}`)
