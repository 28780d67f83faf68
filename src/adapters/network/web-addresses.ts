import { isIP } from 'node:net'
import { setTimeout as wait } from 'node:timers/promises'
import { type Answer, absent, found, unknown } from '../../domain/answer.ts'
import type { DnsQuestion, DnsReply } from '../../domain/evidence.ts'

export interface AddressSettings {
  readonly query: (question: DnsQuestion) => Promise<DnsReply>
  readonly forbidden: (ip: string) => string | null
}

/** A name may list any number of addresses; no more than these are dialled. */
const MOST_ADDRESSES = 6
/** How long the answer about one family is waited for once the other has one to connect to (RFC 8305 §3): some servers never answer about IPv6. */
const OTHER_FAMILY_MS = 50

/** The addresses of a host that may be connected to, IPv6 and IPv4 by turns (RFC 8305 §4). `absent`: DNS knows no such host, or no address of it. */
export async function webAddresses(host: string, settings: AddressSettings): Promise<Answer<readonly string[]>> {
  const known = isIP(host) ? found([host]) : await lookUp(host, settings)
  if (known.is !== 'found') return known
  const ranges = known.value.map((ip) => settings.forbidden(ip))
  const allowed = known.value.filter((_ip, index) => ranges[index] === null)
  return allowed.length > 0 ? found(allowed.slice(0, MOST_ADDRESSES)) : unknown(`${known.value[0]} lies in ${ranges[0]}`)
}

async function lookUp(name: string, { query, forbidden }: AddressSettings): Promise<Answer<readonly string[]>> {
  const heard = new Map<'AAAA' | 'A', DnsReply>()
  const asked = (['AAAA', 'A'] as const).map(async (type) => {
    const reply = await query({ name, type })
    heard.set(type, reply)
    return addressesIn(reply).some((ip) => forbidden(ip) === null)
  })
  const all = Promise.all(asked)
  const one = Promise.any(asked.map(async (each) => ((await each) ? true : Promise.reject(new Error('no address')))))
  await Promise.race([all, one.then(() => wait(OTHER_FAMILY_MS)).catch(() => all)])
  const [six, four] = [addressesIn(heard.get('AAAA')), addressesIn(heard.get('A'))]
  const turns = Array.from({ length: Math.max(six.length, four.length) }, (_each, index) => [six[index], four[index]])
  const addresses = turns.flat().flatMap((address) => address ?? [])
  if (addresses.length > 0) return found(addresses)
  const failed = [...heard.values()].find(({ rcode }) => rcode !== 'NOERROR' && rcode !== 'NXDOMAIN')
  return failed ? unknown(`${name}: ${failed.rcode}`) : absent
}

const addressesIn = (reply: DnsReply | undefined): readonly string[] =>
  reply?.records.filter(({ type }) => type === reply.question.type).map(({ data }) => data) ?? []
