import { z } from 'zod'
import { Failure, messageOf } from '../../domain/failure.ts'

/** A bearer token for a scope such as `https://outlook.office365.com/.default`. Throws Failure `sign-in-failed`. */
export type TokenSource = (scope: string) => Promise<string>

/** How the application proves who it is. `ambient`: managed or workload identity, or what the machine is signed in with. */
export type Credential =
  | { readonly is: 'secret'; readonly clientId: string; readonly clientSecret: string }
  | { readonly is: 'certificate'; readonly clientId: string; readonly certificatePath: string; readonly password?: string }
  | { readonly is: 'ambient'; readonly clientId?: string }

export interface SignInSettings {
  /** Microsoft Entra tenant id, or a domain of the tenant. */
  readonly tenant: string
  readonly credential: Credential
  /** Default: the worldwide cloud. A host that is not Microsoft's is asked with a plain client-credentials POST (client secret only). */
  readonly loginUrl?: string
  readonly fetch?: typeof fetch
  /** Milliseconds since 1970. */
  readonly now?: () => number
}

interface Token {
  readonly token: string
  /** Milliseconds since 1970: ask for a new one from then on. */
  readonly renewAt: number
}

type Asker = (scope: string) => Promise<Token>

const WORLDWIDE = 'https://login.microsoftonline.com'
const MICROSOFT_HOSTS: readonly string[] = [
  'login.microsoftonline.com',
  'login.microsoftonline.us',
  'login.chinacloudapi.cn',
  'login.partner.microsoftonline.cn',
]
/** A token is renewed this long before it ends, so that it does not end on the way. */
const EARLY_MS = 5 * 60_000
const TIMEOUT_MS = 30_000

/** Signs in once per scope and keeps the token until shortly before it ends; calls at the same time share one sign-in. */
export function createTokenSource(settings: SignInSettings): TokenSource {
  const now = settings.now ?? Date.now
  const ask = askerFor(settings, now)
  const kept = new Map<string, { readonly token: Token } | { readonly coming: Promise<Token> }>()

  return async (scope) => {
    const entry = kept.get(scope)
    if (entry && 'token' in entry && now() < entry.token.renewAt) return entry.token.token
    if (entry && 'coming' in entry) return (await entry.coming).token
    const coming = ask(scope)
    kept.set(scope, { coming })
    try {
      const token = await coming
      kept.set(scope, { token })
      return token.token
    } catch (thrown) {
      kept.delete(scope)
      throw thrown instanceof Failure ? thrown : new Failure('sign-in-failed', { why: oneLine(messageOf(thrown)) }, { cause: thrown })
    }
  }
}

function askerFor(settings: SignInSettings, now: () => number): Asker {
  const login = new URL(settings.loginUrl ?? WORLDWIDE)
  if (MICROSOFT_HOSTS.includes(login.host)) return microsoftAsker(settings, login.origin, now)
  if (login.protocol !== 'https:' && !/^(127\.\d+\.\d+\.\d+|localhost|\[::1\])$/.test(login.hostname)) {
    return refuse('a client secret is not sent in clear to another machine')
  }
  if (settings.credential.is !== 'secret') return refuse(`${login.host} is asked with a client secret only`)
  return plainAsker(settings, settings.credential, login.origin, now)
}

const refuse =
  (why: string): Asker =>
  async () => {
    throw new Failure('sign-in-failed', { why })
  }

/** The library is loaded at the first call: most runs of the command never sign in. */
function microsoftAsker(settings: SignInSettings, authorityHost: string, now: () => number): Asker {
  const { tenant, credential } = settings
  const load = async () => {
    const azure = await import('@azure/identity')
    switch (credential.is) {
      case 'secret':
        return new azure.ClientSecretCredential(tenant, credential.clientId, credential.clientSecret, { authorityHost })
      case 'certificate': {
        const { certificatePath, password } = credential
        const configuration = password === undefined ? { certificatePath } : { certificatePath, certificatePassword: password }
        return new azure.ClientCertificateCredential(tenant, credential.clientId, configuration, { authorityHost })
      }
      case 'ambient': {
        const client = credential.clientId
        const options = client === undefined ? {} : { managedIdentityClientId: client, workloadIdentityClientId: client }
        return new azure.DefaultAzureCredential({ tenantId: tenant, authorityHost, ...options })
      }
    }
  }
  let loaded: ReturnType<typeof load> | null = null
  return async (scope) => {
    loaded ??= load()
    const answer = await (await loaded).getToken(scope, { abortSignal: AbortSignal.timeout(TIMEOUT_MS) })
    return tokenOf(answer.token, answer.expiresOnTimestamp, now())
  }
}

const Granted = z.object({ access_token: z.string().min(1), expires_in: z.coerce.number().positive() })
const Denied = z.object({ error: z.string(), error_description: z.string().optional() })

function plainAsker(settings: SignInSettings, credential: Extract<Credential, { is: 'secret' }>, origin: string, now: () => number): Asker {
  const ask = settings.fetch ?? ((input, init) => fetch(input, init))
  return async (scope) => {
    const response = await ask(`${origin}/${encodeURIComponent(settings.tenant)}/oauth2/v2.0/token`, {
      method: 'POST',
      redirect: 'error',
      signal: AbortSignal.timeout(TIMEOUT_MS),
      body: new URLSearchParams({
        grant_type: 'client_credentials',
        client_id: credential.clientId,
        client_secret: credential.clientSecret,
        scope,
      }),
    })
    const answer: unknown = await response.json().catch(() => null)
    const granted = Granted.safeParse(answer)
    if (response.ok && granted.success) {
      return tokenOf(granted.data.access_token, now() + granted.data.expires_in * 1000, now())
    }
    const denied = Denied.safeParse(answer)
    throw new Failure('sign-in-failed', {
      why: oneLine(denied.success ? (denied.data.error_description ?? denied.data.error) : `HTTP ${response.status}`),
    })
  }
}

/** A token that lives shorter than the margin is used for half its life. */
const tokenOf = (token: string, expires: number, issued: number): Token => ({
  token,
  renewAt: Math.max(expires - EARLY_MS, issued + (expires - issued) / 2),
})

const oneLine = (text: string): string => (text.split(/[\r\n]/)[0] ?? '').slice(0, 300)
