import type { types } from '@slack/bolt'
import type { Card } from '../../cards/card.ts'
import type { Drawing } from '../../domain/post.ts'
import type { PostOutcome } from '../../ports/poster.ts'
import { draw } from '../draw.ts'
import type { PressAnswer } from '../presses.ts'
import type { Answered } from './answered.ts'
import { outcomeOf } from './call.ts'
import { blocksOf, modalOf } from './modal.ts'
import { type SlackReply, say } from './poster.ts'
import { respond } from './respond.ts'
import type { Deps } from './turn.ts'

const MOST_WAIT_MS = 30_000

/** Sends the first answer to an interaction, in place of what `say` takes as replaced. Waits out one 429; what Slack does not take is logged. */
export async function deliver(reply: SlackReply, drawing: Drawing, deps: Deps, replaced: string | null = null): Promise<PostOutcome> {
  return patiently(() => say(reply, drawing, replaced, deps), deps)
}

/**
 * Puts an answer into an open modal. "Working" goes there only while the modal is as we saw it (`hash`): the real answer may have
 * arrived already, from a job of any replica.
 */
export async function fill(view: { readonly id: string; readonly hash: string | null }, { answer, language }: Answered, deps: Deps) {
  const guard = answer.card.tone === 'working' && view.hash ? { hash: view.hash } : {}
  await patiently(async () => {
    const outcome = await outcomeOf(async () => {
      await deps.client.views.update({ view_id: view.id, view: modalOf(answer, language), ...guard })
      return {}
    })
    return outcome.is === 'failed' && outcome.why === 'hash_conflict' ? { is: 'posted', message: '' } : outcome
  }, deps)
}

/** Opens a modal while its trigger lives; null when Slack did not take it. */
export async function open(trigger: string, view: types.ModalView, deps: Deps): Promise<{ id: string; hash: string | null } | null> {
  try {
    const opened = await deps.client.views.open({ trigger_id: trigger, view })
    return opened.view?.id ? { id: opened.view.id, hash: opened.view.hash ?? null } : null
  } catch (thrown) {
    deps.log.warn({ why: thrown instanceof Error ? thrown.message : 'unknown' }, 'a modal could not be opened in Slack')
    return null
  }
}

/** Without a modal the step that follows is a button on the card itself. */
export function drawMessage(answer: PressAnswer): Drawing {
  if (answer.is !== 'dialog' || !answer.submit) return draw(answer.card, 'slack')
  const { label, press } = answer.submit
  const parts = [...answer.card.parts, { is: 'actions' as const, actions: [{ label, press, style: 'primary' as const }] }]
  return draw({ ...answer.card, parts }, 'slack')
}

/** Where what everybody is to read goes: through the address of the answer, else into a channel by its id. */
export type Publicly = { readonly is: 'response-url'; readonly url: string } | { readonly is: 'channel'; readonly id: string }

/** Posts a card for everybody in the channel. A response_url reaches channels that the bot itself is not in. */
export async function deliverPublicly(where: Publicly, card: Card, deps: Deps): Promise<PostOutcome> {
  const drawing = draw(card, 'slack')
  return patiently(() => {
    const content = { text: drawing.text, blocks: blocksOf(drawing) }
    if (where.is === 'response-url')
      return respond(where.url, { ...content, replace_original: false, response_type: 'in_channel' }, deps.apiUrl)
    return outcomeOf(() => deps.client.chat.postMessage({ channel: where.id, ...content, unfurl_links: false, unfurl_media: false }))
  }, deps)
}

async function patiently(attempt: () => Promise<PostOutcome>, { log }: Deps): Promise<PostOutcome> {
  const first = await attempt()
  if (first.is === 'wait') await new Promise((resolve) => setTimeout(resolve, Math.min(first.ms, MOST_WAIT_MS)))
  const outcome = first.is === 'wait' ? await attempt() : first
  if (outcome.is !== 'posted')
    log.warn({ outcome: outcome.is, why: 'why' in outcome ? outcome.why : '429' }, 'Slack did not take an answer')
  return outcome
}
