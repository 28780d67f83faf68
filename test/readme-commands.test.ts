import { existsSync, readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { describe, expect, test } from '@jest/globals'
import type { Command } from 'commander'
import { SETTINGS } from '../src/config.ts'
import { LAB_ROWS } from '../src/sandbox/lab/catalogue/index.ts'
import { rowCommand } from '../src/sandbox/lab/catalogue/row-command.ts'
import { scenarioNamed } from '../src/sandbox/scenarios.ts'
import { programOf } from '../src/surfaces/console/cli.ts'
import { consoleRig } from './surfaces/console/console-rig.ts'

const ROOT = fileURLToPath(new URL('../', import.meta.url))
const read = (path: string): string => readFileSync(join(ROOT, path), 'utf8')
const DOCUMENTS = [
  'README.md',
  'README.fr.md',
  'CONTRIBUTING.md',
  'CHANGELOG.md',
  ...readdirSync(join(ROOT, 'docs'), { recursive: true })
    .map((name) => join('docs', String(name)))
    .filter((name) => name.endsWith('.md')),
]

/** The words of a shell line: quotes kept together, what comes behind a comment or a redirection left out. */
function wordsOf(line: string): readonly string[] {
  const words = [...line.replace(/"\$\(.*\)"/, 'OUTPUT').matchAll(/"((?:[^"\\]|\\.)*)"|'([^']*)'|(#.*|[>|&;].*)|(\S+)/g)]
  const end = words.findIndex((word) => word[3] !== undefined)
  return (end < 0 ? words : words.slice(0, end)).map((word) => word[1] ?? word[2] ?? word[4] ?? '')
}

/** Lines of shell examples, and what stands in code within a sentence. */
const commandsIn = (text: string): readonly string[] =>
  [...text.matchAll(/(?:^\s*|`)(?:npx )?mailflow (?<line>[^`\n]*)/gm)].map((match) => match.groups?.line ?? '')

/** Whether the words are just the name of a command, as sentences mention it; COMMAND stands for any. */
function isNameOf(program: Command, words: readonly string[]): boolean {
  const [first, ...rest] = words
  if (first === undefined || first === 'COMMAND') return true
  const next = program.commands.find((each) => each.name() === first)
  return next !== undefined && isNameOf(next, rest)
}

/** Reads a command line as the program does, and runs nothing. Gives the complaint, or null. */
async function complaintOf(line: string): Promise<string | null> {
  const program = programOf(consoleRig().world, () => {})
  let said = ''
  const quiet = (command: Command): void => {
    command.exitOverride().configureOutput({
      writeOut: () => {},
      writeErr: (text) => {
        said += text
      },
    })
    if (command.commands.length === 0) command.action(() => {})
    command.commands.forEach(quiet)
  }
  quiet(program)
  const argv = wordsOf(line)
  if (isNameOf(program, argv[0] === 'help' ? argv.slice(1) : argv)) return null
  try {
    await program.parseAsync([...argv], { from: 'user' })
    return null
  } catch {
    return said.trim() || null
  }
}

describe.each(DOCUMENTS)('%s', (path) => {
  const text = read(path)
  const lines = commandsIn(text).filter((line) => !line.includes('…'))

  test('shows only commands that exist, with options that exist', async () => {
    const complaints = await Promise.all(lines.map(async (line) => ({ line, complaint: await complaintOf(line) })))
    expect(complaints.filter(({ complaint }) => complaint !== null)).toEqual([])
  })

  test('names only hosts of the lab that the lab has', () => {
    const known = new Set<string>(LAB_ROWS.flatMap((row) => [row.target, ...row.machines.map((each) => each.host)]))
    const named = [...text.matchAll(/(?:diagnose|--smart-host|--domain|--control|--tls-domain) ([\w.-]+(?:\.lab|-lab)\.example)/g)].map(
      (match) => match[1] ?? '',
    )
    expect(named.filter((host) => !known.has(host))).toEqual([])
  })

  test('names only files and folders that exist', () => {
    const named = [...text.matchAll(/`((?:src|test|docs|bin|bench|manifests)\/[\w./-]*)`/g)].map((match) => match[1] ?? '')
    expect(named.filter((each) => !existsSync(join(ROOT, each)))).toEqual([])
  })

  test('names only settings that exist', () => {
    const named = text.match(/\b(MAILFLOW|SLACK|TEAMS|EXCHANGE|PROBE)_[A-Z_]+\b/g) ?? []
    const known = [...Object.keys(SETTINGS), 'MAILFLOW_SECRET']
    expect([...new Set(named)].filter((name) => !known.includes(name))).toEqual([])
  })
})

describe('the check of commands', () => {
  test.each(['heal', 'diagnose --shout x', 'sandbox act --as owner approve x', 'card x --format pdf', 'explain --lang de x'])(
    'can fail: %s',
    async (line) => {
      expect(await complaintOf(line)).not.toBeNull()
    },
  )

  test('reads quotes and comments as a shell does', () => {
    expect(wordsOf('explain "450 4.4.316 [Message=x]" --json  # why')).toEqual(['explain', '450 4.4.316 [Message=x]', '--json'])
  })

  test('every row of the lab has a command that exists', async () => {
    const lines = LAB_ROWS.map((row) => rowCommand(row).replace(/^mailflow /, ''))
    expect((await Promise.all(lines.map(complaintOf))).filter((each) => each !== null)).toEqual([])
  })
})

test('the scenario that the README plays exists', () => {
  const named = [...read('README.md').matchAll(/sandbox alert ([\w-]+)/g)].map((match) => match[1] ?? '')
  expect(named.length).toBeGreaterThan(0)
  expect(named.filter((name) => scenarioNamed(name) === null)).toEqual([])
})
