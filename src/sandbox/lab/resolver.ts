import type { LabRow } from './catalogue/lab-row.ts'
import type { Manner, ZoneRecord } from './catalogue/zone-conduct.ts'
import { type Asked, cutShort, type Reply, type Speaker } from './name-server.ts'
import { TTL } from './wire-record.ts'
import { rowOf } from './zone.ts'
import { plain, within, type ZoneData } from './zone-data.ts'

export interface ResolverSettings {
  readonly zone: ZoneData
  readonly rows: readonly LabRow[]
  /** Names whose every question fails, and all below them: a scenario's fault. */
  readonly fails: (name: string) => boolean
  /** Milliseconds since the lab started. */
  readonly elapsed: () => number
}

export const failure: Reply = reply({ rcode: 'SERVFAIL', recursive: true })

/** A reply without records, and with the header bits that are given. */
export function reply(with_: Partial<Reply>): Reply {
  const records = { answers: [], authority: [], additional: [] }
  return { is: 'reply', rcode: 'NOERROR', ...records, authoritative: false, authentic: false, recursive: false, cut: false, ...with_ }
}

/** What the sandbox's network asks: a resolver that validates (it sets AD on signed answers, the root's own among them) and remembers. */
export function resolver({ zone, rows, fails, elapsed }: ResolverSettings): Speaker {
  const answer = async (name: string, type: string, { understandsAd }: Asked): Promise<Reply> => {
    const conduct = rowOf(rows, name)?.zone ?? null
    const kept = aging(conduct?.cached ?? [], elapsed())
    const signed = plain(name) === '' || conduct?.signed === true
    return reply({ ...(await zone.lookUp(name, type, kept)), recursive: true, authentic: understandsAd && signed })
  }
  return (question, asked) => {
    const { name, type } = question
    if (fails(plain(name))) return failure
    switch (mannerFor(rows, plain(name), type)) {
      case 'servfail':
        return failure
      case 'bogus':
        return asked.checking ? failure : answer(name, type, { ...asked, understandsAd: false })
      case 'refused':
        return reply({ rcode: 'REFUSED', recursive: true })
      case 'silent':
        return { is: 'silence' }
      case 'garbled':
        return { is: 'garbage' }
      case 'cut':
        return asked.over === 'udp' ? cutShort(reply({ recursive: true })) : answer(name, type, asked)
      case 'cut-everywhere':
        return asked.over === 'udp' ? cutShort(reply({ recursive: true })) : { is: 'hang-up' }
      case null:
        return answer(name, type, asked)
    }
  }
}

function mannerFor(rows: readonly LabRow[], name: string, type: string): Manner | null {
  const manners = rowOf(rows, name)?.zone?.manners ?? []
  const fitting = manners.filter((each) => within(name, each.at) && (each.types?.some((one) => one === type) ?? true))
  return fitting.toSorted((one, other) => other.at.length - one.at.length)[0]?.is ?? null
}

/** Records as a cache hands them out: with what is left of their time to live; when it is over they are taken in anew. */
const aging = (records: readonly ZoneRecord[], ms: number): readonly ZoneRecord[] =>
  records.map((record) => {
    const { ttl = TTL } = record
    return { ...record, ttl: ttl - (Math.floor(ms / 1000) % ttl) }
  })
