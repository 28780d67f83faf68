import { existsSync } from 'node:fs'
import { mkdir, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { afterEach, beforeEach, describe, expect, test } from '@jest/globals'
import { terminalOf } from '../../src/main/terminal.ts'
import { runMailflow } from '../support/run-mailflow.ts'

const ROOT = fileURLToPath(new URL('../../', import.meta.url))

let place: string
beforeEach(async () => {
  place = await mkdtemp(join(tmpdir(), 'mailflow-'))
})
afterEach(() => rm(place, { recursive: true, force: true }))

const mailflow = (argv: readonly string[], variables?: Readonly<Record<string, string>>) => runMailflow(place, argv, variables)

describe('the command line as a process', () => {
  test.each([
    [['start', '--help'], 0, 'Usage: mailflow start'],
    [['start', '--frsh'], 2, 'Unknown option “--frsh”'],
    [['start', 'now'], 2, 'Too many arguments'],
    [['manifest', '--help'], 0, 'Usage: mailflow manifest'],
    [['manifest', 'slack'], 2, 'Possible: teams.'],
  ])('%j starts nothing', async (argv, exit, expected) => {
    const ended = await mailflow(argv)
    expect(ended.exit).toBe(exit)
    expect(ended.out + ended.err).toContain(expected)
    expect(existsSync(join(place, 'data'))).toBe(false)
  })

  test.each([[['--help']], [['help', 'diagnose']], [['diagnose', '--help']], [['--version']]])(
    'a wrong configuration does not keep %j from answering',
    async (argv) => {
      const { exit, out, err } = await mailflow(argv, { EXCHANGE_TENANT_ID: 'wrong' })
      expect([exit, err]).toEqual([0, ''])
      expect(out.length).toBeGreaterThan(4)
    },
  )

  test('--version is that of the package', async () => {
    const { version } = JSON.parse(await readFile(join(ROOT, 'package.json'), 'utf8'))
    expect((await mailflow(['--version'])).out).toBe(`${version}\n`)
  })

  test('the language of .env counts for every command', async () => {
    await writeFile(join(place, '.env'), 'MAILFLOW_LANGUAGE=fr\n')
    expect((await mailflow(['explain', '4.4.316'])).out).toContain('Causes probables')
    expect((await mailflow(['--help'])).out).toContain('Utilisation')
    expect((await mailflow(['incidents'])).err).toContain('À faire ensuite')
  })

  test('a language in front of a command counts for the command as it does behind it', async () => {
    expect((await mailflow(['--lang', 'fr', 'explain', '4.4.316'])).out).toContain('Causes probables')
    expect((await mailflow(['manifest', 'teams', '--lang', 'fr'])).err).toContain('Indiquez d’abord')
    expect((await mailflow(['start', '--frsh', '--lang=fr'])).err).toContain('Option «\u00a0--frsh\u00a0» inconnue.')
    expect((await mailflow(['--lang=fr', 'start', '--frsh'])).err).toContain('Option «\u00a0--frsh\u00a0» inconnue.')
    expect(await mailflow(['--lang', 'de', 'explain', '4.4.316'])).toMatchObject({ exit: 2, err: expect.stringContaining('“de”') })
  })

  test('a name that is a folder, and one that is a file with spaces', async () => {
    await mkdir(join(place, 'mails.txt'))
    await writeFile(join(place, 'Undeliverable Offer.eml'), 'Subject: x\r\n\r\n450 4.4.316 Connection refused\r\n')
    expect(await mailflow(['explain', 'mails.txt'])).toMatchObject({ exit: 2, err: expect.stringContaining('is a folder') })
    expect(await mailflow(['explain', 'Undeliverable Offer.eml'])).toMatchObject({ exit: 0, out: expect.stringContaining('4.4.316') })
    expect(await mailflow(['explain', `450 4.4.316 ${'x'.repeat(4000)}`])).toMatchObject({ exit: 0 })
  })
})

describe('how a command may draw', () => {
  const tty = { isTTY: true, columns: 80 }

  test('colours are for terminals, unless NO_COLOR or TERM=dumb says otherwise', () => {
    expect(terminalOf(tty, {}).colour).toBe(true)
    expect(terminalOf(tty, { NO_COLOR: '1' }).colour).toBe(false)
    expect(terminalOf(tty, { NO_COLOR: '' }).colour).toBe(true)
    expect(terminalOf(tty, { TERM: 'dumb' }).colour).toBe(false)
    expect(terminalOf({ ...tty, isTTY: false }, {}).colour).toBe(false)
  })

  test.each([
    [80, undefined, 80],
    [300, undefined, 120],
    [0, undefined, 100],
    [10, undefined, 40],
    [undefined, '60', 60],
    [undefined, 'wide', 100],
    [undefined, undefined, 100],
  ])('a terminal of %s columns with COLUMNS=%s is drawn %i wide', (columns, variable, width) => {
    const stdout = { isTTY: true, columns: columns as number }
    expect(terminalOf(stdout, variable === undefined ? {} : { COLUMNS: variable }).width).toBe(width)
  })
})
