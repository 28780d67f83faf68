import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { mkdtemp, readFile, rm } from 'node:fs/promises'
import { connect, createServer } from 'node:net'
import { networkInterfaces, tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, expect, test } from '@jest/globals'
import { type PlaygroundOptions, startPlayground } from '../../src/sandbox/playground.ts'

const alex = { name: 'Alex Martin', email: 'alex.martin@contoso.example' }
const sam = { name: 'Sam Dubois', email: 'sam.dubois@contoso.example' }

let folder: string
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'playground-'))
})
afterEach(() => rm(folder, { recursive: true, force: true }))

const options = (over: Partial<PlaygroundOptions> = {}): PlaygroundOptions => ({
  botUrl: 'http://127.0.0.1:9/api/messages',
  port: 0,
  user: alex,
  others: [sam],
  tenant: '5b1fd3c4-0000-4000-8000-000000000001',
  folder,
  ...over,
})

async function answers(host: string, port: number): Promise<boolean> {
  const socket = connect({ host, port })
  try {
    await once(socket, 'connect')
    return true
  } catch {
    return false
  } finally {
    socket.destroy()
  }
}

test('the window is reachable from this machine alone, and gone after stop', async () => {
  const started = await startPlayground(options())
  if (started.is !== 'running') throw new Error(started.why)
  const port = Number(new URL(started.url).port)
  const elsewhere = Object.values(networkInterfaces())
    .flatMap((each) => each ?? [])
    .filter((each) => !each.internal && each.family === 'IPv4')
  expect(await answers('127.0.0.1', port)).toBe(true)
  expect(await Promise.all(elsewhere.map((each) => answers(each.address, port)))).toEqual(elsewhere.map(() => false))
  await started.stop()
  expect(await answers('127.0.0.1', port)).toBe(false)
})

test('a port that is taken is said, not swapped for another', async () => {
  const taken = createServer().listen(0, '127.0.0.1')
  await once(taken, 'listening')
  const address = taken.address()
  const port = typeof address === 'object' && address ? address.port : 0
  expect(await startPlayground(options({ port }))).toEqual({ is: 'failed', why: `port ${port} is taken` })
  taken.close()
})

test('each start has new chats, and the same person stays the same', async () => {
  const read = async () => JSON.parse(await readFile(join(folder, 'playground-alex.martin.yml'), 'utf8'))
  const configs = []
  for (let start = 0; start < 2; start++) {
    const started = await startPlayground(options())
    configs.push(await read())
    if (started.is === 'running') await started.stop()
  }
  expect(configs[0].currentUser).toEqual(configs[1].currentUser)
  expect(configs[0].personalChat).not.toEqual(configs[1].personalChat)
  expect(configs[0].users).toContainEqual(expect.objectContaining({ email: sam.email, userPrincipleName: sam.email }))
})

test('when its parent is killed the window ends too', async () => {
  const started = await startPlayground(options())
  if (started.is !== 'running') throw new Error(started.why)
  await started.stop()
  const cli = new URL('../../node_modules/@microsoft/m365agentsplayground/cli.js', import.meta.url).pathname
  const script = `
    const { spawn } = require('node:child_process')
    const env = { ...process.env, M365_AGENTS_PLAYGROUND_CONFIG_PATH: ${JSON.stringify(join(folder, 'playground-alex.martin.yml'))}, TEAMSAPPTESTER_BROWSER: 'none' }
    const child = spawn(process.execPath, ['--require', ${JSON.stringify(join(folder, 'playground-guard.cjs'))}, ${JSON.stringify(cli)}, 'start', '-p', process.argv[1], '--dt'], { env, cwd: ${JSON.stringify(folder)}, stdio: ['pipe', 'pipe', 'ignore'] })
    child.stdout.on('data', (data) => String(data).includes('Listening') && process.stdout.write('ready'))`
  const port = Number(new URL(started.url).port)
  const parent = spawn(process.execPath, ['-e', script, String(port)], { stdio: ['ignore', 'pipe', 'inherit'] })
  await once(parent.stdout, 'data')
  expect(await answers('127.0.0.1', port)).toBe(true)
  parent.kill('SIGKILL')
  for (let tries = 0; (await answers('127.0.0.1', port)) && tries < 50; tries++) await new Promise((resolve) => setTimeout(resolve, 100))
  expect(await answers('127.0.0.1', port)).toBe(false)
})
