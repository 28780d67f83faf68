import type { Answer } from '../../domain/answer.ts'
import type { AcceptedDomain } from '../../domain/tenant.ts'
import { AcceptedDomainRow } from './answers.ts'
import type { Invoke } from './invoke-command.ts'
import { readAll } from './read-rows.ts'

const CMDLET = 'Get-AcceptedDomain'
/** Where Exchange does not say whether a domain is the tenant's first one, its name does. */
const INITIAL = /^[^.]+\.(?:partner\.)?onmicrosoft\.[a-z]+$/i

export async function readAcceptedDomains(invoke: Invoke): Promise<Answer<readonly AcceptedDomain[]>> {
  const answer = await invoke.read({ cmdlet: CMDLET, parameters: { ResultSize: 'Unlimited' } })
  return readAll(CMDLET, AcceptedDomainRow, answer, (row) => ({
    guid: row.Guid ?? row.DomainName,
    domainName: row.DomainName,
    identity: row.Identity ?? row.DomainName,
    domainType: row.DomainType,
    isDefault: row.Default,
    isInitial: row.InitialDomain ?? INITIAL.test(row.DomainName),
    matchSubDomains: row.MatchSubDomains,
  }))
}
