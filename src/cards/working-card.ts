import type { Card, Showing } from './card.ts'
import { quiet, sandboxNote } from './parts.ts'
import { voiceOf } from './voice.ts'

interface WorkingView {
  readonly what: 'opening' | 'diagnosing' | 'reading-tenant' | 'listing' | 'validating'
  /** What is looked at; may be empty. */
  readonly subject: string
}

/** The same for everybody who reads it: with whoever asked. */
export function withAsker(card: Card, by: string, showing: Showing): Card {
  const voice = voiceOf(showing)
  const asked = quiet(voice.words('cards.request.asked-by', { by, at: voice.time(showing.now) }))
  return { ...card, parts: [...card.parts, asked] }
}

/** Shown at once while the answer is fetched. */
export function workingCard({ what, subject }: WorkingView, showing: Showing): Card {
  const voice = voiceOf(showing)
  const title = voice.words(`cards.working.${what}`, { subject }).trim()
  return { title, tone: 'working', summary: title, parts: [...sandboxNote(voice), quiet(voice.words('cards.working.patience'))] }
}
