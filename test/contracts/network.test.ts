import net, { type AddressInfo, type Socket } from 'node:net'
import { Worker } from 'node:worker_threads'
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals'
import * as fc from 'fast-check'
import { createNetwork } from '../../src/adapters/network/create-network.ts'
import { SESSION_STAGES, type SessionStage, type Transcript } from '../../src/domain/evidence.ts'
import type { Network } from '../../src/ports/network.ts'

/** What every Network keeps, whatever the other side does. */

let server: net.Server
let speak: (socket: Socket) => void = () => {}
let network: Network

const towards = (port: number): Network =>
  createNetwork({
    dnsServers: ['127.0.0.1:1'],
    allow: ['192.0.2.0/24'],
    reroute: () => ({ host: '127.0.0.1', port }),
    stageTimeoutMs: 80,
    dnsTimeoutMs: 80,
    timeoutMs: 300,
  })

/** Nobody reads from some of them, so they do not notice that the other end has gone. */
const sockets = new Set<net.Socket>()

beforeAll(async () => {
  server = net.createServer((socket) => {
    sockets.add(socket)
    socket.on('error', () => {}).on('close', () => sockets.delete(socket))
    speak(socket)
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  network = towards((server.address() as AddressInfo).port)
})
afterAll(() => {
  server.close()
  for (const socket of sockets) socket.destroy()
})

/** Nothing of what the other side sent can break a line, a column or a database. */
function isBounded({ dialogue, smuggled, banner, ehlo, stages }: Transcript): void {
  const lines = [...dialogue.map((each) => each.text), ...banner, ...ehlo, smuggled ?? '']
  for (const line of lines) {
    expect(line.length).toBeLessThanOrEqual(512)
    expect(line).not.toMatch(/[\x00-\x08\x0a-\x1f\x7f-\x9f\u2028\u2029]/)
    expect(line).not.toMatch(/\p{Surrogate}/u)
  }
  expect(dialogue.length).toBeLessThanOrEqual(200)
  expect(banner.length).toBeLessThanOrEqual(100)
  for (const stage of stages) expect(stage.detail?.length ?? 0).toBeLessThanOrEqual(2000)
}

/** The raw dialogue bears out the rest. */
function isTrueToItself({ dialogue, recipientTests, stages, smuggled }: Transcript, wasAsked: boolean): void {
  const went = (stage: SessionStage): boolean => stages.some((each) => each.stage === stage && each.is === 'ok')
  const said = dialogue.filter((each) => each.from === 'client').map((each) => each.text)
  if (!went('banner')) expect(said.filter((each) => each !== 'QUIT')).toEqual([])
  if (dialogue.some((each) => each.secured)) expect(went('handshake')).toBe(true)
  if (smuggled !== null) expect(went('starttls')).toBe(true)
  if (!wasAsked) expect(said.some((each) => /^(MAIL|RCPT)/.test(each))).toBe(false)
  expect(recipientTests.length).toBeLessThanOrEqual(wasAsked ? 2 : 0)
  for (const { mail, rcpt } of recipientTests) if (mail === null) expect(rcpt).toBeNull()
}

describe('a session', () => {
  const piece = fc.oneof(
    fc.constantFrom(
      '220 ok\r\n',
      '250-a\r\n250 b\r\n',
      '250-a\r\n250 STARTTLS\r\n',
      '220 go\r\n250 smuggled\r\n',
      '220-',
      '\r\n',
      '421 no\r\n',
      '\x16\x03\x01',
      '\u0000',
      '999 x\r\n',
    ),
    fc.string({ maxLength: 40 }),
    fc.uint8Array({ maxLength: 40 }).map((bytes) => Buffer.from(bytes).toString('latin1')),
  )

  const way = fc.constantFrom('legacy-tls' as const, 'no-sni' as const, undefined)
  const recipient = fc.constantFrom(
    { address: 'user@contoso.example', sender: 'postmaster@fabrikam.example' },
    { address: 'user@contoso.example>\r\nDATA', sender: '' },
    undefined,
  )

  test('tells of any server, however odd, and never throws', async () => {
    await fc.assert(
      fc.asyncProperty(fc.array(piece, { maxLength: 6 }), fc.boolean(), way, recipient, async (pieces, closes, inWay, asking) => {
        let at = 0
        const heard: string[] = []
        speak = (socket) => {
          const next = (chunk?: Buffer): void => {
            if (chunk) heard.push(chunk.toString('latin1'))
            const text = pieces[at++]
            if (text !== undefined) socket.write(text, 'latin1')
            else if (closes) socket.end()
          }
          socket.on('data', next)
          next()
        }
        const seen: string[] = []
        const transcript = await network.converse({
          host: 'mail.example',
          ip: '192.0.2.10',
          onStage: ({ stage }) => seen.push(stage),
          ...(inWay ? { way: inWay } : {}),
          ...(asking ? { recipient: asking } : {}),
        })
        expect(seen).toEqual(SESSION_STAGES)
        expect(transcript.stages.map((each) => each.stage)).toEqual(SESSION_STAGES)
        expect(transcript.stages.filter((each) => each.is === 'failed').map((each) => each.stage)).toEqual([transcript.fault?.stage])
        expect(heard.join('')).not.toMatch(/DATA/)
        isBounded(transcript)
        isTrueToItself(transcript, asking !== undefined)
      }),
      { numRuns: 40 },
    )
  })

  test('an address that never answers times out at connect', async () => {
    const gate = new Int32Array(new SharedArrayBuffer(4))
    // A listener whose thread sleeps: once its queue is full, the kernel drops every further attempt.
    const worker = new Worker(
      `const { parentPort, workerData } = require('node:worker_threads')
       const server = require('node:net').createServer()
       server.listen({ port: 0, host: '127.0.0.1', backlog: 1 }, () => {
         parentPort.postMessage(server.address().port)
         setTimeout(() => { Atomics.wait(workerData, 0, 0); process.exit() }, 20)
       })`,
      { eval: true, workerData: gate },
    )
    const port = await new Promise<number>((resolve) => worker.once('message', resolve))
    await new Promise((resolve) => setTimeout(resolve, 60))
    const fillers = Array.from({ length: 4 }, () => net.connect(port, '127.0.0.1').on('error', () => {}))
    await new Promise((resolve) => setTimeout(resolve, 50))
    const { fault } = await towards(port).converse({ host: 'mail.example', ip: '192.0.2.10' })
    expect(fault).toEqual({ stage: 'connect', why: { is: 'timed-out' } })
    for (const each of fillers) each.destroy()
    Atomics.store(gate, 0, 1)
    Atomics.notify(gate, 0)
    await worker.terminate()
  })

  test('many at once do not wait for one another', async () => {
    let open = 0
    let most = 0
    speak = (socket) => {
      most = Math.max(most, ++open)
      socket.on('close', () => open--).on('error', () => {})
      setTimeout(() => socket.write('554 no\r\n'), 30)
    }
    await Promise.all(Array.from({ length: 50 }, (_each, index) => network.converse({ host: 'mail.example', ip: `192.0.2.${index + 1}` })))
    expect(most).toBeGreaterThan(10)
  })
})
