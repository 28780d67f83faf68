import type { Reference } from './reference.ts'

const MOST_REMEMBERED = 500

/** Cards that said "working" and wait for their answer: it replaces them instead of standing below. Forgotten by a restart, harmlessly. */
export interface Working {
  /** Says that a card is about to be sent there; a quick answer waits for it. The function tells which message it became, or null if none waits. */
  expect(where: Reference): (message: string | null) => void
  /** The message to replace, or null. */
  find(where: Reference): Promise<string | null>
  /** The answer was given: nothing waits any more. */
  forget(where: Reference): void
}

export function createWorking(): Working {
  const expected = new Map<string, Promise<string | null>>()
  const nameOf = (where: Reference): string => `${where.conversation} ${where.answers ?? ''}`
  return {
    expect(where) {
      const name = nameOf(where)
      let tell: (message: string | null) => void = () => {}
      const oldest = expected.keys().next()
      if (expected.size >= MOST_REMEMBERED && !oldest.done) expected.delete(oldest.value)
      expected.set(
        name,
        new Promise((resolve) => {
          tell = resolve
        }),
      )
      return (message) => {
        if (message === null) expected.delete(name)
        tell(message)
      }
    },
    async find(where) {
      return (await expected.get(nameOf(where))) ?? null
    },
    forget(where) {
      expected.delete(nameOf(where))
    },
  }
}
