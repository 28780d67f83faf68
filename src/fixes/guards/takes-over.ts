import type { GuardResult } from '../../domain/plan.ts'
import { servingConnector } from '../../domain/serving-connector.ts'
import { type Guard, type GuardContext, list, ruled } from './guard.ts'

/** Says which way the mail goes afterwards: another connector that serves the domain, else MX. */
export const takesOver: Guard = async (_world, context) => ruleTakesOver(context)

function ruleTakesOver({ after, domains }: Pick<GuardContext, 'after' | 'domains'>): GuardResult {
  const ways = domains.map((domain) => servingConnector(after.connectors, domain, after.domains)?.name ?? 'MX')
  const shown = [...new Set(ways.length > 0 ? ways : ['MX'])]
  return ruled('takes-over', shown.includes('MX') ? 'warn' : 'pass', { connector: list(shown) })
}
