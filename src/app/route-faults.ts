import type { ErrorRequestHandler } from 'express'
import type { Logger } from 'pino'
import { messageOf } from '../domain/failure.ts'

/** The last word on a request that a route could not answer: the log learns why, the caller only that. Without it Express sends a stack trace. */
export const routeFaults =
  (log: Logger): ErrorRequestHandler =>
  (thrown: { readonly status?: unknown }, _request, response, next) => {
    if (response.headersSent) return next(thrown)
    const status = typeof thrown?.status === 'number' && thrown.status >= 400 && thrown.status < 500 ? thrown.status : 500
    if (status === 500) log.error({ why: messageOf(thrown) }, 'a request could not be answered')
    response.status(status).json({ error: status === 500 ? 'internal' : 'bad-request' })
  }
