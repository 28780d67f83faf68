import { randomUUID } from 'node:crypto'
import express, { type Request, type Response, type Router } from 'express'
import { CmdletFailure } from './cmdlet-failure.ts'
import type { CmdletResult, Row } from './cmdlets/cmdlet.ts'
import { cmdletNamed } from './cmdlets/index.ts'
import { failureEnvelope, plainError, successEnvelope } from './envelope.ts'
import type { LivingTenant } from './living-tenant.ts'
import { readArguments } from './parameters.ts'
import type { Tokens } from './tokens.ts'
import type { Troubles } from './trouble.ts'

/** One call as it came in, for whoever wants to see what was asked of the tenant. */
export interface CmdletCall {
  /** ISO 8601. */
  readonly at: string
  readonly cmdlet: string
  readonly parameters: Readonly<Record<string, unknown>>
  readonly status: number
}

export interface AdminApiOptions {
  readonly tenant: LivingTenant
  readonly tokens: Tokens
  readonly troubles: Troubles
  readonly now: () => string
  readonly url: () => string
  readonly called: (call: CmdletCall) => void
}

interface Rest {
  readonly body: string
  readonly rows: readonly Row[]
  readonly until: number
}

const PAGE_LIFE_MS = 30 * 60_000
/** What a forbidden or unknown cmdlet is answered with: no JSON, only NUL bytes. */
const NOTHING = Buffer.alloc(64)

/** `POST /adminapi/beta/{tenant}/InvokeCommand`, as the Exchange Online PowerShell module uses it. */
export function adminApi(options: AdminApiOptions): Router {
  const rests = new Map<string, Rest>()
  const router = express.Router()
  router.post('/adminapi/beta/:tenant/InvokeCommand', express.json({ limit: '1mb' }), (request, response) =>
    invoke(options, rests, request, response),
  )
  router.all('/adminapi/v1.0/:tenant/InvokeCommand', (_request, response) => {
    response.status(405).end()
  })
  return router
}

function invoke(options: AdminApiOptions, rests: Map<string, Rest>, request: Request, response: Response): void {
  const { tenantId, initialDomain } = options.tenant.look()
  const isOurs = [tenantId, initialDomain].includes(String(request.params.tenant).toLowerCase())
  if (!isOurs || !options.tokens.accepts(request.get('authorization'), 'exchange', options.now())) {
    response.status(401).set('WWW-Authenticate', 'Bearer').end()
    return
  }
  const input = inputOf(request.body)
  if (input === null) {
    response.status(400).json(plainError('BadRequest', 'The request body has no CmdletInput with a CmdletName and Parameters.'))
    return
  }
  answer(options, rests, request, response, input)
  options.called({ at: options.now(), cmdlet: input.name, parameters: input.parameters, status: response.statusCode })
}

function answer(options: AdminApiOptions, rests: Map<string, Rest>, request: Request, response: Response, input: Input): void {
  const trouble = options.troubles.hit(input.name)
  if (trouble?.is === 'status') {
    if (trouble.retryAfter !== undefined) response.set('Retry-After', String(trouble.retryAfter))
    response.status(trouble.status).json(plainError('ServerBusy', 'Microsoft.Exchange.Data.Storage.ServerBusyException'))
    return
  }
  if (trouble?.is === 'silent') {
    runUnheard(options, input)
    request.socket.destroy()
    return
  }
  execute(options, rests, request, response, input)
}

/** Carries the call out; nobody will learn how it went. */
function runUnheard({ tenant }: AdminApiOptions, input: Input): void {
  const cmdlet = cmdletNamed(input.name)
  if (cmdlet !== null) tenant.run(cmdlet, readArguments(cmdlet.parameters, cmdlet.required ?? [], input.parameters))
}

interface Input {
  readonly name: string
  readonly parameters: Readonly<Record<string, unknown>>
}

function inputOf(body: unknown): Input | null {
  const input = (body as { CmdletInput?: { CmdletName?: unknown; Parameters?: unknown } } | undefined)?.CmdletInput
  if (typeof input?.CmdletName !== 'string' || typeof input.Parameters !== 'object' || input.Parameters === null) return null
  return { name: input.CmdletName, parameters: input.Parameters as Readonly<Record<string, unknown>> }
}

function execute(options: AdminApiOptions, rests: Map<string, Rest>, request: Request, response: Response, input: Input): void {
  const cmdlet = cmdletNamed(input.name)
  if (cmdlet === null) {
    response.status(403).set('Content-Type', 'application/octet-stream').end(NOTHING)
    return
  }
  const token = request.query.$skiptoken
  try {
    const args = readArguments(cmdlet.parameters, cmdlet.required ?? [], input.parameters)
    const result =
      token === undefined ? options.tenant.run(cmdlet, args) : restOf(options, rests, String(token), JSON.stringify(request.body))
    sendPage(options, rests, request, response, result)
  } catch (thrown) {
    if (!(thrown instanceof CmdletFailure)) throw thrown
    response.status(thrown.status).json(failureEnvelope(thrown))
  }
}

function restOf({ troubles, now }: AdminApiOptions, rests: Map<string, Rest>, token: string, body: string): CmdletResult {
  const rest = rests.get(token)
  if (troubles.refusesPaging() || rest === undefined || rest.body !== body || rest.until < Date.parse(now())) {
    throw new CmdletFailure(
      400,
      'Microsoft.Exchange.Admin.OData.Core.ODataServiceException',
      'Expired or Invalid pagination request. Default Expiry time is 00:30:00',
    )
  }
  return { rows: rest.rows }
}

function sendPage(options: AdminApiOptions, rests: Map<string, Rest>, request: Request, response: Response, result: CmdletResult): void {
  const size = Number(/odata\.maxpagesize=(\d+)/i.exec(request.get('prefer') ?? '')?.[1] ?? 1000)
  const select = typeof request.query.$select === 'string' ? request.query.$select.split(',').map((each) => each.trim()) : []
  const rows = result.rows.slice(0, size)
  const warnings = result.warnings ?? []
  let nextLink: string | null = null
  if (result.rows.length > size) {
    for (const [old, rest] of rests) if (rest.until < Date.parse(options.now())) rests.delete(old)
    const token = randomUUID()
    rests.set(token, { body: JSON.stringify(request.body), rows: result.rows.slice(size), until: Date.parse(options.now()) + PAGE_LIFE_MS })
    const selected = select.length > 0 ? `&$select=${select.join(',')}` : ''
    nextLink = `${options.url()}${request.path}?$skiptoken=${token}${selected}`
  }
  if (warnings.length > 0) response.set('X-Warnings', encodeURIComponent(warnings.join(' ')))
  response.json(successEnvelope(options.tenant.look().tenantId, { rows, warnings, nextLink }, select))
}
