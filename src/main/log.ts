import pino, { type Logger } from 'pino'
import { Failure, messageOf } from '../domain/failure.ts'

/** The service's log. Of an error it keeps what kind it was, where, and its message without the values it was about. */
export const createLog = (level: string, destination?: pino.DestinationStream): Logger => {
  const options: pino.LoggerOptions = {
    level,
    base: null,
    redact: ['*.token', '*.secret', '*.password', '*.authorization', '*.url'],
    serializers: { err: sayError },
  }
  return destination ? pino(options, destination) : pino(options)
}

/** A failed query carries every value of the row in its message and beside it: answers' addresses, people, texts of alerts. The cause says why it failed. */
function sayError(thrown: unknown): object {
  if (!(thrown instanceof Error)) return { message: messageOf(thrown) }
  const { name, stack = '', cause } = thrown
  const at = stack.slice(Math.max(0, stack.search(/^\s+at /m))).split('\n')
  return {
    type: name,
    ...(thrown instanceof Failure ? { code: thrown.code } : {}),
    message: messageOf(thrown),
    ...(cause instanceof Error ? { cause: messageOf(cause) } : {}),
    at: at.map((line) => line.trim()).slice(0, 8),
  }
}
