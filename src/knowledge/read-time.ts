/** A moment as a tool printed it: in no time zone, and where day and month may stand in either order. */
interface Moment {
  readonly year: number
  readonly first: number
  readonly second: number
  /** Seconds of the day. */
  readonly seconds: number
  /** ISO order, or written with AM and PM: the month stands first. */
  readonly monthFirst: boolean
}

const MOMENT =
  /(?<!\d)(?:(\d{4})[-/.](\d{1,2})[-/.](\d{1,2})|(\d{1,2})[-/.](\d{1,2})[-/.](\d{4}))[T, ]{1,3}(?:(上午|下午|午前|午後|오전|오후) ?)?(\d{1,2}):(\d{2})(?::(\d{2}))?(?:\.\d{1,7})?(?: ?([AaPp])\.?[Mm])?/g
const AFTERNOON = /下午|午後|오후|[Pp]/

/** The last moment written in a text. */
function momentIn(text: string): Moment | null {
  let found: RegExpExecArray | null = null
  for (const each of text.matchAll(MOMENT)) found = each
  if (found === null) return null
  const [, isoYear, isoMonth, isoDay, first, second, year, half, hour, minute, seconds, letter] = found
  const mark = half ?? letter
  const hours = mark === undefined ? Number(hour) : (Number(hour) % 12) + (AFTERNOON.test(mark) ? 12 : 0)
  return {
    year: Number(isoYear ?? year),
    first: Number(isoMonth ?? first),
    second: Number(isoDay ?? second),
    seconds: hours * 3600 + Number(minute) * 60 + Number(seconds ?? 0),
    monthFirst: isoYear !== undefined || letter !== undefined,
  }
}

/**
 * The newest first, where each has its moment; else in the order they came, for non-delivery reports put the newest first themselves.
 * Within one text day and month keep their places: one number beyond twelve tells which is which.
 */
export function newestFirst<T extends { readonly at: string | null }>(all: readonly T[]): readonly T[] {
  if (all.length < 2 || all.some(({ at }) => at === null)) return all
  const moments = all.map(({ at }) => momentIn(at!)).filter((each) => each !== null)
  if (moments.length < all.length) return all
  const dayFirst = moments.some(({ first }) => first > 12) || !moments.some(({ second, monthFirst }) => second > 12 || monthFirst)
  const orderOf = ({ year, first, second, seconds }: Moment): number => {
    const [month, day] = dayFirst ? [second, first] : [first, second]
    return ((year * 13 + month) * 32 + day) * 86_400 + seconds
  }
  return all
    .map((each, nth) => ({ each, order: orderOf(moments[nth]!) }))
    .sort((a, b) => b.order - a.order)
    .map(({ each }) => each)
}
