import { isIP } from 'node:net'
import { type Command, InvalidArgumentError } from 'commander'
import { LANGUAGES, type Language } from '../../domain/language.ts'
import type { Words } from '../../locales/words.ts'

type Read<T> = (text: string, before?: T) => T
type Remedy = 'port' | 'seconds' | 'one-address' | 'one-cidr' | 'host-port'

const isAddress = (text: string): boolean => isIP(text) !== 0 && !text.includes('%')
const isPort = (text: string): boolean => /^\d{1,5}$/.test(text) && Number(text) >= 1 && Number(text) <= 65_535

function isRange(text: string): boolean {
  const [, address = '', prefix] = /^([^/]+)\/(\d{1,3})$/.exec(text) ?? []
  return isAddress(address) && Number(prefix) <= (isIP(address) === 4 ? 32 : 128)
}

function isNameServer(text: string): boolean {
  const [, v6, v4 = '', port = ''] = /^(?:\[([^\]]+)\]|([\d.]+)):(\d{1,5})$/.exec(text) ?? []
  return isAddress(text) || (isAddress(v6 ?? v4) && isPort(port))
}

/** Readers of option values. Each throws commander's InvalidArgumentError, which says what is expected and ends as a usage error. */
export function argumentsIn(words: Words): {
  readonly port: Read<number>
  readonly seconds: Read<number>
  readonly nameServer: Read<string>
  readonly ranges: Read<readonly string[]>
  readonly hostPort: Read<string>
} {
  const must = (holds: boolean, remedy: Remedy): void => {
    if (!holds) throw new InvalidArgumentError(words(`console.remedies.${remedy}`))
  }
  return {
    port: (text) => {
      must(isPort(text), 'port')
      return Number(text)
    },
    seconds: (text) => {
      must(/^\d{1,3}$/.test(text) && Number(text) >= 1 && Number(text) <= 120, 'seconds')
      return Number(text)
    },
    nameServer: (text) => {
      must(isNameServer(text), 'one-address')
      return text
    },
    ranges: (text, before = []) => {
      must(isAddress(text) || isRange(text), 'one-cidr')
      return [...before, text]
    },
    hostPort: (text) => {
      const targets = text.split(',').map((each) => /^([\w.-]+)(?::(\d+))?$/.exec(each.trim()))
      must(
        targets.every((target) => target !== null && (target[2] === undefined || isPort(target[2]))),
        'host-port',
      )
      return text
    },
  }
}

export const many: Read<readonly string[]> = (value, before = []) => [...before, value]

export function pair(text: string, before: Readonly<Record<string, string>> = {}): Readonly<Record<string, string>> {
  const at = text.indexOf('=')
  if (at < 1) throw new InvalidArgumentError('key=value')
  return { ...before, [text.slice(0, at)]: text.slice(at + 1) }
}

/** The language asked for on the command line, for what goes wrong before or after its options are read. */
export function spoken(argv: readonly string[], fallback: Language): Language {
  const asked = argv.flatMap((word, at) => (word === '--lang' ? [argv[at + 1]] : word.startsWith('--lang=') ? [word.slice(7)] : [])).at(-1)
  return LANGUAGES.find((each) => each === asked) ?? fallback
}

/**
 * `help audit verify` as `audit verify --help`: commander itself reads one word after `help`. A word that names no command stays last, without
 * `--help`, so that it is complained of; words behind a whole command are left out, so that asking for help never runs anything.
 */
export function helpLine(argv: readonly string[], program: Command): readonly string[] {
  const [first, ...rest] = argv.filter((word, at) => !/^--lang(?:=|$)/.test(word) && argv[at - 1] !== '--lang')
  if (first !== 'help') return argv
  const named: string[] = []
  let at = program
  for (const word of rest.filter((each) => !each.startsWith('-'))) {
    if (at.commands.length === 0) break
    const next = at.commands.find((each) => each.name() === word)
    if (!next) return [...named, word]
    named.push(word)
    at = next
  }
  return [...named, '--help']
}
