import express, { type NextFunction, type Request, type Response, type Router } from 'express'
import { Failure, messageOf } from '../../domain/failure.ts'
import { type ChannelKey, type ConversationReference, channelKey } from '../../domain/person.ts'
import type { Clock } from '../../ports/clock.ts'
import type { Directory } from '../../ports/directory.ts'
import type { Poster } from '../../ports/poster.ts'
import { createDirectory } from './directory.ts'
import { createFiles } from './files.ts'
import { createPoster } from './poster.ts'
import { createReception } from './reception.ts'
import { createRoster } from './roster.ts'
import { openSeam, type TeamsCredentials } from './seam.ts'
import type { Deps } from './turn.ts'
import { createWorking } from './working.ts'

export type { TeamsCredentials } from './seam.ts'

export interface TeamsOptions extends Omit<Deps, 'roster' | 'working' | 'files'> {
  /** Of the bot's app registration; null only together with `sandbox`. */
  readonly credentials: TeamsCredentials | null
  /** Takes unauthenticated traffic of this machine. */
  readonly sandbox: boolean
  /** Entra tenant ids whose people may use the bot. */
  readonly allowedTenants: readonly string[]
  readonly clock: Clock
  /** The stored reference of a conversation, or null. */
  reference(key: ChannelKey): Promise<ConversationReference | null>
  /** The stored references of an organisation. */
  conversations(organisation: string): Promise<readonly ConversationReference[]>
}

export interface Teams {
  /** Serves POST /api/messages. */
  readonly router: Router
  readonly poster: Poster
  readonly directory: Directory
  /** Waits for the turns under way. */
  stop(): Promise<void>
}

const BODY_LIMIT = '256kb'

/** Opens the Teams surface. @throws Failure('config') without credentials outside the sandbox, or without a tenant that is let in. */
export async function createTeams(options: TeamsOptions): Promise<Teams> {
  if (!options.credentials && !options.sandbox)
    throw new Failure('config', { names: 'TEAMS_APP_ID, TEAMS_APP_PASSWORD, TEAMS_APP_TENANT_ID' })
  if (options.allowedTenants.length === 0) throw new Failure('config', { names: 'TEAMS_ALLOWED_TENANTS' })
  const seam = await openSeam(options)
  const open = options.credentials === null
  const working = createWorking()
  const deps: Deps = {
    ...options,
    working,
    files: createFiles({ sandbox: open }),
    remember: changesOnly(options.remember),
    roster: createRoster({ clock: options.clock, sandbox: open }),
  }
  const allowedTenants = options.allowedTenants.map((each) => each.toLowerCase())
  const receive = createReception({ seam, deps, gate: { allowedTenants, sandbox: open } })
  const underway = new Set<Promise<unknown>>()
  const router = express.Router()
  router.post('/api/messages', express.json({ limit: BODY_LIMIT }), (request, response, next) => {
    const turn = receive(request, response).catch(next)
    underway.add(turn)
    void turn.finally(() => underway.delete(turn))
  })
  router.use('/api/messages', (thrown: unknown, _request: Request, response: Response, _next: NextFunction) => {
    const status = statusOfParser(thrown)
    options.log.warn({ status, why: messageOf(thrown) }, 'a Teams activity could not be handled')
    if (!response.headersSent) response.status(status).end()
  })
  return {
    router,
    poster: createPoster({ seam, working, reference: options.reference }),
    directory: createDirectory({ seam, sandbox: open, conversations: options.conversations }),
    async stop() {
      await Promise.allSettled(underway)
    },
  }
}

const MOST_REMEMBERED = 1000

/** A conversation is heard from often and its reference hardly ever changes: what was written once is not written again. */
function changesOnly(remember: Deps['remember']): Deps['remember'] {
  const written = new Map<string, string>()
  return async (conversation) => {
    const [key, content] = [channelKey(conversation.key), JSON.stringify(conversation.reference)]
    if (written.get(key) === content) return
    await remember(conversation)
    if (written.size >= MOST_REMEMBERED) written.clear()
    written.set(key, content)
  }
}

/** body-parser's errors carry the status: 413 for too large, 400 for what is not JSON. */
function statusOfParser(thrown: unknown): number {
  const status = typeof thrown === 'object' && thrown !== null && 'status' in thrown ? thrown.status : null
  return typeof status === 'number' && status >= 400 && status < 500 ? status : 500
}
