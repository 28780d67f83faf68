import { X509Certificate } from 'node:crypto'
import { once } from 'node:events'
import http from 'node:http'
import { connect } from 'node:net'
import { connect as connectTls } from 'node:tls'
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals'
import { createMailRanges } from '../../../src/adapters/microsoft-365/mail-ranges.ts'
import { rootsWith } from '../../../src/adapters/network/chain-trust.ts'
import { documentFetcher } from '../../../src/adapters/network/fetch-document.ts'
import { revocationChecker } from '../../../src/adapters/network/revocation.ts'
import { CRL_URL, OCSP_URL } from '../../../src/sandbox/lab/catalogue/lab-authority.ts'
import { ocspStaple } from '../../../src/sandbox/lab/web/ocsp-answer.ts'
import { ENDPOINTS_URL, RDAP_BOOTSTRAP_URL } from '../../../src/sandbox/lab/web-names.ts'
import { type NamesRig, startNamesRig } from './names-rig.ts'

let rig: NamesRig

beforeAll(async () => {
  rig = await startNamesRig()
})
afterAll(() => rig.names.stop())

async function json(url: string): Promise<Record<string, unknown>> {
  const answer = await rig.network.get(url, { accept: 'application/json' })
  if (answer.is !== 'found') throw new Error(`${url}: ${JSON.stringify(answer)}`)
  return JSON.parse(answer.value) as Record<string, unknown>
}

describe('the registry', () => {
  const rdap = (domain: string) => new URL(`/domain/${domain}`, RDAP_BOOTSTRAP_URL).href

  test('the bootstrap file leads from a domain to its registry', async () => {
    const { services } = await json(RDAP_BOOTSTRAP_URL)
    expect(services).toEqual([[['example'], ['https://rdap.lab.example/']]])
  })

  test.each([
    ['lab.example', ['active'], 1],
    ['contoso.example', ['active'], 1],
    ['one-server-lame-lab.example', ['active'], 1],
    ['domain-expired-lab.example', ['client transfer prohibited'], -1],
    ['redemption-period-lab.example', ['redemption period'], -1],
    ['client-hold-lab.example', ['client hold', 'auto renew period'], 1],
  ])('%s: %j', async (domain, status, ahead) => {
    const answer = await json(rdap(domain))
    expect(answer).toMatchObject({ objectClassName: 'domain', ldhName: domain, status })
    const { eventDate } = (answer.events as { eventAction: string; eventDate: string }[]).find((each) => each.eventAction === 'expiration')!
    expect(Math.sign(Date.parse(eventDate) - Date.now())).toBe(ahead)
  })

  test('a domain nobody has is absent; a registry that fails leaves it unknown', async () => {
    expect(await rig.network.get(rdap('domain-missing-lab.example'))).toEqual({ is: 'absent' })
    expect(await rig.network.get(rdap('never-heard-of.example'))).toEqual({ is: 'absent' })
    expect(await rig.network.get(rdap('registry-unreadable-lab.example'))).toMatchObject({
      is: 'unknown',
      why: expect.stringContaining('500'),
    })
  })
})

describe('policy hosts', () => {
  const policy = (row: string, host = `mta-sts.${row}.lab.example`) => rig.network.get(`https://${host}/.well-known/mta-sts.txt`)

  test('give the policy of their domain', async () => {
    expect(await policy('mta-sts-healthy')).toEqual({
      is: 'found',
      value: 'version: STSv1\r\nmode: enforce\r\nmx: *.mta-sts-healthy.lab.example\r\nmax_age: 604800\r\n',
    })
  })

  test('have none, send elsewhere, or show another host’s certificate', async () => {
    expect(await policy('mta-sts-missing')).toEqual({ is: 'absent' })
    expect(await policy('mta-sts-moved')).toMatchObject({ is: 'unknown', why: expect.stringContaining('301') })
    expect(await policy('mta-sts-untrusted-host')).toMatchObject({ is: 'unknown', why: 'the certificate is for another host' })
  })

  test('are not there for domains without a policy', async () => {
    expect(await policy('tlsa-healthy')).toEqual({ is: 'absent' })
  })
})

