/** A timer of Node fires on whole milliseconds and late; what is left below this is waited for turn by turn. */
const FINE_MS = 2

/**
 * Runs work a set time later, to within a fraction of a millisecond as long as the process is not busy, in the order in which it came.
 * `taken` gives the mean of what was really waited since it was last asked, or null.
 */
export function holding() {
  const waiting = []
  let ms = 0
  let armed = false
  let sum = 0
  let count = 0

  function arm() {
    if (armed || waiting.length === 0) return
    armed = true
    const left = waiting[0].at - performance.now()
    if (left > FINE_MS) setTimeout(turn, left - FINE_MS)
    else setImmediate(turn)
  }

  function turn() {
    armed = false
    const now = performance.now()
    while (waiting.length > 0 && waiting[0].at <= now) {
      const { at, run } = waiting.shift()
      sum += ms + performance.now() - at
      count += 1
      run()
    }
    arm()
  }

  return {
    later(run) {
      if (ms === 0) return run()
      waiting.push({ at: performance.now() + ms, run })
      arm()
    },
    setMs(value) {
      ms = value
    },
    taken() {
      const mean = count === 0 ? null : sum / count
      sum = 0
      count = 0
      return mean
    },
  }
}
