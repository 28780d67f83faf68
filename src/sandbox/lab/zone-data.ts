import type { DnsType } from '../../domain/evidence.ts'
import type { ZoneRecord } from './catalogue/zone-conduct.ts'

/** A record whose data is worked out when somebody asks, such as a digest of the certificate a machine shows. */
export interface LateRecord extends Omit<ZoneRecord, 'data'> {
  readonly data: () => Promise<string>
}

export interface Found {
  readonly rcode: 'NOERROR' | 'NXDOMAIN'
  readonly answers: readonly ZoneRecord[]
  /** The SOA record of the zone, for a negative answer (RFC 2308 §3). */
  readonly authority: readonly ZoneRecord[]
}

/** All names of the lab. A name with another below it exists, even without records of its own (RFC 8020). */
export interface ZoneData {
  /** `instead`: records that take the place of those of the same name and type. CNAME records are followed. */
  lookUp(name: string, type: string, instead?: readonly ZoneRecord[]): Promise<Found>
  /** The longest zone a name lies in. */
  apexOf(name: string): string
  recordsAt(name: string, type: DnsType): readonly ZoneRecord[]
}

export const plain = (name: string): string => name.toLowerCase().replace(/\.$/, '')

/** Whether a name is another one or lies below it; everything lies below the root. */
export const within = (name: string, zone: string): boolean => zone === '' || name === zone || name.endsWith(`.${zone}`)

/** More links than this no resolver follows. */
const MOST_LINKS = 16

export function zoneData(records: readonly (ZoneRecord | LateRecord)[]): ZoneData {
  const byName = new Map<string, (ZoneRecord | LateRecord)[]>()
  for (const record of records) {
    const name = plain(record.name)
    byName.set(name, [...(byName.get(name) ?? []), record])
    for (let parent = above(name); parent !== null && !byName.has(parent); parent = above(parent)) byName.set(parent, [])
  }
  const apexes = records.filter((each) => each.type === 'SOA').map((each) => plain(each.name))
  const apexOf = (name: string): string =>
    apexes.filter((apex) => within(plain(name), apex)).reduce((longest, apex) => (apex.length > longest.length ? apex : longest), '')
  const at = (name: string): readonly (ZoneRecord | LateRecord)[] => byName.get(name) ?? []

  return {
    apexOf,
    recordsAt: (name, type) => at(plain(name)).filter((each): each is ZoneRecord => each.type === type && typeof each.data === 'string'),
    async lookUp(name, type, instead = []) {
      const replaced = (one: ZoneRecord | LateRecord): boolean =>
        instead.some((other) => other.type === one.type && plain(other.name) === plain(one.name))
      const ofName = (wanted: string): readonly (ZoneRecord | LateRecord)[] => [
        ...at(wanted).filter((each) => !replaced(each)),
        ...instead.filter((each) => plain(each.name) === wanted),
      ]
      const { links, end } = walk(plain(name), type, ofName)
      const own = await Promise.all(
        ofName(end)
          .filter((each) => each.type === type)
          .map(settled),
      )
      const exists = byName.has(end) || ofName(end).length > 0
      const soa = own.length > 0 ? [] : at(apexOf(end)).filter((each): each is ZoneRecord => each.type === 'SOA')
      return { rcode: exists ? 'NOERROR' : 'NXDOMAIN', answers: [...links, ...own], authority: soa }
    },
  }
}

const settled = async (record: ZoneRecord | LateRecord): Promise<ZoneRecord> =>
  typeof record.data === 'string' ? (record as ZoneRecord) : { ...record, data: await record.data() }

/** The CNAME records from a name on, and the name they end at. A loop ends where it closes. */
function walk(
  name: string,
  type: string,
  ofName: (name: string) => readonly (ZoneRecord | LateRecord)[],
): { links: readonly ZoneRecord[]; end: string } {
  const links: ZoneRecord[] = []
  let end = name
  while (links.length < MOST_LINKS && type !== 'CNAME') {
    const link = ofName(end).find((each): each is ZoneRecord => each.type === 'CNAME')
    if (link === undefined || links.includes(link)) break
    links.push(link)
    end = plain(link.data)
  }
  return { links, end }
}

/** The name one label up; null above the root. */
function above(name: string): string | null {
  if (name === '') return null
  const dot = name.indexOf('.')
  return dot < 0 ? '' : name.slice(dot + 1)
}
