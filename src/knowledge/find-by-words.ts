import type { FindingCode } from '../domain/finding.ts'
import { LANGUAGES } from '../domain/language.ts'
import { EXPLAINED, examplesOf } from './codes-of.ts'
import { explain } from './explain.ts'
import { synonyms } from './synonyms.ts'

const MOST_WORDS = 8
/** So many others speak of a word that the one title with it does not stand for it. */
const MANY = 3
const FILLERS = new Set(
  'a an and are by does for from in is it mean means my not of on or that the this to what why au aux ce cette code codes dans de des du en error errors erreur erreurs est et la le les mon ne par pas pour pourquoi que quoi signifie sur un une'.split(
    ' ',
  ),
)

/** The words of a text that can be looked for: letters without accents, in lower case; fillers left out. At most eight. */
export const wordsIn = (text: string): readonly string[] => lettersIn(text).slice(0, MOST_WORDS)

function lettersIn(text: string): readonly string[] {
  const folded = text.normalize('NFD').replace(/\p{M}/gu, '').toLowerCase().replaceAll('œ', 'oe').replaceAll('parefeu', 'pare-feu')
  return (folded.match(/[\p{L}\p{N}]+/gu) ?? []).filter((word) => word.length > 1 && !FILLERS.has(word))
}

/**
 * Findings whose name holds every word: what they are called in so many words alone, else those whose names do, the shortest first; else those
 * whose texts do. A word or two that many others speak of find those too.
 */
export function findByWords(words: readonly string[]): readonly FindingCode[] {
  if (words.length === 0) return []
  const holds = (set: ReadonlySet<string>) => words.every((word) => [...set].some((each) => isWord(word, each)))
  const extra = (each: Texts) =>
    Math.min(...each.names.filter((name) => holds(new Set([...each.slug, ...name]))).map(({ size }) => size)) - words.length
  const named = texts()
    .flatMap((each) => ({ ...each, extra: extra(each) }))
    .filter((each) => Number.isFinite(each.extra))
  const called = named.filter((each) => each.extra <= 0)
  if (called.length > 0 && words.length > 1) return called.map(({ finding }) => finding)
  const ranked = words.length > 1 ? [...named].sort((a, b) => a.extra - b.extra) : named
  const told =
    named.length === 1 && words.length < MANY ? texts().filter((each) => each.finding !== named[0]?.finding && holds(each.told)) : []
  const others = named.length === 0 ? texts().filter(({ all }) => holds(all)) : told.length >= MANY ? told : []
  return [...ranked, ...others].map(({ finding }) => finding)
}

/** Findings one of whose names holds more than half of the words, those that hold most first. */
export function findByMost(words: readonly string[]): readonly FindingCode[] {
  const ranked = texts().map(({ finding, slug, names }) => ({
    finding,
    held: Math.max(...names.map((name) => words.filter((word) => [...slug, ...name].some((each) => isWord(word, each))).length)),
  }))
  return ranked
    .filter(({ held }) => held > words.length / 2)
    .sort((a, b) => b.held - a.held)
    .map(({ finding }) => finding)
}

interface Texts {
  readonly finding: FindingCode
  readonly slug: ReadonlySet<string>
  /** The code of the finding, its title in each language, and everything else it is called. */
  readonly names: readonly ReadonlySet<string>[]
  /** What it means and where it comes from. */
  readonly told: ReadonlySet<string>
  readonly all: ReadonlySet<string>
}

let kept: readonly Texts[] | null = null

/** Every word of what is known, made once. */
function texts(): readonly Texts[] {
  kept ??= EXPLAINED.map((finding) => {
    const each = LANGUAGES.map((language) => explain(finding, language))
    const called = [finding, ...each.map(({ title }) => title), ...(synonyms[finding]?.split(', ') ?? [])]
    const told = each.flatMap(({ means, causes }) => [means, ...causes])
    const steps = each.flatMap((one) => one.steps.map((step) => step.do))
    return {
      finding,
      slug: new Set(lettersIn(finding)),
      names: called.map((name) => new Set(lettersIn(name))),
      told: new Set(told.flatMap(lettersIn)),
      all: new Set([...called, ...told, ...steps, ...examplesOf(finding)].flatMap(lettersIn)),
    }
  })
  return kept
}

/** Whether what was asked is that word: as it stands, its beginning, or with another ending (`expired` and `expires`, `expiré` and `expirés`). */
function isWord(asked: string, word: string): boolean {
  if (asked === word) return true
  return asked.length >= 4 && (word.startsWith(asked) || stem(asked) === stem(word))
}

const stem = (word: string): string => (word.length < 5 ? word : word.replace(/(?:ees?|es|ed|s|e)$/, ''))

/** The same words with those nobody knows put right, as far as they can be. */
export const corrected = (words: readonly string[]): readonly string[] => words.flatMap((word) => nearestWord(word) ?? [])

/** The known word that differs least from one that is not known: one letter of four, two of six or more. */
function nearestWord(word: string): string | null {
  const most = word.length < 4 ? 0 : word.length < 6 ? 1 : 2
  let best: string | null = null
  let least = most + 1
  for (const known of new Set(texts().flatMap(({ all }) => [...all]))) {
    if (Math.abs(known.length - word.length) >= least || /\d/.test(known)) continue
    const apart = distance(word, known)
    if (apart < least) [best, least] = [known, apart]
  }
  return best
}

/** How many letters must be put in, taken out, changed or swapped with their neighbour (optimal string alignment). */
export function distance(a: string, b: string): number {
  let before: readonly number[] = []
  let row: readonly number[] = Array.from({ length: b.length + 1 }, (_, n) => n)
  for (let i = 1; i <= a.length; i++) {
    const next = [i]
    for (let j = 1; j <= b.length; j++) {
      const same = a[i - 1] === b[j - 1]
      const swapped = i > 1 && j > 1 && a[i - 1] === b[j - 2] && a[i - 2] === b[j - 1]
      next[j] = Math.min(
        row[j]! + 1,
        next[j - 1]! + 1,
        row[j - 1]! + (same ? 0 : 1),
        swapped ? before[j - 2]! + 1 : Number.POSITIVE_INFINITY,
      )
    }
    before = row
    row = next
  }
  return row[b.length]!
}
