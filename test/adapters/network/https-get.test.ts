import https from 'node:https'
import type { AddressInfo } from 'node:net'
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals'
import { createNetwork } from '../../../src/adapters/network/create-network.ts'
import type { Network } from '../../../src/ports/network.ts'
import { issue } from './certificates.ts'
import { type DnsServerForTest, startDnsServer } from './dns-server.ts'

let server: https.Server
let dns: DnsServerForTest
let network: Network
let strict: Network

beforeAll(async () => {
  const root = await issue({ subject: 'CN=Test Root', authority: true })
  const leaf = await issue({ subject: 'CN=mta-sts.example', names: ['mta-sts.example'], by: root })
  server = https.createServer({ key: leaf.key, cert: leaf.pem }, (request, response) => {
    switch (request.url) {
      case '/policy':
        response.end('version: STSv1')
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
  network = createNetwork({ ...options, allow: ['192.0.2.0/24'], extraCa: [root.pem] })
  strict = createNetwork({ ...options, extraCa: [root.pem] })
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
    ['a certificate of another name', 'https://other.example/policy', 'altnames'],
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
})
