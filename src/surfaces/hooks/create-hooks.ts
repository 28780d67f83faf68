import express, { type ErrorRequestHandler, type Request, type Response, Router } from 'express'
import type { Desk } from '../../core/desk.ts'
import { jsonOf } from '../../domain/json-of.ts'
import { AlertBody, alertOf } from './alert-body.ts'
import { receiveActivity } from './receive-activity.ts'
import { checkSignature } from './signature.ts'

export interface HooksOptions {
  readonly desk: Pick<Desk, 'receive' | 'tenants'>
  /** Secret by source. With none, every alert is refused. */
  readonly secrets: Readonly<Record<string, string>>
  /** The authId given when the activity subscription was started; null refuses every notice. */
  readonly activityAuthId: string | null
  /** Milliseconds since 1970. */
  readonly now: () => number
  /** Told of every refusal: reason only, never content. */
  readonly onRefused: (hook: 'alerts' | 'activity', why: string) => void
}

const BODY_LIMIT = '64kb'
const WHY = {
  missing: 'Send X-Mailflow-Source, X-Mailflow-Timestamp and X-Mailflow-Signature.',
  forged: 'The signature does not match. Sign timestamp + "." + body with the secret of this source.',
  old: 'The timestamp is more than 5 minutes old. Sign again with the present time.',
  future: 'The timestamp lies in the future. Set the sender’s clock.',
} as const

/** The alert webhooks. Each accepts what is authentic, stores it with its job and answers; the reading happens later. */
export function createHooks(options: HooksOptions): Router {
  const router = Router()
  const raw = express.raw({ type: () => true, limit: BODY_LIMIT })
  router.post('/hooks/alerts', raw, (request, response) => receiveAlert(options, request, response))
  router.post('/hooks/activity', raw, (request, response) => receiveActivity(options, request, response))
  router.use('/hooks', bodyFault)
  return router
}

async function receiveAlert(options: HooksOptions, request: Request, response: Response): Promise<void> {
  const body = Buffer.isBuffer(request.body) ? request.body : Buffer.alloc(0)
  const check = checkSignature(
    {
      source: request.get('x-mailflow-source'),
      timestamp: request.get('x-mailflow-timestamp'),
      signature: request.get('x-mailflow-signature'),
      body,
    },
    options.secrets,
    options.now(),
  )
  if (check.is === 'bad') {
    options.onRefused('alerts', check.why)
    response.status(401).json({ error: check.why, message: `${WHY[check.why]} Nothing was stored.` })
    return
  }
  const text = body.toString('utf8')
  const parsed = AlertBody.safeParse(jsonOf(text))
  if (!parsed.success) {
    const problems = parsed.error.issues.map((issue) => ({ path: issue.path.join('.') || 'body', problem: issue.message }))
    response.status(400).json({ error: 'bad-body', message: 'The body is not an alert. Nothing was stored.', problems })
    return
  }
  if (!options.desk.tenants.includes(parsed.data.tenant)) {
    response.status(422).json({ error: 'unknown-tenant', message: 'This tenant is not looked after here. Nothing was stored.' })
    return
  }
  await options.desk.receive(alertOf(parsed.data, check.source, text))
  // The same bytes again get the same answer.
  response.status(202).json({ accepted: true, id: parsed.data.id })
}

const bodyFault: ErrorRequestHandler = (error: { status?: number; type?: string }, _request, response, next) => {
  if (!error.status || error.status >= 500) return next(error)
  const message =
    error.status === 413 ? `The body is larger than ${BODY_LIMIT}. Nothing was stored.` : 'The body could not be read. Nothing was stored.'
  response.status(error.status).json({ error: error.type ?? 'bad-body', message })
}
