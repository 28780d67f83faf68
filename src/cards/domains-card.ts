import type { Answer } from '../domain/answer.ts'
import type { AcceptedDomain } from '../domain/tenant.ts'
import type { Card, Part, Showing } from './card.ts'
import { sayDomainType } from './connector-facts.ts'
import { couldNotRead } from './connectors-card.ts'
import { normal, sandboxNote } from './parts.ts'
import { voiceOf } from './voice.ts'

interface DomainsView {
  readonly domains: Answer<readonly AcceptedDomain[]>
  readonly tenantName: string
}

/** The accepted domains of a tenant and their types. */
export function domainsCard({ domains, tenantName }: DomainsView, showing: Showing): Card {
  const voice = voiceOf(showing)
  const { words } = voice
  const title = words('cards.lists.domains', { tenant: tenantName })
  if (domains.is === 'unknown') return couldNotRead(title, words('cards.lists.domains-unknown', { why: voice.cause(domains.why) }), voice)
  const list = domains.is === 'found' ? domains.value : []
  const table: Part = {
    is: 'table',
    columns: [words('cards.labels.domain'), words('cards.labels.type'), words('cards.labels.default')],
    rows: list.map((each) => [each.domainName, sayDomainType(each.domainType, voice), each.isDefault ? words('terms.yes') : '']),
  }
  return {
    title,
    tone: 'plain',
    summary: words('cards.lists.summary-domains', { count: list.length, tenant: tenantName }),
    parts: [...sandboxNote(voice), list.length > 0 ? table : normal(words('cards.lists.domains-none'))],
  }
}
