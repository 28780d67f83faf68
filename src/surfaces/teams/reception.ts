import type { Request, Response } from 'express'
import { comeOrGo } from './arrive.ts'
import { createFirstAnswers } from './first-answers.ts'
import { admit, type GateOptions, isLocalHost } from './gate.ts'
import { hear, isHeard } from './hear.ts'
import { chosen, isChoice, submitted } from './message-action.ts'
import { pressed } from './pressed.ts'
import type { Seam } from './seam.ts'
import { type Deps, done, type Turn, type TurnAnswer } from './turn.ts'

export interface ReceptionOptions {
  readonly seam: Seam
  readonly deps: Deps
  readonly gate: GateOptions
}

/** What happens to a request, in order: shape, token, organisation, seen before, and only then the handler. Rejects when a handler fails. */
export function createReception({ seam, deps, gate }: ReceptionOptions): (request: Request, response: Response) => Promise<void> {
  const answers = createFirstAnswers()

  const refuse = (response: Response, status: number, why: string): void => {
    deps.log.warn({ status, why }, 'a request to the Teams endpoint was refused')
    response.status(status).end()
  }

  async function answerOnce(turn: Turn): Promise<TurnAnswer> {
    const key = `teams:${turn.tenant}:${turn.activity.conversation.id}:${turn.activity.id}`
    const first = answers.of(key)
    if (first) return first
    const answer = answerNew(key, turn, deps)
    answers.keep(key, answer)
    return answer
  }

  return async (request, response) => {
    if (gate.sandbox && !isLocalHost(request.headers.host)) return refuse(response, 403, 'host')
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
}

const seenElsewhere: TurnAnswer = { status: 200, body: { statusCode: 200, type: 'application/vnd.microsoft.activity.message', value: '' } }

async function answerNew(key: string, turn: Turn, deps: Deps): Promise<TurnAnswer> {
  // Another replica, or we before a restart, had it: its effect stands, and what it answered is on the card.
  if (!(await deps.desk.firstSight(key))) return turn.activity.type === 'invoke' && !isChoice(turn.activity) ? seenElsewhere : done
  return handle(turn, deps)
}

async function handle(turn: Turn, deps: Deps): Promise<TurnAnswer> {
  const { type, name } = turn.activity
  if (type === 'message') return isHeard(turn.activity) ? hear(turn, deps) : done
  if (type === 'invoke') return invoked(name ?? '', turn, deps)
  if (type === 'installationUpdate' || type === 'conversationUpdate') return comeOrGo(turn, deps)
  return done
}

async function invoked(name: string, turn: Turn, deps: Deps): Promise<TurnAnswer> {
  switch (name) {
    case 'adaptiveCard/action':
      return pressed(turn, deps)
    case 'composeExtension/fetchTask':
      return chosen(turn, deps)
    case 'composeExtension/submitAction':
      return submitted(turn, deps)
    default:
      return { status: 501 }
  }
}
