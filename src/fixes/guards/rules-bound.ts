import type { GuardResult } from '../../domain/plan.ts'
import {
  type AcceptedDomain,
  domainOf,
  type JournalRule,
  type OutboundConnector,
  servesDomain,
  type TransportRule,
} from '../../domain/tenant.ts'
import { type Guard, list, ruled, unreadable } from './guard.ts'
import { names } from './hybrid-wizard.ts'

/** One more approver when mail flow or journal rules depend on the connector: they keep firing without it. */
export const rulesBound: Guard = async (world, { connector, before }) => {
  if (!connector) return []
  const [transport, journal] = await Promise.all([world.exchange.transportRules(), world.exchange.journalRules()])
  if (transport.is !== 'found') return unreadable('Get-TransportRule', transport.is === 'unknown' ? transport.why : 'no such object')
  if (journal.is !== 'found') return unreadable('Get-JournalRule', journal.is === 'unknown' ? journal.why : 'no such object')
  return ruleRulesBound(connector, transport.value, journal.value, before.domains)
}

/** Rules that are switched off do not count. A journal rule depends on the connector by where its reports go. */
function ruleRulesBound(
  connector: OutboundConnector,
  transport: readonly TransportRule[],
  journal: readonly JournalRule[],
  accepted: readonly AcceptedDomain[],
): GuardResult {
  const bound = [
    ...transport.filter((rule) => rule.routeMessageOutboundConnector !== null && names(rule.routeMessageOutboundConnector, connector)),
    ...journal.filter((rule) => servesDomain(connector, domainOf(rule.journalEmailAddress), accepted)),
  ].filter((rule) => rule.enabled)
  const args = { names: list(bound.map((rule) => rule.name)), count: bound.length }
  return ruled('rules-bound', bound.length > 0 ? 'one-more-approver' : 'pass', args)
}
