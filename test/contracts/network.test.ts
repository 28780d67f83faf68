import net, { type AddressInfo, type Socket } from 'node:net'
import { Worker } from 'node:worker_threads'
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals'
import * as fc from 'fast-check'
import { createNetwork } from '../../src/adapters/network/create-network.ts'
import { SESSION_STAGES } from '../../src/domain/evidence.ts'
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

beforeAll(async () => {
  server = net.createServer((socket) => {
    socket.on('error', () => {})
    speak(socket)
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  network = towards((server.address() as AddressInfo).port)
})
afterAll(() => {
  server.close()
})

describe('a session', () => {
  const piece = fc.oneof(
    fc.constantFrom('220 ok\r\n', '250-a\r\n', '250 STARTTLS\r\n', '220-', '\r\n', '421 no\r\n', '\x16\x03\x01', '\u0000', '999 x\r\n'),
    fc.string({ maxLength: 40 }),
    fc.uint8Array({ maxLength: 40 }).map((bytes) => Buffer.from(bytes).toString('latin1')),
  )

  test('tells of any server, however odd, and never throws', async () => {
    await fc.assert(
      fc.asyncProperty(fc.array(piece, { maxLength: 6 }), fc.boolean(), async (pieces, closes) => {
        let at = 0
        speak = (socket) => {
          const next = (): void => {
            const text = pieces[at++]
            if (text !== undefined) socket.write(text, 'latin1')
            else if (closes) socket.end()
          }
          socket.on('data', next)
          next()
        }
        const seen: string[] = []
        const transcript = await network.converse({ host: 'mail.example', ip: '192.0.2.10', onStage: ({ stage }) => seen.push(stage) })
        expect(seen).toEqual(SESSION_STAGES)
        expect(transcript.stages.map((each) => each.stage)).toEqual(SESSION_STAGES)
        expect(transcript.stages.filter((each) => each.is === 'failed').map((each) => each.stage)).toEqual([transcript.fault?.stage])
        expect(JSON.stringify(transcript)).not.toMatch(/\\u0000/)
      }),
      { numRuns: 30 },
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
