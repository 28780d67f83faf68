import type { FindingCode } from '../domain/finding.ts'
import { codesOf } from '../knowledge/codes-of.ts'
import { titleOf } from '../knowledge/explain.ts'
import { type FoundCodes, findCodes } from '../knowledge/find-codes.ts'
import type { Card, Part, Showing } from './card.ts'
import { codeCard } from './code-card.ts'
import { actions, button, normal, quiet, sandboxNote, strong, under } from './parts.ts'
import { type Voice, voiceOf } from './voice.ts'

const MOST_SHOWN = 24
const MOST_BUTTONS = 10
const LONGEST_LABEL = 60
const CODES_NAMED = 4

export interface CodesView {
  readonly query: string
  /** The command to choose with, where nothing can be pressed; left out elsewhere. */
  readonly typed?: string
}

/** What is known under a code or words: its page, a list to choose from, or what comes close. */
export function codesCard(view: CodesView, showing: Showing): Card {
  const found = findCodes(view.query)
  return found.is === 'one' ? codeCard({ finding: found.finding }, showing) : listCard(view, found, showing)
}

function listCard({ query, typed }: CodesView, found: Exclude<FoundCodes, { is: 'one' }>, showing: Showing): Card {
  const voice = voiceOf(showing)
  const { words } = voice
  const said = query.trim().slice(0, 100)
  const findings = found.is === 'several' ? found.findings : found.near
  const shown = findings.slice(0, MOST_SHOWN)
  const hidden = findings.length - shown.length
  const title =
    found.is === 'several'
      ? words('cards.codes.title', { query: said, count: findings.length })
      : words('cards.codes.none', { query: said })
  const list: readonly Part[] =
    shown.length > 0 ? [{ is: 'list', ordered: false, items: shown.map((finding) => lineOf(finding, typed ?? null, voice)) }] : []
  return {
    title,
    tone: 'plain',
    summary: title,
    parts: [
      ...sandboxNote(voice),
      ...(found.is === 'several'
        ? [normal(words(typed ? 'cards.codes.choose-typed' : 'cards.codes.choose'))]
        : [strong(words('cards.codes.none-next'))]),
      ...(found.is === 'several' ? list : under(words('cards.headings.near'), list)),
      ...(hidden > 0 ? [quiet(words('cards.more', { count: hidden }))] : []),
      ...(typed
        ? []
        : actions(shown.slice(0, MOST_BUTTONS).map((finding) => button(labelOf(finding, voice), { verb: 'show-code', finding })))),
    ],
  }
}

/** Its codes and title; where it is typed, what leads to its page. */
function lineOf(finding: FindingCode, typed: string | null, { showing, words }: Voice): string {
  const codes = codesOf(finding).slice(0, CODES_NAMED).join(', ')
  const title = titleOf(finding, showing.language)
  if (typed) return words('cards.explanation.summary', { code: `${typed} ${finding}`, title })
  return codes ? words('cards.explanation.summary', { code: codes, title }) : title
}

/** The title, cut between words where it is too long for a button. */
function labelOf(finding: FindingCode, { showing }: Voice): string {
  const title = titleOf(finding, showing.language)
  if (title.length <= LONGEST_LABEL) return title
  const kept = title.slice(0, LONGEST_LABEL - 1)
  return `${kept.slice(0, Math.max(kept.lastIndexOf(' '), LONGEST_LABEL / 2))}…`
}
