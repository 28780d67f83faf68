import type { Socket } from 'node:net'

/** Ends our side after the last words, and reads on, so that the client sees an orderly end and no reset. */
export function sayGoodbye(socket: Socket, words: string): void {
  socket.end(words)
  socket.resume()
  socket.setTimeout(5_000, () => socket.destroy())
}
