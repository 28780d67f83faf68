import type { Refused } from '../domain/refusal.ts'
import { REQUEST_STATES } from '../domain/request.ts'
import type { Card, Showing } from './card.ts'
import { normal, sandboxNote, strong } from './parts.ts'
import { type Voice, voiceOf } from './voice.ts'

/** Why the bot did not do what was asked, and what to do next. */
export function refusalCard(refused: Refused, showing: Showing): Card {
  const voice = voiceOf(showing)
  const { words } = voice
  const args = readable(refused.args, voice)
  const what = words(`refusals.${refused.why}.what`, args)
  return {
    title: words('cards.refusal.title'),
    tone: 'warning',
    summary: what,
    parts: [
      ...sandboxNote(voice),
      strong(what),
      normal(words('cards.refusal.next', { next: words(`refusals.${refused.why}.next`, args) })),
    ],
  }
}

function readable(args: Refused['args'], voice: Voice): Refused['args'] {
  return Object.fromEntries(
    Object.entries(args).map(([key, value]) => {
      const state = key === 'state' ? REQUEST_STATES.find((each) => each === value) : undefined
      if (state) return [key, voice.words(`terms.request.${state}`)]
      return key === 'until' && typeof value === 'string' ? [key, voice.time(value)] : [key, value]
    }),
  )
}
