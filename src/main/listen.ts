import { createServer, type RequestListener, type Server } from 'node:http'
import type { AddressInfo } from 'node:net'
import { Failure, messageOf } from '../domain/failure.ts'

const KEPT_ALIVE_MS = 75_000

export interface Listening {
  readonly port: number
  close(): Promise<void>
}

/** Serves on a host and port (0: any free one). Throws Failure('port-taken'). */
export async function listen(app: RequestListener, host: string, port: number): Promise<Listening> {
  const server = createServer(app)
  // Longer than clients and proxies keep an idle connection: they close it, so that none is cut while they begin to write.
  server.keepAliveTimeout = KEPT_ALIVE_MS
  await new Promise<void>((resolve, reject) => {
    server.once('error', (error: NodeJS.ErrnoException) => {
      reject(
        error.code === 'EADDRINUSE' || error.code === 'EACCES'
          ? new Failure('port-taken', { port }, { cause: error })
          : new Failure('internal', { why: messageOf(error) }, { cause: error }),
      )
    })
    server.listen(port, host, resolve)
  })
  return { port: (server.address() as AddressInfo).port, close: () => close(server) }
}

/** Takes nothing new, lets requests under way end briefly, then cuts what is left. */
async function close(server: Server): Promise<void> {
  const closed = new Promise((resolve) => server.close(resolve))
  server.closeIdleConnections()
  const cut = setTimeout(() => server.closeAllConnections(), 1000)
  await closed
  clearTimeout(cut)
}
