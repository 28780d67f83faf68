import { once } from 'node:events'
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'
import { gzipSync } from 'node:zlib'
import { afterEach, beforeEach, describe, expect, test } from '@jest/globals'
import { type DownloadOptions, download } from '../../src/surfaces/download.ts'

let server: Server
let home: string
let answer: (request: IncomingMessage, response: ServerResponse) => void
const asked: { readonly url: string; readonly authorization: string | undefined }[] = []

beforeEach(async () => {
  asked.length = 0
  server = createServer((request, response) => {
    asked.push({ url: request.url ?? '', authorization: request.headers.authorization })
    answer(request, response)
  }).listen(0, '127.0.0.1')
  await once(server, 'listening')
  home = `http://127.0.0.1:${(server.address() as AddressInfo).port}`
})
afterEach(() => {
  server.closeAllConnections()
  server.close()
})

const get = (path = '/a', over: Partial<DownloadOptions> = {}) =>
  download(path.startsWith('/') ? `${home}${path}` : path, {
    may: (url) => url.origin === home,
    mostBytes: 1000,
    withinMs: 2000,
    headers: { authorization: 'Bearer secret' },
    ...over,
  })

describe('fetching a file', () => {
  test('gives its bytes and its type', async () => {
    answer = (_request, response) => response.setHeader('content-type', 'Text/Plain; charset=utf-8').end('hello')
    expect(await get()).toEqual({ is: 'downloaded', bytes: new TextEncoder().encode('hello'), type: 'text/plain' })
    expect(asked).toEqual([{ url: '/a', authorization: 'Bearer secret' }])
  })

  test('an address that may not be called is not called', async () => {
    for (const address of ['http://169.254.169.254/latest', 'file:///etc/passwd', 'not an address', ''])
      expect(await get(address)).toEqual({ is: 'not-allowed' })
    expect(asked).toEqual([])
  })

  test.each(['http://169.254.169.254/latest', 'https://login.evil.example/', 'file:///etc/passwd', '//127.0.0.1:1/'])(
    'a redirect to %s is not followed',
    async (location) => {
      answer = (_request, response) => response.writeHead(302, { location }).end('<html>')
      expect(await get()).toEqual({ is: 'refused' })
      expect(asked).toHaveLength(1)
    },
  )

  test('one within the allowed addresses is, but not round and round', async () => {
    answer = (request, response) => (request.url === '/a' ? response.writeHead(302, { location: '/b' }).end() : response.end('there'))
    expect(await get()).toMatchObject({ is: 'downloaded' })
    answer = (_request, response) => response.writeHead(307, { location: '/a' }).end()
    expect(await get()).toEqual({ is: 'refused' })
    expect(asked.length).toBeLessThan(8)
  })

  test.each([
    [401, { is: 'refused' }],
    [403, { is: 'refused' }],
    [404, { is: 'gone' }],
    [410, { is: 'gone' }],
    [304, { is: 'failed', why: 'HTTP 304' }],
    [206, { is: 'failed', why: 'HTTP 206' }],
    [500, { is: 'failed', why: 'HTTP 500' }],
  ])('HTTP %s', async (status, expected) => {
    answer = (_request, response) => response.writeHead(status).end()
    expect(await get()).toEqual(expected)
  })

  test('200 MB that are announced are not read', async () => {
    let sent = 0
    answer = (_request, response) => {
      response.writeHead(200, { 'content-length': 200_000_000 })
      response.write(Buffer.alloc(100), () => {
        sent += 100
      })
    }
    expect(await get()).toEqual({ is: 'too-large' })
    expect(sent).toBeLessThanOrEqual(100)
  })

  test('a body without an announced end is cut off where the limit is passed', async () => {
    answer = (_request, response) => {
      const more = (): void => {
        if (!response.destroyed) response.write(Buffer.alloc(500), more)
      }
      more()
    }
    expect(await get()).toEqual({ is: 'too-large' })
  })

  test('the limit counts what a compressed answer unpacks to', async () => {
    answer = (_request, response) => response.setHeader('content-encoding', 'gzip').end(gzipSync(Buffer.alloc(50_000_000)))
    expect(await get('/a', { mostBytes: 100_000 })).toEqual({ is: 'too-large' })
  })

  test('exactly the limit is taken', async () => {
    answer = (_request, response) => response.end(Buffer.alloc(1000, 'a'))
    expect(await get()).toMatchObject({ is: 'downloaded' })
  })

  test('silence, and a body that trickles, are given up in time', async () => {
    answer = () => {}
    expect(await get('/a', { withinMs: 100 })).toEqual({ is: 'too-slow' })
    answer = (_request, response) => {
      const drip = setInterval(() => response.write('x'), 20)
      response.on('close', () => clearInterval(drip))
    }
    expect(await get('/a', { withinMs: 150 })).toEqual({ is: 'too-slow' })
  })

  test('what goes wrong is said without the address, which may be a secret', async () => {
    answer = (_request, response) => response.destroy()
    const failed = await get('/files?tempauth=secret-token')
    expect(failed.is).toBe('failed')
    expect(JSON.stringify(failed)).not.toContain('secret-token')
  })
})
