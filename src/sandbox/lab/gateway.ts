import { createServer, type Socket } from 'node:net'
import { certificateKind } from './certificate-shape.ts'
import { type LabFault, UNAVAILABLE_BANNER } from './fault.ts'
import { close, listen } from './loopback.ts'
import type { Certificates } from './make-certificates.ts'
import { serveSmtp } from './smtp-session.ts'

export interface Gateway {
  readonly port: number
  stop(): Promise<void>
}

/** The SMTP port of one host. What it does with a connection depends on the fault the host has when the connection comes in. */
export async function startGateway(host: string, faultNow: () => LabFault | null, certificates: Certificates): Promise<Gateway> {
  const sockets = new Set<Socket>()
  const server = createServer((socket) => {
    // smtp-server takes the listeners off a socket it upgrades, so those that ended are swept here.
    for (const each of sockets) if (each.destroyed) sockets.delete(each)
    sockets.add(socket)
    socket.on('error', () => socket.destroy())
    serve(socket, host, faultNow(), certificates)
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

function serve(socket: Socket, host: string, fault: LabFault | null, certificates: Certificates): void {
  switch (fault) {
    case 'service-unavailable':
      sayGoodbye(socket, `${UNAVAILABLE_BANNER}\r\n`)
      return
    case 'closed-before-banner':
      sayGoodbye(socket, '')
      return
    case 'closed-at-ehlo':
      socket.write(`220 ${host} ESMTP\r\n`)
      socket.setTimeout(60_000, () => socket.destroy())
      socket.once('data', () => sayGoodbye(socket, ''))
      return
    case 'refused':
    case 'timeout':
      // Only a client that asked for its way before the fault was set comes here.
      socket.destroy()
      return
    default:
      serveSmtp(socket, host, certificates.identities[host]![certificateKind(fault)], fault !== 'no-starttls')
  }
}

/** Ends our side after the last words, and reads on, so that the client sees an orderly end and no reset. */
function sayGoodbye(socket: Socket, words: string): void {
  socket.end(words)
  socket.resume()
  socket.setTimeout(5_000, () => socket.destroy())
}
