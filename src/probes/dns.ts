import { isIP } from 'node:net'
import { cnameWalk, exchangesOf, isAnswer, isNullMx, type MailExchange, plainName, routeReplies } from '../domain/dns.ts'
import type { DnsReply, Evidence, Resolution } from '../domain/evidence.ts'
import type { EvidenceLine, Finding, FindingCode } from '../domain/finding.ts'

interface Judgement {
  readonly finding: FindingCode
  readonly evidence: readonly EvidenceLine[]
}

/** Whether each host of the target leads to addresses, and if not, what stands in the way. A host that does while another does not is a warning. */
export function dns(evidence: Evidence): readonly Finding[] {
  const sound = evidence.resolutions.filter((each) => each.addresses.length > 0).length
  return evidence.resolutions.flatMap((resolution) => {
    const leads = resolution.addresses.length > 0
    const judgement = leads ? despiteAddresses(resolution) : withoutAddresses(resolution)
    if (!judgement) return []
    const elsewhere: readonly EvidenceLine[] =
      !leads && sound > 0 ? [{ code: 'works-elsewhere', args: { ok: sound, total: evidence.resolutions.length } }] : []
    return [
      {
        finding: judgement.finding,
        severity: leads || sound > 0 ? ('warning' as const) : ('fault' as const),
        subject: resolution.host,
        stage: 'dns' as const,
        evidence: [...judgement.evidence, ...elsewhere],
      },
    ]
  })
}

/** The host can be reached, but something in its records will hold mail up now and then. */
function despiteAddresses({ host, replies }: Resolution): Judgement | null {
  const literals = addressesAsNames(host, exchangesOf(host, replies))
  if (literals.length > 0) return { finding: 'mx-invalid', evidence: literals }
  // Without its MX answer a sender must wait and may not go on to the address (RFC 5321 §5.1).
  const failed = replies.filter((reply) => reply.question.type === 'MX' && !isAnswer(reply))
  return failed.length > 0 ? failure(failed) : null
}

function withoutAddresses({ host, replies: all }: Resolution): Judgement | null {
  const replies = routeReplies(host, all)
  const exchanges = exchangesOf(host, replies)
  const names = [host, ...exchanges.map((each) => each.exchange)]
  const loop = names.map((name) => cnameWalk(name, replies)).find((walk) => walk.loops)
  if (loop) return { finding: 'dns-cname-loop', evidence: [{ code: 'dns-cname-loop', args: { chain: loop.chain.join(' → ') } }] }
  if (isNullMx(exchanges)) return { finding: 'null-mx', evidence: [{ code: 'dns-null-mx', args: { name: host } }] }
  const failed = replies.filter((reply) => !isAnswer(reply))
  if (exchanges.length > 0) return exchangesLeadNowhere(host, exchanges, replies, failed)
  const gone = replies.filter((reply) => reply.rcode === 'NXDOMAIN')
  if (gone.length > 0) return { finding: 'dns-domain-missing', evidence: gone.slice(0, 1).map(line) }
  if (failed.length > 0) return failure(failed)
  return replies.length > 0 ? { finding: 'dns-no-records', evidence: replies.map(line) } : null
}

function exchangesLeadNowhere(
  host: string,
  exchanges: readonly MailExchange[],
  replies: readonly DnsReply[],
  failed: readonly DnsReply[],
): Judgement {
  const literals = addressesAsNames(host, exchanges)
  if (literals.length === 0 && failed.length > 0) return failure(failed)
  const named = replies.filter((reply) => exchanges.some((each) => each.exchange === plainName(reply.question.name)))
  return { finding: 'mx-invalid', evidence: literals.length > 0 ? literals : named.map(line) }
}

/** An MX record must hold a name (RFC 5321 §5.1); an address in its place is looked up as a name and found nowhere. */
const addressesAsNames = (host: string, exchanges: readonly MailExchange[]): readonly EvidenceLine[] =>
  exchanges
    .filter((each) => isIP(each.exchange) !== 0)
    .map((each) => ({ code: 'dns-mx-is-address', args: { name: host, exchange: each.exchange } }))

/** Silence and SERVFAIL are the domain's name servers; a refusal or bytes that make no sense say only that the query failed. */
function failure(failed: readonly DnsReply[]): Judgement {
  const servers = failed.some((reply) => reply.rcode === 'SERVFAIL' || reply.rcode === 'timeout')
  return { finding: servers ? 'dns-servers-failing' : 'dns-query-failed', evidence: failed.map(line) }
}

function line(reply: DnsReply): EvidenceLine {
  const { name, type } = reply.question
  const asked = { name, type, server: reply.server }
  if (reply.rcode === 'NXDOMAIN') return { code: 'dns-nxdomain', args: asked }
  if (reply.rcode !== 'NOERROR') return { code: 'dns-failure', args: { ...asked, rcode: reply.rcode } }
  const values = reply.records.map((record) => record.data)
  return values.length === 0 ? { code: 'dns-nodata', args: asked } : { code: 'dns-answer', args: { ...asked, values: values.join(', ') } }
}
