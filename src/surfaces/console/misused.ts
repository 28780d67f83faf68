import type { WordArgs, WordKey, Words } from '../../locales/words.ts'
import { complained, EXIT, type Outcome } from './outcome.ts'

type Misuse = Extract<WordKey, `console.misuse.${string}`> extends `console.misuse.${infer Name}` ? Name : never

/** A use that only the command itself can see to be wrong: what is wrong, and where to read how it is used. Exit 2; nothing has been done. */
export function misused(says: Words, command: readonly string[], what: Misuse, args: WordArgs = {}): Outcome {
  return complained(
    `${says(`console.misuse.${what}`, args)}\n${says('console.usage.see', { command: ['mailflow', 'help', ...command].join(' ') })}`,
    EXIT.usage,
  )
}
