import type { App, ReceiverEvent } from '@slack/bolt'

const MOST_REMEMBERED = 5000
const REMEMBERED_MS = 10 * 60_000

type Process = App['processEvent']

/**
 * The same signed request again has no second effect and gets the first answer. Stands behind Bolt's check of the signature, so what is
 * remembered was really said by Slack; and as Bolt refuses what is older than five minutes, ten are enough. `tick`: milliseconds of a
 * monotonic clock.
 */
export function answeringOnce(process: Process, tick: () => number): Process {
  const answers = new Map<string, { readonly answer: Promise<unknown>; readonly until: number }>()

  async function first(key: string, event: ReceiverEvent): Promise<void> {
    let tell: (answer: unknown) => void = () => {}
    const answer = new Promise((resolve) => {
      tell = resolve
    })
    const oldest = answers.keys().next()
    if (answers.size >= MOST_REMEMBERED && !oldest.done) answers.delete(oldest.value)
    answers.set(key, { answer, until: tick() + REMEMBERED_MS })
    let acknowledged = false
    const ack: ReceiverEvent['ack'] = async (said) => {
      acknowledged = true
      tell(said)
      await event.ack(said)
    }
    try {
      await process({ ...event, ack })
    } finally {
      // Bolt's own error answers are not remembered: the next attempt is judged anew.
      if (!acknowledged) answers.delete(key)
      tell(undefined)
    }
  }

  return async (event) => {
    const signature = event.customProperties?.signature
    if (typeof signature !== 'string') return process(event)
    const known = answers.get(signature)
    if (!known || known.until < tick()) return first(signature, event)
    await event.ack((await known.answer) as Parameters<ReceiverEvent['ack']>[0])
  }
}
