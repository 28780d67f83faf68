import type { ConfigFault } from '../config.ts'
import { Failure, messageOf } from '../domain/failure.ts'
import { type Language, languageOf } from '../domain/language.ts'
import { wordsOf } from '../locales/words.ts'

/** The language of the terminal (POSIX order of precedence), English when it says nothing. */
export const terminalLanguage = (env: NodeJS.ProcessEnv): Language =>
  languageOf(env.MAILFLOW_LANGUAGE || env.LC_ALL || env.LC_MESSAGES || env.LANG)

const WIDTHS = { least: 40, left: 100, most: 120 } as const

/**
 * How a command may draw: colours on a terminal unless NO_COLOR (no-color.org) or TERM=dumb says otherwise; as wide as the terminal, else COLUMNS.
 * Some terminals say that they are 0 columns wide.
 */
export function terminalOf(stdout: Pick<NodeJS.WriteStream, 'isTTY' | 'columns'>, env: NodeJS.ProcessEnv) {
  const columns = stdout.columns || Number(env.COLUMNS) || WIDTHS.left
  return {
    language: terminalLanguage(env),
    colour: stdout.isTTY === true && !env.NO_COLOR && env.TERM !== 'dumb',
    width: Math.max(WIDTHS.least, Math.min(Math.trunc(columns), WIDTHS.most)),
  }
}

/** What went wrong, what was not done, and the next step; for a wrong configuration, each setting with what to write there. */
export function failureText(thrown: unknown, language: Language): string {
  const words = wordsOf(language)
  const failure = thrown instanceof Failure ? thrown : new Failure('internal', { why: messageOf(thrown) })
  const { what, next } = {
    what: words(`failures.${failure.code}.what`, failure.args),
    next: words(`failures.${failure.code}.next`, failure.args),
  }
  const faults = failure.code === 'config' && failure.args.faults ? (JSON.parse(String(failure.args.faults)) as readonly ConfigFault[]) : []
  const lines = faults.map(
    (fault) => `  ${words('console.labelled', { label: fault.name, value: words(`console.remedies.${fault.remedy}`) })}`,
  )
  return [what, ...lines, next].join('\n')
}
