import type { Language } from '../domain/language.ts'

const REGION: Readonly<Record<Language, string>> = { en: 'en-GB', fr: 'fr-FR' }
const MINUTE = 60_000
const HOUR = 60 * MINUTE
const DAY = 24 * HOUR

/**
 * `14 Mar 2026, 09:30 UTC`; the day is left out when it is today's, and UTC where the time names no zone: then it is by whichever clock wrote it.
 * A text that is no date is given back as it is.
 */
export function sayTime(iso: string, now: string, language: Language): string {
  const isZoned = !/T[\d:.]+$/.test(iso)
  const at = new Date(isZoned ? iso : `${iso}Z`)
  if (Number.isNaN(at.getTime())) return iso
  const time = new Intl.DateTimeFormat(REGION[language], { timeStyle: 'short', timeZone: 'UTC' }).format(at)
  const clock = isZoned ? `${time}\u00A0UTC` : time
  return isZoned && iso.slice(0, 10) === now.slice(0, 10) ? clock : `${sayDay(iso, language)}, ${clock}`
}

/** `14 Mar 2026`, in UTC. A text that is no date is given back as it is. */
export function sayDay(iso: string, language: Language): string {
  const at = new Date(iso)
  if (Number.isNaN(at.getTime())) return iso
  const day = new Intl.DateTimeFormat(REGION[language], { dateStyle: 'medium', timeZone: 'UTC' }).format(at)
  return language === 'fr' ? firstOf(day) : day
}

/** French counts the first of a month; Intl does not (CLDR). */
const firstOf = (day: string): string => day.replace(/^1(?=\s)/, '1er')

/** `3 days 4 h`, `5 h 12 min`, `12 min`, `40 s`, `120 ms`: the two largest units of a span in milliseconds, never negative. */
export function saySpan(ms: number, language: Language): string {
  const span = Math.max(0, ms)
  const unit = (count: number, name: 'day' | 'hour' | 'minute' | 'second') => sayUnit(count, name, language)
  if (span > 0 && span < 1000) return `${sayNumber(Math.round(span), language)}\u00A0ms`
  if (span < MINUTE) return unit(Math.round(span / 1000), 'second')
  const minutes = Math.floor((span % HOUR) / MINUTE)
  const hours = Math.floor((span % DAY) / HOUR)
  const days = Math.floor(span / DAY)
  if (days > 0) return hours > 0 ? `${unit(days, 'day')} ${unit(hours, 'hour')}` : unit(days, 'day')
  if (hours > 0) return minutes > 0 ? `${unit(hours, 'hour')} ${unit(minutes, 'minute')}` : unit(hours, 'hour')
  return unit(minutes, 'minute')
}

function sayUnit(count: number, unit: 'day' | 'hour' | 'minute' | 'second', language: Language): string {
  const number = sayNumber(count, language)
  if (unit === 'hour') return `${number}\u00A0h`
  if (unit === 'minute') return `${number}\u00A0min`
  if (unit === 'second') return `${number}\u00A0s`
  return new Intl.NumberFormat(REGION[language], { style: 'unit', unit, unitDisplay: 'long' }).format(count).replaceAll(' ', '\u00A0')
}

export const sayNumber = (count: number, language: Language): string => new Intl.NumberFormat(REGION[language]).format(count)

/** Milliseconds from `now` until `iso`; negative when it is past. */
export const until = (iso: string, now: string): number => Date.parse(iso) - Date.parse(now)
