import type { Card, Showing } from '../../cards/card.ts'
import { failureCard, refusalCard } from '../../cards/index.ts'
import type { Acting } from '../../core/desk.ts'
import { Failure, messageOf } from '../../domain/failure.ts'
import { type Language, languageOf } from '../../domain/language.ts'
import { type Refused, refused } from '../../domain/refusal.ts'
import { wordsOf } from '../../locales/words.ts'
import type { PressAnswer } from '../presses.ts'
import { strangerOf } from './profile.ts'
import type { Deps, Origin } from './turn.ts'

export interface Answered {
  readonly answer: PressAnswer
  readonly language: Language
}

export interface Asked {
  /** False where nothing can be changed, whatever goes wrong. */
  readonly changes: boolean
  readonly work: (acting: Acting, showing: Showing) => Promise<PressAnswer>
}

export const notice = (card: Card): PressAnswer => ({ is: 'notice', card })

/**
 * Counts the interaction once, finds out who it is, and does the work. Refusals and failures become cards: nobody stays without an
 * answer. Null when it was seen before; the first one was answered then.
 */
export async function answerOnce(origin: Origin, deps: Deps, { changes, work }: Asked): Promise<Answered | null> {
  let language = languageNow(origin, deps)
  try {
    if (!(await deps.desk.firstSight(origin.once))) return null
    const who = await identify(origin, deps)
    language = 'is' in who ? languageNow(origin, deps) : who.language
    const showing = deps.showing(language)
    return { language, answer: 'is' in who ? notice(refusalCard(who, showing)) : await work(who, showing) }
  } catch (thrown) {
    deps.log.warn({ why: messageOf(thrown) }, 'an interaction in Slack could not be answered as asked')
    return { language, answer: notice(brokenCard(thrown, changes, deps.showing(language))) }
  }
}

/** The person's language as far as it is known without asking. */
export function languageNow({ team, user }: Origin, { people, workspace }: Pick<Deps, 'people' | 'workspace'>): Language {
  const organisation = team ?? workspace.known()?.team
  return languageOf(organisation ? people.remembered(organisation, user)?.locale : null)
}

/** Who acts, as the desk knows them, or why they do not count. Asked on every interaction: rights never come from a card. */
async function identify(origin: Origin, { desk, people, workspace }: Deps): Promise<Acting | Refused> {
  const own = await workspace.get()
  if (own.is !== 'found') return refused('could-not-read', { why: own.is === 'unknown' ? own.why : '' })
  const team = origin.team ?? own.value.team
  const profile = workspace.serves(team) ? await people.of(team, origin.user) : null
  if (profile?.is === 'unknown') return refused('could-not-read', { why: profile.why })
  const identity = await desk.identify(profile?.is === 'found' ? profile.value : strangerOf(origin.user, team))
  return identity.is === 'person' ? identity.acting : identity
}

/** What went wrong, and whether anything was changed by then. */
function brokenCard(thrown: unknown, changes: boolean, showing: Showing): Card {
  const failure = thrown instanceof Failure ? thrown : new Failure('internal', { why: thrown instanceof Error ? thrown.name : 'unknown' })
  const card = failureCard(failure, showing)
  const effect = wordsOf(showing.language)(changes ? 'cards.failure.unsure' : 'cards.failure.unchanged')
  return { ...card, parts: [...card.parts, { is: 'text', text: effect, weight: 'normal' }] }
}
