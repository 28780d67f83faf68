import { readFileSync } from 'node:fs'
import { dirname, resolve } from 'node:path'
import { fileURLToPath } from 'node:url'
import { describe, expect, test } from '@jest/globals'
import { parseSync } from '@swc/core'

const SRC = fileURLToPath(new URL('../../src/', import.meta.url))

/** What a file takes with it when it is loaded: static imports that are more than types. */
function importsOf(path: string): readonly string[] {
  const { body } = parseSync(readFileSync(path, 'utf8'), { syntax: 'typescript' })
  return body.flatMap((item) => {
    if (item.type === 'ImportDeclaration') return item.typeOnly ? [] : [item.source.value]
    if (item.type === 'ExportNamedDeclaration' || item.type === 'ExportAllDeclaration')
      return 'source' in item && item.source ? [item.source.value] : []
    return []
  })
}

function packagesOf(...files: readonly string[]): readonly string[] {
  const seen = new Set<string>()
  const packages = new Set<string>()
  const open = files.map((file) => resolve(SRC, file))
  for (let path = open.pop(); path !== undefined; path = open.pop()) {
    if (seen.has(path)) continue
    seen.add(path)
    for (const to of importsOf(path)) {
      if (to.startsWith('.')) open.push(resolve(dirname(path), to))
      else if (!to.startsWith('node:')) packages.add(to)
    }
  }
  return [...packages].sort()
}

describe('mailflow explain', () => {
  test('loads no package that it does not need: schemas, servers and drivers would take longer than the answer', () => {
    expect(packagesOf('main.ts', 'main/command.ts', 'surfaces/console/commands/explain.ts', 'surfaces/console/commands/code.ts')).toEqual([
      'commander',
      'i18next',
    ])
  })

  test('the check can fail', () => {
    expect(packagesOf('main.ts', 'main/environment.ts')).toContain('zod')
  })
})
