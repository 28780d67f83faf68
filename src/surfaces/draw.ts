import type { Card } from '../cards/card.ts'
import type { Platform } from '../domain/person.ts'
import type { Drawing } from '../domain/post.ts'
import { toAdaptiveCard } from '../render/adaptive-card.ts'
import { toBlockKit } from '../render/block-kit.ts'
import { toTerminal } from '../render/terminal.ts'
import type { PressAnswer } from './presses.ts'

/** E-mail address → what the platform needs to mention that account. */
export type Mentions = ReadonlyMap<string, { readonly id: string; readonly name: string }>

const NOBODY: Mentions = new Map()
const TERMINAL_WIDTH = 100

/** Draws a card for the platform it is meant for. */
export function draw(card: Card, platform: Platform, mentions: Mentions = NOBODY): Drawing {
  switch (platform) {
    case 'slack': {
      const { text, blocks } = toBlockKit(card, { mention: (email) => mentions.get(email)?.id ?? null })
      return { platform, text, body: blocks }
    }
    case 'teams': {
      const drawn = toAdaptiveCard(card, { mention: (email) => mentions.get(email) ?? null })
      return { platform, text: drawn.text, body: drawn.card }
    }
    case 'console':
      return { platform, text: toTerminal(card, { colour: false, width: TERMINAL_WIDTH }), body: null }
  }
}

/** Draws a delayed answer; a dialog keeps its submit button, so that a modal opened as "loading" can be filled whole. */
export function drawAnswer(answer: PressAnswer, platform: Platform): Drawing {
  const drawing = draw(answer.card, platform)
  return answer.is === 'dialog' && answer.submit
    ? { ...drawing, submit: answer.submit, title: answer.card.title }
    : { ...drawing, title: answer.card.title }
}
