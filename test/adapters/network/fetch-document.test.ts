import http, { type IncomingMessage, type ServerResponse } from 'node:http'
import https from 'node:https'
import type { AddressInfo, Server } from 'node:net'
import { afterAll, beforeAll, beforeEach, describe, expect, test } from '@jest/globals'
import type packet from 'dns-packet'
import { dnsQuery } from '../../../src/adapters/network/dns-query.ts'
import { documentFetcher, type FetchDocument, type FetchOptions, type FetchSettings } from '../../../src/adapters/network/fetch-document.ts'
import { sessionGate } from '../../../src/adapters/network/session-gate.ts'
import { specialUse } from '../../../src/adapters/network/special-use.ts'
import type { DnsReply } from '../../../src/domain/evidence.ts'
import { type SilentPort, startSilentPort } from '../../../src/sandbox/lab/silent-port.ts'
import { type Issued, issue } from './certificates.ts'
import { type DnsServerForTest, startDnsServer } from './dns-server.ts'

let root: Issued
let secure: https.Server
let plain: http.Server
let dns: DnsServerForTest
let silent: SilentPort
let settings: FetchSettings
let fetchDocument: FetchDocument
const heard: string[] = []
const dialled: string[] = []

/** Where the addresses lead; every other one to the HTTPS server. */
const CLOSED = '2001:db8::1'
const SILENT = '2001:db8::2'

const ways: Readonly<Record<string, (request: IncomingMessage, response: ServerResponse) => void>> = {
  '/text': (_request, response) => response.setHeader('x-kind', 'plain').end('a text'),
  '/bytes': (_request, response) => response.end(Buffer.from([0, 255, 128, 10])),
  '/none': (_request, response) => response.writeHead(404).end('no such thing'),
  '/wordy-error': (_request, response) => response.writeHead(500).end('x'.repeat(5000)),
  '/large': (_request, response) => response.end('x'.repeat(5000)),
  '/endless': (_request, response) => {
    const timer = setInterval(() => response.write('x'), 10)
    response.on('close', () => clearInterval(timer))
  },
  '/cut': (_request, response) => {
    response.writeHead(200, { 'content-length': 100 }).write('half')
    setTimeout(() => response.socket?.destroy(), 20)
  },
  '/once': (_request, response) => response.writeHead(302, { location: '/text' }).end(),
  '/twice': (_request, response) => response.writeHead(307, { location: '/once' }).end(),
  '/round': (_request, response) => response.writeHead(302, { location: '/round' }).end(),
  '/to-inside': (_request, response) => response.writeHead(302, { location: 'https://inside.example/text' }).end(),
  '/to-metadata': (_request, response) => response.writeHead(302, { location: 'https://169.254.169.254/' }).end(),
  '/to-nowhere': (_request, response) => response.writeHead(302, { location: 'https://nowhere.example/' }).end(),
  '/to-clear': (_request, response) => response.writeHead(302, { location: 'http://web.example/text' }).end(),
  '/to-mail': (_request, response) => response.writeHead(302, { location: 'https://other.example:25/' }).end(),
  '/to-nonsense': (_request, response) => response.writeHead(302, { location: 'https://[' }).end(),
}

function serve(request: IncomingMessage, response: ServerResponse): void {
  const chunks: Buffer[] = []
  request.on('data', (chunk: Buffer) => chunks.push(chunk))
  request.on('end', () => {
    heard.push([request.method, request.headers.host, request.url, Buffer.concat(chunks).toString('hex')].filter(Boolean).join(' '))
    const way = ways[request.url ?? '']
    if (way) way(request, response)
    else response.end()
  })
}

const portOf = (server: Server): number => (server.address() as AddressInfo).port
const listening = (server: Server): Promise<void> => new Promise((resolve) => server.listen(0, '127.0.0.1', resolve))
const A = (name: string, data: string): packet.Answer => ({ type: 'A', name, ttl: 1, data })
const AAAA = (name: string, data: string): packet.Answer => ({ type: 'AAAA', name, ttl: 1, data })