describe('the web service of Microsoft 365’s addresses', () => {
  test('is read by the program as Microsoft’s own', async () => {
    const ranges = createMailRanges({
      instance: 'Worldwide',
      baseUrl: ENDPOINTS_URL,
      get: rig.network.get,
      folder: null,
      now: () => '2026-11-22T09:00:00.000Z',
    })
    expect(await ranges.current()).toMatchObject({ is: 'found', value: { source: 'live', version: '2026110200', ipv4: { length: 4 } } })
  })

  test('wants a GUID, knows its instances, leaves out IPv6 on request', async () => {
    const id = 'clientrequestid=b10c5ed1-bad1-445f-b386-b919946339a7'
    expect(await rig.network.get(`${ENDPOINTS_URL}/version/worldwide?clientrequestid=me`)).toMatchObject({ is: 'unknown' })
    expect(await rig.network.get(`${ENDPOINTS_URL}/version/atlantis?${id}`)).toEqual({ is: 'absent' })
    expect(await json(`${ENDPOINTS_URL}/version?${id}`)).toHaveLength(4)
    const sets = (await json(`${ENDPOINTS_URL}/endpoints/worldwide?${id}&ServiceAreas=Exchange&NoIPv6=true`)) as unknown as {
      ips: string[]
    }[]
    expect(sets.flatMap((set) => set.ips).filter((ip) => ip.includes(':'))).toEqual([])
    expect(sets).toHaveLength(2)
  })

  test('refuses when it was asked too much', async () => {
    const url = `${ENDPOINTS_URL}/endpoints/worldwide?clientrequestid=b10c5ed1-bad1-445f-b386-b919946339a7`
    rig.names.refuseEndpoints(1)
    expect(await rig.network.get(url)).toMatchObject({ is: 'unknown', why: expect.stringContaining('429') })
    expect(await rig.network.get(url)).toMatchObject({ is: 'found' })
  })
})

describe('revocation', () => {
  const fetchBytes = (url: string, body?: Buffer): Promise<{ status: number; type: string; bytes: Buffer }> =>
    new Promise((resolve, reject) => {
      const { hostname, pathname } = new URL(url)
      const ip = hostname.startsWith('192.') ? hostname : '192.0.2.92'
      const request = http.request(
        {
          host: '127.0.0.1',
          port: rig.names.port(ip, 80)!,
          path: pathname,
          method: body ? 'POST' : 'GET',
          headers: { host: hostname },
          agent: false,
        },
        (response) => {
          const chunks: Buffer[] = []
          response.on('data', (chunk: Buffer) => chunks.push(chunk))
          response.on('end', () =>
            resolve({ status: response.statusCode ?? 0, type: String(response.headers['content-type']), bytes: Buffer.concat(chunks) }),
          )
        },
      )
      request.on('error', reject)
      request.end(body)
    })

  test('the list names what was taken back, signed by the root', async () => {
    const { X509Crl } = await import('@peculiar/x509')
    await rig.certificates.identity('listed.lab.example', 'revoked')
    const { serial } = rig.certificates.authority.revoked()[0]!
    const { type, bytes } = await fetchBytes(CRL_URL)
    expect(type).toBe('application/pkix-crl')
    const list = new X509Crl(bytes)
    expect(list.findRevoked(serial)).not.toBeNull()
    expect(await list.verify({ publicKey: rig.certificates.authority.certificate })).toBe(true)
  })

  test('nonsense is answered as a malformed request', async () => {
    const { status, type, bytes } = await fetchBytes(OCSP_URL, Buffer.from('nonsense'))
    expect([status, type, bytes.toString('hex')]).toEqual([200, 'application/ocsp-response', '30030a0101'])
  })

  test.each([
    ['not-revoked', { is: 'good', by: 'ocsp' }],
    ['revoked', { is: 'revoked', by: 'ocsp' }],
    ['revoked-by-list', { is: 'revoked', by: 'crl' }],
  ] as const)('%s: the program asks the services that the certificate names', async (condition, expected) => {
    const { cert } = await rig.certificates.identity(`${condition}.lab.example`, condition)
    expect(await checked(cert, null)).toMatchObject(expected)
  })

  test('a stapled answer is taken for the responder’s own', async () => {
    const { cert } = await rig.certificates.identity('stapled.lab.example', 'revoked-stapled')
    const staple = ocspStaple(new X509Certificate(cert).serialNumber, rig.certificates.authority, new Date())
    expect(await checked(cert, staple)).toMatchObject({ is: 'revoked', by: 'staple' })
  })

  function checked(cert: string, staple: Buffer | null) {
    const chain = cert.match(/-----BEGIN[^-]+-----[^-]+-----END[^-]+-----/g)!.map((pem) => new X509Certificate(pem))
    const fetch = documentFetcher({
      query: rig.network.query,
      forbidden: rig.network.forbidden,
      reroute: rig.reroute,
      extraCa: [rig.caPem],
    })
    return revocationChecker({ fetch, roots: rootsWith([rig.caPem]), now: Date.now })(chain, 'trusted', staple, 3000)
  }
})

describe('the web server', () => {
  test('shows each client the certificate of the host it names', async () => {
    const secure = connectTls({
      port: rig.names.port('192.0.2.90', 443)!,
      host: '127.0.0.1',
      servername: 'rdap.lab.example',
      ca: rig.caPem,
    })
    await once(secure, 'secureConnect')
    expect(secure.authorized).toBe(true)
    secure.destroy()
  })

  test('stops though somebody is still in the middle of something', async () => {
    const other = await startNamesRig()
    const hanging = [80, 443].map((port) => connect(other.names.port('192.0.2.90', port)!, '127.0.0.1'))
    await Promise.all(hanging.map((socket) => once(socket, 'connect')))
    const closed = hanging.map((socket) => once(socket, 'close'))
    await other.names.stop()
    await Promise.all(closed)
  })
})
