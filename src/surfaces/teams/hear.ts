import type { Card, Showing } from '../../cards/card.ts'
import { refusalCard } from '../../cards/index.ts'
import { messageOf } from '../../domain/failure.ts'
import type { Drawing } from '../../domain/post.ts'
import type { CommandContext } from '../commands.ts'
import { draw } from '../draw.ts'
import { answerSent, type Sent } from '../sent.ts'
import { type Activity, commandOf } from './activity.ts'
import { openChat } from './alone.ts'
import { arrive, keepReference } from './arrive.ts'
import { hangingOn } from './hanging.ts'
import { messageOfDrawing } from './message.ts'
import { isRefused, languageOfReaders, languageOfTurn, personOf } from './person.ts'
import { channelOf, referenceOf, replyTo } from './reference.ts'
import { isRefusal } from './strip.ts'
import { type Deps, done, type Turn, type TurnAnswer } from './turn.ts'

/** Longest command read: an NDR pasted behind `explain` fits, a book does not. */
const LONGEST_COMMAND = 28_000

/** Whether a message says anything, or has anything hanging on it. */
export const isHeard = ({ text, attachments }: Activity): boolean => Boolean(text?.trim() || attachments?.length)

/**
 * A message to the bot is a command, an error text or a file. It is answered in the conversation; a refusal, and what errors mean, goes to the person
 * alone.
 */
export async function hear(turn: Turn, deps: Deps): Promise<TurnAnswer> {
  await keepReference(turn, deps)
  const channel = channelOf(turn.activity, turn.tenant)
  const who = await personOf(turn, deps)
  // Cards go only to a private chat with somebody who counts.
  if (!isRefused(who) && channel.isPersonal && !(await deps.desk.channel(channel))) await arrive(turn, deps)
  if (isRefused(who)) {
    await whisper(turn, deps, draw(refusalCard(who, deps.showing(languageOfTurn(turn))), 'teams'))
    return done
  }
  const where = { ...referenceOf(turn.activity, turn.tenant), answers: turn.activity.id }
  const sent = deps.working.expect(where)
  try {
    const showing = deps.showing(who.language)
    const reply = replyTo(turn.activity, turn.tenant)
    const { desk, tenantName } = deps
    const context = { desk, acting: who, showing, reply, channel, prefix: '', tenantName }
    const { card, isForOne } = await answerTo(turn, context, deps)
    if (isForOne) await whisper(turn, deps, draw(card, 'teams'))
    const message = isForOne ? null : await send(turn, turn.activity.conversation.id, draw(card, 'teams'))
    sent(card.tone === 'working' ? message : null)
  } catch (thrown) {
    sent(null)
    throw thrown
  }
  return done
}

/** What everybody there reads is in the conversation's language; what is for the asker alone, such as a refusal, in theirs. */
async function answerTo(turn: Turn, context: CommandContext, deps: Deps): Promise<{ readonly card: Card; readonly isForOne: boolean }> {
  const everybody = deps.showing(await languageOfReaders(turn, context.acting, deps))
  const answer = (showing: Showing) => answerSent(sentOf(turn.activity, deps), context, deps.answerCommand, showing)
  const { card, isPrivate } = await answer(everybody)
  if (isPrivate || !isRefusal(card)) return { card, isForOne: isPrivate }
  return { card: everybody.language === context.showing.language ? card : (await answer(context.showing)).card, isForOne: true }
}

function sentOf(activity: Activity, deps: Deps): Sent {
  const { html, quoted, files } = hangingOn(activity.attachments)
  const text = commandOf(activity).slice(0, LONGEST_COMMAND)
  // A report that was pasted brings the pictures of its letterhead.
  const told = files.filter(({ name, type }) => name !== '' || text === '' || !type.startsWith('image/'))
  return {
    text,
    formatted: html === null ? null : `<div>${html}</div>`,
    quoted,
    files: told.length > 0 ? () => deps.files.read(told) : null,
  }
}

/** To the person alone: in a 1:1 chat; where Teams allows none, in the conversation, because silence is no answer. */
async function whisper(turn: Turn, deps: Deps, drawing: Drawing): Promise<void> {
  const alone = turn.activity.conversation.conversationType === 'personal' ? null : await openChat(turn, deps)
  if (!alone) {
    await send(turn, turn.activity.conversation.id, drawing)
    return
  }
  await send(turn, alone, drawing).catch(async (thrown) => {
    deps.log.warn({ why: messageOf(thrown) }, 'a private answer in Teams was not taken; answering in the conversation')
    await send(turn, turn.activity.conversation.id, drawing)
  })
}

async function send(turn: Turn, conversation: string, drawing: Drawing): Promise<string | null> {
  const activity = { ...messageOfDrawing(drawing, turn.activity.recipient.id), conversation: { id: conversation, tenantId: turn.tenant } }
  return (await turn.conversations.sendToConversation(conversation, activity)).id ?? null
}