beforeAll(async () => {
  root = await issue({ subject: 'CN=Test Root', authority: true })
  const names = [
    'web.example',
    'six.example',
    'inside.example',
    'closed-first.example',
    'silent-first.example',
    'half-inside.example',
    'dead.example',
  ]
  const leaf = await issue({ subject: 'CN=web.example', names, by: root })
  secure = https.createServer({ key: leaf.key, cert: leaf.pem }, serve)
  plain = http.createServer(serve)
  silent = await startSilentPort()
  await Promise.all([listening(secure), listening(plain)])
  dns = await startDnsServer({
    'web.example': [A('web.example', '192.0.2.80')],
    'other.example': [A('other.example', '192.0.2.80')],
    'inside.example': [A('inside.example', '10.0.0.1')],
    'half-inside.example': [A('half-inside.example', '10.0.0.1'), A('half-inside.example', '192.0.2.80')],
    'closed-first.example': [A('closed-first.example', '192.0.2.80'), AAAA('closed-first.example', CLOSED)],
    'silent-first.example': [A('silent-first.example', '192.0.2.80'), AAAA('silent-first.example', SILENT)],
    'dead.example': [AAAA('dead.example', CLOSED), AAAA('dead.example', SILENT)],
    'six.example': [AAAA('six.example', '2001:db8::80')],
    'empty.example': [],
    'failing.example': 'SERVFAIL',
  })
  settings = {
    query: dnsQuery({ servers: [dns.address], timeoutMs: 1000, now: () => performance.now(), forbidden: () => null, reroute: () => null }),
    forbidden: specialUse(['192.0.2.0/24', '2001:db8::/32']),
    extraCa: [root.pem],
    reroute: (ip, port) => {
      dialled.push(`${ip} ${port}`)
      if (ip === CLOSED) return { host: '127.0.0.1', port: 1 }
      if (ip === SILENT) return { host: '127.0.0.1', port: silent.port }
      return { host: '127.0.0.1', port: portOf(port === 80 ? plain : secure) }
    },
  }
  fetchDocument = documentFetcher(settings)
})
beforeEach(() => {
  heard.length = 0
  dialled.length = 0
})
afterAll(async () => {
  for (const server of [secure, plain]) {
    server.closeAllConnections()
    await new Promise<void>((resolve) => server.close(() => resolve()))
  }
  await silent.stop()
  await dns.close()
})

const ask = (url: string, options: Partial<FetchOptions> = {}) => fetchDocument(url, { mostBytes: 1000, withinMs: 2000, ...options })
const statusOf = async (url: string, options: Partial<FetchOptions> = {}): Promise<unknown> => {
  const answer = await ask(url, options)
  return answer.is === 'found' ? answer.value.status : answer
}
const why = (text: string) => ({ is: 'unknown', why: expect.stringContaining(text) })

