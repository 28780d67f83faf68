import { once } from 'node:events'
import { connect, createServer, type Socket } from 'node:net'
import { Worker } from 'node:worker_threads'
import { close, type LabPort, listen } from './loopback.ts'

export interface SilentPort extends LabPort {
  /** Whether connection attempts stay unanswered; otherwise they are accepted, and nothing is ever said. */
  readonly dropsAttempts: boolean
}

/** Listens with the smallest queue and then sleeps, so that nobody takes connections out of it. It ends with the thread. */
const SLEEPER = `
  const { parentPort, workerData } = require('node:worker_threads')
  const server = require('node:net').createServer()
  server.on('error', () => parentPort.postMessage(0))
  server.listen({ port: 0, host: '127.0.0.1', backlog: 1 }, () => {
    parentPort.postMessage(server.address().port)
    Atomics.wait(new Int32Array(workerData), 0, 0)
  })
`
/** More than a queue of one holds on any system (Linux admits one more than asked for). */
const FILLERS = 4
/** A loopback connection that is answered at all is answered far sooner. */
const SETTLE_MS = 60

/**
 * A port on 127.0.0.1 whose connection attempts time out: its accept queue is full, so the system drops what else comes in (tcp(7), listen(2)).
 * Where the system answers all the same, a server takes its place that accepts and stays silent.
 */
export async function startSilentPort(): Promise<SilentPort> {
  const worker = new Worker(SLEEPER, { eval: true, workerData: new SharedArrayBuffer(4) })
  worker.unref()
  const [port] = (await once(worker, 'message')) as [number]
  const fillers = await fill(port)
  const stop = async (): Promise<void> => {
    for (const filler of fillers) filler.destroy()
    await worker.terminate()
  }
  if (port !== 0 && (await attempt(port)) === 'pending') return { port, dropsAttempts: true, stop }
  await stop()
  return startMutePort()
}

/** Connections that stay in the queue; those that found no place are given up. */
async function fill(port: number): Promise<readonly Socket[]> {
  if (port === 0) return []
  const sockets = Array.from({ length: FILLERS }, () => quiet(port))
  await new Promise((done) => setTimeout(done, SETTLE_MS))
  for (const socket of sockets) if (socket.connecting) socket.destroy()
  return sockets.filter((socket) => !socket.destroyed)
}

async function attempt(port: number): Promise<'pending' | 'answered'> {
  const socket = quiet(port)
  await new Promise((done) => setTimeout(done, SETTLE_MS))
  const outcome = socket.connecting ? 'pending' : 'answered'
  socket.destroy()
  return outcome
}

function quiet(port: number): Socket {
  const socket = connect(port, '127.0.0.1')
  socket.on('error', () => socket.destroy())
  socket.unref()
  return socket
}

async function startMutePort(): Promise<SilentPort> {
  const sockets = new Set<Socket>()
  const server = createServer((socket) => {
    sockets.add(socket)
    socket.on('close', () => sockets.delete(socket))
    socket.on('error', () => socket.destroy())
    socket.resume()
  })
  const port = await listen(server)
  return {
    port,
    dropsAttempts: false,
    async stop() {
      for (const socket of sockets) socket.destroy()
      await close(server)
    },
  }
}
