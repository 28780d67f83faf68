import type { GuardResult } from '../../domain/plan.ts'
import { coversDomain } from '../../domain/satisfies.ts'
import type { OutboundConnector } from '../../domain/tenant.ts'
import { type HostVerdict, judgeTranscript } from '../steps/judge-transcript.ts'
import { type HostTest, testHosts } from '../steps/test-hosts.ts'
import { type Guard, list, ruled } from './guard.ts'

/** Refuses to route mail to hosts that fail under the connector's TLS settings, or that could not be tested. */
export const hostsAnswer: Guard = async (world, { connector, at }) =>
  connector ? ruleHosts(connector, await testHosts(world.network, connector), at) : []

/** One host that answers is enough for mail to leave: the failing others are warned of. */
function ruleHosts(connector: OutboundConnector, tests: readonly HostTest[], at: string): readonly GuardResult[] {
  if (tests.length === 0) return [ruled('hosts-untested', 'one-more-approver', { why: 'MX' })]
  const judged = tests.map((test) => ({ test, verdict: verdictOf(test, connector, at) }))
  const failing = judged.filter(({ verdict }) => verdict !== 'ok' && verdict !== 'untested')
  const working = judged.filter(({ verdict }) => verdict === 'ok')
  const names = tlsNames(connector, tests)
  const [first] = failing
  if (first) {
    const args = { host: first.test.host, finding: first.verdict }
    return [ruled('hosts-still-fail', working.length > 0 ? 'warn' : 'refuse', args), ...names]
  }
  if (working.length === 0) return [ruled('hosts-untested', 'refuse', { why: whyUntested(tests) }), ...names]
  return [ruled('hosts-still-fail', 'pass', { host: list(working.map(({ test }) => test.host)), finding: 'no-fault-found' }), ...names]
}

/** The best its addresses give: Exchange Online goes on to the next address. */
function verdictOf(test: HostTest, connector: OutboundConnector, at: string): HostVerdict {
  if (test.dns) return test.dns
  const verdicts = test.transcripts.map((transcript) => judgeTranscript(transcript, connector, at))
  if (verdicts.includes('ok')) return 'ok'
  return verdicts.find((verdict) => verdict !== 'untested') ?? 'untested'
}

function whyUntested(tests: readonly HostTest[]): string {
  const transcript = tests.flatMap((test) => test.transcripts).find((each) => each.fault)
  const why = transcript?.fault?.why
  if (why?.is === 'not-public') return `${transcript?.ip} (${why.range})`
  return why?.is === 'no-route-here' ? `${transcript?.ip} (${why.error})` : (tests[0]?.host ?? '')
}

/** Whether the certificates seen fit the connector's TlsDomain. */
function tlsNames(connector: OutboundConnector, tests: readonly HostTest[]): readonly GuardResult[] {
  const { tlsDomain } = connector
  const shown = tests.flatMap((test) =>
    test.transcripts.flatMap(({ tls }) => (tls ? [{ host: test.host, names: tls.certificate.names }] : [])),
  )
  if (tlsDomain === null || shown.length === 0) return []
  const differing = shown.find((each) => !coversDomain(each, tlsDomain))
  const host = differing?.host ?? list([...new Set(shown.map((each) => each.host))])
  return [ruled('tls-domain-differs', differing ? 'warn' : 'pass', { tlsDomain, host })]
}
