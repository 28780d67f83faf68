import { readdirSync, readFileSync, statSync } from 'node:fs'
import { builtinModules } from 'node:module'
import { dirname, join, relative, resolve } from 'node:path'
import { fileURLToPath } from 'node:url'
import { describe, expect, test } from '@jest/globals'
import { parseSync } from '@swc/core'

const SRC = fileURLToPath(new URL('../src/', import.meta.url))

interface Rule {
  /** Folders of ours it may import, beside itself. */
  readonly ours: readonly string[]
  readonly packages: readonly string[] | 'any'
  /** Node's own modules; pure folders get digests and the reading of addresses only. */
  readonly node: readonly string[] | 'any'
}

const PURE = ['node:crypto', 'node:net']
const WORDS_AND_CARDS = ['domain', 'ports', 'core', 'cards', 'render', 'locales', 'surfaces']

/** Who may import whom. The first folder that matches counts. */
const RULES: Readonly<Record<string, Rule>> = {
  domain: { ours: [], packages: ['zod'], node: [] },
  ports: { ours: ['domain'], packages: [], node: [] },
  knowledge: { ours: ['domain'], packages: ['postal-mime'], node: PURE },
  probes: { ours: ['domain'], packages: ['tldts'], node: PURE },
  fixes: { ours: ['domain', 'ports'], packages: [], node: PURE },
  core: { ours: ['domain', 'ports', 'knowledge', 'probes', 'fixes'], packages: [], node: PURE },
  locales: { ours: ['domain'], packages: ['i18next'], node: [] },
  cards: { ours: ['domain', 'knowledge', 'locales'], packages: [], node: [] },
  render: { ours: ['cards', 'domain', 'locales'], packages: [], node: [] },
  'surfaces/slack': { ours: WORDS_AND_CARDS, packages: ['zod', 'express', '@slack/'], node: 'any' },
  'surfaces/teams': {
    ours: WORDS_AND_CARDS,
    packages: ['zod', 'express', '@microsoft/teams-ai', 'botbuilder', 'botframework'],
    node: 'any',
  },
  'surfaces/console': { ours: WORDS_AND_CARDS, packages: ['zod', 'express', 'commander'], node: 'any' },
  'surfaces/hooks': { ours: WORDS_AND_CARDS, packages: ['zod', 'express'], node: 'any' },
  surfaces: { ours: WORDS_AND_CARDS, packages: ['zod', 'express'], node: 'any' },
  adapters: { ours: ['domain', 'ports'], packages: 'any', node: 'any' },
  sandbox: { ours: ['domain', 'ports'], packages: 'any', node: 'any' },
  'config.ts': { ours: ['domain'], packages: ['zod', 'yaml'], node: [] },
  'app.ts': {
    ours: [
      'domain',
      'ports',
      'knowledge',
      'probes',
      'fixes',
      'core',
      'locales',
      'cards',
      'render',
      'surfaces',
      'adapters',
      'config.ts',
      'app',
    ],
    packages: ['pino', 'prom-client', 'express'],
    node: 'any',
  },
}

const files = (folder: string): string[] =>
  readdirSync(folder).flatMap((name) => {
    const path = join(folder, name)
    return statSync(path).isDirectory() ? files(path) : path.endsWith('.ts') ? [path] : []
  })

interface Import {
  readonly from: string
  readonly to: string
}

