import { type Answer, found, unknown } from '../../domain/answer.ts'
import { RecipientRow } from './answers.ts'
import type { Invoke } from './invoke-command.ts'
import { toRecipient } from './read-mail-users.ts'
import { readRows } from './read-rows.ts'

const CMDLET = 'Get-Recipient'
const CHUNK = 20

/** Which of the addresses some recipient of the tenant has. Asked in chunks; one chunk that cannot be read makes all of it unknown. */
export async function readKnownAddresses(invoke: Invoke, addresses: readonly string[]): Promise<Answer<ReadonlySet<string>>> {
  const asked = [...new Set(addresses.map((each) => each.toLowerCase()))]
  const known = new Set<string>()
  const chunks = Array.from({ length: Math.ceil(asked.length / CHUNK) }, (_, at) => asked.slice(at * CHUNK, (at + 1) * CHUNK))
  for (const answer of await Promise.all(chunks.map((chunk) => readChunk(invoke, chunk)))) {
    if (answer.is !== 'found') return answer
    for (const address of answer.value) known.add(address)
  }
  return found(new Set(asked.filter((address) => known.has(address))))
}

async function readChunk(invoke: Invoke, chunk: readonly string[]): Promise<Answer<readonly string[]>> {
  const answer = await invoke.read({ cmdlet: CMDLET, parameters: { Filter: filterFor(chunk), ResultSize: 'Unlimited' } })
  const rows = readRows(CMDLET, RecipientRow, answer)
  if (rows.is === 'unknown') return rows
  if (!rows.value.complete) return unknown(`${CMDLET}: the list could not be read to its end`)
  return found(rows.value.items.map(toRecipient).flatMap((each) => [each.primarySmtpAddress, ...each.addresses]))
}

/** An OPATH filter. PowerShell takes typographic quotes for quotes too, so all of them are doubled. */
export const filterFor = (addresses: readonly string[]): string =>
  addresses.map((address) => `EmailAddresses -eq 'smtp:${address.replace(/['‘’‚‛]/g, '$&$&')}'`).join(' -or ')
