import { codesCard } from '../../../cards/codes-card.ts'
import { type CodeEntry, lookUp } from '../../../core/look-up.ts'
import type { Language } from '../../../domain/language.ts'
import { wordsOf } from '../../../locales/words.ts'
import { toTerminal } from '../../../render/terminal.ts'
import type { ConsoleWorld } from '../console-world.ts'
import { misused } from '../misused.ts'
import { EXIT, json, type Outcome, printed } from '../outcome.ts'

/** `mailflow code CODE | WORDS`: everything about what it means, or what there is to choose from. Exit 3 when nothing is known under it. */
export function codeCommand(
  world: ConsoleWorld,
  query: string,
  options: { readonly json?: boolean; readonly language: Language },
): Outcome {
  if (query.trim() === '') return misused(wordsOf(options.language), ['code'], 'no-code')
  const { found, entries } = lookUp(query, options.language)
  const exit = found.is === 'none' ? EXIT.unrecognised : EXIT.ok
  if (options.json) return json({ found: found.is, codes: entries.map(toJson) }, exit)
  return printed(toTerminal(codesCard({ query, typed: 'mailflow code' }, world.showing(options.language)), world), exit)
}

function toJson({ explanation, codes }: CodeEntry): object {
  const { finding, title, means, causes, steps, worked, otherwise, avoid, ask, sources } = explanation
  return {
    finding,
    codes,
    title,
    means,
    causes,
    steps: steps.map((step) => ({ who: step.who, do: step.do, at: step.at ?? null, run: step.run ?? null })),
    worked,
    otherwise,
    avoid,
    ask,
    sources,
  }
}
