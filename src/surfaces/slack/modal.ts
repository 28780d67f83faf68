import type { types } from '@slack/bolt'
import type { Card } from '../../cards/card.ts'
import { workingCard } from '../../cards/index.ts'
import type { Language } from '../../domain/language.ts'
import type { Drawing } from '../../domain/post.ts'
import type { Press } from '../../domain/press.ts'
import { wordsOf } from '../../locales/words.ts'
import { toModal } from '../../render/block-kit.ts'
import type { PressAnswer } from '../presses.ts'
import type { Deps } from './turn.ts'

/** The answer to a press as a modal. Its heading is the card's own; 24 characters of title hold little more than a name. */
export function modalOf(answer: PressAnswer, language: Language): types.ModalView {
  const words = wordsOf(language)
  const submit = answer.is === 'dialog' && answer.submit ? { submit: answer.submit } : {}
  return asView(toModal(answer.card, { title: words('cards.bot'), close: words('cards.close'), ...submit }))
}

/** What a modal says until it is filled: a trigger lives three seconds, so it opens before anything is known. */
export const loadingModal = (deps: Pick<Deps, 'showing'>, language: Language): types.ModalView =>
  modalOf({ is: 'notice', card: workingCard({ what: 'opening', subject: '' }, deps.showing(language)) }, language)

/** A delayed answer as a modal. The drawing knows no language, so the word on the close button is left to Slack. */
export function modalOfDrawing(drawing: Drawing): types.ModalView {
  const nothing: Card = { title: '', tone: 'plain', summary: '', parts: [] }
  const submit = drawing.submit ? { submit: drawing.submit } : {}
  const { close: _close, ...frame } = toModal(nothing, { title: wordsOf('en')('cards.bot'), close: '', ...submit })
  return asView({ ...frame, blocks: withoutButton(blocksOf(drawing), drawing.submit?.press ?? null) })
}

export const blocksOf = (drawing: Drawing): types.KnownBlock[] => (Array.isArray(drawing.body) ? drawing.body : [])

/** Render's output is Block Kit by its own tests; the SDK's types cannot be asked. */
const asView = (view: Readonly<Record<string, unknown>>): types.ModalView => view as unknown as types.ModalView

/** The submit button does what that button would do: one of them is enough. */
function withoutButton(blocks: types.KnownBlock[], press: Press | null): types.KnownBlock[] {
  if (!press) return blocks
  const value = JSON.stringify(press)
  return blocks.flatMap((block): types.KnownBlock[] => {
    if (block.type !== 'actions') return [block]
    const elements = block.elements.filter((element) => !('value' in element && element.value === value))
    return elements.length > 0 ? [{ ...block, elements }] : []
  })
}
