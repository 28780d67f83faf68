import { refusalCard, workingCard } from '../../cards/index.ts'
import { refused } from '../../domain/refusal.ts'
import { languageNow, notice } from './answered.ts'
import { fill } from './deliver.ts'
import { onceKey } from './hear.ts'
import { modalOf } from './modal.ts'
import { Interaction, originOf } from './place.ts'
import { answerPress, pressOf } from './pressed.ts'
import { ACK_WITHIN_MS, type Ack, type Deps } from './turn.ts'

/**
 * A modal that was sent: the decision needs only the database, so its outcome is the acknowledgement. When it takes too long all the
 * same, the modal says so and is filled afterwards.
 */
export async function submitted(body: unknown, signature: string | null, ack: Ack, deps: Deps): Promise<void> {
  const read = Interaction.safeParse(body)
  const view = read.data?.view
  if (!read.success || !view) {
    deps.log.warn({}, 'a modal that was sent could not be read')
    return ack()
  }
  const origin = originOf(read.data, onceKey(signature, read.data.trigger_id))
  const language = languageNow(origin, deps)
  const deciding = answerPress({ press: pressOf(view.private_metadata), origin, channel: null, reply: null }, deps).then(
    (answered) => answered ?? { language, answer: notice(refusalCard(refused('too-late'), deps.showing(language))) },
  )
  const inTime = await Promise.race([deciding, after(ACK_WITHIN_MS)])
  if (inTime) return ack({ response_action: 'update', view: modalOf(inTime.answer, inTime.language) })
  const working = notice(workingCard({ what: 'opening', subject: '' }, deps.showing(language)))
  await ack({ response_action: 'update', view: modalOf(working, language) })
  deps.lane.run(async () => fill({ id: view.id, hash: null }, await deciding, deps))
}

const after = (ms: number): Promise<null> => new Promise((resolve) => setTimeout(() => resolve(null), ms).unref())
