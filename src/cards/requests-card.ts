import { type ChangeRequest, isWaiting } from '../domain/request.ts'
import type { Card, Part, Showing } from './card.ts'
import { actions, atMost, button, normal, sandboxNote } from './parts.ts'
import { nameOf } from './request-parts.ts'
import { targetOf, voiceOf } from './voice.ts'

const SHOWN = 20
const BUTTONS = 5

/** Changes that were asked for, as they are given: newest first. */
export function requestsCard({ requests }: { readonly requests: readonly ChangeRequest[] }, showing: Showing): Card {
  const voice = voiceOf(showing)
  const { words } = voice
  const lines = requests.map((request) => {
    const state = words(`terms.request.${request.state}`)
    return words('cards.lists.request', {
      id: request.id,
      fix: nameOf(request, voice),
      subject: targetOf(request.plan),
      state,
      by: request.requester.name,
    })
  })
  const list: Part = { is: 'list', ordered: false, items: atMost(lines, SHOWN, voice) }
  const waiting = requests.filter(isWaiting).slice(0, BUTTONS)
  return {
    title: words('cards.lists.requests'),
    tone: waiting.length > 0 ? 'warning' : 'plain',
    summary: words('cards.lists.requests'),
    parts: [
      ...sandboxNote(voice),
      lines.length > 0 ? list : normal(words('cards.lists.requests-none')),
      ...actions(
        waiting.map((request) =>
          button(`${words('cards.buttons.show-request')} ${request.id}`, { verb: 'show-request', request: request.id }),
        ),
      ),
    ],
  }
}
