import type { Incident } from '../domain/incident.ts'
import type { FixName } from '../domain/plan.ts'
import type { Card, Showing } from './card.ts'
import { actions, button, normal, sandboxNote, under } from './parts.ts'
import { subjectOf, voiceOf } from './voice.ts'

const SNOOZES = [4, 24] as const

/** Every fix that can be asked for on an incident, and putting it aside for a while. The guards decide what may be applied. */
export function moreCard({ incident, fixes }: { readonly incident: Incident; readonly fixes: readonly FixName[] }, showing: Showing): Card {
  const voice = voiceOf(showing)
  const { words } = voice
  const title = words('cards.more.title', { subject: subjectOf(incident) })
  const choices = fixes.map((fix) => button(voice.fix(fix), { verb: 'plan', incident: incident.id, fix }))
  const snoozes = SNOOZES.map((hours) => button(words(`cards.buttons.snooze-${hours}`), { verb: 'snooze', incident: incident.id, hours }))
  const back = button(words('cards.buttons.back'), { verb: 'show-incident', incident: incident.id })
  const facts = fixes.map((fix) => [voice.fix(fix), words(`fixes.${fix}.why`)] as const)
  return {
    title,
    tone: 'plain',
    summary: title,
    parts: [
      ...sandboxNote(voice),
      normal(words(fixes.length > 0 ? 'cards.more.choose' : 'cards.more.none')),
      ...under(words('cards.headings.fixes'), facts.length > 0 ? [{ is: 'facts', facts }] : []),
      ...actions(choices),
      ...under(words('cards.headings.snooze'), actions([...(incident.state === 'resolved' ? [] : snoozes), back])),
    ],
  }
}
