import https from 'node:https'
import type { AddressInfo } from 'node:net'
import { afterAll, beforeAll, beforeEach, describe, expect, test } from '@jest/globals'
import { createNetwork } from '../../../src/adapters/network/create-network.ts'
import type { Network } from '../../../src/ports/network.ts'
import { issue } from './certificates.ts'
import { type DnsServerForTest, startDnsServer } from './dns-server.ts'

let server: https.Server
let dns: DnsServerForTest
let network: Network
let strict: Network
const asked: string[] = []
let clock = 0

beforeAll(async () => {
  const root = await issue({ subject: 'CN=Test Root', authority: true })
  const leaf = await issue({ subject: 'CN=mta-sts.example', names: ['mta-sts.example'], by: root })
  server = https.createServer({ key: leaf.key, cert: leaf.pem }, (request, response) => {
    asked.push(`${request.url} ${request.headers.accept}`)
    switch (request.url) {
      case '/flaky':
        response.writeHead(asked.length === 1 ? 500 : 200).end('at last')
        return
      case '/json':
        response.end('{}')
        return
      case '/policy':
        response.end('version: STSv1')
        return
      case '/plain':
        response.setHeader('content-type', 'Text/Plain; charset=utf-8').end('version: STSv1')
        return
      case '/page':
        response.setHeader('content-type', 'text/html; charset=utf-8').end('version: STSv1')
        return
      case '/large':
        response.end('x'.repeat(100_000))
        return
      case '/moved':
        response.writeHead(302, { location: 'https://169.254.169.254/' }).end()
        return
      case '/slow':
        return
      case '/broken':
        response.writeHead(500).end()
        return
      default:
        response.writeHead(404).end()
    }
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  const { port } = server.address() as AddressInfo
  const held = (name: string, data: string) => ({ [name]: [{ type: 'A' as const, name, ttl: 1, data }] })
  dns = await startDnsServer({
    ...held('mta-sts.example', '192.0.2.80'),
    ...held('other.example', '192.0.2.80'),
    ...held('inside.example', '10.0.0.1'),
    'failing.example': 'SERVFAIL',
  })
  const options = { dnsServers: [dns.address], reroute: () => ({ host: '127.0.0.1', port }), timeoutMs: 300, dnsTimeoutMs: 300 }
  network = createNetwork({ ...options, now: () => clock, allow: ['192.0.2.0/24'], extraCa: [root.pem] })
  strict = createNetwork({ ...options, extraCa: [root.pem] })
})
beforeEach(() => {
  asked.length = 0
})
afterAll(async () => {
  server.closeAllConnections()
  await new Promise<void>((resolve) => server.close(() => resolve()))
  await dns.close()
})

describe('a document over HTTPS', () => {
  test('is given as text', async () => {
    expect(await network.get('https://mta-sts.example/policy')).toEqual({ is: 'found', value: 'version: STSv1' })
  })

  test.each([
    ['the server says so', 'https://mta-sts.example/none'],
    ['the host does not exist', 'https://nowhere.example/policy'],
  ])('is absent when %s', async (_says, url) => {
    expect(await network.get(url)).toEqual({ is: 'absent' })
  })

  test.each([
    ['a server error', 'https://mta-sts.example/broken', 'HTTP 500'],
    ['a redirect, which is not followed', 'https://mta-sts.example/moved', 'HTTP 302'],
    ['a document too large', 'https://mta-sts.example/large', 'more than'],
    ['silence', 'https://mta-sts.example/slow', 'no answer'],
    ['a certificate of another name', 'https://other.example/policy', 'for another host'],
    ['failing name servers', 'https://failing.example/policy', 'SERVFAIL'],
    ['a private address', 'https://inside.example/policy', '10.0.0.0/8'],
    ['plain HTTP', 'http://mta-sts.example/policy', 'not an https address'],
    ['a password in the address', 'https://a:b@mta-sts.example/policy', 'not an https address'],
    ['no address at all', 'policy', 'not an https address'],
  ])('is unknown after %s', async (_says, url, why) => {
    expect(await network.get(url)).toEqual({ is: 'unknown', why: expect.stringContaining(why) })
  })

  test('special-use addresses are not fetched from unless allowed', async () => {
    expect(await strict.get('https://mta-sts.example/policy')).toMatchObject({
      is: 'unknown',
      why: expect.stringContaining('192.0.2.0/24'),
    })
  })

  test('is refused where it has to be of one media type and its server calls it another', async () => {
    const get = (path: string) => network.get(`https://mta-sts.example${path}`, { mediaType: 'text/plain' })
    expect(await get('/plain')).toMatchObject({ is: 'found' })
    expect(await get('/policy')).toMatchObject({ is: 'found' })
    expect(await get('/page')).toEqual({ is: 'unknown', why: 'served as text/html, not text/plain' })
    expect(await get('/none')).toEqual({ is: 'absent' })
    expect(await network.get('https://mta-sts.example/page')).toMatchObject({ is: 'found' })
  })

  test('may be larger, of another kind, redirected and slower when that is said', async () => {
    expect(await network.get('https://mta-sts.example/large', { mostBytes: 200_000 })).toMatchObject({ is: 'found' })
    await network.get('https://mta-sts.example/json', { accept: 'application/rdap+json' })
    expect(asked).toContain('/json application/rdap+json')
    expect(await network.get('https://mta-sts.example/moved', { redirects: 1 })).toEqual({
      is: 'unknown',
      why: expect.stringContaining('169.254.0.0/16'),
    })
    expect(await network.get('https://mta-sts.example/slow', { withinMs: 50 })).toEqual({ is: 'unknown', why: 'no answer within 50 ms' })
  })
})

describe('a kept document', () => {
  const url = 'https://mta-sts.example/json'

  test('is given again until it is too old', async () => {
    clock = 10_000
    await network.get(url, { keepMs: 1000 })
    clock += 999
    expect(await network.get(url, { keepMs: 1000 })).toEqual({ is: 'found', value: '{}' })
    expect(asked).toHaveLength(1)
    clock += 1
    await network.get(url, { keepMs: 1000 })
    expect(asked).toHaveLength(2)
  })

  test('is asked for anew by who wants no kept one', async () => {
    clock = 20_000
    await network.get(url, { keepMs: 1000 })
    await network.get(url)
    expect(asked).toHaveLength(2)
  })

  test('is fetched once for all who ask at the same moment in the same way', async () => {
    clock = 30_000
    const ways = [{ keepMs: 1000 }, { keepMs: 1000 }, { keepMs: 1000 }, { keepMs: 1000, accept: 'text/html' }]
    const answers = await Promise.all(ways.map((options) => network.get(url, options)))
    expect(answers.map((answer) => answer.is)).toEqual(['found', 'found', 'found', 'found'])
    expect(asked).toHaveLength(2)
  })

  test('was found: what failed is tried again', async () => {
    const flaky = 'https://mta-sts.example/flaky'
    expect(await network.get(flaky, { keepMs: 1000 })).toEqual({ is: 'unknown', why: 'HTTP 500' })
    expect(await network.get(flaky, { keepMs: 1000 })).toEqual({ is: 'found', value: 'at last' })
  })
})
