import { createHash } from 'node:crypto'
import { bogusRoute, type DaneState, daneMatch, daneState, mailHosts, routeSecurity, sessionsOf } from '../domain/dane.ts'
import { isAnswer, plainName, replyTo } from '../domain/dns.ts'
import type { Evidence, Resolution, Transcript } from '../domain/evidence.ts'
import type { PolicyReport } from '../domain/incident.ts'
import { readPolicy, stsRecord, tlsReporting } from '../domain/mta-sts.ts'

/** What each destination publishes about TLS, and whether its servers fit it: domains always, smart hosts where TLSA records stand for them. */
export function policyReports(evidence: Evidence): readonly PolicyReport[] {
  return evidence.resolutions.flatMap((resolution) => {
    const dane = daneOf(resolution, evidence)
    if (resolution.as === 'smart-host' && (dane === 'absent' || !hasTlsa(resolution))) return []
    const policies = resolution.as === 'domain' ? { mtaSts: stsOf(resolution), tlsRpt: tlsReporting(resolution).is } : NOT_FOR_SMART_HOSTS
    return [{ domain: plainName(resolution.host), ...policies, dane, dnssec: dnssecOf(resolution, evidence) }]
  })
}

/** Both policies hang on a domain whose MX routes its mail, and nobody looks for them elsewhere. */
const NOT_FOR_SMART_HOSTS = { mtaSts: 'absent', tlsRpt: 'absent' } as const

const hasTlsa = ({ replies }: Resolution): boolean => replies.some((reply) => reply.records.some((record) => record.type === 'TLSA'))

function stsOf(resolution: Resolution): PolicyReport['mtaSts'] {
  const record = stsRecord(resolution)
  if (record.is !== 'announced') return record.is
  if (resolution.mtaSts?.is !== 'found') return 'unavailable'
  const read = readPolicy(resolution.mtaSts.value)
  return read.is === 'valid' ? read.policy.mode : 'invalid'
}

/** The worst of what is true of its hosts, so that one that does not fit shows. */
const WORST_FIRST: readonly PolicyReport['dane'][] = ['mismatch', 'unusable', 'unknown', 'unsigned', 'matches', 'absent']

function daneOf(resolution: Resolution, { transcripts, resolverValidates, at }: Evidence): PolicyReport['dane'] {
  const route = replyTo(resolution.replies, { name: resolution.host, type: 'MX' })
  // Which hosts take the mail was not found out.
  if (route && !isAnswer(route)) return 'unknown'
  const sessions = sessionsOf(resolution, transcripts)
  const hosts = mailHosts(resolution).map((name) => {
    const state = daneState(name, resolution, resolverValidates)
    return hostDane(
      state,
      sessions.filter((each) => plainName(each.host) === name),
      at,
    )
  })
  return WORST_FIRST.find((each) => hosts.includes(each)) ?? 'absent'
}

function hostDane(state: DaneState, sessions: readonly Transcript[], at: string): PolicyReport['dane'] {
  switch (state.is) {
    case 'absent':
    case 'unsigned':
    case 'unusable':
      return state.is
    case 'bogus':
    case 'unread':
    case 'unknown':
      return 'unknown'
    case 'usable': {
      const seen = sessions.flatMap(({ tls }) => (tls ? [daneMatch(tls, state, at, sha256).is] : []))
      if (seen.length === 0) return 'unknown'
      return seen.every((each) => each === 'matches') ? 'matches' : 'mismatch'
    }
  }
}

const sha256 = (hex: string): string => createHash('sha256').update(Buffer.from(hex, 'hex')).digest('hex')

function dnssecOf(resolution: Resolution, { resolverValidates }: Evidence): PolicyReport['dnssec'] {
  const hosts = mailHosts(resolution)
  const tlsaIsBogus = hosts.some((name) => daneState(name, resolution, resolverValidates).is === 'bogus')
  if (tlsaIsBogus || bogusRoute(resolution, resolverValidates).length > 0) return 'bogus'
  if (resolverValidates !== true || hosts.length === 0) return 'unknown'
  const routes = hosts.map((name) => routeSecurity(name, resolution))
  if (routes.includes('insecure')) return 'unsigned'
  return routes.includes('unknown') ? 'unknown' : 'validated'
}