describe('a document', () => {
  test('comes with its status, its headers and its bytes as they are', async () => {
    const text = await ask('https://web.example/text')
    expect(text).toMatchObject({ is: 'found', value: { status: 200, headers: { 'x-kind': 'plain' } } })
    expect(await ask('https://web.example/bytes')).toMatchObject({ value: { body: Buffer.from([0, 255, 128, 10]) } })
  })

  test('any status is found, for the caller to judge', async () => {
    expect(await ask('https://web.example/none')).toMatchObject({ is: 'found', value: { status: 404, body: Buffer.from('no such thing') } })
  })

  test('can be asked for by POST', async () => {
    expect(await statusOf('https://web.example/ocsp', { method: 'POST', body: Buffer.from([1, 2]) })).toBe(200)
    expect(heard).toEqual(['POST web.example /ocsp 0102'])
  })

  test('comes without TLS only where that is allowed', async () => {
    expect(await ask('http://web.example/text')).toEqual(why('not an https address'))
    expect(await statusOf('http://web.example/text', { plain: true })).toBe(200)
    expect(dialled).toEqual(['192.0.2.80 80'])
  })

  test.each([
    'ldap:///CN=list',
    'ldap://web.example/CN=list',
    'file:///etc/passwd',
    'ftp://web.example/list',
    'data:,text',
    'gopher://web.example:25/',
  ])('is not looked for at %s', async (url) => {
    expect(await ask(url, { plain: true })).toEqual(why('not a web address'))
    expect(dialled).toEqual([])
  })

  test.each(['http://web.example:25/', 'http://192.0.2.80:6379/', 'https://web.example:22/', 'http://[2001:db8::1]:9200/'])(
    'named by a certificate is not looked for at a port that is none of the web: %s',
    async (url) => {
      expect(await ask(url, { plain: true })).toEqual(why('none of the web'))
      expect(dialled).toEqual([])
    },
  )

  test('at a port of the web is, and so is one that the program itself names', async () => {
    expect(await statusOf('https://web.example:8443/text', { plain: true })).toBe(200)
    expect(await statusOf('https://web.example:25/text')).toBe(200)
    expect(dialled).toEqual(['192.0.2.80 8443', '192.0.2.80 25'])
  })

  test('waits for its turn where only so many are fetched at once, within its own time', async () => {
    const gated = documentFetcher({ ...settings, gate: sessionGate(1) })
    const hanging = gated('https://web.example/endless', { mostBytes: 1_000_000, withinMs: 800 })
    while (heard.length === 0) await new Promise((resolve) => setTimeout(resolve, 5))
    const waits = gated('https://web.example/text', { mostBytes: 1000, withinMs: 5000 })
    expect(await gated('https://web.example/bytes', { mostBytes: 1000, withinMs: 50 })).toMatchObject({ is: 'unknown' })
    expect(await hanging).toEqual(why('no answer within 800 ms'))
    expect(await waits).toMatchObject({ is: 'found', value: { status: 200 } })
    expect(heard).toEqual(['GET web.example /endless', 'GET web.example /text'])
  })

  test('is refused when it is too large, and an error page is cut', async () => {
    expect(await ask('https://web.example/large')).toEqual(why('more than 1000 bytes'))
    const page = await ask('https://web.example/wordy-error')
    expect(page.is === 'found' && page.value.body.length).toBe(1000)
  })

  test('that is cut off is not taken for whole', async () => {
    expect((await ask('https://web.example/cut')).is).toBe('unknown')
  })

  test('that never ends is given up in time', async () => {
    expect(await ask('https://web.example/endless', { withinMs: 200 })).toEqual(why('no answer within 200 ms'))
  })

  test.each(['ftp://web.example/', 'https://a:b@web.example/', 'text', ''])('has a web address, not %p', async (url) => {
    expect(await ask(url, { plain: true })).toEqual(why('not a web address'))
    expect(dialled).toEqual([])
  })
})

