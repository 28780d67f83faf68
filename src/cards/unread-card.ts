import type { UnreadFile } from '../domain/unread-file.ts'
import type { Card, Part, Showing } from './card.ts'
import { normal, sandboxNote, strong } from './parts.ts'
import { type Voice, voiceOf } from './voice.ts'

const SHOWN = 8

/** Put in front of an answer: the files it leaves out, each with the reason and the way on. The answer as it is where all were read. */
export function withUnread(card: Card, unread: readonly UnreadFile[], showing: Showing): Card {
  if (unread.length === 0) return card
  const voice = voiceOf(showing)
  const note = sandboxNote(voice)
  return { ...card, parts: [...note, ...unreadParts(unread, voice), { is: 'divider' }, ...card.parts.slice(note.length)] }
}

/** The answer where nothing could be read at all. */
export function unreadCard({ unread }: { readonly unread: readonly UnreadFile[] }, showing: Showing): Card {
  const voice = voiceOf(showing)
  const title = voice.words('files.title')
  return { title, tone: 'warning', summary: title, parts: [...sandboxNote(voice), ...unreadParts(unread, voice)] }
}

function unreadParts(unread: readonly UnreadFile[], voice: Voice): readonly Part[] {
  const { words } = voice
  const hidden = unread.length - SHOWN
  return [
    strong(words('files.some', { count: unread.length })),
    { is: 'list', ordered: false, items: unread.slice(0, SHOWN).map((file) => lineOf(file, voice)) },
    ...(hidden > 0 ? [normal(words('cards.more', { count: hidden }))] : []),
  ]
}

function lineOf({ name, why, args }: UnreadFile, { words, showing }: Voice): string {
  const said = why === 'too-large' ? { size: sizeOf(Number(args.most), showing) } : args
  return words('files.line', {
    name: name.trim() || words('files.unnamed'),
    what: words(`files.${why}.what`, said),
    next: words(`files.${why}.next`, said),
  })
}

/** In megabytes as the language writes them: `1 MB`, `1 Mo`. */
const sizeOf = (bytes: number, { language }: Showing): string =>
  new Intl.NumberFormat(language, { style: 'unit', unit: 'megabyte', maximumFractionDigits: 1 }).format(bytes / 1_000_000)
