import type { Diagnosis } from '../domain/incident.ts'

/** Bytes of JSON. A diagnosis is saved again and again while it is under way, read with every click, and drawn from. */
const MOST = 192 * 1024

/** Lists of raw material: the first of each tell what it is. Hosts, stages, findings and names looked up are never left out. */
const RAW: ReadonlySet<string> = new Set([
  'dialogue',
  'banner',
  'ehlo',
  'names',
  'chain',
  'replies',
  'unchecked',
  'records',
  'servers',
  'addresses',
  'evidence',
])

interface Room {
  /** Of one list of raw material. */
  readonly items: number
  /** Of one text; digests stay whole in the smallest room. */
  readonly characters: number
}

const WHOLE: Room = { items: Infinity, characters: Infinity }
const ROOMS: readonly Room[] = [
  WHOLE,
  { items: 100, characters: 4000 },
  { items: 50, characters: 1000 },
  { items: 25, characters: 300 },
  { items: 12, characters: 200 },
  { items: 6, characters: 160 },
  { items: 3, characters: 160 },
  { items: 2, characters: 160 },
]
const SMALLEST: Room = { items: 1, characters: 160 }

/**
 * A diagnosis as it is stored: whole as long as it has at most 192 kB, as nearly all have. Of what a hostile or broken zone or server blew up,
 * lists and texts are cut, no further than needed; the verdict and what it stands on stay.
 */
export function keptDiagnosis(diagnosis: Diagnosis): Diagnosis {
  const room = ROOMS.find((each) => fits(diagnosis, each)) ?? SMALLEST
  if (room === WHOLE) return diagnosis
  const { hosts, resolutions, findings } = diagnosis
  return { ...diagnosis, hosts: fitted(hosts, room), resolutions: fitted(resolutions, room), findings: fitted(findings, room) }
}

/** Whether plain data would be small enough in a room. Stops counting when it is not, since what comes in may be a hundred times too large. */
function fits(whole: unknown, room: Room): boolean {
  let left = MOST
  const take = (value: unknown, isRaw: boolean): boolean => {
    if (typeof value === 'string') left -= bytesOf(shortened(value, room))
    else if (Array.isArray(value)) return parts(value, isRaw, room).every((each) => take(each, false) && left-- > 0)
    else if (typeof value === 'object' && value !== null) {
      return Object.entries(value).every(([key, part]) => {
        left -= key.length + 4
        return take(part, RAW.has(key))
      })
    } else left -= String(value).length
    return left > 0
  }
  return take(whole, false)
}

/** A copy of plain data that keeps to a room. */
const fitted = <T>(value: T, room: Room): T => cut(value, room, false) as T

function cut(value: unknown, room: Room, isRaw: boolean): unknown {
  if (typeof value === 'string') return shortened(value, room)
  if (Array.isArray(value)) return parts(value, isRaw, room).map((each) => cut(each, room, false))
  if (typeof value !== 'object' || value === null) return value
  return Object.fromEntries(Object.entries(value).map(([key, part]) => [key, cut(part, room, RAW.has(key))]))
}

const parts = (list: readonly unknown[], isRaw: boolean, { items }: Room): readonly unknown[] =>
  isRaw && list.length > items ? list.slice(0, items) : list

const shortened = (text: string, { characters }: Room): string => (text.length > characters ? `${text.slice(0, characters)}…` : text)

/** Of a text as JSON in UTF-8, counted no further than matters. */
function bytesOf(text: string): number {
  let bytes = 2
  for (let at = 0; at < text.length && bytes <= MOST; at++) {
    const code = text.charCodeAt(at)
    bytes += code < 0x20 ? 6 : code > 0x7ff ? 3 : code > 0x7f || code === 0x22 || code === 0x5c ? 2 : 1
  }
  return bytes
}
