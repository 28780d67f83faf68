import net, { type Socket } from 'node:net'
import type { Session, Step } from './session.ts'
import { sessionFault } from './session-fault.ts'

/** A TCP connection to the session's address, which is checked first: what was checked is dialled, and no name is looked up here. */
export async function connect({ target, port, settings }: Session, ms: number): Promise<Step<Socket>> {
  const range = settings.forbidden(target.ip)
  if (range !== null) return { is: 'fault', why: { is: 'not-public', range } }
  try {
    return await dial(settings.reroute(target.ip, port) ?? { host: target.ip, port }, ms)
  } catch (thrown) {
    // A port that is none.
    return { is: 'fault', why: sessionFault(thrown) }
  }
}

function dial(where: { readonly host: string; readonly port: number }, ms: number): Promise<Step<Socket>> {
  return new Promise((resolve) => {
    const socket = net.connect({ ...where, noDelay: true })
    const end = (step: Step<Socket>): void => {
      clearTimeout(timer)
      socket.off('connect', onConnect).off('error', onError)
      socket.on('error', () => {})
      if (step.is === 'fault') socket.destroy()
      resolve(step)
    }
    const onConnect = (): void => end({ is: 'ok', value: socket, detail: null })
    const onError = (error: Error): void => end({ is: 'fault', why: sessionFault(error) })
    const timer = setTimeout(() => end({ is: 'fault', why: { is: 'timed-out' } }), Math.max(0, ms))
    socket.on('connect', onConnect).on('error', onError)
  })
}
