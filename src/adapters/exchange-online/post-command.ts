import { randomUUID } from 'node:crypto'
import { Failure, messageOf } from '../../domain/failure.ts'
import type { TokenSource } from '../microsoft-365/sign-in.ts'

export interface Command {
  readonly cmdlet: string
  readonly parameters: Readonly<Record<string, unknown>>
  /** Milliseconds, for a cmdlet that takes longer than others. */
  readonly timeoutMs?: number
}

/** What one POST came to. `not-sent`: the tenant has surely not seen it. `no-answer`: it may have. */
export type Posted =
  | { readonly is: 'answered'; readonly status: number; readonly body: string; readonly retryAfterMs: number | null }
  | { readonly is: 'not-sent'; readonly why: string }
  | { readonly is: 'no-answer'; readonly why: string }

export interface CallLog {
  readonly cmdlet: string
  readonly status: number | null
  readonly ms: number
}

export interface PostSettings {
  readonly tenant: string
  readonly token: TokenSource
  /** Scope of the token, such as `https://outlook.office365.com/.default`. */
  readonly scope: string
  readonly fetch: typeof fetch
  readonly timeoutMs: number
  readonly log: (call: CallLog) => void
}

export type Post = (url: string, command: Command) => Promise<Posted>

/** The mailbox whose server answers all calls of an application; a constant one keeps pages on one server. */
const SYSTEM_MAILBOX = 'SystemMailbox{bb558c35-97f1-4cb9-8ff7-d53741dc928c}'
const PAGE_SIZE = 1000

/** Speaks the InvokeCommand call of the admin API: one call, one attempt, never throws. */
export function createPost(settings: PostSettings): Post {
  const connection = randomUUID()
  return async (url, command) => {
    const token = await settings.token(settings.scope).catch((thrown: unknown) => new Error(signInError(thrown)))
    if (token instanceof Error) return { is: 'not-sent', why: token.message }
    const started = performance.now()
    const posted = await send(settings, url, command, { ...headers(settings.tenant, token, command.cmdlet), 'connection-id': connection })
    settings.log({
      cmdlet: command.cmdlet,
      status: posted.is === 'answered' ? posted.status : null,
      ms: Math.round(performance.now() - started),
    })
    return posted
  }
}

const signInError = (thrown: unknown): string =>
  thrown instanceof Failure && thrown.code === 'sign-in-failed' ? `sign-in: ${thrown.args.why ?? ''}` : messageOf(thrown)

const headers = (tenant: string, token: string, cmdlet: string): Record<string, string> => ({
  authorization: `Bearer ${token}`,
  'content-type': 'application/json',
  accept: 'application/json',
  'x-anchormailbox': `APP:${SYSTEM_MAILBOX}@${tenant}`,
  'x-cmdletname': cmdlet,
  'x-responseformat': 'json',
  'x-serializationlevel': 'Partial',
  prefer: `odata.maxpagesize=${PAGE_SIZE}`,
  'client-request-id': randomUUID(),
})

async function send(settings: PostSettings, url: string, command: Command, head: Record<string, string>): Promise<Posted> {
  const body = JSON.stringify({ CmdletInput: { CmdletName: command.cmdlet, Parameters: command.parameters } })
  try {
    const signal = AbortSignal.timeout(command.timeoutMs ?? settings.timeoutMs)
    const response = await settings.fetch(url, { method: 'POST', headers: head, body, redirect: 'manual', signal })
    return {
      is: 'answered',
      status: response.status,
      body: await textOf(response),
      retryAfterMs: retryAfter(response.headers.get('retry-after')),
    }
  } catch (thrown) {
    return { is: 'no-answer', why: reasonOf(thrown) }
  }
}

/** A refusal may declare gzip and send NUL bytes: its status still counts. */
async function textOf(response: Response): Promise<string> {
  try {
    return new TextDecoder().decode(await response.arrayBuffer())
  } catch (thrown) {
    if (response.status >= 400) return ''
    throw thrown
  }
}

/** undici hides the system error in `cause`. */
function reasonOf(thrown: unknown): string {
  const cause = thrown instanceof Error ? thrown.cause : undefined
  return cause instanceof Error ? cause.message : messageOf(thrown)
}

function retryAfter(header: string | null): number | null {
  if (header === null) return null
  const seconds = Number(header)
  if (Number.isFinite(seconds)) return Math.max(0, seconds * 1000)
  const at = Date.parse(header)
  return Number.isNaN(at) ? null : Math.max(0, at - Date.now())
}
