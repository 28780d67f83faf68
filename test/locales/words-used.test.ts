import { readdirSync, readFileSync } from 'node:fs'
import { expect, test } from '@jest/globals'
import { en } from '../../src/locales/en/index.ts'

type Tree = { readonly [key: string]: string | Tree }

const SRC = new URL('../../src/', import.meta.url)
const code = readdirSync(SRC, { recursive: true, encoding: 'utf8' })
  .filter((path) => path.endsWith('.ts') && !/^locales\/(?:en|fr)\//.test(path))
  .map((path) => readFileSync(new URL(path, SRC), 'utf8'))
  .join('\n')

const keysOf = (tree: Tree, path = ''): readonly string[] =>
  Object.entries(tree).flatMap(([key, value]) =>
    typeof value === 'string' ? [path + key.replace(/_(?:zero|one|other)$/, '')] : keysOf(value, `${path}${key}.`),
  )

test('every word is used: by its key, or by a key that is put together', () => {
  const written = new Set(code.match(/(?<=')[a-z][\w.-]+(?=')/gi))
  const patterns = [...new Set(code.match(/(?<=`)[a-z][\w.-]*\.[\w.-]*\$\{[^`\n]+(?=`)/gi))].map(
    (template) => new RegExp(`^${template.replaceAll('.', '\\.').replace(/\$\{[^}]*\}/g, '.+')}$`),
  )
  expect(keysOf(en).filter((key) => !written.has(key) && !patterns.some((pattern) => pattern.test(key)))).toEqual([])
})
