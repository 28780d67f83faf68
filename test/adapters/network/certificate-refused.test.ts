import tls from 'node:tls'
import { beforeAll, expect, test } from '@jest/globals'
import { certificateRefused } from '../../../src/adapters/network/certificate-refused.ts'
import { sayCause } from '../../../src/cards/say-cause.ts'
import { wordsOf } from '../../../src/locales/words.ts'
import { type Issued, issue, type Wanted } from './certificates.ts'
import { identity } from './session-rig.ts'

const CLIENTS = '1.3.6.1.5.5.7.3.2'
let root: Issued
let stranger: Issued
let issuing: Issued
beforeAll(async () => {
  root = await issue({ subject: 'CN=Root', authority: true })
  stranger = await issue({ subject: 'CN=Stranger', authority: true })
  issuing = await issue({ subject: 'CN=Issuing', authority: true, by: root })
})

const own = (wanted: Partial<Wanted> = {}): Promise<Issued> => issue({ subject: 'CN=web.example', names: ['web.example'], ...wanted })

/** What Node says of a server with these certificates, to somebody who trusts `root`. */
async function refusalOf(...chain: readonly [Issued, ...Issued[]]): Promise<unknown> {
  const server = tls.createServer(identity(...chain), (socket) => socket.on('error', () => {}).end()).on('tlsClientError', () => {})
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  const { port } = server.address() as { port: number }
  const thrown = await new Promise<unknown>((resolve) => {
    const socket = tls.connect({ host: '127.0.0.1', port, servername: 'web.example', ca: [root.pem] }, () => resolve(null))
    socket.on('error', resolve).on('close', () => resolve(null))
  })
  await new Promise<void>((resolve) => server.close(() => resolve()))
  return thrown
}

test.each<[string, () => Promise<readonly [Issued, ...Issued[]]>, string | null]>([
  ['sound', async () => [await own({ by: issuing }), issuing], null],
  ['of another host', async () => [await own({ by: root, names: ['other.example'] })], 'the certificate is for another host'],
  ['expired', async () => [await own({ by: root, from: -20, to: -10 })], 'the certificate has expired'],
  ['not valid yet', async () => [await own({ by: root, from: 10 })], 'the certificate is not valid yet'],
  ['not made for servers', async () => [await own({ by: root, purposes: [CLIENTS] })], 'the certificate is not made for servers'],
  ['self-signed', async () => [await own()], 'self-signed'],
  ['of an unknown root that was sent', async () => [await own({ by: stranger }), stranger], 'the root is not trusted'],
  ['without its intermediate', async () => [await own({ by: issuing })], 'the chain could not be checked'],
])('a certificate that is %s', async (_says, chain, expected) => {
  const why = certificateRefused(await refusalOf(...(await chain())))
  expect(why).toBe(expected)
  if (expected) expect(sayCause(expected, wordsOf('fr'))).not.toBe(expected)
})
