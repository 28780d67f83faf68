import type { Failure } from '../domain/failure.ts'
import type { Card, Showing } from './card.ts'
import { normal, sandboxNote, strong } from './parts.ts'
import { voiceOf } from './voice.ts'

/** What went wrong outside the bot's control, and what to do next. */
export function failureCard(failure: Failure, showing: Showing): Card {
  const voice = voiceOf(showing)
  const { words } = voice
  const { why } = failure.args
  const args = typeof why === 'string' ? { ...failure.args, why: voice.cause(why) } : failure.args
  const what = words(`failures.${failure.code}.what`, args)
  const next = words(`failures.${failure.code}.next`, args)
  return {
    title: words('cards.failure.title'),
    tone: 'fault',
    summary: what,
    parts: [...sandboxNote(voice), strong(what), normal(words('cards.failure.next', { next }))],
  }
}
