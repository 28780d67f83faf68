import type { Acting } from '../../core/desk.ts'
import { type Language, languageOf } from '../../domain/language.ts'
import { type Refused, refused } from '../../domain/refusal.ts'
import { keyOf } from './reference.ts'
import type { Deps, Turn } from './turn.ts'

/** Who speaks, as the desk knows them, or why they do not count. Asked on every activity: rights never come from the card. */
export async function personOf(turn: Turn, deps: Deps): Promise<Acting | Refused> {
  const profile = await deps.roster.sender(turn.activity, turn.tenant, turn.conversations)
  if (profile.is === 'unknown') return refused('could-not-read', { why: profile.why })
  if (profile.is === 'absent') return refused('not-linked', { reason: 'stranger' })
  const identity = await deps.desk.identify(profile.value)
  return identity.is === 'person' ? identity.acting : identity
}

export const isRefused = (who: Acting | Refused): who is Refused => 'is' in who && who.is === 'refused'

/** The language of somebody who could not be identified: what their Teams client speaks. */
export const languageOfTurn = (turn: Turn) => languageOf(turn.activity.locale)

/** The language of what everybody in the conversation reads: theirs where nobody else is there. */
export const languageOfReaders = async (
  { activity, tenant }: Turn,
  { language }: Acting,
  { desk }: Pick<Deps, 'desk'>,
): Promise<Language> => (activity.conversation.conversationType === 'personal' ? language : desk.languageIn(keyOf(activity, tenant)))
