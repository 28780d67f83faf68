export interface OnceMore {
  /** Starts the work; while it runs, has it run once more afterwards. */
  ask(): void
  /** Resolves when the work that runs now has ended. */
  ended(): Promise<void>
}

/** Work that never runs twice at a time, and never misses that it was asked for. `work` must not throw. */
export function onceMore(work: () => Promise<void>): OnceMore {
  let asked = false
  let running: Promise<void> | undefined

  const runAll = async (): Promise<void> => {
    while (asked) {
      asked = false
      await work()
    }
    running = undefined
  }

  return {
    ask() {
      asked = true
      running ??= runAll()
    },
    ended: async () => running,
  }
}
