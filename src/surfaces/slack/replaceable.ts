const MOST_REMEMBERED = 500

/**
 * Answers that said "working" and wait for the real one, by the address they went to: the real one takes their place. Only these
 * are replaced, because the response_url of a button would replace the card of everybody. Forgotten by a restart, harmlessly.
 */
export interface Replaceable {
  /** Says that an answer is about to be sent there; a quick successor waits for it. The function tells whether it may be replaced. */
  expect(address: string): (message: string | null) => void
  /** The message to replace (empty for a response_url, which knows its own), or null; asked once. */
  take(address: string): Promise<string | null>
}

export function createReplaceable(): Replaceable {
  const expected = new Map<string, Promise<string | null>>()
  return {
    expect(address) {
      let tell: (message: string | null) => void = () => {}
      const oldest = expected.keys().next()
      if (expected.size >= MOST_REMEMBERED && !oldest.done) expected.delete(oldest.value)
      const answer = new Promise<string | null>((resolve) => {
        tell = resolve
      })
      expected.set(address, answer)
      return (message) => {
        if (message === null) expected.delete(address)
        tell(message)
      }
    },
    async take(address) {
      const answer = expected.get(address)
      expected.delete(address)
      return (await answer) ?? null
    },
  }
}
