import { isDeepStrictEqual } from 'node:util'
import { z } from 'zod'
import type { Card } from '../../cards/card.ts'
import { refusalCard, withAsker, workingCard } from '../../cards/index.ts'
import type { Acting } from '../../core/desk.ts'
import { messageOf } from '../../domain/failure.ts'
import type { Language } from '../../domain/language.ts'
import { Press } from '../../domain/press.ts'
import { refused } from '../../domain/refusal.ts'
import { draw } from '../draw.ts'
import type { PressAnswer } from '../presses.ts'
import { messageOfDrawing } from './message.ts'
import { isRefused, languageOfReaders, languageOfTurn, personOf } from './person.ts'
import { keyOf, referenceOf, replyTo, rootOf } from './reference.ts'
import { isOnlyText, stripOf } from './strip.ts'
import type { Deps, Turn, TurnAnswer } from './turn.ts'

const Pressed = z.looseObject({
  action: z.looseObject({ verb: z.string().max(64).optional(), data: z.record(z.string(), z.unknown()).optional() }),
})

/**
 * A button (invoke `adaptiveCard/action`). The answer is for the one who pressed: a line under the card, or a card in its place.
 * Shared cards are edited by the publisher. We send our own invoke response: the SDK's way would write one person's view into the
 * message of everybody.
 */
export async function pressed(turn: Turn, deps: Deps): Promise<TurnAnswer> {
  const press = pressOf(turn.activity.value)
  if (!press) return malformed(turn, deps)
  const who = await personOf(turn, deps)
  if (isRefused(who)) return view(refusalCard(who, deps.showing(languageOfTurn(turn))))
  const { desk, tenantName } = deps
  const question = press.verb === 'validate' ? (turn.activity.replyToId ?? null) : null
  const reply = replyTo(turn.activity, turn.tenant, question)
  const channel = keyOf(turn.activity, turn.tenant)
  // An answer that is quick waits until its question says that it is being answered.
  const said = question === null ? null : deps.working.expect({ ...referenceOf(turn.activity, turn.tenant), answers: turn.activity.id })
  try {
    // The result stands where everybody reads it.
    const acting = question === null ? who : { ...who, language: await languageOfReaders(turn, who, deps) }
    const answer = await deps.answerPress(press, { desk, acting, showing: deps.showing(who.language), reply, channel, tenantName })
    if (question !== null && press.verb === 'validate' && answer.card.tone === 'working') {
      await asked(question, runningCard(press.connector, acting, deps), turn, deps)
    }
    return view(answer.is === 'public' ? await shared(answer, who.language, turn, deps) : cardOf(answer))
  } finally {
    said?.(null)
  }
}

function runningCard(subject: string, { person, language }: Acting, deps: Deps): Card {
  const showing = deps.showing(language)
  return withAsker(workingCard({ what: 'validating', subject }, showing), person.name, showing)
}

/**
 * A question that was answered: in place of its button everybody reads who pressed it and that it runs, and the result takes that place. Only once:
 * the other half of a double click may come when the result stands there.
 */
async function asked(message: string, card: Card, { activity, tenant, conversations }: Turn, deps: Deps): Promise<void> {
  const conversation = activity.conversation.id
  if (!(await deps.desk.firstSight(`asked:${rootOf(conversation)}:${message}`))) return
  const edit = {
    ...messageOfDrawing(draw(card, 'teams'), activity.recipient.id),
    id: message,
    conversation: { id: conversation, tenantId: tenant },
  }
  await conversations.updateActivity(conversation, message, edit).catch((thrown: unknown) => {
    deps.log.warn({ why: messageOf(thrown) }, 'a question in Teams could not be marked as answered')
  })
}

/**
 * Tells everybody what is for everybody, as a message of the conversation; what is left is the word for the one who pressed. The name of another
 * conversation comes from a card, so Teams is asked whether the person is in it.
 */
async function shared(answer: Extract<PressAnswer, { is: 'public' }>, language: Language, turn: Turn, deps: Deps): Promise<Card> {
  const { activity, tenant, conversations } = turn
  const elsewhere = answer.to !== null && rootOf(answer.to) !== rootOf(activity.conversation.id) ? rootOf(answer.to) : null
  const conversation = elsewhere ?? activity.conversation.id
  const message = {
    ...messageOfDrawing(draw(answer.card, 'teams'), activity.recipient.id),
    conversation: { id: conversation, tenantId: tenant },
  }
  try {
    if (elsewhere !== null) await conversations.getConversationMember(elsewhere, activity.from.id)
    await conversations.sendToConversation(conversation, message)
    return answer.told
  } catch (thrown) {
    deps.log.warn({ why: messageOf(thrown) }, 'a card could not be shared in Teams')
    return refusalCard(refused('nowhere-to-share'), deps.showing(language))
  }
}

/** The press inside an Action.Execute, or null when it is none of ours. */
export function pressOf(value: unknown): Press | null {
  const action = Pressed.safeParse(value).data?.action
  if (!action) return null
  return Press.safeParse({ ...action.data, verb: action.data?.verb ?? action.verb }).data ?? null
}

/** Teams has no modal here: the step that follows is a button on the card itself. */
export function cardOf(answer: PressAnswer): Card {
  if (answer.is !== 'dialog' || !answer.submit) return answer.card
  const { label, press } = answer.submit
  const offered = answer.card.parts.flatMap((part) => (part.is === 'actions' ? part.actions : []))
  if (offered.some((action) => isDeepStrictEqual(action.press, press))) return answer.card
  return { ...answer.card, parts: [...answer.card.parts, { is: 'actions', actions: [{ label, press, style: 'primary' }] }] }
}

/** A card in place of a shared one hides its next edits from the reader; so what only says something leaves the card alone. */
const view = (card: Card): TurnAnswer =>
  isOnlyText(card)
    ? { status: 200, body: { statusCode: 200, type: 'application/vnd.microsoft.activity.message', value: stripOf(card) } }
    : { status: 200, body: { statusCode: 200, type: 'application/vnd.microsoft.card.adaptive', value: draw(card, 'teams').body } }

/** A card that is not ours, or older than this version of the bot: Teams shows the message beside the card. */
function malformed(turn: Turn, deps: Deps): TurnAnswer {
  const message = stripOf(refusalCard(refused('too-late'), deps.showing(languageOfTurn(turn))))
  return { status: 200, body: { statusCode: 400, type: 'application/vnd.microsoft.error', value: { code: 'BadRequest', message } } }
}
