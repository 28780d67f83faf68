import { languageOf } from '../domain/language.ts'
import type { Profile } from '../domain/person.ts'
import type { Identity } from './desk.ts'
import { personOf } from './policy.ts'
import type { World } from './world.ts'

/** Who stands behind an account, by the platform's own proof; the account is remembered so that approvers can be mentioned. */
export async function identify(world: World, profile: Profile): Promise<Identity> {
  const person = personOf(world.policy, profile)
  if (person.is === 'refused') return person
  const known = await world.store.account(profile.platform, profile.organisation, profile.user)
  const language = languageOf(profile.locale, known?.language ?? 'en')
  const same =
    known?.person === person.id && known.name === profile.name && known.mention === profile.mention && known.language === language
  if (!same) {
    await world.store.transaction((tx) =>
      tx.saveAccount({
        platform: profile.platform,
        organisation: profile.organisation,
        user: profile.user,
        person: person.id,
        name: profile.name,
        language,
        proof: profile.proof,
        checkedAt: world.clock.now(),
        mention: profile.mention,
      }),
    )
  }
  return { is: 'person', acting: { person: { id: person.id, name: profile.name }, surface: profile.platform, language } }
}
