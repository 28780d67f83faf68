import type { Authority, DnsQuestion, DnsReply, Resolution } from '../../domain/evidence.ts'
import type { Network } from '../../ports/network.ts'
import { addressesOf } from '../../probes/resolution.ts'
import { authorityQuestions, delegatedReplies, delegationOf, serversOf } from '../../probes/suspicion.ts'
import { ask, askInTime } from './ask.ts'
import type { Deadline } from './deadline.ts'

/** A server of a zone that says nothing for so long, though it was asked more than once, is silent. */
const SILENT_MS = 3_000
/** Of the servers that gave a zone away, so many are asked for its own. */
const MOST_PARENTS = 2

/**
 * Every name server of the zone, each asked alone and all at once. null when nobody knows them. Left out are servers that were not asked: at an
 * address nobody may connect to, or when time was over.
 */
export async function askAuthority(network: Network, resolution: Resolution, deadline: Deadline): Promise<Authority | null> {
  const replies = [...resolution.replies, ...(await askParent(network, resolution, deadline))]
  const questions = authorityQuestions({ ...resolution, replies })
  if (questions === null) return null
  const found = await Promise.all(questions.addresses.map((question) => ask(network, question, deadline.left())))
  const servers = serversOf(questions, [...replies, ...found])
  const askOne = async ({ name, ip }: (typeof servers)[number]): Promise<Authority['servers']> => {
    if (ip === null) return [{ name, ip, replies: [] }]
    if (network.forbidden(ip) !== null) return []
    const heard = await Promise.all(questions.each.map((question) => askAlone(network, question, ip, deadline)))
    const own = heard.filter((reply): reply is DnsReply => reply !== null)
    return own.length > 0 ? [{ name, ip, replies: own }] : []
  }
  return { zone: questions.zone, servers: (await Promise.all(servers.map(askOne))).flat() }
}

const askAlone = (network: Network, question: DnsQuestion, server: string, deadline: Deadline): Promise<DnsReply | null> =>
  deadline.left() > SILENT_MS ? ask(network, question, SILENT_MS, { server }) : askInTime(network, question, { server }, deadline.left())

/** A zone whose servers all fail cannot be asked who they are: those that gave it away still know. */
async function askParent(network: Network, resolution: Resolution, deadline: Deadline): Promise<readonly DnsReply[]> {
  const wanted = delegationOf(resolution)
  if (wanted === null) return []
  const { records } = await ask(network, { name: wanted.parent, type: 'NS' }, deadline.left())
  const names = records.filter(({ type }) => type === 'NS').map(({ data }) => data)
  const some = names.slice(0, MOST_PARENTS)
  const found = await Promise.all(
    some.flatMap((name) => (['A', 'AAAA'] as const).map((type) => ask(network, { name, type }, deadline.left()))),
  )
  const ips = some.flatMap((name) => addressesOf(name, found).slice(0, 1)).filter((ip) => network.forbidden(ip) === null)
  const heard = await Promise.all(ips.map((server) => askAlone(network, { name: wanted.zone, type: 'NS' }, server, deadline)))
  const told = heard.map((reply) => (reply ? delegatedReplies(wanted.zone, reply) : []))
  return told.find((replies) => replies.length > 0) ?? []
}
