import express, { type NextFunction, type Request, type Response, type Router } from 'express'
import { Failure, messageOf } from '../../domain/failure.ts'
import { type ChannelKey, type ConversationReference, channelKey } from '../../domain/person.ts'
import type { Clock } from '../../ports/clock.ts'
import type { Directory } from '../../ports/directory.ts'
import type { Poster } from '../../ports/poster.ts'
import { comeOrGo } from './arrive.ts'
import { createDirectory } from './directory.ts'
import { createFirstAnswers } from './first-answers.ts'
import { admit, isLocalHost } from './gate.ts'
import { hear } from './hear.ts'
import { createPoster } from './poster.ts'
import { pressed } from './pressed.ts'
import { createRoster } from './roster.ts'
import { openSeam, type TeamsCredentials } from './seam.ts'
import { type Deps, done, type Turn, type TurnAnswer } from './turn.ts'
import { createWorking } from './working.ts'

export type { TeamsCredentials } from './seam.ts'

export interface TeamsOptions extends Omit<Deps, 'roster' | 'working'> {
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
    remember: changesOnly(options.remember),
    roster: createRoster({ clock: options.clock, sandbox: open }),
  }
  const gate = { allowedTenants: options.allowedTenants.map((each) => each.toLowerCase()), sandbox: open }
  const answers = createFirstAnswers()
  const underway = new Set<Promise<unknown>>()

  async function receive(request: Request, response: Response): Promise<void> {
    if (open && !isLocalHost(request.headers.host)) return refuse(response, 403, 'host')
    const admission = admit(request.body, gate)
    if (admission.is === 'refused' && admission.status === 400) return refuse(response, 400, admission.why)
    // A stranger learns nothing about tenants: who cannot prove to be Teams is told only that.
    const taken = await seam.take(request.headers.authorization ?? '', request.body, async (conversations) => {
      if (admission.is === 'refused') return admission
      return answerOnce({ activity: admission.activity, tenant: admission.tenant, conversations })
    })
    if (taken.is === 'forged') return refuse(response, 401, taken.why)
    if (taken.is === 'unknown') return refuse(response, 503, taken.why)
    if ('is' in taken.value) return refuse(response, taken.value.status, taken.value.why)
    response.status(taken.value.status)
    taken.value.body ? response.json(taken.value.body) : response.end()
  }

  async function answerOnce(turn: Turn): Promise<TurnAnswer> {
    const key = `teams:${turn.tenant}:${turn.activity.conversation.id}:${turn.activity.id}`
    const first = answers.of(key)
    if (first) return first
    const answer = answerNew(key, turn)
    answers.keep(key, answer)
    return answer
  }

  async function answerNew(key: string, turn: Turn): Promise<TurnAnswer> {
    // Another replica, or we before a restart, had it: its effect stands, and what it answered is on the card.
    if (!(await deps.desk.firstSight(key))) return turn.activity.type === 'invoke' ? seenElsewhere : done
    return handle(turn, deps)
  }

  const refuse = (response: Response, status: number, why: string): void => {
    options.log.warn({ status, why }, 'a request to the Teams endpoint was refused')
    response.status(status).end()
  }

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

async function handle(turn: Turn, deps: Deps): Promise<TurnAnswer> {
  const { type, name, text } = turn.activity
  if (type === 'message') return text?.trim() ? hear(turn, deps) : done
  if (type === 'invoke') return name === 'adaptiveCard/action' ? pressed(turn, deps) : { status: 501 }
  if (type === 'installationUpdate' || type === 'conversationUpdate') return comeOrGo(turn, deps)
  return done
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

const seenElsewhere: TurnAnswer = { status: 200, body: { statusCode: 200, type: 'application/vnd.microsoft.activity.message', value: '' } }

/** body-parser's errors carry the status: 413 for too large, 400 for what is not JSON. */
function statusOfParser(thrown: unknown): number {
  const status = typeof thrown === 'object' && thrown !== null && 'status' in thrown ? thrown.status : null
  return typeof status === 'number' && status >= 400 && status < 500 ? status : 500
}
