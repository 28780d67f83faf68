import { readdirSync, readFileSync, statSync } from 'node:fs'
import { join, relative } from 'node:path'
import { fileURLToPath } from 'node:url'
import { describe, expect, test } from '@jest/globals'
import { parseSync } from '@swc/core'
import type { Card, Part } from '../../src/cards/card.ts'
import { sayCause } from '../../src/cards/say-cause.ts'
import { FINDING_CODES } from '../../src/domain/finding.ts'
import { LANGUAGES } from '../../src/domain/language.ts'
import { examplesOf } from '../../src/knowledge/codes-of.ts'
import { explain } from '../../src/knowledge/explain.ts'
import { wordsOf } from '../../src/locales/words.ts'
import { everyCard } from '../support/every-card.ts'
import { consoleRig } from '../surfaces/console/console-rig.ts'

/** What a person reads exists in every language: three looks, each of which finds what the others cannot. */

const SRC = fileURLToPath(new URL('../../src/', import.meta.url))
/** A word, a space and a word in small letters: a sentence rather than a name, a key or a code. */
const SENTENCE = /\p{L}{2,}[ \u00A0]\p{Ll}{2,}/u

const files = (folder: string): readonly string[] =>
  readdirSync(folder).flatMap((name) => {
    const path = join(folder, name)
    return statSync(path).isDirectory() ? files(path) : path.endsWith('.ts') ? [path] : []
  })

interface Text {
  readonly file: string
  /** What it was given to: `call:warn`, `new:Error`, `key:why`, the innermost last. */
  readonly path: readonly string[]
  readonly text: string
}

type Node = { readonly type?: string; readonly [key: string]: unknown }
const isNode = (value: unknown): value is Node => typeof value === 'object' && value !== null

/** Every sentence that a source file writes down itself, with `7` where a value stands in it. */
function sentencesIn(file: string): readonly Text[] {
  const found: Text[] = []
  const visit = (value: unknown, path: readonly string[]): void => {
    if (Array.isArray(value)) {
      for (const each of value) visit(each, path)
      return
    }
    if (!isNode(value)) return
    if (value.type === 'ImportDeclaration' || value.type?.startsWith('TsType') || value.type?.startsWith('TsInterface')) return
    const text = textOf(value)
    if (text !== null && SENTENCE.test(text)) found.push({ file: relative(SRC, file), path, text })
    const name = nameOf(value)
    for (const [key, inner] of Object.entries(value))
      if (key !== 'span') visit(inner, name && (key === 'arguments' || key === 'value') ? [...path, name] : path)
  }
  visit(parseSync(readFileSync(file, 'utf8'), { syntax: 'typescript' }).body, [])
  return found
}

function textOf(node: Node): string | null {
  if (node.type === 'StringLiteral') return String(node.value)
  if (node.type !== 'TemplateLiteral' || !Array.isArray(node.quasis)) return null
  return node.quasis.map((quasi: Node) => String(quasi.cooked ?? quasi.raw)).join('7')
}

function nameOf(node: Node): string | null {
  const callee = isNode(node.callee) ? node.callee : null
  const called = callee && (isNode(callee.property) ? callee.property.value : callee.value)
  if (node.type === 'CallExpression') return `call:${called}`
  if (node.type === 'NewExpression') return `new:${called}`
  return node.type === 'KeyValueProperty' && isNode(node.key) ? `key:${node.key.value}` : null
}

/** For the log and for programs, not for people. */
const isUnseen = ({ path }: Text): boolean =>
  path.some((each) => ['call:warn', 'call:info', 'call:error', 'call:leaveAll', 'call:createHmac', 'call:describe'].includes(each)) ||
  path.some((each) => /^new:(?:Range)?Error$/.test(each))
const isReason = ({ path }: Text): boolean =>
  path.some((each) => ['call:unknown', 'call:notChecked', 'key:why', 'key:error'].includes(each))

describe('a sentence', () => {
  /** Causes stand there to be put into words; the webhooks answer programs. */
  const OTHERWISE = ['cards/say-cause.ts', 'surfaces/hooks/']

  test.each(['cards', 'render', 'surfaces'])('written down in %s is in no language: words come from the catalogue', (folder) => {
    const own = files(join(SRC, folder)).flatMap(sentencesIn)
    const seen = own.filter((each) => !isUnseen(each) && !isReason(each) && !OTHERWISE.some((path) => each.file.startsWith(path)))
    expect(seen.map(({ file, text }) => `${file}: ${text}`).filter((each) => !each.endsWith(': mailflow code'))).toEqual([])
  })
})

