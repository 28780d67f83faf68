import type { Socket } from 'node:net'
import { serveSmtp } from '../smtp-session.ts'
import type { CatalogueCertificates } from './lab-authority.ts'
import type { Machine } from './machine.ts'
import { openingOf } from './machine-opening.ts'
import { departuresOf } from './machine-script.ts'
import { tlsMannersOf } from './machine-tls.ts'
import { serveScript } from './scripted-session.ts'
import { serveTls } from './serve-tls.ts'

/** Serves accepted connections as the machine does. Those that are `refused` or `silent` never get one. */
export function playMachine(machine: Machine, certificates: CatalogueCertificates): (socket: Socket) => void {
  const { host, conduct } = machine
  const opening = openingOf(host, conduct)
  if (opening !== null) return opening
  const { insteadOfTls, ...script } = departuresOf(host, conduct)
  return (socket) => {
    tlsMannersOf(machine, certificates).then(
      (manners) => {
        if (conduct.is === 'healthy') serveSmtp(socket, host, manners.identity, true)
        else serveScript(socket, { host, ...script, secure: insteadOfTls ?? ((plain) => serveTls(plain, manners)) })
      },
      () => socket.destroy(),
    )
  }
}
