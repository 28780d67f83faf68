import { once } from 'node:events'
import type { Server } from 'node:net'

export const LOOPBACK = '127.0.0.1'

/** A port on 127.0.0.1 that is ours until it is stopped. */
export interface LabPort {
  readonly port: number
  stop(): Promise<void>
}

/** Makes a server listen on 127.0.0.1 and gives the port the system chose. */
export async function listen(server: Server): Promise<number> {
  server.listen(0, LOOPBACK)
  await once(server, 'listening')
  const address = server.address()
  return address !== null && typeof address === 'object' ? address.port : 0
}

/** Resolves when the server and all its connections are closed. */
export const close = (server: Server): Promise<void> => new Promise((done) => server.close(() => done()))
