import type { FindingCode } from '../domain/finding.ts'
import { EXPLAINED, statusIn } from './codes-of.ts'
import { corrected, distance, findByMost, findByWords, wordsIn } from './find-by-words.ts'
import { statusFits } from './recognise.ts'
import { replies, textsOf } from './replies.ts'

/** `near`: nothing was found, but these come close; may be empty. Best first everywhere. */
export type FoundCodes =
  | { readonly is: 'one'; readonly finding: FindingCode }
  | { readonly is: 'several'; readonly findings: readonly FindingCode[] }
  | { readonly is: 'none'; readonly near: readonly FindingCode[] }

const LONGEST_QUERY = 200
const MOST_NEAR = 3
/** Codes farther apart have nothing to do with each other, unless one was mistyped. */
const NEAR = 9
/** `4.4.317`, `x.4.317`, `4.7.500-699`; also only its beginning, such as `5.7`. */
const CODE = /(?<![\d.])([245x])\.(\d{1,3})(?:\.(\d{1,3})(?:[-–]\d{1,3})?)?(?![\d.]*\d)/i

/**
 * Looks for what a code or words mean. A code finds what it leads to by itself first, then what the words beside it can make of it; a class
 * of `x` stands for 4 and 5. The name of a finding finds it alone; other words find titles before texts, in every language at once, accents, case and endings aside.
 */
export function findCodes(query: string): FoundCodes {
  const asked = query.slice(0, LONGEST_QUERY)
  const code = CODE.exec(asked)
  if (code) return byCode(code)
  const named = EXPLAINED.find((each) => each === asked.trim().toLowerCase())
  if (named) return { is: 'one', finding: named }
  const words = wordsIn(asked)
  return found(findByWords(words), () => {
    const right = corrected(words)
    const near = findByWords(right)
    return (near.length > 0 ? near : findByMost(right)).slice(0, MOST_NEAR)
  })
}

const found = (findings: readonly FindingCode[], near: () => readonly FindingCode[]): FoundCodes => {
  const [first, ...others] = findings
  if (!first) return { is: 'none', near: near() }
  return others.length > 0 ? { is: 'several', findings } : { is: 'one', finding: first }
}

function byCode([, kind = 'x', subject = '', detail]: RegExpExecArray): FoundCodes {
  const kinds = kind.toLowerCase() === 'x' ? ['4', '5'] : [kind]
  const starts = kinds.map((each) => `${each}.${subject}.`)
  if (detail === undefined) return found(distinct(rulesUnder(starts)), () => [])
  const statuses = starts.map((each) => `${each}${detail}`)
  const fitting = replies.filter((rule) => rule.status !== undefined && statuses.some((each) => statusFits(rule.status ?? '', each)))
  const bare = fitting.filter((rule) => rule.says === undefined)
  const twins = fitting.length > 0 ? statuses.flatMap((each) => [each, each.replace(/^4/, '5'), each.replace(/^5/, '4')]) : statuses
  const worded = replies.filter((rule) => rule.says !== undefined && textsOf(rule).some((text) => twins.includes(statusIn(text) ?? '')))
  return found(distinct([...bare, ...fitting, ...worded]), () => nearest(starts, Number(detail)))
}

/** Rules whose code begins so: by their pattern, else by the text they were written for. */
const rulesUnder = (starts: readonly string[]) =>
  replies.filter((rule) =>
    starts.some((start) => {
      const pattern = rule.status ?? statusIn(rule.example) ?? ''
      return (
        pattern.startsWith(start) ||
        (pattern.startsWith('x.') && '45'.includes(start[0] ?? '') && pattern.slice(1).startsWith(start.slice(1)))
      )
    }),
  )

/** The known codes beside one that is not known, nearest number first, or of which it is one slip of the finger away. */
function nearest(starts: readonly string[], detail: number): readonly FindingCode[] {
  const ranked = rulesUnder(starts).map((rule) => {
    const numbers = numbersOf(rule.status ?? statusIn(rule.example) ?? '')
    const slip = numbers.some((each) => each > 99 && distance(String(each), String(detail)) === 1)
    return { rule, slip, apart: Math.min(...numbers.map((each) => Math.abs(each - detail))), worded: rule.says ? 1 : 0 }
  })
  const close = ranked.filter(({ apart, slip }) => apart <= NEAR || slip)
  const sorted = close.sort((a, b) => a.apart - b.apart || a.worded - b.worded)
  return distinct(sorted.map(({ rule }) => rule)).slice(0, MOST_NEAR)
}

const numbersOf = (status: string): readonly number[] => (status.split('.')[2] ?? '').split('-').map(Number)

const distinct = (rules: readonly { readonly finding: FindingCode }[]): readonly FindingCode[] => [
  ...new Set(rules.map((rule) => rule.finding)),
]
