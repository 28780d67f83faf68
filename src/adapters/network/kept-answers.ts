/** An answer and until when it may be given again, in the clock's own milliseconds. */
export interface KeptAnswer<T> {
  readonly answer: T
  readonly until: number
}

const MOST_KEPT = 500

/**
 * Remembers answers by key, the newest few hundred. Questions with the same key that are asked at the same time share one asking; one that
 * fails is not kept.
 */
export function keptAnswers<T>(now: () => number): (key: string, ask: () => Promise<KeptAnswer<T>>) => Promise<T> {
  const kept = new Map<string, KeptAnswer<T>>()
  const running = new Map<string, Promise<T>>()
  const keep = (key: string, answered: KeptAnswer<T>): T => {
    // A map gives its entries in the order they were put in, so that the first is the oldest.
    kept.delete(key)
    if (answered.until > now()) kept.set(key, answered)
    for (const oldest of kept.keys()) {
      if (kept.size <= MOST_KEPT) break
      kept.delete(oldest)
    }
    return answered.answer
  }
  return (key, ask) => {
    const held = kept.get(key)
    if (held && now() < held.until) return Promise.resolve(held.answer)
    const shared = running.get(key)
    if (shared) return shared
    const asking = ask()
      .then((answered) => keep(key, answered))
      .finally(() => running.delete(key))
    running.set(key, asking)
    return asking
  }
}
