import type { Card, Showing } from './card.ts'
import { normal, quiet, sandboxNote, under } from './parts.ts'
import { voiceOf } from './voice.ts'

const COMMANDS = [
  'explain',
  'code',
  'diagnose',
  'validate',
  'ranges',
  'connectors',
  'domains',
  'incidents',
  'requests',
  'bind',
  'help',
] as const

interface HelpView {
  /** What comes before a command in this place: `/mailflow`, or nothing. */
  readonly prefix: string
  /** Others read the answers too. */
  readonly isShared?: boolean
}

/** What can be typed, and who reads the answers. */
export function helpCard({ prefix, isShared = false }: HelpView, showing: Showing): Card {
  const voice = voiceOf(showing)
  const { words } = voice
  const facts = COMMANDS.map((name) => [`${prefix} ${words(`commands.${name}.syntax`)}`.trim(), words(`commands.${name}.does`)] as const)
  return {
    title: words('commands.title'),
    tone: 'plain',
    summary: words('commands.title'),
    parts: [
      ...sandboxNote(voice),
      normal(`${words('commands.lead')} ${words(isShared ? 'commands.shared' : 'commands.alone')}`),
      ...under(words('cards.headings.commands'), [{ is: 'facts', facts }]),
      quiet(words('commands.tail')),
    ],
  }
}
