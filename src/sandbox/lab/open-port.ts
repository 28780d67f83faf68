import { createServer, type Socket } from 'node:net'
import { close, type LabPort, listen } from './loopback.ts'

/** A port on 127.0.0.1 that gives every accepted connection to `serve`; a connection's errors end it and nothing else. */
export async function openPort(serve: (socket: Socket) => void): Promise<LabPort> {
  const sockets = new Set<Socket>()
  const server = createServer({ noDelay: true }, (socket) => {
    // smtp-server takes the listeners off a socket it upgrades, so those that ended are swept here.
    for (const each of sockets) if (each.destroyed) sockets.delete(each)
    sockets.add(socket)
    socket.on('error', () => socket.destroy())
    serve(socket)
  })
  const port = await listen(server)
  return {
    port,
    async stop() {
      for (const socket of sockets) socket.destroy()
      await close(server)
    },
  }
}
