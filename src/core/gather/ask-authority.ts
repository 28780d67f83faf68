import type { Authority, DnsReply, Resolution } from '../../domain/evidence.ts'
import type { Network } from '../../ports/network.ts'
import { authorityQuestions, serversOf } from '../../probes/suspicion.ts'
import { ask, askInTime } from './ask.ts'
import type { Deadline } from './deadline.ts'

/**
 * Every name server of the zone, each asked alone and all at once. null when nobody knows them. Left out are servers that were not asked: at an
 * address nobody may connect to, or when time was over.
 */
export async function askAuthority(network: Network, resolution: Resolution, deadline: Deadline): Promise<Authority | null> {
  const questions = authorityQuestions(resolution)
  if (questions === null) return null
  const found = await Promise.all(questions.addresses.map((question) => ask(network, question, deadline.left())))
  const servers = serversOf(questions, [...resolution.replies, ...found])
  const askOne = async ({ name, ip }: (typeof servers)[number]): Promise<Authority['servers']> => {
    if (ip === null) return [{ name, ip, replies: [] }]
    if (network.forbidden(ip) !== null) return []
    const heard = await Promise.all(questions.each.map((question) => askInTime(network, question, { server: ip }, deadline.left())))
    const replies = heard.filter((reply): reply is DnsReply => reply !== null)
    return replies.length > 0 ? [{ name, ip, replies }] : []
  }
  return { zone: questions.zone, servers: (await Promise.all(servers.map(askOne))).flat() }
}