describe('a reason for not knowing', () => {
  /** Only ever logged, or told to the platform's own poster. */
  const LOGGED =
    /^adapters\/(?:postgres\/|microsoft-365\/activity-feed)|^surfaces\/(?!slack\/(?:people|workspace)|teams\/(?:roster|directory))|^domain\/failure/
  const folders = ['core', 'domain', 'adapters', 'fixes', 'surfaces']
  const reasons = folders
    .flatMap((folder) => files(join(SRC, folder)))
    .flatMap(sentencesIn)
    .filter((each) => isReason(each) && !isUnseen(each) && !LOGGED.test(each.file))

  test('is found where it is given', () => expect(reasons.length).toBeGreaterThan(30))

  test.each([...new Set(reasons.map(({ text }) => text))])('%s is told in French', (text) => {
    const said = sayCause(text, wordsOf('fr'))
    expect(said).not.toBe(text)
    expect(said).not.toMatch(/terms\.|\{\{/)
    expect(sayCause(text, wordsOf('en'))).not.toMatch(/terms\.|\{\{/)
  })

  test.each([
    '10.0.0.1 lies in 10.0.0.0/8 (RFC 1918)',
    'more than 65536 bytes',
    'served as text/html, not text/plain',
    'closed during the TLS handshake',
  ])('%s is told in French', (text) => expect(sayCause(text, wordsOf('fr'))).not.toBe(text))
})

describe('a card', () => {
  /** What came from outside is marked, so that only our own words are compared. */
  const outside = (word: string) => `⟦${word}⟧`
  const ours = (text: string) => text.replace(/⟦[^⟧]*⟧/g, '')
  /** In no language: real error texts, lines to run, names of sources and products. */
  const KNOWN = new Set([
    ...FINDING_CODES.flatMap((finding) => [
      ...examplesOf(finding),
      ...LANGUAGES.flatMap((language) => explain(finding, language, 'Partner').steps.flatMap((step) => step.run ?? [])),
      ...explain(finding, 'en').steps.flatMap((step) => step.run ?? []),
      ...explain(finding, 'en').sources.flatMap((source) => [source, source.replace(/ — https.*$/, '')]),
    ]),
    'Mailflow Medic',
    '/mailflow incidents',
  ])

  function textsOf(part: Part): readonly string[] {
    switch (part.is) {
      case 'text':
      case 'heading':
        return [part.text]
      case 'facts':
        return part.facts.flat()
      case 'progress':
        return part.steps.flatMap((step) => [step.label, step.detail ?? ''])
      case 'list':
        return part.items
      case 'proof':
      case 'code':
        return part.lines
      case 'hosts':
        return part.hosts.flatMap((host) => host.stages.map((stage) => stage.label))
      case 'changes':
        return part.rows.flatMap((row) => [row.property])
      case 'guards':
        return part.guards.map((guard) => guard.text)
      case 'table':
        return [...part.columns, ...part.rows.flat()]
      case 'links':
        return part.links.map((link) => link.label)
      case 'mentions':
        return [part.lead]
      case 'actions':
        return part.actions.map((action) => action.label)
      case 'divider':
        return []
    }
  }
  const wordsIn = (card: Card): readonly string[] => [card.title, card.summary, ...card.parts.flatMap(textsOf)]

  test('says every sentence in the language it is drawn in', () => {
    const [english, french] = [everyCard('en', outside), everyCard('fr', outside)]
    const same = english.flatMap((sample, n) => {
      const other = wordsIn(french[n]!.card)
      // The note is written in the language it was asked for.
      if (sample.name.startsWith('note in')) return []
      return wordsIn(sample.card).flatMap((text, at) =>
        text === other[at] && SENTENCE.test(ours(text)) && !KNOWN.has(text) ? [`${sample.name}: ${text}`] : [],
      )
    })
    expect(same).toEqual([])
  })
})

describe('the command line', () => {
  test.each([
    [['heal']],
    [['explain', '--shout']],
    [['explain', '--lang', 'de', 'x']],
    [['card']],
    [['code']],
    [['card', 'x', '--format', 'pdf']],
    [['doctor', 'twice', 'thrice']],
    [['sandbox', 'act', 'approve', 'x']],
    [['sandbox', 'act', '--as', 'owner', 'approve', 'x']],
    [['sandbox', 'act', '--as', 'approver', 'bless', 'x']],
    [['diagnose', '--port', '0', 'x']],
    [['diagnose', '--port']],
    [['diagnose', '--smart-hots', 'x']],
  ])('complains in French: %j', async (argv) => {
    const { err, exit } = await consoleRig({ language: 'fr' }).run(...argv)
    expect(exit).toBe(2)
    expect(err).not.toMatch(/error:|unknown|missing|invalid|expected|specified|Allowed|Did you mean|Usage|choices|default|\[command\]/)
  })

  test.each([[['help']], [['diagnose', '--help']], [['sandbox', 'act', '--help']], [['ranges', '--help']]])(
    'helps in French: %j',
    async (argv) => {
      const { out } = await consoleRig({ language: 'fr' }).run(...argv)
      expect(out).not.toMatch(/Usage|Options:|Commands:|choices|default:|\[command\]/)
    },
  )
})
