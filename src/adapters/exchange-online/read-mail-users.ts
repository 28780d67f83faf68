import type { z } from 'zod'
import { type Answer, found } from '../../domain/answer.ts'
import { domainOf, type Listing, matchesDomain, type Recipient } from '../../domain/tenant.ts'
import { RecipientRow } from './answers.ts'
import type { Invoke } from './invoke-command.ts'
import { readRows } from './read-rows.ts'
import { smtpAddress } from './smtp-address.ts'

const CMDLET = 'Get-Recipient'

/**
 * MailUsers without guests that have an address, or their external address, in one of the domains: mail for them leaves the cloud.
 * A domain may be a pattern as connectors carry it: `*.d` for subdomains, `*` for all.
 */
export async function readMailUsers(invoke: Invoke, domains: readonly string[]): Promise<Answer<Listing<Recipient>>> {
  const answer = await invoke.read({ cmdlet: CMDLET, parameters: { RecipientTypeDetails: ['MailUser'], ResultSize: 'Unlimited' } })
  const rows = readRows(CMDLET, RecipientRow, answer)
  if (rows.is === 'unknown') return rows
  const items = rows.value.items.map(toRecipient).filter((each) => each.type === 'MailUser' && isIn(each, domains))
  return found({ items, complete: rows.value.complete })
}

export function toRecipient(row: z.output<typeof RecipientRow>): Recipient {
  const addresses = row.EmailAddresses.flatMap((entry) => smtpAddress(entry) ?? [])
  return {
    primarySmtpAddress: (row.PrimarySmtpAddress ?? addresses[0] ?? '').toLowerCase(),
    addresses,
    type: row.RecipientTypeDetails,
    externalEmailAddress: row.ExternalEmailAddress === null ? null : smtpAddress(row.ExternalEmailAddress),
  }
}

function isIn(recipient: Recipient, domains: readonly string[]): boolean {
  const all = [recipient.primarySmtpAddress, ...recipient.addresses, recipient.externalEmailAddress ?? ''].filter(Boolean).map(domainOf)
  return domains.some((domain) => all.some((each) => matchesDomain(domain, each)))
}
