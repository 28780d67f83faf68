import type { HostStrip, Mark, Tone } from '../cards/card.ts'

/** Signs of one column in fixed width. */
export const MARKS: Readonly<Record<Mark, string>> = { ok: '✓', failed: '✗', skipped: '–', running: '…', warning: '!', none: '·' }

/** Signs where the platform draws emoji. */
export const EMOJI: Readonly<Record<Mark, string>> = { ok: '✅', failed: '❌', skipped: '➖', running: '⏳', warning: '⚠️', none: '▫️' }

export const TONES: Readonly<Record<Tone, string>> = { fault: '🔴', warning: '🟠', good: '🟢', plain: '🔵', working: '⏳' }

/** `TCP 12 ms`, with the stage's sign. */
export const stageText = (stage: HostStrip['stages'][number]): string =>
  `${MARKS[stage.mark]} ${stage.label}${stage.took === null ? '' : ` ${stage.took.replaceAll('\u00A0', ' ')}`}`
