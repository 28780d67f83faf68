import { isIP } from 'node:net'
import { Failure } from '../domain/failure.ts'
import type { Exchange } from '../ports/exchange.ts'

const NAME = /^[\p{L}\p{N}\p{M}_-]{1,63}(?:\.[\p{L}\p{N}\p{M}_-]{1,63})*\.?$/u

/** Whether a text can be a host: a name in any script, or an address, also in brackets. */
export const isHostLike = (text: string): boolean => (text.length <= 254 && NAME.test(text)) || isIP(text.replace(/^\[(.*)\]$/, '$1')) !== 0

/**
 * Whether a bare name can only be meant for a connector, and the names of those there are when none of them is it (none: it is no host either);
 * null: it is a connector, or may be a host.
 * @throws Failure connectors-unreadable when only the tenant could tell, and could not be read
 */
export async function missedConnector(exchange: Exchange | null, bare: string): Promise<readonly string[] | null> {
  if (isHostLike(bare) && (bare.includes('.') || bare.includes(':'))) return null
  const listed = await exchange?.connectors()
  if (listed?.is === 'unknown') throw new Failure('connectors-unreadable', { what: bare.slice(0, 100), why: listed.why })
  if (listed?.is !== 'found') return isHostLike(bare) ? null : []
  const wanted = bare.toLowerCase()
  const isThere = listed.value.some((each) => [each.name, each.guid].some((known) => known.toLowerCase() === wanted))
  return isThere ? null : listed.value.map((each) => each.name)
}
