import { access, mkdtemp, readFile, rm, stat, writeFile } from 'node:fs/promises'
import { request as httpRequest } from 'node:http'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, test } from '@jest/globals'
import { askService, type CommandBody, type Endpoint, openEndpoint, SERVICE_FILE } from '../../../src/surfaces/console/endpoint.ts'

const BODY: CommandBody = { argv: ['incidents'], stdin: '', language: 'en', colour: false, width: 100 }

let folder: string
let endpoint: Endpoint
let ran: CommandBody[] = []
let token: string

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'mailflow-'))
  ran = []
  endpoint = await openEndpoint(folder, async (body) => {
    ran.push(body)
    return { out: 'done\n', err: '', exit: 5 }
  })
  token = JSON.parse(await readFile(join(folder, SERVICE_FILE), 'utf8')).token
})
afterEach(async () => {
  await endpoint.close()
  await rm(folder, { recursive: true, force: true })
})

/** Speaks HTTP by hand, so that headers can lie. */
function send(body: string, headers: Readonly<Record<string, string>> = {}, path = '/command', method = 'POST'): Promise<number> {
  const { hostname, port, host } = new URL(endpoint.url)
  const all = { host, authorization: `Bearer ${token}`, 'content-type': 'application/json', ...headers }
  return new Promise((resolve, reject) => {
    const request = httpRequest({ hostname, port, path, method, headers: all }, (response) => {
      response.resume().on('end', () => resolve(response.statusCode ?? 0))
    })
    request.on('error', reject).end(body)
  })
}

describe('the local endpoint of a running service', () => {
  test('runs a command line and gives back what it printed and how it ended', async () => {
    expect(await askService(folder, BODY)).toEqual({ out: 'done\n', err: '', exit: 5 })
    expect(ran).toEqual([BODY])
  })

  test('takes as many hosts as somebody names', async () => {
    const argv = ['diagnose', ...Array.from({ length: 500 }, (_each, n) => ['--smart-host', `mail${n}.contoso.example`]).flat()]
    expect(await askService(folder, { ...BODY, argv })).toMatchObject({ exit: 5 })
  })

  test('a command that the running service cannot take is not run elsewhere in its place', async () => {
    await expect(askService(folder, { ...BODY, width: 0 })).rejects.toThrow('internal')
    expect(ran).toEqual([])
  })

  test('listens on loopback, and its address is for this user alone', async () => {
    expect(new URL(endpoint.url).hostname).toBe('127.0.0.1')
    expect((await stat(join(folder, SERVICE_FILE))).mode & 0o777).toBe(0o600)
    expect(token).toMatch(/^[0-9a-f]{64}$/)
  })

  test('an older, readable file does not keep its mode', async () => {
    await endpoint.close()
    await writeFile(join(folder, SERVICE_FILE), '{}', { mode: 0o644 })
    endpoint = await openEndpoint(folder, async () => ({ out: '', err: '', exit: 0 }))
    expect((await stat(join(folder, SERVICE_FILE))).mode & 0o777).toBe(0o600)
  })

  test.each([
    ['no token', { authorization: '' }],
    ['another token', { authorization: `Bearer ${'0'.repeat(64)}` }],
    ['half of the token', { authorization: 'Bearer 0' }],
    ['another name for this machine', { host: 'localhost:1' }],
    ['a name that leads here', { host: 'mailflow.attacker.example' }],
    ['a page in a browser', { origin: 'https://attacker.example' }],
    ['a local page in a browser', { origin: 'null' }],
  ])('refuses %s', async (_who, headers) => {
    expect(await send(JSON.stringify(BODY), headers)).toBe(403)
    expect(ran).toEqual([])
  })

  test.each([
    ['not JSON', '{'],
    ['no command line', JSON.stringify({ ...BODY, argv: 'incidents' })],
    ['a key too many', JSON.stringify({ ...BODY, cwd: '/' })],
    ['another language', JSON.stringify({ ...BODY, language: 'de' })],
    ['a width of nothing', JSON.stringify({ ...BODY, width: 0 })],
    ['nothing', ''],
  ])('answers 400 to a body with %s, and runs nothing', async (_what, body) => {
    expect(await send(body)).toBe(400)
    expect(ran).toEqual([])
  })

  test('answers 413 to a body that is too large', async () => {
    expect(await send(JSON.stringify({ ...BODY, stdin: 'x'.repeat(6_000_000) }))).toBe(413)
    expect(ran).toEqual([])
  })

  test('has nothing else', async () => {
    expect(await send('', {}, '/command', 'GET')).toBe(404)
    expect(await send('', {}, '/', 'POST')).toBe(404)
  })

  test('is gone with its file after closing', async () => {
    await endpoint.close()
    await expect(access(join(folder, SERVICE_FILE))).rejects.toThrow('ENOENT')
    await expect(send(JSON.stringify(BODY))).rejects.toThrow('ECONNREFUSED')
    expect(await askService(folder, BODY)).toBeNull()
  })
})

describe('asking a service that is not there', () => {
  test.each([
    ['nothing listens at the address a killed service left', JSON.stringify({ url: 'http://127.0.0.1:1', token: 'a'.repeat(64) })],
    ['the file is half written', '{"url":"http://127.0.0.1'],
    ['the file is something else', '[]'],
  ])('says so when %s', async (_why, content) => {
    await writeFile(join(folder, SERVICE_FILE), content)
    expect(await askService(folder, BODY)).toBeNull()
  })

  test('says so when another service answers in its place', async () => {
    await writeFile(join(folder, SERVICE_FILE), JSON.stringify({ url: endpoint.url, token: 'b'.repeat(64) }))
    expect(await askService(folder, BODY)).toBeNull()
    expect(ran).toEqual([])
  })
})
