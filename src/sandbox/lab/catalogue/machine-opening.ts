import type { Socket } from 'node:net'
import { sayGoodbye } from '../say-goodbye.ts'
import type { Conduct } from './machine.ts'

const HUGE_BYTES = 200_000
const ENDLESS_EVERY_MS = 100

/** What a machine does that never comes to a session; null for all others. */
export function openingOf(host: string, conduct: Conduct): ((socket: Socket) => void) | null {
  switch (conduct.is) {
    case 'reset-on-accept':
      return (socket) => void socket.resetAndDestroy()
    case 'closed-before-banner':
      return (socket) => sayGoodbye(socket, '')
    case 'silent-banner':
      return (socket) => void socket.resume()
    case 'endless-banner':
      return (socket) => sayForever(socket, `220-${host} is glad to see you\r\n`)
    case 'huge-banner':
      return (socket) => sayGoodbye(socket, `220 ${'x'.repeat(HUGE_BYTES)}\r\n`)
    case 'not-smtp':
      return (socket) => sayGoodbye(socket, `${conduct.says.replaceAll('\n', '\r\n')}\r\n`)
    case 'banner':
      return conduct.closes ? (socket) => sayGoodbye(socket, `${conduct.text.replaceAll('\n', '\r\n')}\r\n`) : null
    default:
      return null
  }
}

function sayForever(socket: Socket, words: string): void {
  const timer = setInterval(() => socket.write(words), ENDLESS_EVERY_MS)
  timer.unref()
  socket.resume().on('close', () => clearInterval(timer))
  socket.write(words)
}
