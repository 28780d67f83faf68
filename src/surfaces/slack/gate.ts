import { createHash } from 'node:crypto'
import type { IncomingMessage, ServerResponse } from 'node:http'
import express, { type NextFunction, type Request, type Response, type Router } from 'express'
import { messageOf } from '../../domain/failure.ts'
import type { Clock } from '../../ports/clock.ts'
import { createFirstAnswers, type SentAnswer } from './first-answers.ts'
import type { Log } from './turn.ts'

export interface GateOptions {
  readonly clock: Clock
  readonly log: Log
  /** Bolt's receiver: checks the signature and answers. It takes the body from `rawBody`. */
  readonly receive: (request: IncomingMessage, response: ServerResponse) => void
}

const BODY_LIMIT = '256kb'
const MOST_AHEAD_MS = 60_000

/**
 * The door before Bolt. Bolt takes timestamps from the future and the same signed request any number of times; here the first are
 * refused (401) and the second get the first answer without a second effect. Everything else is Bolt's.
 */
export function createGate({ clock, log, receive }: GateOptions): Router {
  const answers = createFirstAnswers(() => clock.tick())
  const router = express.Router({ strict: true })
  const refuse = (response: Response, status: number, why: string): void => {
    log.warn({ status, why }, 'a request to the Slack endpoint was refused')
    response.status(status).end()
  }
  router.post('/slack/events', express.raw({ type: () => true, limit: BODY_LIMIT, inflate: false }), (request, response) => {
    const timestamp = request.get('x-slack-request-timestamp') ?? ''
    if (Number(timestamp) * 1000 - Date.parse(clock.now()) > MOST_AHEAD_MS) return refuse(response, 401, 'timestamp in the future')
    const body: Buffer = Buffer.isBuffer(request.body) ? request.body : Buffer.alloc(0)
    const key = keyOf(timestamp, request.get('x-slack-signature') ?? '', body)
    const first = answers.of(key)
    if (first) {
      first.then(
        (sent) => repeat(response, sent),
        () => refuse(response, 409, 'the same request was broken off'),
      )
      return
    }
    answers.keep(key, recorded(response))
    receive(Object.assign(request, { rawBody: body }), response)
  })
  router.use('/slack/events', (thrown: unknown, _request: Request, response: Response, _next: NextFunction) => {
    if (!response.headersSent) refuse(response, statusOfParser(thrown), messageOf(thrown))
  })
  return router
}

/** The whole request, signature included: other bytes under a known signature are not a repetition but a forgery. */
const keyOf = (timestamp: string, signature: string, body: Buffer): string =>
  createHash('sha256').update(`${timestamp}\n${signature}\n`).update(body).digest('base64')

/** What is written to the response, once it has been sent. Rejects when the connection ends before. */
function recorded(response: ServerResponse): Promise<SentAnswer> {
  const { writeHead, end } = response
  let contentType: string | null = null
  return new Promise((resolve, reject) => {
    Object.assign(response, {
      writeHead(...args: unknown[]) {
        contentType = contentTypeOf(args.at(-1)) ?? contentType
        return Reflect.apply(writeHead, response, args)
      },
      end(...args: unknown[]) {
        const body = typeof args[0] === 'string' ? args[0] : ''
        resolve({ status: response.statusCode, contentType, body })
        return Reflect.apply(end, response, args)
      },
    })
    response.once('close', () => reject(new Error('closed before the answer')))
  })
}

function contentTypeOf(headers: unknown): string | null {
  if (typeof headers !== 'object' || headers === null || !('content-type' in headers)) return null
  return typeof headers['content-type'] === 'string' ? headers['content-type'] : null
}

function repeat(response: Response, { status, contentType, body }: SentAnswer): void {
  response.writeHead(status, contentType ? { 'content-type': contentType } : {})
  response.end(body)
}

/** body-parser's errors carry the status: 413 for too large, 415 for compressed, 400 for broken off. */
function statusOfParser(thrown: unknown): number {
  const status = typeof thrown === 'object' && thrown !== null && 'status' in thrown ? thrown.status : null
  return typeof status === 'number' && status >= 400 && status < 500 ? status : 500
}
