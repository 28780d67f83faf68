import { randomUUID } from 'node:crypto'
import express, { type Request, type Response, type Router } from 'express'
import { type Audience, TOKEN_SECONDS, type Tokens } from './tokens.ts'

export interface SignInOptions {
  readonly tenantId: string
  readonly initialDomain: string
  readonly clientId: string
  readonly clientSecret: string
  readonly tokens: Tokens
  readonly now: () => string
  /** This server's own address, known once it listens. */
  readonly url: () => string
}

interface Refusal {
  readonly status: 400 | 401
  readonly error: string
  readonly number: number
  readonly text: string
}

/** Microsoft Entra's token endpoint for client credentials, and the metadata a client library looks for. */
export function signIn(options: SignInOptions): Router {
  const router = express.Router()
  router.get(['/:tenant/v2.0/.well-known/openid-configuration', '/:tenant/.well-known/openid-configuration'], (request, response) => {
    const base = `${options.url()}/${request.params.tenant}`
    response.json({
      issuer: `${base}/v2.0`,
      token_endpoint: `${base}/oauth2/v2.0/token`,
      authorization_endpoint: `${base}/oauth2/v2.0/authorize`,
      jwks_uri: `${base}/discovery/v2.0/keys`,
      token_endpoint_auth_methods_supported: ['client_secret_post'],
      grant_types_supported: ['client_credentials'],
    })
  })
  router.post('/:tenant/oauth2/v2.0/token', express.urlencoded({ extended: false }), (request, response) =>
    answer(options, request, response),
  )
  return router
}

function answer(options: SignInOptions, request: Request, response: Response): void {
  const form = (request.body ?? {}) as Readonly<Record<string, string>>
  const audience = audienceOf(form.scope, options.url())
  const refusal = refusalFor(options, String(request.params.tenant), form, audience)
  if (refusal !== null || audience === null) {
    send(response, refusal ?? INVALID_SCOPE, options.now())
    return
  }
  const token = options.tokens.issue(audience, options.now())
  response
    .set('Cache-Control', 'no-store')
    .json({ token_type: 'Bearer', expires_in: TOKEN_SECONDS, ext_expires_in: TOKEN_SECONDS, access_token: token })
}

const INVALID_SCOPE: Refusal = {
  status: 400,
  error: 'invalid_scope',
  number: 70011,
  text: 'The scope that was asked for is not valid for client credentials.',
}

function refusalFor(
  options: SignInOptions,
  tenant: string,
  form: Readonly<Record<string, string>>,
  audience: Audience | null,
): Refusal | null {
  const { tenantId, initialDomain, clientId, clientSecret } = options
  if (![tenantId, initialDomain].includes(tenant.toLowerCase())) {
    return { status: 400, error: 'invalid_request', number: 90002, text: `Tenant '${tenant}' not found.` }
  }
  if (form.grant_type !== 'client_credentials') {
    return {
      status: 400,
      error: 'unsupported_grant_type',
      number: 70003,
      text: `The grant type '${form.grant_type ?? ''}' is not supported.`,
    }
  }
  if (form.client_id !== clientId) {
    return {
      status: 400,
      error: 'unauthorized_client',
      number: 700016,
      text: `Application with identifier '${form.client_id ?? ''}' was not found.`,
    }
  }
  if (form.client_secret !== clientSecret) {
    return { status: 401, error: 'invalid_client', number: 7000215, text: 'Invalid client secret provided.' }
  }
  return audience === null ? INVALID_SCOPE : null
}

/** `https://outlook.office365.com/.default`, `https://manage.office.com/.default` or `https://graph.microsoft.com/.default`; this server's own address stands for Exchange. */
function audienceOf(scope: string | undefined, url: string): Audience | null {
  if (scope === undefined || !scope.endsWith('/.default')) return null
  const resource = scope.slice(0, -'/.default'.length)
  if (['https://outlook.office365.com', 'https://outlook.office.com', url].includes(resource)) return 'exchange'
  if (resource === 'https://graph.microsoft.com') return 'graph'
  return /^https:\/\/manage(-gcc)?\.office\.com$/.test(resource) ? 'activity' : null
}

function send(response: Response, refusal: Refusal, now: string): void {
  const trace = randomUUID()
  response.status(refusal.status).json({
    error: refusal.error,
    error_description: `AADSTS${refusal.number}: ${refusal.text} Trace ID: ${trace} Timestamp: ${now}`,
    error_codes: [refusal.number],
    timestamp: now,
    trace_id: trace,
    correlation_id: randomUUID(),
  })
}
