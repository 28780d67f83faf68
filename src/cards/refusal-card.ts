import { FIX_NAMES } from '../domain/plan.ts'
import type { Refused } from '../domain/refusal.ts'
import { REQUEST_STATES } from '../domain/request.ts'
import type { Card, Showing } from './card.ts'
import { normal, sandboxNote, strong } from './parts.ts'
import { type Voice, voiceOf } from './voice.ts'

const UNLINKED = ['guest', 'stranger', 'bot', 'deactivated', 'unconfirmed-email', 'no-email'] as const

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

/** Arguments as they are kept, made readable: states, fixes and reasons by name, dates in words. */
function readable(args: Refused['args'], voice: Voice): Refused['args'] {
  return Object.fromEntries(
    Object.entries(args).map(([key, value]) => {
      const state = key === 'state' ? REQUEST_STATES.find((each) => each === value) : undefined
      if (state) return [key, voice.words(`terms.request.${state}`)]
      const fix = key === 'fix' ? FIX_NAMES.find((each) => each === value) : undefined
      if (fix) return [key, voice.fix(fix)]
      const reason = key === 'reason' ? UNLINKED.find((each) => each === value) : undefined
      if (reason) return [key, voice.words(`cards.unlinked.${reason}`)]
      if (key === 'why' && typeof value === 'string') return [key, voice.cause(value)]
      return key === 'until' && typeof value === 'string' ? [key, voice.time(value)] : [key, value]
    }),
  )
}
