import { existsSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { describe, expect, test } from '@jest/globals'
import { z } from 'zod'
import { readConfig, SETTINGS } from '../src/config.ts'
import { fixes } from '../src/fixes/index.ts'
import { EXPLAINED } from '../src/knowledge/codes-of.ts'
import { replies, textsOf } from '../src/knowledge/replies.ts'
import { AlertBody } from '../src/surfaces/hooks/alert-body.ts'
import { codesPage } from './support/codes-page.ts'

const ROOT = fileURLToPath(new URL('../', import.meta.url))
const SCHEMA = join(ROOT, 'docs', 'alert.schema.json')
const read = (path: string): string => readFileSync(join(ROOT, path), 'utf8')
const DOCUMENTS = [
  ...readdirSync(ROOT),
  ...readdirSync(join(ROOT, 'docs'), { recursive: true }).map((name) => join('docs', String(name))),
].filter((path) => path.endsWith('.md'))

describe('docs/alert.schema.json', () => {
  /** `UPDATE_DOCS=1 npm test -- test/docs.test.ts && npm run format` writes it anew. */
  const generated = `${JSON.stringify({ title: 'Body of POST /hooks/alerts', ...z.toJSONSchema(AlertBody) }, null, 2)}\n`

  test('is what the webhook accepts today', () => {
    if (process.env.UPDATE_DOCS) writeFileSync(SCHEMA, generated)
    expect(JSON.parse(read('docs/alert.schema.json'))).toEqual(JSON.parse(generated))
  })

  test('explains every field', () => {
    const { properties } = JSON.parse(generated) as { properties: Record<string, { description?: string }> }
    expect(Object.entries(properties).filter(([, field]) => !field.description)).toEqual([])
  })
})

describe.each([
  ['docs/codes.md', 'en'],
  ['docs/fr/codes.md', 'fr'],
] as const)('%s', (path, language) => {
  /** `UPDATE_DOCS=1 npm test -- test/docs.test.ts` writes it anew. */
  const generated = `${codesPage(language)}\n`

  test('says what the cards say today', () => {
    if (process.env.UPDATE_DOCS) {
      mkdirSync(dirname(join(ROOT, path)), { recursive: true })
      writeFileSync(join(ROOT, path), generated)
    }
    expect(read(path)).toBe(generated)
  })

  test('has a section for every finding, and every link in it leads to one', () => {
    const anchors = [...generated.matchAll(/<a id="([\w-]+)"><\/a>/g)].map((match) => match[1])
    expect(anchors).toEqual(EXPLAINED)
    const targets = [...generated.matchAll(/\]\(#([\w-]+)\)/g)].map((match) => match[1] ?? '')
    expect(targets.filter((target) => !anchors.includes(target))).toEqual([])
    for (const text of replies.flatMap(textsOf)) expect(generated).toContain(text.replaceAll('|', '\\|'))
  })
})

test('docs/architecture.md names every folder and entry of src', () => {
  const page = read('docs/architecture.md')
  const entries = readdirSync(join(ROOT, 'src'), { withFileTypes: true }).map((each) => (each.isDirectory() ? `${each.name}/` : each.name))
  expect(entries.filter((name) => !page.includes(`\`${name}\``))).toEqual([])
})

test('every decision carries the number of its file', () => {
  const folder = join(ROOT, 'docs', 'decisions')
  const titles = readdirSync(folder).map((name) => [name.slice(0, 4), /^# (\d{4}) /.exec(readFileSync(join(folder, name), 'utf8'))?.[1]])
  expect(titles.filter(([file, title]) => file !== title)).toEqual([])
})

describe('the documents', () => {
  test.each(DOCUMENTS)('%s links to files that exist', (path) => {
    const targets = [...read(path).matchAll(/\]\(([^)\s]+)\)|src="([^"]+)"/g)].map((match) => match[1] ?? match[2] ?? '')
    const local = targets.filter((target) => !/^(https?:|#|mailto:)/.test(target)).map((target) => target.split('#')[0] ?? '')
    expect(local.filter((target) => !existsSync(join(ROOT, dirname(path), target)))).toEqual([])
  })

  test.each(['README.md', 'README.fr.md'])('%s names only settings that exist', (path) => {
    const named = read(path).match(/\b(MAILFLOW|SLACK|TEAMS|EXCHANGE|PROBE)_[A-Z_]+\b/g) ?? []
    const known = [...Object.keys(SETTINGS), 'MAILFLOW_SECRET']
    expect([...new Set(named)].filter((name) => !known.includes(name))).toEqual([])
  })

  test('the example of mailflow.yaml is one', () => {
    const [, example = ''] = /```yaml\n([\s\S]*?)```/.exec(read('README.md')) ?? []
    const config = readConfig({ MAILFLOW_MODE: 'sandbox' }, example)
    expect(config.tenants).toHaveLength(1)
    expect(config.joined.size).toBe(2)
    expect(config.approvals).toEqual({ 'retire-on-premises-route': 2, undo: 1 })
  })

  test('the table of fixes has every fix that exists, and no other', () => {
    const rows = [...read('README.md').matchAll(/^\| `([\w-]+)` /gm)].map((match) => match[1])
    expect(rows.sort()).toEqual(Object.keys(fixes).sort())
  })
})
