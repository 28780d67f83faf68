import type { webApi } from '@slack/bolt'
import { type Answer, absent, found, unknown } from '../../domain/answer.ts'
import type { Profile } from '../../domain/person.ts'
import type { Clock } from '../../ports/clock.ts'
import type { Directory } from '../../ports/directory.ts'
import { errorOf, whyOf } from './call.ts'
import { profileOf, SlackUser } from './profile.ts'

const FRESH_MS = 5 * 60_000
const MOST_REMEMBERED = 5000

export interface People {
  /** Who an account is, asked from Slack and remembered for five minutes. */
  of(team: string, user: string): Promise<Answer<Profile>>
  /** What is remembered, without asking. */
  remembered(team: string, user: string): Profile | null
}

export function createPeople({ client, clock }: { readonly client: webApi.WebClient; readonly clock: Clock }): People {
  const known = new Map<string, { readonly profile: Profile; readonly until: number }>()
  const asking = new Map<string, Promise<Answer<Profile>>>()
  const remembered = (team: string, user: string): Profile | null => {
    const entry = known.get(`${team} ${user}`)
    return entry && entry.until > clock.tick() ? entry.profile : null
  }

  async function ask(team: string, user: string): Promise<Answer<Profile>> {
    const asked = await askUser(() => client.users.info({ user, include_locale: true }), team)
    if (asked.is !== 'found') return asked
    if (known.size >= MOST_REMEMBERED) known.clear()
    known.set(`${team} ${user}`, { profile: asked.value, until: clock.tick() + FRESH_MS })
    return asked
  }

  return {
    remembered,
    async of(team, user) {
      const profile = remembered(team, user)
      if (profile) return found(profile)
      const key = `${team} ${user}`
      const underway = asking.get(key) ?? ask(team, user).finally(() => asking.delete(key))
      asking.set(key, underway)
      return underway
    },
  }
}

/** Accounts by address, for people who never spoke to the bot. */
export const createDirectory = (client: webApi.WebClient): Directory => ({
  platform: 'slack',
  findByEmail: (organisation, email) => askUser(() => client.users.lookupByEmail({ email }), organisation),
})

/** `absent` only when Slack itself says that there is no such user. */
async function askUser(call: () => Promise<{ readonly user?: unknown }>, organisation: string): Promise<Answer<Profile>> {
  try {
    const user = SlackUser.safeParse((await call()).user)
    return user.success ? found(profileOf(user.data, organisation)) : unknown('Slack described the account in a form that cannot be read')
  } catch (thrown) {
    const error = errorOf(thrown)
    return error === 'user_not_found' || error === 'users_not_found' || error === 'user_not_visible' ? absent : unknown(whyOf(thrown))
  }
}
