import type { Socket } from 'node:net'
import { SMTPServer } from 'smtp-server'
import type { Identity } from './make-certificates.ts'

/** smtp-server as far as its type declarations leave it out. */
interface Session {
  connectionReady(): void
}
interface SessionServer {
  readonly connections: Set<Session>
  connect(socket: Socket): void
}

/**
 * Serves SMTP on an accepted connection as that host: EHLO, STARTTLS when it is offered, and mail for anyone, which is read and thrown away.
 */
export function serveSmtp(socket: Socket, host: string, identity: Identity, offersStarttls: boolean): void {
  const server = new SMTPServer({
    name: host,
    ...identity,
    minVersion: 'TLSv1.2',
    disabledCommands: offersStarttls ? ['AUTH'] : ['AUTH', 'STARTTLS'],
    disableReverseLookup: true,
    logger: false,
    size: 36 * 1024 * 1024,
    onData(stream, _session, done) {
      stream.on('end', () => done(null)).resume()
    },
  })
  // A client that looks at the certificate and leaves is the normal case here.
  server.on('error', () => socket.destroy())
  const sessions = server as unknown as SessionServer
  sessions.connect(socket)
  for (const session of sessions.connections) greetAtOnce(session)
}

/** smtp-server waits 100 ms for clients that talk too soon; a lab that is asked all day leaves that out. */
function greetAtOnce(session: Session): void {
  session.connectionReady()
  session.connectionReady = () => undefined
}
