import type { Card, Showing } from '../cards/card.ts'
import { unreadCard, withUnread } from '../cards/index.ts'
import { type Command, parseCommand } from '../core/command.ts'
import type { Desk } from '../core/desk.ts'
import type { Brought } from './attached.ts'
import { type answerCommand, type CommandContext, explainInput } from './commands.ts'

/** What somebody sent to the bot: words, and what hangs on them. */
export interface Sent {
  readonly text: string
  /** The same words as the platform formats them, for where its plain text loses something; else null. */
  readonly formatted: string | null
  /** Texts of other messages and cards that were sent along. */
  readonly quoted: readonly string[]
  /** Reads the attached files; null where there are none. Called only for somebody who may ask. */
  readonly files: (() => Promise<Brought>) | null
}

export interface Answer {
  readonly card: Card
  /** Meant for the asker alone, on every platform: what errors mean, which hold names and addresses of people. */
  readonly isPrivate: boolean
}

/**
 * Answers a command; and explains what is no command but an error text, a quoted message or a file. `everybody`: how what is not private is drawn,
 * where others read it too.
 */
export async function answerSent(
  sent: Sent,
  context: CommandContext,
  answer: typeof answerCommand,
  everybody: Showing = context.showing,
): Promise<Answer> {
  const command = parseCommand(sent.text)
  const shared = { ...context, showing: everybody }
  if (!leavesRoom(command)) {
    const isPrivate = isAboutErrors(command)
    return { card: await answer(sent.text, isPrivate ? context : shared), isPrivate }
  }
  const own = wordsOf(command, sent.text)
  if (sent.files || sent.quoted.length > 0) {
    return { card: await explainSent({ ...sent, text: own }, context), isPrivate: true }
  }
  const asksForHelp = command.is === 'help' && sent.text.trim() !== ''
  const error = asksForHelp ? null : await errorIn([own, sent.formatted ?? ''], context.desk)
  if (error !== null && (command.is === 'unknown' || error !== own)) return { card: await explainInput(error, context), isPrivate: true }
  const isPrivate = isAboutErrors(command)
  return { card: await answer(sent.text, isPrivate ? context : shared), isPrivate }
}

/** Explains everything that was sent together, files first: they say in full what the words around them repeat. Quoted messages belong to the words. */
export async function explainSent({ text, quoted, files }: Sent, context: CommandContext): Promise<Card> {
  const { inputs, unread } = files ? await files() : { inputs: [], unread: [] }
  const words = [text, ...quoted].filter((each) => each.trim() !== '').join('\n')
  const all = words ? [...inputs, words] : inputs
  if (all.length === 0 && unread.length > 0) return unreadCard({ unread }, context.showing)
  return withUnread(await explainInput(all, context), unread, context.showing)
}

/** A command that a file or a pasted error may stand beside, or in the place of. */
const leavesRoom = ({ is }: Command): boolean => is === 'help' || is === 'explain' || is === 'unknown'

const isAboutErrors = ({ is }: Command): boolean => ['explain', 'code'].includes(is)

function wordsOf(command: Command, text: string): string {
  if (command.is === 'explain') return command.text
  return command.is === 'unknown' ? text : ''
}

const LONG = 200
const LINES = 3

/** The first text that is an error; or the first of all where it is so long that it is none of our commands misspelt. */
async function errorIn(texts: readonly string[], desk: Pick<Desk, 'explain'>): Promise<string | null> {
  for (const text of texts) {
    if (text.trim() === '') continue
    const reports = await desk.explain(text)
    if (reports.some(({ finding, status, reply }) => finding !== 'unrecognised' || status !== null || reply !== null)) return text
  }
  const [own = ''] = texts
  return own.length > LONG || own.trim().split('\n').length >= LINES ? own : null
}
