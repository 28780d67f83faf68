import type { Account } from '../../domain/person.ts'
import type { Handle } from './database.ts'
import { accounts, people } from './schema.ts'
import { storable } from './storable.ts'

/** Writes an account, and the person it belongs to. */
export async function saveAccount(handle: Handle, account: Account): Promise<void> {
  const { platform, organisation, user, person, name, language, proof, mention, checkedAt } = storable(account)
  await handle.insert(people).values({ id: person, name }).onConflictDoUpdate({ target: people.id, set: { name } })
  const set = { person, name, language, proof, mention, checkedAt: new Date(checkedAt) }
  const target = [accounts.platform, accounts.organisation, accounts.user]
  await handle
    .insert(accounts)
    .values({ platform, organisation, user, ...set })
    .onConflictDoUpdate({ target, set })
}
