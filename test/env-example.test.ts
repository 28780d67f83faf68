import { readFileSync } from 'node:fs'
import { describe, expect, test } from '@jest/globals'
import { SETTINGS, type SettingName } from '../src/config.ts'

interface Line {
  readonly name: string
  readonly value: string
  /** The line above, without its mark. */
  readonly meaning: string
}

const text = readFileSync(new URL('../.env.example', import.meta.url), 'utf8')
const lines: readonly Line[] = text.split('\n').flatMap((line, at, all) => {
  const [, name, value = ''] = /^#? ?([A-Z][A-Z0-9_]+)=(.*)$/.exec(line) ?? []
  return name ? [{ name, value, meaning: (all[at - 1] ?? '').replace(/^# ?/, '') }] : []
})
const isSetting = (name: string): name is SettingName => name in SETTINGS

describe('.env.example', () => {
  test('names every setting once, and nothing else', () => {
    expect(lines.map((line) => line.name).sort()).toEqual(Object.keys(SETTINGS).sort())
  })

  test.each(lines)('$name shows the default that counts when it is left out', ({ name, value }) => {
    if (!isSetting(name)) throw new Error(`${name} is no setting`)
    const { schema } = SETTINGS[name]
    expect(schema.parse(value === '' ? undefined : value)).toEqual(schema.parse(undefined))
    const fallback = schema.parse(undefined)
    if (typeof fallback === 'string' || typeof fallback === 'number') expect(value).toBe(String(fallback))
  })

  test.each(lines)('$name is explained in one line', ({ meaning }) => {
    expect(meaning).toMatch(/^[^-].{10,}\.$/)
    expect(meaning).not.toMatch(/^[A-Z_]+=/)
  })

  test('sets nothing when it is copied as it is', () => {
    expect(text.split('\n').filter((line) => line !== '' && !line.startsWith('#'))).toEqual([])
  })
})
