import { z } from 'zod'
import type { Card } from '../../cards/card.ts'
import { refusalCard } from '../../cards/index.ts'
import type { Acting } from '../../core/desk.ts'
import type { Language } from '../../domain/language.ts'
import { type Refused, refused } from '../../domain/refusal.ts'
import { wordsOf } from '../../locales/words.ts'
import { draw } from '../draw.ts'
import { explainSent, type Sent } from '../sent.ts'
import type { Activity } from './activity.ts'
import { openChat, turnIn } from './alone.ts'
import { hangingOn } from './hanging.ts'
import { isRefused, languageOfTurn, personOf } from './person.ts'
import { pressed } from './pressed.ts'
import { channelOf, replyTo } from './reference.ts'
import { stripOf } from './strip.ts'
import type { Deps, Turn, TurnAnswer } from './turn.ts'

/** Id of the message action, as the manifest names it. */
export const EXPLAIN = 'explain'

const text = z.string().nullish()
const Chosen = z.looseObject({
  commandId: z.literal(EXPLAIN),
  messagePayload: z
    .looseObject({
      subject: text,
      body: z.looseObject({ contentType: text, content: text }).nullish(),
      attachments: z.array(z.unknown()).nullish(),
    })
    .nullish(),
  data: z.record(z.string(), z.unknown()).nullish(),
})

export const isChoice = ({ name }: Activity): boolean => name?.startsWith('composeExtension/') === true

/**
 * The message action (invoke `composeExtension/fetchTask`): what the errors in a message mean, in a dialog that only whoever chose it sees. It works
 * wherever they have the app, also in chats the bot is not in.
 */
export async function chosen(turn: Turn, deps: Deps): Promise<TurnAnswer> {
  const read = Chosen.safeParse(turn.activity.value)
  if (!read.success) return { status: 501 }
  const who = await whoChose(turn, deps)
  if (isRefused(who)) return says(stripOf(refusalCard(who, deps.showing(languageOfTurn(turn)))))
  const { desk, tenantName } = deps
  const channel = channelOf(turn.activity, turn.tenant)
  const reply = replyTo(turn.activity, turn.tenant)
  const context = { desk, acting: who, showing: deps.showing(who.language), reply, channel, prefix: '', tenantName }
  return dialog(drawn(await explainSent(sentOf(read.data, deps), context)), who.language)
}

function sentOf({ messagePayload }: z.infer<typeof Chosen>, deps: Deps): Sent {
  const { html, quoted, files } = hangingOn(messagePayload?.attachments)
  const { contentType, content } = messagePayload?.body ?? {}
  const body = contentType === 'html' && content ? `<div>${content}</div>` : (content ?? '')
  const said = [messagePayload?.subject ?? '', body, html ?? ''].filter((each) => each.trim() !== '').join('\n')
  return { text: said, formatted: null, quoted, files: files.length > 0 ? () => deps.files.read(files) : null }
}

/** In a chat the bot is not in it may not ask who somebody is; their own chat with it tells. */
async function whoChose(turn: Turn, deps: Deps): Promise<Acting | Refused> {
  const who = await personOf(turn, deps)
  const isOpen = isRefused(who) && (who.why === 'could-not-read' || who.args.reason === 'stranger')
  const chat = isOpen ? await openChat(turn, deps) : null
  return chat ? personOf(turnIn(chat, turn), deps) : who
}

/** A button in the dialog (invoke `composeExtension/submitAction`): slow answers come into the chat with the bot. */
export async function submitted(turn: Turn, deps: Deps): Promise<TurnAnswer> {
  const read = Chosen.safeParse(turn.activity.value)
  if (!read.success) return { status: 501 }
  const chat = await openChat(turn, deps)
  const own = chat ? turnIn(chat, turn) : turn
  const answer = await pressed({ ...own, activity: { ...own.activity, value: { action: { data: read.data.data ?? {} } } } }, deps)
  const body = Pressed.safeParse(answer.body).data
  const language = languageOfTurn(turn)
  if (!body) return says(stripOf(refusalCard(refused('too-late'), deps.showing(language))))
  return typeof body.value === 'string'
    ? says(body.value)
    : 'message' in body.value
      ? says(String(body.value.message))
      : dialog(body.value, language)
}

/** How a press is answered: a line, a card, or an error. */
const Pressed = z.looseObject({ value: z.union([z.string(), z.record(z.string(), z.unknown())]) })

type DrawnCard = Readonly<Record<string, unknown>>

const drawn = (card: Card): DrawnCard => draw(card, 'teams').body as DrawnCard

const says = (value: string): TurnAnswer => ({ status: 200, body: { task: { type: 'message', value } } })

function dialog(card: DrawnCard, language: Language): TurnAnswer {
  const content = { ...card, ...(Array.isArray(card.actions) ? { actions: card.actions.map(submitting) } : {}) }
  const value = {
    title: wordsOf(language)('cards.bot'),
    width: 'large',
    height: 'large',
    card: { contentType: 'application/vnd.microsoft.card.adaptive', content },
  }
  return { status: 200, body: { task: { type: 'continue', value } } }
}

/** Dialogs know no Action.Execute (learn.microsoft.com, dialogs); what the button carries stays the same. */
function submitting({ verb: _verb, ...action }: DrawnCard): DrawnCard {
  return action.type === 'Action.Execute' ? { ...action, type: 'Action.Submit' } : action
}
