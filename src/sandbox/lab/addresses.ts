/** The zone that the names of the catalogue lie in, unless they need one of their own. */
export const LAB_ZONE = 'lab.example'

/** Documentation addresses of the name servers that are always healthy. */
export const NAME_SERVERS = {
  /** The root's and that of `example`: it names the servers of every zone. */
  registry: '192.0.2.100',
  lab: ['192.0.2.101', '192.0.2.102'],
  /** Holds the zones of the scenarios. */
  scenarios: '192.0.2.103',
} as const

/** Web hosts of the lab and their documentation addresses. */
export const WEB_HOSTS = {
  'rdap.lab.example': '192.0.2.90',
  'endpoints.lab.example': '192.0.2.90',
  'ocsp.lab.example': '192.0.2.92',
  'crl.lab.example': '192.0.2.92',
} as const

/** Where `mta-sts.<domain>` of every row leads that has such a host. */
export const POLICY_ADDRESS = '192.0.2.91'
