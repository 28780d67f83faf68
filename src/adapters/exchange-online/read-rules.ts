import type { Answer } from '../../domain/answer.ts'
import type { JournalRule, TransportRule } from '../../domain/tenant.ts'
import { JournalRuleRow, TransportRuleRow } from './answers.ts'
import type { Invoke } from './invoke-command.ts'
import { readAll } from './read-rows.ts'

export async function readTransportRules(invoke: Invoke): Promise<Answer<readonly TransportRule[]>> {
  const cmdlet = 'Get-TransportRule'
  const answer = await invoke.read({ cmdlet, parameters: { ResultSize: 'Unlimited' } })
  return readAll(cmdlet, TransportRuleRow, answer, (row) => ({
    name: row.Name,
    enabled: row.State.toLowerCase() === 'enabled',
    routeMessageOutboundConnector: row.RouteMessageOutboundConnector,
  }))
}

export async function readJournalRules(invoke: Invoke): Promise<Answer<readonly JournalRule[]>> {
  const cmdlet = 'Get-JournalRule'
  const answer = await invoke.read({ cmdlet, parameters: {} })
  return readAll(cmdlet, JournalRuleRow, answer, (row) => ({
    name: row.Name,
    enabled: row.Enabled,
    journalEmailAddress: row.JournalEmailAddress.replace(/^smtp:/i, ''),
  }))
}
