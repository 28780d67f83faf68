import { explanationCard } from '../../../cards/explanation-card.ts'
import { type PartnerNote, reportNote } from '../../../cards/note-facts.ts'
import { type Explained, explainText } from '../../../core/explain.ts'
import type { Language } from '../../../domain/language.ts'
import { wordsOf } from '../../../locales/words.ts'
import { plain } from '../../../render/plain.ts'
import { toTerminal } from '../../../render/terminal.ts'
import type { ConsoleWorld } from '../console-world.ts'
import { EXIT, json, type Outcome, printed } from '../outcome.ts'

export interface ExplainOptions {
  readonly json?: boolean
  /** The message for the people who run the other server instead. */
  readonly note?: boolean
  readonly language: Language
}

/** A word that is plainly the name of a file. */
const FILE = /^\S+\.(?:eml|msg|txt|log)$/i

/** `mailflow explain [TEXT | FILE | -]`: what Exchange Online wrote and what it means. Exit 3 when nothing was recognised. */
export async function explainCommand(world: ConsoleWorld, text: string | undefined, options: ExplainOptions): Promise<Outcome> {
  const input = await inputOf(world, text)
  const explained = await explainText(input, options.language)
  const exit = explained.some(({ report }) => report.finding !== 'unrecognised') ? EXIT.ok : EXIT.unrecognised
  const reports = explained.map(({ report }) => report)
  const showing = world.showing(options.language)
  if (options.note) return printNote(reportNote(reports, showing), options, exit)
  if (options.json) return json({ reports: explained.map(toJson) }, exit)
  return printed(toTerminal(explanationCard({ reports, typed: 'mailflow code' }, showing), world), exit)
}

function inputOf(world: ConsoleWorld, text: string | undefined): Promise<string | Uint8Array> {
  if (text === undefined || text === '-') return world.stdin()
  return FILE.test(text) ? world.readBytes(text) : Promise.resolve(text)
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