/** Every static, re-exported and dynamic import of a file, as its module text. */
function importsOf(path: string): readonly string[] {
  const text = readFileSync(path, 'utf8')
  const module = parseSync(text, { syntax: 'typescript' })
  const fixed = module.body.flatMap((item) => ('source' in item && item.source ? [item.source.value] : []))
  const dynamic = [...text.matchAll(/\bimport\(\s*['"]([^'"]+)['"]/g)].map((match) => match[1] ?? '')
  return [...fixed, ...dynamic]
}

const all: readonly Import[] = files(SRC).flatMap((path) =>
  importsOf(path).map((to) => ({ from: relative(SRC, path), to: to.startsWith('.') ? relative(SRC, resolve(dirname(path), to)) : to })),
)
const ruleOf = (from: string): [string, Rule] | undefined =>
  Object.entries(RULES).find(([folder]) => from === folder || from.startsWith(`${folder}/`))
const isOurs = (to: string): boolean => /\.ts$/.test(to)
const isNode = (to: string): boolean => to.startsWith('node:') || builtinModules.includes(to)

function breaks({ from, to }: Import): boolean {
  if (from === 'main.ts' || from.startsWith('main/')) return false
  const [folder, rule] = ruleOf(from.startsWith('app/') ? 'app.ts' : from) ?? []
  if (!rule || !folder) return true
  if (isOurs(to)) return !(to.startsWith(`${folder}/`) || rule.ours.some((each) => to === each || to.startsWith(`${each}/`)))
  if (isNode(to)) return rule.node !== 'any' && !rule.node.includes(to)
  return (
    rule.packages !== 'any' &&
    !rule.packages.some((each) =>
      each.endsWith('/') ? to.startsWith(each) : to === each || to.startsWith(`${each}/`) || to.startsWith(`${each}-`),
    )
  )
}

interface Packed {
  readonly dependencies: Readonly<Record<string, string>>
  readonly peerDependencies?: Readonly<Record<string, string>>
}
const packed = (name: string): Packed => JSON.parse(readFileSync(join(SRC, '..', 'node_modules', name, 'package.json'), 'utf8')) as Packed

const FUNCTIONS = /^(FunctionDeclaration|FunctionExpression|ArrowFunctionExpression|MethodProperty|ClassMethod|Constructor)$/

/** Every function of a file that has more lines, as `path:line: length`. Positions of the parser count bytes from 1. */
function longFunctions(path: string, most: number): readonly string[] {
  const bytes = readFileSync(path)
  const lineAt = (position: number): number =>
    bytes
      .subarray(0, position - 1)
      .toString('utf8')
      .split('\n').length
  const found: string[] = []
  const visit = (node: unknown): void => {
    if (typeof node !== 'object' || node === null) return
    const { type, span, function: inner } = node as { type?: unknown; span?: Span; function?: { span?: Span } }
    const place = span ?? inner?.span
    if (place && typeof type === 'string' && FUNCTIONS.test(type)) {
      const first = lineAt(place.start)
      const lines = lineAt(place.end) - first + 1
      if (lines > most) found.push(`${relative(SRC, path)}:${first}: ${lines} lines`)
    }
    for (const each of Object.values(node)) visit(each)
  }
  visit(parseSync(bytes.toString('utf8'), { syntax: 'typescript' }).body)
  return found
}
interface Span {
  readonly start: number
  readonly end: number
}

describe('who may import whom', () => {
  test('there is something to check', () => expect(all.length).toBeGreaterThan(200))

  test('every import keeps to the table', () => {
    expect(all.filter(breaks).map(({ from, to }) => `${from} -> ${to}`)).toEqual([])
  })

  test('the check can fail', () => {
    expect(breaks({ from: 'core/x.ts', to: 'adapters/y.ts' })).toBe(true)
    expect(breaks({ from: 'domain/x.ts', to: 'node:fs' })).toBe(true)
    expect(breaks({ from: 'surfaces/slack/x.ts', to: 'botbuilder' })).toBe(true)
  })

  test('no surface imports another', () => {
    const surface = (path: string): string | undefined => /^surfaces\/(slack|teams|hooks|console)\//.exec(path)?.[1]
    expect(all.filter(({ from, to }) => surface(from) && surface(to) && surface(from) !== surface(to))).toEqual([])
  })

  test.each(['probes', 'fixes'])('files inside %s stand alone', (folder) => {
    const seam = /^(probes\/(index|resolution|verdict)|fixes\/(index|fix))\.ts$|^fixes\/(guards|steps)\//
    const inside = all.filter(
      ({ from, to }) => from.startsWith(`${folder}/`) && to.startsWith(`${folder}/`) && !seam.test(from) && !seam.test(to),
    )
    expect(inside.map(({ from, to }) => `${from} -> ${to}`)).toEqual([])
  })

  test('the Teams SDK is loaded only by its surface, and only when asked for', () => {
    expect(all.filter(({ from, to }) => /botbuilder|botframework|teams-ai/.test(to) && !from.startsWith('surfaces/teams/'))).toEqual([])
  })

  test('the core takes time and chance from its ports', () => {
    const guilty = files(join(SRC, 'core')).filter((path) =>
      /process\.env|Date\.now\(|new Date\(\)|Math\.random/.test(readFileSync(path, 'utf8')),
    )
    expect(guilty.map((path) => relative(SRC, path))).toEqual([])
  })

  test('no test replaces a module', () => {
    const word = ['jest', 'mock('].join('.')
    const tests = files(fileURLToPath(new URL('.', import.meta.url)))
    expect(tests.filter((path) => readFileSync(path, 'utf8').includes(word))).toEqual([])
  })

  test('functions keep to 50 lines', () => {
    expect(files(SRC).flatMap((path) => longFunctions(path, 50))).toEqual([])
  })

  test('the check of functions can fail', () => {
    expect(longFunctions(fileURLToPath(import.meta.url), 3)).toContainEqual(
      expect.stringMatching(/^\.\.\/test\/imports\.test\.ts:\d+: \d+ lines$/),
    )
  })

  test('every package is imported, or is one that another asks the project for', () => {
    const own = JSON.parse(readFileSync(join(SRC, '..', 'package.json'), 'utf8')) as Packed
    const packer = importsOf(join(SRC, '..', 'manifests', 'teams', 'pack.mjs'))
    const imported = [...all.map((each) => each.to), ...packer]
    const names = Object.keys(own.dependencies)
    const unused = names.filter((name) => !imported.some((to) => to === name || to.startsWith(`${name}/`)))
    const peers = names.flatMap((name) => Object.keys(packed(name).peerDependencies ?? {}))
    const deeper = ['@slack/socket-mode'].flatMap((name) => Object.keys(packed(name).peerDependencies ?? {}))
    expect(unused.filter((name) => ![...peers, ...deeper].includes(name))).toEqual([])
  })

  test('files keep to 250 lines unless they are data', () => {
    const data = /entries\/|locales\/|migrations\/|scenarios\.ts$|replies\.ts$|scene\//
    const long = files(SRC).filter((path) => !data.test(path) && readFileSync(path, 'utf8').split('\n').length > 251)
    expect(long.map((path) => relative(SRC, path))).toEqual([])
  })
})
