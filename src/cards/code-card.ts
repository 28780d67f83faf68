import type { FindingCode } from '../domain/finding.ts'
import { codesOf, examplesOf } from '../knowledge/codes-of.ts'
import { explain } from '../knowledge/explain.ts'
import type { Card, Part, Showing } from './card.ts'
import { adviceParts, sourceLinks, stepsByPerson } from './explanation-parts.ts'
import { normal, sandboxNote, under } from './parts.ts'
import { type Voice, voiceOf } from './voice.ts'

const EXAMPLES_SHOWN = 3

/** Everything that is known about what a code means. */
export function codeCard({ finding }: { readonly finding: FindingCode }, showing: Showing): Card {
  const voice = voiceOf(showing)
  const { words } = voice
  const explanation = explain(finding, showing.language)
  const partner = explain(finding, showing.language, 'Partner')
  const differs = partner.steps !== explanation.steps
  return {
    title: explanation.title,
    tone: 'plain',
    summary: words('cards.code.summary', { title: explanation.title }),
    parts: [
      ...sandboxNote(voice),
      ...codeParts(finding, voice),
      normal(explanation.means),
      ...under(words('cards.headings.causes'), listOf(explanation.causes)),
      ...stepsByPerson(explanation.steps, voice),
      ...(differs ? [{ is: 'divider' as const }, ...under(words('cards.headings.partner'), stepsByPerson(partner.steps, voice))] : []),
      ...under(words('cards.headings.ask'), explanation.ask === null ? [] : [normal(explanation.ask)]),
      ...adviceParts(explanation, explanation.avoid.length, voice),
      ...under(words('cards.headings.sources'), sourceLinks(explanation.sources)),
    ],
  }
}

const listOf = (items: readonly string[]): readonly Part[] => (items.length > 0 ? [{ is: 'list', ordered: false, items }] : [])

/** The codes that lead there and real texts that do; a word where only a diagnosis finds it. */
function codeParts(finding: FindingCode, voice: Voice): readonly Part[] {
  const codes = codesOf(finding)
  const examples = examplesOf(finding).slice(0, EXAMPLES_SHOWN)
  if (examples.length === 0) return [normal(voice.words('cards.code.by-diagnosis'))]
  return [
    ...(codes.length > 0 ? [{ is: 'facts' as const, facts: [[voice.words('cards.labels.codes'), codes.join(', ')] as const] }] : []),
    ...under(voice.words('cards.headings.examples'), [{ is: 'proof', lines: examples }]),
  ]
}
