import { addressOf, hostOf } from './read-host.ts'

/** What the words before a reply tell about it. */
export interface Around {
  readonly recipient: string | null
  readonly server: string | null
  readonly ip: string | null
  /** The words that hold the moment. */
  readonly at: string
}

const LABEL = '[^\\s@<>()[\\]{}:;,"\'|=.]{1,63}'
export const ADDRESS = new RegExp(`[^\\s@<>()[\\]{}:;,"'|=]{1,64}@${LABEL}(?:\\.${LABEL}){1,10}`, 'g')
const HOST = /(?<![\w.@-])[A-Za-z0-9_-]{1,63}(?:\.[A-Za-z0-9_-]{1,63}){1,10}(?![\w@-])/g
/** `mail.contoso.com (203.0.113.9)`, `mail.contoso.com[203.0.113.9]`: Exchange, Postfix, Exim, Gmail. */
const HOST_AND_IP = /(?<![\w.@-])([A-Za-z0-9_-]{1,63}(?:\.[A-Za-z0-9_-]{1,63}){1,10})\.? ?[[(]([\dA-Fa-f.:]{3,45})[\])]/g
const IP_ALONE = /[[(]([\dA-Fa-f.:]{3,45})[\])]/g
/** Sendmail: `... while talking to mail.contoso.com.:` */
const TALKING_TO = /while talking to ([A-Za-z0-9_.-]{1,253}?)\.?:/
/** qmail: `203.0.113.9 does not like recipient.` */
const QMAIL = /(?:^|\n|Connected to )\s{0,9}([\dA-Fa-f.:]{7,45}) (?:does not like|failed after|but )/
const OPENING = /^\s{0,9}<([^\s@<>]{1,64}@[^\s@<>]{1,253})>(?::|\s*$)/
const DATE = /\s\d{1,4}[./-]\d{1,2}[./-]\d{1,4}[ ,T]/
const LONGEST_ADDRESS = 320
const NAME_WORDS = 5

/** Reads the words before a reply. `prose`: nothing marks the reply as cited, so that a host merely named before it may be any host. */
export function readAround(lead: string, prose: boolean): Around {
  const near = lead.slice(-400)
  const line = near.slice(near.lastIndexOf('\n') + 1)
  const named = serverIn(near, line, prose)
  return { recipient: recipientIn(lead), ...named, at: line }
}

/** The person a stretch of text is about: the last address that stands alone on its line, or before a moment on the same line. */
export function recipientIn(lead: string): string | null {
  let found: string | null = null
  for (const line of lead.split('\n')) found = aloneIn(line) ?? found
  return found
}

/** `adele@contoso.com`, `Adele Vance (adele@contoso.com)`, `<adele@contoso.com>: …`, `… adele@contoso.com 10/7/2026 7:32:05 AM …`. */
function aloneIn(line: string): string | null {
  if (!line.includes('@')) return null
  const opening = OPENING.exec(line.slice(0, LONGEST_ADDRESS))
  if (opening) return opening[1]!.toLowerCase()
  const near = line.slice(-LONGEST_ADDRESS)
  const moment = near.search(DATE)
  const addresses = (moment < 0 ? near : near.slice(0, moment)).match(ADDRESS) ?? []
  const address = addresses.at(-1)?.toLowerCase() ?? null
  if (moment >= 0 || address === null) return address
  const rest = line.length > near.length ? null : near.replace(ADDRESS, ' ').replace(/[<>()[\]"',]/g, ' ')
  const isAlone = rest !== null && !/[:;=|/]/.test(rest) && rest.split(/\s+/).filter(Boolean).length <= NAME_WORDS
  return isAlone && addresses.every((each) => each.toLowerCase() === address) ? address : null
}

function serverIn(near: string, line: string, prose: boolean): Pick<Around, 'server' | 'ip'> {
  const paragraph = near.slice(near.lastIndexOf('\n\n') + 1)
  const pair = [...(prose ? paragraph : line).matchAll(HOST_AND_IP)].at(-1)
  if (pair) return { server: hostOf(pair[1]), ip: addressOf(pair[2]) }
  const talking = TALKING_TO.exec(near)
  const ip = addressOf([...line.matchAll(IP_ALONE)].at(-1)?.[1]) ?? addressOf(QMAIL.exec(paragraph)?.[1])
  if (talking) return { server: hostOf(talking[1]), ip }
  const bracket = line.search(/[([][^()[\]]{0,100}[)\]][^()[\]]{0,100}$/)
  const named = prose || (bracket >= 0 && ip !== null) ? [] : (line.slice(0, bracket < 0 ? line.length : bracket).match(HOST) ?? [])
  const server = hostOf(named.filter((host) => /[A-Za-z]/.test(host) || addressOf(host)).at(-1))
  return { server: server ?? hostAlone(near), ip }
}

/** Exchange puts the server on the line above what it answered. */
function hostAlone(near: string): string | null {
  const above = near.split('\n').at(-2)?.trim() ?? ''
  const [host] = above.match(HOST) ?? []
  return host === above && /[A-Za-z]/.test(above) ? hostOf(host) : null
}
