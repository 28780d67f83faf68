import type { Socket } from 'node:net'
import { certificateKind } from './certificate-shape.ts'
import { type LabFault, UNAVAILABLE_BANNER } from './fault.ts'
import type { LabPort } from './loopback.ts'
import type { Certificates } from './make-certificates.ts'
import { openPort } from './open-port.ts'
import { sayGoodbye } from './say-goodbye.ts'
import { serveSmtp } from './smtp-session.ts'

/** The SMTP port of one host. What it does with a connection depends on the fault the host has when the connection comes in. */
export const startGateway = (host: string, faultNow: () => LabFault | null, certificates: Certificates): Promise<LabPort> =>
  openPort((socket) => serve(socket, host, faultNow(), certificates))

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
