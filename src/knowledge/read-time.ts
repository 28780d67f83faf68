type Place = 'first' | 'second'

/** A moment as a tool printed it, where day and month may stand in either order. */
interface Moment {
  readonly year: number
  readonly first: number
  readonly second: number
  /** Of the day. */
  readonly milliseconds: number
  /** Where the month stands, or null where the way it is written does not tell. */
  readonly month: Place | null
  /** Whether the year comes first: then its order tells nothing about others. */
  readonly isIso: boolean
  /** With AM or PM written large, as Microsoft's servers and Americans do, who put the month first; Australians who do so as well are misread. */
  readonly isAmerican: boolean
  /** Minutes that its zone is ahead of UTC; null where it names none. */
  readonly zone: number | null
  /** Whether it names a zone by letters that stand for several, such as CST. */
  readonly isElsewhere: boolean
}

/** What is known of when something happened. */
export interface Timed {
  /** ISO 8601 in UTC: a moment that something beside the words below stated. */
  readonly at: string | null
  /** The words that hold the moment. */
  readonly when: string | null
  /** Whether a moment without a zone is UTC: Exchange Online writes all of its times so. */
  readonly inUtc: boolean
  /** The words that hold when it was reported, or sent where that is the same: the next best where nothing tells when it happened. */
  readonly written: string | null
}

