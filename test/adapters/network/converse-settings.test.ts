import tls from 'node:tls'
import { afterEach, beforeAll, describe, expect, test } from '@jest/globals'
import { rootsWith } from '../../../src/adapters/network/chain-trust.ts'
import { converse } from '../../../src/adapters/network/converse.ts'
import { clientContexts } from '../../../src/adapters/network/handshake.ts'
import type { RevocationCheck } from '../../../src/adapters/network/revocation.ts'
import type { SessionSettings } from '../../../src/adapters/network/session.ts'
import { sessionGate } from '../../../src/adapters/network/session-gate.ts'
import type { Revocation, SessionFault } from '../../../src/domain/evidence.ts'
import type { Manners } from './mail-server.ts'
import { identity, on, type SessionRig, say, sessionRig } from './session-rig.ts'

let rig: SessionRig
beforeAll(async () => {
  rig = await sessionRig()
})
afterEach(() => rig.clear())

const TARGET = { host: 'mail.example', ip: '192.0.2.10' }

const settings = (port: number, changes: Partial<SessionSettings> = {}): SessionSettings => ({
  port: 25,
  ehloName: 'bot.example',
  timeoutMs: 15_000,
  connectTimeoutMs: 10_000,
  stageTimeoutMs: null,
  reroute: () => ({ host: '127.0.0.1', port }),
  now: () => performance.now(),
  roots: rootsWith([rig.authority.pem]),
  contextFor: clientContexts(),
  forbidden: () => null,
  gate: sessionGate(10),
  ...changes,
})

const until = async (done: () => boolean): Promise<void> => {
  while (!done()) await new Promise((resolve) => setTimeout(resolve, 5))
}

describe('how many sessions are open', () => {
  test('the gate lets in as many as it may, the others in the order they came', async () => {
    const gate = sessionGate(2)
    const order: number[] = []
    const enter = async (number: number) => {
      const leave = await gate.enter()
      order.push(number)
      return leave
    }
    const places = [1, 2, 3, 4].map(enter)
    await Promise.resolve()
    const [first, second] = await Promise.all(places.slice(0, 2))
    expect(order).toEqual([1, 2])
    first?.()
    first?.()
    await places[2]
    expect(order).toEqual([1, 2, 3])
    second?.()
    await places[3]
    expect(order).toEqual([1, 2, 3, 4])
  })

  test('a session keeps its place until its connection is closed', async () => {
    let most = 0
    const server = await rig.start({ onGreeted: () => (most = Math.max(most, server.open())) })
    const shared = settings(server.port, { gate: sessionGate(2) })
    const transcripts = await Promise.all(Array.from({ length: 7 }, () => converse(TARGET, shared)))
    expect(transcripts.map((each) => each.fault)).toEqual(Array.from({ length: 7 }, () => null))
    expect(most).toBe(2)
  })

  test('sessions that come to nothing give their place back', async () => {
    const shared = settings(1, { gate: sessionGate(1) })
    const transcripts = await Promise.all(Array.from({ length: 5 }, () => converse(TARGET, shared)))
    expect(transcripts.map((each) => each.fault?.why.is)).toEqual(Array.from({ length: 5 }, () => 'refused'))
  })

  test.each<[string, Manners, SessionFault['is']]>([
    ['closed inside TLS', { answer: on('EHLO', (socket) => socket.end(), true) }, 'closed'],
    ['refused inside TLS', { answer: say(/^(EHLO|HELO)/, '550 no\r\n', true) }, 'reply'],
    ['broken off at the handshake', { insteadOfTls: (socket) => void socket.once('data', () => socket.write('500 what\r\n')) }, 'tls'],
  ])('so does one that is %s', async (_says, manners, is) => {
    const server = await rig.start(manners)
    const shared = settings(server.port, { gate: sessionGate(1) })
    const transcripts = await Promise.all([1, 2, 3].map(() => converse(TARGET, shared)))
    expect(transcripts.map((each) => each.fault?.why.is)).toEqual([is, is, is])
  })

  test('the clock of a session starts when it is let in', async () => {
    const silent = await rig.start({ banner: null })
    const healthy = await rig.start({ greetsAfterMs: 300 })
    const gate = sessionGate(1)
    const [first, second] = await Promise.all([
      converse(TARGET, settings(silent.port, { gate, timeoutMs: 800 })),
      converse(TARGET, settings(healthy.port, { gate, timeoutMs: 800 })),
    ])
    expect(first.fault?.why.is).toBe('timed-out')
    expect(second.fault).toBeNull()
  })
})

