import { readFileSync } from 'node:fs'
import { describe, expect, test } from '@jest/globals'

const read = (path: string): string => readFileSync(new URL(`../${path}`, import.meta.url), 'utf8')
const TABLE = /## Permissions and scopes\n+((?:\|.*\n)+)/.exec(read('README.md'))?.[1] ?? ''

/** The names in the second column of the rows whose first begins so. */
const documented = (where: string): readonly string[] =>
  TABLE.split('\n')
    .filter((row) => row.startsWith(`| ${where}`))
    .flatMap((row) => [...(row.split('|')[2] ?? '').matchAll(/`([^`]+)`/g)].map((match) => match[1] ?? ''))
    .sort()

describe('the table of permissions in README', () => {
  test.each(['http', 'socket'])('names every scope of the Slack app (%s), and no other', (form) => {
    const manifest = JSON.parse(read(`manifests/slack/manifest.${form}.json`)) as { oauth_config: { scopes: { bot: string[] } } }
    expect(documented('Slack, bot')).toEqual([...manifest.oauth_config.scopes.bot].sort())
  })

  test('names every permission of the Teams app, and no other', () => {
    const manifest = JSON.parse(read('manifests/teams/manifest.json')) as { permissions: string[]; authorization?: unknown }
    expect(documented('Teams app')).toEqual([...manifest.permissions].sort())
    expect(manifest.authorization).toBeUndefined()
  })

  test('says of each what needs it and whether it is optional', () => {
    const rows = TABLE.trim().split('\n').slice(2)
    expect(rows.length).toBeGreaterThan(8)
    for (const row of rows)
      expect(
        row
          .split('|')
          .slice(1, -1)
          .every((cell) => cell.trim().length > 1),
      ).toBe(true)
  })
})