describe('its host', () => {
  test('is absent when DNS does not know it or gives it no address', async () => {
    expect(await ask('https://nowhere.example/')).toEqual({ is: 'absent' })
    expect(await ask('https://empty.example/')).toEqual({ is: 'absent' })
  })

  test('is unknown when DNS fails', async () => {
    expect(await ask('https://failing.example/')).toEqual(why('SERVFAIL'))
    const half: FetchSettings['query'] = async (question) => ({
      question,
      rcode: question.type === 'A' ? 'timeout' : 'NXDOMAIN',
      records: [],
      server: dns.address,
      authenticated: false,
      authoritative: false,
      ms: 1,
    })
    const fetching = documentFetcher({ ...settings, query: half })
    expect(await fetching('https://half.example/', { mostBytes: 1000, withinMs: 2000 })).toEqual(why('half.example: timeout'))
  })

  test('is not dialled at a special-use address', async () => {
    expect(await ask('https://inside.example/text')).toEqual(why('10.0.0.1 lies in 10.0.0.0/8'))
    expect(await ask('https://169.254.169.254/')).toEqual(why('169.254.0.0/16'))
    expect(dialled).toEqual([])
  })

  test('is dialled at its other address then', async () => {
    expect(await statusOf('https://half-inside.example/text')).toBe(200)
    expect(dialled).toEqual(['192.0.2.80 443'])
  })

  test('is dialled at the next address when one refuses', async () => {
    expect(await statusOf('https://closed-first.example/text')).toBe(200)
    expect(dialled).toEqual([`${CLOSED} 443`, '192.0.2.80 443'])
  })

  test('is dialled at the next address beside a silent one', async () => {
    expect(await statusOf('https://silent-first.example/text')).toBe(200)
    expect(dialled).toEqual([`${SILENT} 443`, '192.0.2.80 443'])
  })

  test.each(['A', 'AAAA'])('is dialled while nothing is heard of its %s records', async (type) => {
    const never = new Promise<DnsReply>(() => {})
    const query: FetchSettings['query'] = (question) => (question.type === type ? never : settings.query(question))
    const answer = await documentFetcher({ ...settings, query })(`https://${type === 'A' ? 'six' : 'web'}.example/text`, {
      mostBytes: 1000,
      withinMs: 10_000,
    })
    expect(answer).toMatchObject({ is: 'found', value: { status: 200 } })
  })

  test('is unknown when no address answers', async () => {
    expect(await ask('https://dead.example/text', { withinMs: 500 })).toEqual(why('no answer within 500 ms'))
  })

  test('has to show a certificate of its name, and nothing is asked before', async () => {
    expect(await ask('https://other.example/text')).toEqual(why('the certificate is for another host'))
    expect(heard).toEqual([])
  })

  test('has to show a certificate of a trusted root', async () => {
    const strange = documentFetcher({
      query: dnsQuery({
        servers: [dns.address],
        timeoutMs: 1000,
        now: () => performance.now(),
        forbidden: () => null,
        reroute: () => null,
      }),
      forbidden: () => null,
      extraCa: [],
      reroute: () => ({ host: '127.0.0.1', port: portOf(secure) }),
    })
    expect((await strange('https://web.example/text', { mostBytes: 1000, withinMs: 2000 })).is).toBe('unknown')
    expect(heard).toEqual([])
  })
})

describe('a redirect', () => {
  test('is told as it is unless it may be followed', async () => {
    expect(await statusOf('https://web.example/once')).toBe(302)
    expect(await statusOf('https://web.example/once', { redirects: 1 })).toBe(200)
    expect(await statusOf('https://web.example/twice', { redirects: 1 })).toBe(302)
    expect(await statusOf('https://web.example/twice', { redirects: 2 })).toBe(200)
  })

  test('is followed no more often than allowed', async () => {
    expect(await statusOf('https://web.example/round', { redirects: 3 })).toBe(302)
    expect(heard).toHaveLength(4)
  })

  test.each([
    ['/to-inside', '10.0.0.0/8'],
    ['/to-metadata', '169.254.0.0/16'],
    ['/to-clear', 'not an https address'],
    ['/to-mail', 'port 25 is none of the web'],
    ['/to-nonsense', 'not an https address'],
    ['/to-nowhere', 'does not exist'],
  ])('to a place that is none is not followed: %s', async (path, reason) => {
    expect(await ask(`https://web.example${path}`, { redirects: 5 })).toEqual(why(reason))
    expect(dialled).toHaveLength(1)
  })

  test('keeps the method only where the status says so', async () => {
    await ask('https://web.example/twice', { redirects: 2, method: 'POST', body: Buffer.from([7]) })
    expect(heard).toEqual(['POST web.example /twice 07', 'POST web.example /once 07', 'GET web.example /text'])
  })
})
