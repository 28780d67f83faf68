import type { Action, Part } from './card.ts'
import type { Voice } from './voice.ts'

export const strong = (text: string): Part => ({ is: 'text', text, weight: 'strong' })
export const normal = (text: string): Part => ({ is: 'text', text, weight: 'normal' })
export const quiet = (text: string): Part => ({ is: 'text', text, weight: 'quiet' })
export const heading = (text: string): Part => ({ is: 'heading', text })
export const button = (label: string, press: Action['press'], style: Action['style'] = 'plain'): Action => ({ label, press, style })

/** The buttons as one part; nothing when there are none. */
export const actions = (list: readonly Action[]): readonly Part[] => (list.length > 0 ? [{ is: 'actions', actions: list }] : [])

/** A part under its heading; nothing when there is nothing to put under it. */
export const under = (title: string, parts: readonly Part[]): readonly Part[] => (parts.length > 0 ? [heading(title), ...parts] : [])

/** At most `most` lines; the rest is counted in a last one. */
export function atMost(lines: readonly string[], most: number, voice: Voice): readonly string[] {
  const hidden = lines.length - most
  return hidden > 0 ? [...lines.slice(0, most), voice.words('cards.more', { count: hidden })] : lines
}

/** Said first on every card of the sandbox. */
export const sandboxNote = (voice: Voice): readonly Part[] => (voice.showing.sandbox ? [quiet(voice.words('cards.sandbox'))] : [])
