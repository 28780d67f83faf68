import { NAME_SERVERS } from './addresses.ts'
import type { LabRow } from './catalogue/lab-row.ts'
import type { ServerConduct } from './catalogue/zone-conduct.ts'
import { sameAddress } from './documentation-address.ts'
import { type NameServer, type Said, type Speaker, startNameServer } from './name-server.ts'
import { reply } from './resolver.ts'
import { rowOf } from './zone.ts'
import { plain, type ZoneData } from './zone-data.ts'

export interface AuthoritySettings {
  readonly zone: ZoneData
  readonly rows: readonly LabRow[]
  readonly fails: (name: string) => boolean
}

export interface AuthoritativeServers {
  /** The loopback port, UDP and TCP, of the name server that has this address; null where none has it. */
  port(ip: string): number | null
  stop(): Promise<void>
}

/** `registry` holds the root and `example`, and names the servers of every zone below them. */
type Kind = ServerConduct | 'registry'

/** Servers that do the same share one port, since what they say follows from the question alone. */
export async function startAuthoritativeServers(settings: AuthoritySettings): Promise<AuthoritativeServers> {
  const kinds = kindsByAddress(settings.rows)
  const wanted = [...new Set(kinds.map((each) => each.kind))]
  const started = await Promise.all(wanted.map(async (kind) => [kind, await startNameServer(speakerOf(kind, settings))] as const))
  const servers = new Map<Kind, NameServer>(started)
  return {
    port(ip) {
      const kind = kinds.find((each) => sameAddress(each.ip, ip))?.kind
      return kind === undefined ? null : servers.get(kind)!.port
    },
    async stop() {
      await Promise.all([...servers.values()].map((server) => server.stop()))
    },
  }
}

function kindsByAddress(rows: readonly LabRow[]): readonly { readonly ip: string; readonly kind: Kind }[] {
  const healthy = [...NAME_SERVERS.lab, NAME_SERVERS.scenarios].map((ip) => ({ ip, kind: 'answers' as const }))
  const ofRows = rows.flatMap((row) => row.zone?.servers ?? []).flatMap(({ ip, is }) => (ip === null ? [] : [{ ip, kind: is }]))
  return [{ ip: NAME_SERVERS.registry, kind: 'registry' }, ...healthy, ...ofRows]
}

function speakerOf(kind: Kind, { zone, rows, fails }: AuthoritySettings): Speaker {
  switch (kind) {
    case 'silent':
      return () => ({ is: 'silence' })
    case 'garbled':
      return () => ({ is: 'garbage' })
    case 'refuses':
      return () => reply({ rcode: 'REFUSED' })
    case 'servfail':
      return () => reply({ rcode: 'SERVFAIL' })
    case 'not-authoritative':
      return () => reply({ authority: zone.recordsAt('', 'NS') })
    case 'registry':
      return ({ name, type }) => delegation(zone, plain(name), type)
    case 'answers':
    case 'outdated':
      return async ({ name, type }) => {
        if (fails(plain(name))) return reply({ rcode: 'SERVFAIL' })
        const instead = kind === 'outdated' ? (rowOf(rows, name)?.zone?.outdated ?? []) : []
        return reply({ ...(await zone.lookUp(name, type, instead)), authoritative: true })
      }
  }
}

/** For a zone that was given away: its name servers and their addresses, without AA (RFC 1034 §4.2.1). */
async function delegation(zone: ZoneData, name: string, type: string): Promise<Said> {
  const given = name.split('.').slice(-2).join('.')
  const servers = name.includes('.') ? zone.recordsAt(given, 'NS') : []
  if (servers.length === 0) return reply({ ...(await zone.lookUp(name, type)), authoritative: true })
  const glue = servers.flatMap(({ data }) => [...zone.recordsAt(data, 'A'), ...zone.recordsAt(data, 'AAAA')])
  return reply({ authority: servers, additional: glue })
}
