import { existsSync, readdirSync } from 'node:fs'
import { afterEach, beforeEach, describe, expect, test } from '@jest/globals'
import { type DnsQuery, dnsQuery } from '../../../src/adapters/network/dns-query.ts'
import type { DnsReply } from '../../../src/domain/evidence.ts'
import { type DnsServerForTest, startDnsServer } from './dns-server.ts'

const CAP = 256
/** And those that many questions share, a new one each second while somebody waits. */
const SHARED = 8
let server: DnsServerForTest
let query: DnsQuery

const asking = (servers: readonly string[], timeoutMs: number): DnsQuery =>
  dnsQuery({ servers, timeoutMs, now: () => performance.now(), forbidden: () => null, reroute: () => null })

/** The server's own UDP socket is one of them. */
const openSockets = (): number => process.getActiveResourcesInfo().filter((each) => /^(UDP|TCP)/.test(each)).length

/** Where the system tells: what is being closed is no open file any more. */
const openFiles = (): number => (existsSync('/proc/self/fd') ? readdirSync('/proc/self/fd').length : openSockets())

/** Closing takes the event loop a turn or two. */
async function closedTo(count: number): Promise<void> {
  while (openSockets() > count) await new Promise((resolve) => setTimeout(resolve, 5))
}

beforeEach(async () => {
  server = await startDnsServer({}, { delayMs: 100, wildcard: true })
  query = asking([server.address], 20_000)
})
afterEach(() => server.close())

describe('many questions at once', () => {
  test('are all answered, with a bounded number of sockets', async () => {
    const before = openSockets()
    let most = 0
    const files = openFiles()
    const watch = setInterval(() => {
      most = Math.max(most, openFiles() - files)
    }, 5)
    const names = Array.from({ length: 2000 }, (_each, index) => `host-${index}.example`)
    const replies = await Promise.all(names.map((name) => query({ name, type: 'A' })))
    clearInterval(watch)
    expect(replies.filter((reply) => reply.rcode !== 'NOERROR')).toEqual([])
    expect(replies.map((reply) => reply.records[0]?.name)).toEqual(names)
    expect(most).toBeLessThanOrEqual(CAP + SHARED)
    expect(most).toBeGreaterThan(CAP / 2)
    await closedTo(before)
  })

  test('come from fresh ports with random ids', async () => {
    await Promise.all(Array.from({ length: 100 }, (_each, index) => query({ name: `fresh-${index}.example`, type: 'A' })))
    expect(new Set(server.heard.map((each) => each.port)).size).toBe(100)
    expect(new Set(server.heard.map((each) => each.id)).size).toBeGreaterThan(90)
  })

  test('leave room for a second server to each when there are two, and soon stop asking one that is dead', async () => {
    const names = Array.from({ length: 600 }, (_each, index) => `host-${index}.example`)
    const deaf = await startDnsServer(Object.fromEntries(names.map((name) => [name, 'silent' as const])))
    const both = asking([deaf.address, server.address], 5000)
    const replies = await Promise.all(names.map((name) => both({ name, type: 'A' })))
    expect(replies.filter((reply) => reply.rcode !== 'NOERROR')).toEqual([])
    expect(new Set(deaf.heard.map((each) => each.name)).size).toBeLessThan(CAP)
    await deaf.close()
  })
})

describe('questions that nobody answers', () => {
  const silent = Array.from({ length: 400 }, (_each, index) => `silent-${index}.example`)
  let dumb: DnsServerForTest
  beforeEach(async () => {
    dumb = await startDnsServer(Object.fromEntries(silent.map((name) => [name, 'silent' as const])), { wildcard: true })
  })
  afterEach(() => dumb.close())

  test('hold up nobody who asks after them, and each still waits out its time', async () => {
    const before = openSockets()
    let most = 0
    const files = openFiles()
    const watch = setInterval(() => {
      most = Math.max(most, openFiles() - files)
    }, 5)
    const asked = asking([dumb.address], 5000)
    const ended: string[] = []
    const told = ({ question, rcode }: DnsReply): void => void ended.push(`${question.name} ${rcode}`)
    const waits = silent.map((name) => asked({ name, type: 'A' }).then(told))
    await asked({ name: 'healthy.example', type: 'A' }).then(told)
    expect(ended).toEqual(['healthy.example NOERROR'])
    await Promise.all(waits)
    clearInterval(watch)
    expect(new Set(ended.slice(1))).toEqual(new Set(silent.map((name) => `${name} timeout`)))
    expect(most).toBeLessThanOrEqual(CAP + SHARED)
    expect(new Set(dumb.heard.map((each) => each.name)).size).toBe(silent.length + 1)
    await closedTo(before)
  })

  test('but with what was not asked are put again, too, when somebody waits for the socket', async () => {
    const strange = await startDnsServer({ 'strange.example': 'foreign-thrice' }, { wildcard: true })
    const settings = {
      servers: [strange.address],
      timeoutMs: 5000,
      now: () => performance.now(),
      forbidden: () => null,
      reroute: () => null,
    }
    const asked = dnsQuery({ ...settings, mostSockets: 1 })
    const replies = await Promise.all(['strange.example', 'waits.example'].map((name) => asked({ name, type: 'A' })))
    await strange.close()
    expect(replies.map(({ rcode }) => rcode)).toEqual(['NOERROR', 'NOERROR'])
  })

  test('keep their own sockets while nobody waits for one', async () => {
    const asked = asking([dumb.address], 1600)
    await Promise.all(silent.slice(0, 5).map((name) => asked({ name, type: 'A' })))
    expect(dumb.heard.length).toBeGreaterThan(5)
    expect(new Set(dumb.heard.map((each) => each.port)).size).toBe(5)
  })
})

describe('equal questions of one moment', () => {
  test('are sent once, and each asker is answered in its own spelling', async () => {
    const replies = await Promise.all(['one.example', 'ONE.example', 'one.example.'].map((name) => query({ name, type: 'A' })))
    expect(server.heard).toHaveLength(1)
    expect(replies.map((reply: DnsReply) => reply.question.name)).toEqual(['one.example', 'ONE.example', 'one.example.'])
    expect(replies.map((reply) => reply.rcode)).toEqual(['NOERROR', 'NOERROR', 'NOERROR'])
  })

  test('are told apart by type and by the way they are asked', async () => {
    await Promise.all([
      query({ name: 'one.example', type: 'A' }),
      query({ name: 'one.example', type: 'AAAA' }),
      query({ name: 'one.example', type: 'A' }, { unchecked: true }),
    ])
    expect(server.heard).toHaveLength(3)
  })

  test('are asked again once they were answered', async () => {
    await query({ name: 'one.example', type: 'A' })
    await query({ name: 'one.example', type: 'A' })
    expect(server.heard).toHaveLength(2)
  })
})
