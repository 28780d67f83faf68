import { once } from 'node:events'
import { connect, createServer, type Socket } from 'node:net'
import { type LabPort, listen } from './loopback.ts'

/**
 * A port on 127.0.0.1 that refuses connections for as long as it is held. Its number stays ours because one established connection goes on
 * using it after its listener has closed: a port that is merely free could be given to anybody.
 */
export async function holdClosedPort(): Promise<LabPort> {
  const server = createServer()
  const port = await listen(server)
  const near = connect(port, '127.0.0.1')
  const [far] = (await once(server, 'connection')) as [Socket]
  const ends = [near, far]
  for (const end of ends) {
    end.on('error', () => end.destroy())
    end.unref()
  }
  // The server counts as closed only when its connections are; its port stops listening at once.
  server.close()
  return {
    port,
    async stop() {
      const closed = ends.filter((end) => !end.destroyed).map((end) => once(end, 'close'))
      for (const end of ends) end.destroy()
      await Promise.all(closed)
    },
  }
}
