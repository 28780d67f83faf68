import type { TurnAnswer } from './turn.ts'

const MOST_REMEMBERED = 1000

/** Answers already given, by activity: the same activity again gets the first answer and has no second effect. */
export interface FirstAnswers {
  of(key: string): Promise<TurnAnswer> | undefined
  keep(key: string, answer: Promise<TurnAnswer>): void
}

export function createFirstAnswers(): FirstAnswers {
  const answers = new Map<string, Promise<TurnAnswer>>()
  return {
    of: (key) => answers.get(key),
    keep(key, answer) {
      const oldest = answers.keys().next()
      if (answers.size >= MOST_REMEMBERED && !oldest.done) answers.delete(oldest.value)
      answers.set(key, answer)
      // Whoever waits for it is told; here it must not count as unhandled.
      answer.catch(() => {})
    },
  }
}
