import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, test } from '@jest/globals'
import type { Failure } from '../../src/domain/failure.ts'
import { claimFolder } from '../../src/main/environment.ts'

let folder = ''
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'mailflow-mode-'))
})
afterEach(() => rmSync(folder, { recursive: true, force: true }))

const refusal = (mode: 'sandbox' | 'live'): unknown => {
  try {
    claimFolder(folder, mode)
    return null
  } catch (thrown) {
    return { code: (thrown as Failure).code, ...(thrown as Failure).args }
  }
}

describe('a data folder belongs to one mode', () => {
  test.each([
    ['sandbox', 'live'],
    ['live', 'sandbox'],
  ] as const)('what the %s marked the %s does not take', (first, second) => {
    expect([refusal(first), refusal(first)]).toEqual([null, null])
    expect(refusal(second)).toEqual({ code: 'other-mode', place: folder, found: first, wanted: second })
    expect(readFileSync(join(folder, 'mode'), 'utf8').trim()).toBe(first)
  })

  test('an unmarked folder that only a live service can have made is not the sandbox’s to forget', () => {
    mkdirSync(join(folder, 'database'))
    expect(refusal('sandbox')).toMatchObject({ code: 'other-mode', found: 'live' })
    expect(readdirSync(folder)).toEqual(['database'])
  })

  test('an unmarked folder with the sandbox’s world is not a live service’s', () => {
    mkdirSync(join(folder, 'database'))
    mkdirSync(join(folder, 'sandbox'))
    expect(refusal('live')).toMatchObject({ code: 'other-mode', found: 'sandbox' })
  })
})
