import net, { type AddressInfo, type Server } from 'node:net'
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals'
import { createNetwork } from '../../src/adapters/network/create-network.ts'
import { gather } from '../../src/core/gather/gather.ts'
import type { Evidence } from '../../src/domain/evidence.ts'
import { NOW } from '../fixes/tenant.ts'

const GREETS = '127.0.0.2'
const SILENT = '127.0.0.3'
const CLOSED = '127.0.0.4'

const servers: Server[] = []
let port = 0

function serve(ip: string, at: number, greet: boolean): Promise<number> {
  const server = net.createServer((socket) => {
    socket.on('error', () => {})
    if (greet) socket.write('220 mail.example ESMTP\r\n')
    socket.on('data', () => greet && socket.write('250 mail.example\r\n'))
  })
  servers.push(server)
  return new Promise((resolve) => server.listen(at, ip, () => resolve((server.address() as AddressInfo).port)))
}

beforeAll(async () => {
  port = await serve(GREETS, 0, true)
  await serve(SILENT, port, false)
})
afterAll(() => {
  for (const server of servers) server.close()
})

describe('over real sockets', () => {
  test('what is known of two hosts is told while the third says nothing, and that one ends by the deadline', async () => {
    const partials: Evidence[] = []
    const evidence = await gather(
      {
        network: createNetwork({ port, allow: ['127.0.0.0/8'], dnsServers: ['127.0.0.1:1'] }),
        control: null,
        clock: { now: () => NOW, tick: () => performance.now() },
        withinMs: 1000,
      },
      {
        name: 'three hosts',
        exchange: null,
        connector: null,
        hosts: [SILENT, GREETS, CLOSED],
        domains: [],
        requirements: { tlsSettings: null, tlsDomain: null },
      },
      () => {},
      (partial) => partials.push(partial),
    )
    const faults = (each: Evidence | undefined) => each?.transcripts.map(({ ip, fault }) => [ip, fault?.stage, fault?.why.is])
    expect(faults(partials.find((each) => each.pending === 1))).toEqual([
      [GREETS, 'starttls', 'starttls-not-offered'],
      [CLOSED, 'connect', 'refused'],
    ])
    expect(faults(evidence)).toEqual([
      [SILENT, 'banner', 'timed-out'],
      [GREETS, 'starttls', 'starttls-not-offered'],
      [CLOSED, 'connect', 'refused'],
    ])
    expect(evidence.pending).toBe(0)
  })
})
