/** What was sent back to one HTTP request. */
export interface SentAnswer {
  readonly status: number
  readonly contentType: string | null
  readonly body: string
}

const MOST_REMEMBERED = 5000
const REMEMBERED_MS = 10 * 60_000

/** Answers already given: the same bytes again get the first one. Bolt refuses what is older than five minutes, so ten are enough. */
export interface FirstAnswers {
  of(key: string): Promise<SentAnswer> | undefined
  /** Kept when it turns out to be a 200; anything else is judged anew each time. */
  keep(key: string, answer: Promise<SentAnswer>): void
}

/** `tick`: milliseconds of a monotonic clock. */
export function createFirstAnswers(tick: () => number): FirstAnswers {
  const answers = new Map<string, { readonly answer: Promise<SentAnswer>; readonly until: number }>()
  return {
    of(key) {
      const known = answers.get(key)
      return known && known.until > tick() ? known.answer : undefined
    },
    keep(key, answer) {
      const oldest = answers.keys().next()
      if (answers.size >= MOST_REMEMBERED && !oldest.done) answers.delete(oldest.value)
      answers.set(key, { answer, until: tick() + REMEMBERED_MS })
      const forget = () => answers.delete(key)
      answer.then((sent) => sent.status === 200 || forget(), forget)
    },
  }
}