const MOMENT =
  /(?<!\d)(?:(\d{4})[-/.](\d{1,2})[-/.](\d{1,2})|(\d{1,2})([-/.])(\d{1,2})[-/.](\d{4}))(?:[T, ]{1,3}|,? (?:à|um|at|alle|as|às|om|kl\.) )(?:(上午|下午|午前|午後|오전|오후) ?)?(\d{1,2}):([0-5]\d)(?::([0-5]\d)(?:\.(\d{1,9}))?)?(?: ?([AaPp])(\.? ?)([Mm])\b\.?)?(?: ?\(?((?:UTC|GMT)?[+-]\d{2}:?\d{2}|(?:UTC|GMT)[+-]\d{1,2}|Z|UTC|GMT|[A-Z]{1,3}[SD]T|[CEMW]E?T|MSK)(?![\w:+-]))?/g
/** RFC 5322 §3.3: the day stands first and the month has letters. */
const MAIL_DATE =
  /(?<!\d)(\d{1,2}) (Jan|Feb|Mar|Apr|May|Jun|Jul|Aug|Sep|Oct|Nov|Dec) (\d{4}) (\d{2}):(\d{2})(?::(\d{2}))? ([+-]\d{4}|GMT|UTC?|Z)\b/i
const MONTHS = ['jan', 'feb', 'mar', 'apr', 'may', 'jun', 'jul', 'aug', 'sep', 'oct', 'nov', 'dec']
const AFTERNOON = /下午|午後|오후|[Pp]/
const DAY = 86_400_000
/** So far apart may be what one report tells: it is tried for a day, and reported with some delay. */
const NEAR = 3 * DAY

/** The last moment written in a text. */
function momentIn(text: string): Moment | null {
  let found: RegExpExecArray | null = null
  MOMENT.lastIndex = 0
  for (let each = MOMENT.exec(text); each !== null; each = MOMENT.exec(text)) found = each
  if (found === null) return null
  const [, isoYear, isoMonth, isoDay, first, mark, second, year, half, hour, minute, seconds, fraction, letter, gap, m, zone] = found
  const halfDay = half ?? letter
  const hours = halfDay === undefined ? Number(hour) : (Number(hour) % 12) + (AFTERNOON.test(halfDay) ? 12 : 0)
  return {
    year: Number(isoYear ?? year),
    first: Number(isoMonth ?? first),
    second: Number(isoDay ?? second),
    milliseconds: ((hours * 60 + Number(minute)) * 60 + Number(seconds ?? 0)) * 1000 + Number((fraction ?? '').padEnd(3, '0').slice(0, 3)),
    month: isoYear === undefined ? placeIn(Number(first), Number(second), gap?.endsWith(' ') ? '.' : mark) : 'first',
    isIso: isoYear !== undefined,
    isAmerican: m === 'M',
    zone: zone === undefined || isLetters(zone) ? null : minutesOf(zone),
    isElsewhere: zone !== undefined && isLetters(zone),
  }
}

const isLetters = (zone: string): boolean => /^(?!UTC|GMT|Z$)[A-Z]+$/.test(zone)

/** Behind dots and dashes, as in Spanish (`a. m.`), the day stands first; with slashes a number beyond twelve tells. */
function placeIn(first: number, second: number, mark: string | undefined): Place | null {
  if (mark !== '/' || first > 12) return 'second'
  return second > 12 ? 'first' : null
}

function minutesOf(zone: string): number {
  const [, sign, hours, minutes] = /([+-])(\d{1,2}?):?(\d{2})?$/.exec(zone) ?? []
  return sign ? (sign === '-' ? -1 : 1) * (Number(hours) * 60 + Number(minutes ?? 0)) : 0
}

/** Milliseconds since 1970, as if in UTC where no zone is named; null for what is no date, as the first of January of year 1 that stands for none. */
function instantOf({ year, first, second, milliseconds, zone }: Moment, month: Place): number | null {
  const [theMonth, day] = month === 'first' ? [first, second] : [second, first]
  const value = Date.UTC(year, theMonth - 1, day)
  const isDate = year > 1980 && year < 2200 && theMonth >= 1 && theMonth <= 12 && new Date(value).getUTCDate() === day && milliseconds < DAY
  return isDate ? value + milliseconds - (zone ?? 0) * 60_000 : null
}

function isoOf(moment: Moment, month: Place, inUtc: boolean): string | null {
  const value = instantOf(moment, month)
  if (value === null) return null
  const iso = new Date(value).toISOString().replace('.000Z', 'Z')
  return moment.zone !== null || (inUtc && !moment.isElsewhere) ? iso : iso.slice(0, -1)
}

function timeOf(moment: Moment | null, place: Place | null, inUtc: boolean): string | null {
  const month = moment?.month ?? place ?? (moment?.first === moment?.second || moment?.isAmerican ? 'first' : null)
  return moment && month && isoOf(moment, month, inUtc)
}

/** The date of a mail's header field in ISO 8601, or null. */
export function dateOf(field: string | null | undefined): string | null {
  const [, day, month, year, hour, minute, second, zone] = MAIL_DATE.exec((field ?? '').slice(0, 200)) ?? []
  if (zone === undefined) return null
  const written = {
    year: Number(year),
    first: MONTHS.indexOf(month!.toLowerCase()) + 1,
    second: Number(day),
    milliseconds: ((Number(hour) * 60 + Number(minute)) * 60 + Number(second ?? 0)) * 1000,
    month: 'first',
    isIso: true,
    isAmerican: false,
    zone: minutesOf(zone),
    isElsewhere: false,
  } as const
  return isoOf(written, 'first', true)
}

/**
 * Each with its time in ISO 8601, the newest first; what has no moment keeps its place, for non-delivery reports put the newest first
 * themselves. A time whose zone nobody names has no zone either. One whose day and month could be either stays unknown unless
 * another moment tells: within a text they keep their places, and what it tells happened within days.
 */
export function inTime<T extends Timed>(all: readonly T[]): readonly T[] {
  if (all.length === 1 && all[0]!.at !== null) return all
  const moments = all.map(({ when }) => (when === null ? null : momentIn(when)))
  const open = moments.some((each) => each !== null && each.month === null)
  const place = open ? placeAmong(moments, all) : null
  if (all.length === 1) return [withTime(all[0]!, moments[0]!, place)]
  const timed = all.map((each, nth) => ({ each: withTime(each, moments[nth]!, place), value: orderOf(each, moments[nth]!, place) }))
  const dated = timed.filter(({ value }) => value !== null).sort((a, b) => b.value! - a.value!)
  return timed.map((each) => (each.value === null ? each : dated.shift()!).each)
}

function withTime<T extends Timed>(each: T, moment: Moment | null, place: Place | null): T {
  if (each.at !== null) return each
  const written = each.written === null ? null : timeOf(momentIn(each.written), place, each.inUtc)
  return { ...each, at: timeOf(moment, place, each.inUtc), written }
}

/** What it is put in order by, even where the day is not certain. */
const orderOf = ({ at }: Timed, moment: Moment | null, place: Place | null): number | null =>
  (moment && instantOf(moment, moment.month ?? place ?? (moment.isAmerican ? 'first' : 'second'))) ?? (at === null ? null : Date.parse(at))

/** Where the month stands in what does not tell by itself: as in the others, as brings all near a moment that is certain, as Americans write. */
function placeAmong(moments: readonly (Moment | null)[], all: readonly Timed[]): Place | null {
  const open = moments.filter((each) => each !== null && each.month === null) as readonly Moment[]
  const told = moments.find((each) => each !== null && each.month !== null && !each.isIso)
  if (told) return told.month
  const anchors = all.flatMap(({ at, written }) => [at, written]).flatMap((each) => (each?.endsWith('Z') ? [Date.parse(each)] : []))
  const isNear = (place: Place) =>
    open.every((each) => {
      const value = instantOf(each, place)
      return value !== null && anchors.some((anchor) => Math.abs(anchor - value) < NEAR)
    })
  const [first, second] = [isNear('first'), isNear('second')]
  if (first !== second) return first ? 'first' : 'second'
  return open.some(({ isAmerican }) => isAmerican) ? 'first' : null
}
