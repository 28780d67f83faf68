import { explanationCard } from '../../../cards/explanation-card.ts'
import { type PartnerNote, reportNote } from '../../../cards/note-facts.ts'
import { connectorTypeIn, type Explained, explainText } from '../../../core/explain.ts'
import type { Language } from '../../../domain/language.ts'
import { type Words, wordsOf } from '../../../locales/words.ts'
import { oneLine, plain } from '../../../render/plain.ts'
import { toTerminal } from '../../../render/terminal.ts'
import { closedBecause } from '../../attached.ts'
import type { ConsoleWorld } from '../console-world.ts'
import { misused } from '../misused.ts'
import { EXIT, json, type Outcome, printed } from '../outcome.ts'

export interface ExplainOptions {
  readonly json?: boolean
  /** The message for the people who run the other server instead. */
  readonly note?: boolean
  readonly language: Language
}

/** A text that is plainly meant as the name of a file: one word with a usual ending, or anything that ends as a saved mail does. */
const FILE = /^(?:\S+\.(?:txt|log|html?|mht|csv|json|pdf|docx?|zip|png|jpe?g)|[^\n]*\.(?:eml|msg))$/i
const LONGEST_PATH = 4096

/** `mailflow explain [TEXT | FILE | -]`: what Exchange Online wrote and what it means. Exit 3 when nothing was recognised. */
export async function explainCommand(world: ConsoleWorld, text: string | undefined, options: ExplainOptions): Promise<Outcome> {
  const input = await inputOf(world, text, wordsOf(options.language))
  if (typeof input === 'object' && 'exit' in input) return input
  const explained = await explainText(input, options.language)
  const exit = explained.some(({ report }) => report.finding !== 'unrecognised') ? EXIT.ok : EXIT.unrecognised
  const reports = explained.map(({ report }) => report)
  const showing = world.showing(options.language)
  if (options.note) return printNote(reportNote(reports, showing), options, exit)
  if (options.json) return json({ reports: explained.map(toJson) }, exit)
  return printed(toTerminal(explanationCard({ reports, behind: connectorTypeIn(input), typed: 'mailflow code' }, showing), world), exit)
}

async function inputOf(world: ConsoleWorld, text: string | undefined, says: Words): Promise<string | Uint8Array | Outcome> {
  if (text === undefined || text === '-') return readable(await world.stdin(), '-', says)
  if (text.trim() === '' || text.includes('\n') || text.length > LONGEST_PATH) return text
  const file = await world.file(text)
  const path = oneLine(text)
  switch (file.is) {
    case 'read':
      return readable(file.bytes, path, says)
    case 'folder':
      return misused(says, ['explain'], 'folder', { path })
    case 'unreadable':
      return misused(says, ['explain'], 'unreadable', { path, why: file.why })
    case 'absent':
      return FILE.test(text) ? misused(says, ['explain'], 'no-file', { path }) : text
  }
}

/** Pictures, archives and documents would only be shown as noise. */
function readable(bytes: Uint8Array, path: string, says: Words): Uint8Array | Outcome {
  if (closedBecause(bytes) !== 'not-text') return bytes
  return misused(says, ['explain'], 'unread', { path, what: says('files.not-text.what'), next: says('files.not-text.next') })
}

/** The note alone, ready to be piped on: the subject, an empty line, the body. */
export function printNote(note: PartnerNote | null, { json: asJson, language }: Omit<ExplainOptions, 'note'>, exit: number): Outcome {
  if (asJson) return json({ note }, exit)
  if (!note) return printed(wordsOf(language)('cards.note.none'), exit)
  const subject = `${wordsOf(language)('cards.note.subject')}${wordsOf(language)('cards.colon')}${note.subject}`
  return printed(plain(`${subject}\n\n${note.body}`), exit)
}

function toJson({ report, explanation }: Explained): object {
  const { title, means, causes, steps, sources } = explanation
  const { recipient, reply, status, finding, server, ip, detail, at, reporter } = report
  return {
    recipient,
    reply,
    status,
    finding,
    server,
    ip,
    detail,
    at,
    reporter,
    title,
    means,
    causes,
    steps: steps.map((step) => ({ who: step.who, do: step.do })),
    sources,
  }
}
