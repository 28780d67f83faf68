import { LANGUAGES } from '../domain/language.ts'
import type { Card, Showing } from './card.ts'
import { type NotePress, noteOf } from './note-facts.ts'
import { actions, button, heading, normal, quiet, sandboxNote } from './parts.ts'
import { voiceOf } from './voice.ts'

/** A message to whoever runs the other server, to be copied; a button writes it in the other language. */
export function partnerNoteCard(press: NotePress, showing: Showing): Card {
  const voice = voiceOf(showing)
  const { words } = voice
  const note = noteOf(press, showing)
  const others = LANGUAGES.filter((language) => language !== (press.language ?? showing.language))
  const title = words('cards.note.title')
  if (!note)
    return { title, tone: 'plain', summary: words('cards.note.none'), parts: [...sandboxNote(voice), normal(words('cards.note.none'))] }
  return {
    title,
    tone: 'plain',
    summary: words('cards.note.summary', { subject: note.subject }),
    parts: [
      ...sandboxNote(voice),
      quiet(words('cards.note.what')),
      heading(words('cards.note.subject')),
      { is: 'proof', lines: [note.subject] },
      heading(words('cards.note.body')),
      { is: 'proof', lines: note.body.split('\n') },
      ...actions(others.map((language) => button(words(`cards.note.in-${language}`), { ...press, language }))),
    ],
  }
}
