import type { Answer } from '../../domain/answer.ts'
import type { OnPremisesOrganization } from '../../domain/tenant.ts'
import { OnPremisesOrganizationRow } from './answers.ts'
import type { Invoke } from './invoke-command.ts'
import { readAll } from './read-rows.ts'

export async function readOnPremisesOrganizations(invoke: Invoke): Promise<Answer<readonly OnPremisesOrganization[]>> {
  const cmdlet = 'Get-OnPremisesOrganization'
  const answer = await invoke.read({ cmdlet, parameters: {} })
  return readAll(cmdlet, OnPremisesOrganizationRow, answer, (row) => ({
    name: row.Name,
    outboundConnector: row.OutboundConnector,
    hybridDomains: row.HybridDomains,
  }))
}