describe('what a target itself allows', () => {
  test('counts from when it was asked for, the wait for a place included', async () => {
    const silent = await rig.start({ banner: null })
    const shared = settings(silent.port, { gate: sessionGate(1) })
    const [first, second] = await Promise.all([
      converse({ ...TARGET, withinMs: 400 }, shared),
      converse({ ...TARGET, withinMs: 2700 }, shared),
    ])
    expect(first.fault?.why.is).toBe('timed-out')
    expect(second.fault).toEqual({ stage: 'banner', why: { is: 'timed-out' } })
    expect(second.stages.find(({ stage }) => stage === 'banner')?.ms).toBeLessThan(2500)
  })

  test('does not end in a session too short to say anything: without a place in time nothing is held against the server', async () => {
    const silent = await rig.start({ banner: null })
    const shared = settings(silent.port, { gate: sessionGate(1) })
    const first = converse({ ...TARGET, withinMs: 800 }, shared)
    const second = await converse({ ...TARGET, withinMs: 2300 }, shared)
    expect(second.fault).toEqual({ stage: 'connect', why: { is: 'no-route-here', error: 'too many connections are open here' } })
    expect(second.stages.map((each) => each.is)).toEqual(['failed', 'skipped', 'skipped', 'skipped', 'skipped', 'skipped'])
    await first
    expect(silent.connections()).toBe(1)
    expect((await converse({ ...TARGET, withinMs: 300 }, shared)).fault?.why.is).toBe('timed-out')
  })
})

describe('whether a certificate was taken back', () => {
  const REVOKED: Revocation = { is: 'revoked', by: 'staple', at: '2026-01-01T00:00:00.000Z', why: null }

  test('is asked with what the server sent and the answer it brought along', async () => {
    const stapling = tls.createServer(identity(rig.good, rig.intermediate), (socket) => {
      socket.on('error', () => {}).on('data', () => socket.write('250 ok\r\n'))
    })
    stapling.on('OCSPRequest', (_certificate, _issuer, answer) => answer(null, Buffer.from('stapled')))
    const server = await rig.start({ insteadOfTls: (socket) => void stapling.emit('connection', socket) })
    const calls: Parameters<RevocationCheck>[] = []
    const revocation: RevocationCheck = async (...call) => {
      calls.push(call)
      return REVOKED
    }
    const transcript = await converse(TARGET, settings(server.port, { revocation }))
    expect(transcript).toMatchObject({ fault: null, tls: { trust: 'trusted', revocation: REVOKED } })
    expect(calls).toHaveLength(1)
    const [sent, trust, staple, withinMs] = calls[0] ?? []
    expect(sent?.map((each) => each.subject)).toEqual(['CN=mail.example', 'CN=Test Intermediate'])
    expect(trust).toBe('trusted')
    expect(staple?.toString()).toBe('stapled')
    expect(withinMs).toBeGreaterThan(0)
    expect(withinMs).toBeLessThanOrEqual(15_000)
  })

  test('does not hold the connection while the authority is asked', async () => {
    const server = await rig.start()
    const revocation: RevocationCheck = async (_sent, _trust, staple) => {
      expect(staple).toBeNull()
      await until(() => server.heard.includes('tls QUIT'))
      return REVOKED
    }
    expect((await converse(TARGET, settings(server.port, { revocation }))).tls?.revocation).toEqual(REVOKED)
  })

  test('is no question of a second look', async () => {
    const server = await rig.start()
    let asked = 0
    const revocation: RevocationCheck = async () => {
      asked += 1
      return REVOKED
    }
    const { tls: facts } = await converse({ ...TARGET, way: 'no-sni' }, settings(server.port, { revocation }))
    expect(facts?.revocation.is).toBe('unknown')
    expect(asked).toBe(0)
  })
})
