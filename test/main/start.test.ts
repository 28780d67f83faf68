import { existsSync } from 'node:fs'
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises'
import type { AddressInfo } from 'node:net'
import { createServer, type Server } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, test } from '@jest/globals'
import { lockFolder } from '../../src/adapters/postgres/folder-lock.ts'
import { type Ended, runMailflow } from '../support/run-mailflow.ts'

let place: string
beforeEach(async () => {
  place = await mkdtemp(join(tmpdir(), 'mailflow-'))
})
afterEach(() => rm(place, { recursive: true, force: true }))

const mailflow = (argv: readonly string[], variables?: Readonly<Record<string, string>>) => runMailflow(place, argv, variables)

function isPlain({ err }: Ended): void {
  expect(err).not.toMatch(/^\s+at .*\d+:\d+\)?$/m)
  expect(err).not.toContain('Error:')
}

async function freePort(): Promise<{ readonly port: number; readonly server: Server }> {
  const server = createServer()
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  return { port: (server.address() as AddressInfo).port, server }
}

describe('mailflow start, when it cannot', () => {
  test('names everything wrong with the configuration at once, with what to write, and no value', async () => {
    await writeFile(join(place, 'mailflow.yaml'), 'tenant: []\n')
    const ended = await mailflow(['start'], { PORT: 'hush', MAILFLOW_MODE: 'live', SLACK_BOT_TOKEN: 'xoxp-hush', DATABASE_URL: 'hush' })
    expect(ended.exit).toBe(1)
    expect(ended.out).toBe('')
    for (const name of ['PORT', 'SLACK_BOT_TOKEN', 'DATABASE_URL', 'EXCHANGE_TENANT_ID', 'MAILFLOW_APPROVERS', 'mailflow.yaml: tenant'])
      expect(ended.err).toMatch(new RegExp(`^ {2}${name}: \\S`, 'm'))
    expect(ended.err).not.toContain('hush')
    expect(existsSync(join(place, 'data'))).toBe(false)
    isPlain(ended)
  })

  test('says it in the language of the terminal', async () => {
    const ended = await mailflow(['start'], { PORT: '0', LANG: 'fr_CA.UTF-8' })
    expect(ended.exit).toBe(1)
    expect(ended.err).toContain('PORT\u00a0: un nombre entier de 1 à 65535')
  })

  test('says which configuration file is missing', async () => {
    const ended = await mailflow(['start'], { MAILFLOW_CONFIG: join(place, 'none.yaml') })
    expect(ended.exit).toBe(1)
    expect(ended.err).toContain('none.yaml')
    isPlain(ended)
  })

  test('says that the data folder cannot be written to', async () => {
    await writeFile(join(place, 'data'), 'a file')
    const ended = await mailflow(['start'])
    expect(ended.exit).toBe(1)
    expect(ended.err).toContain(join(place, 'data'))
    expect(ended.err).toContain('MAILFLOW_DATA')
    isPlain(ended)
  })

  test.each([[[]], [['--fresh']]])('leaves data alone that another running service owns %j', async (more) => {
    const release = await lockFolder(join(place, 'data', 'database.lock'))
    await writeFile(join(place, 'data', 'kept'), '')
    const ended = await mailflow(['start', ...more])
    await release()
    expect(ended.exit).toBe(1)
    expect(ended.err).toContain(join(place, 'data'))
    expect(ended.err).toMatch(/another/i)
    expect(existsSync(join(place, 'data', 'kept'))).toBe(true)
    expect(existsSync(join(place, 'data', 'sandbox'))).toBe(false)
    isPlain(ended)
  })

  test('says that the port is taken, and leaves nothing running', async () => {
    const { port, server } = await freePort()
    const ended = await mailflow(['start'], { PORT: String(port) })
    server.close()
    expect(ended.exit).toBe(1)
    expect(ended.err).toContain(String(port))
    expect(ended.err).toContain('PORT')
    expect(existsSync(join(place, 'data', 'service.json'))).toBe(false)
    expect(existsSync(join(place, 'data', 'database.lock'))).toBe(false)
    isPlain(ended)
  })
})

describe('mailflow manifest teams', () => {
  test('packs the app for this bot, from .env', async () => {
    const id = '8b1c0f6e-0000-4000-8000-00000000000c'
    await writeFile(join(place, '.env'), `TEAMS_APP_ID=${id}\nMAILFLOW_PUBLIC_URL=https://mailflow.contoso.example\n`)
    expect(await mailflow(['manifest', 'teams', 'app.zip'])).toMatchObject({ exit: 0, err: '' })
    expect((await readFile(join(place, 'app.zip'))).subarray(0, 2).toString()).toBe('PK')
  })

  test('says what is missing', async () => {
    const ended = await mailflow(['manifest', 'teams'])
    expect(ended.exit).toBe(2)
    expect(ended.err).toMatch(/TEAMS_APP_ID[\s\S]*MAILFLOW_PUBLIC_URL/)
    isPlain(ended)
  })
})

describe('commands without a service', () => {
  test('explain needs no configuration at all, not even a right one', async () => {
    const ended = await mailflow(['explain', '--json', '450 4.4.316 Connection refused'], { PORT: 'x' })
    expect(ended.exit).toBe(0)
    expect(JSON.parse(ended.out)).toMatchObject({ reports: [{ finding: 'connection-refused' }] })
    expect(existsSync(join(place, 'data'))).toBe(false)
  })

  test('incidents says what to start', async () => {
    const ended = await mailflow(['incidents'])
    expect(ended.exit).toBe(6)
    expect(ended.err).toContain('npm start')
    isPlain(ended)
  })

  test('doctor tells every part, also when the database does not answer', async () => {
    const ended = await mailflow(['doctor', '--json'], {
      EXCHANGE_TENANT_ID: '8b1c0f6e-0000-4000-8000-00000000000a',
      EXCHANGE_CLIENT_ID: '8b1c0f6e-0000-4000-8000-00000000000b',
      MAILFLOW_APPROVERS: 'sam@contoso.example',
      MAILFLOW_AUDIT_KEY: 'k'.repeat(32),
      DATABASE_URL: 'postgres://nobody:hush@127.0.0.1:1/none',
    })
    expect(ended.exit).toBe(1)
    expect(ended.out).not.toContain('hush')
    const { checks } = JSON.parse(ended.out) as { checks: { name: string; is: string }[] }
    expect(checks.map(({ name, is }) => `${name} ${is}`)).toEqual([
      'configuration ok',
      'database failed',
      'audit unknown',
      'port 25 outwards off',
      'Slack off',
      'Teams off',
    ])
  })

  test('a word that is no command ends with 2 and help', async () => {
    const ended = await mailflow(['heal'])
    expect(ended.exit).toBe(2)
    expect(ended.err).toContain('Usage:')
  })
})
