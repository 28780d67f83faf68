import { z } from 'zod'
import type { NewAlert } from '../../domain/alert.ts'

const line = (most: number) => z.string().min(1).max(most)

/** Body of `POST /hooks/alerts`. `docs/alert.schema.json` is generated from it. */
export const AlertBody = z.strictObject({
  source: line(64).optional().describe('Your own name; the one in the signed header counts'),
  id: line(200).describe('Your own id of the alert; the same id again is the same alert'),
  tenant: line(64).toLowerCase().describe('Microsoft Entra tenant id'),
  raisedAt: z.iso.datetime({ offset: true }).describe('When it was raised, ISO 8601'),
  name: line(200).describe('Name of the alert, for people'),
  connector: line(64).optional().describe('Name of the outbound connector, if known'),
  domain: line(255).optional().describe('Recipient domain, if known'),
  error: line(4000).optional().describe('Reply or LED text of Exchange Online, such as "450 4.4.316 Connection refused"'),
  count: z.int().min(0).optional().describe('Messages waiting, if known'),
})

/** The alert a verified body stands for. `source` is the sender whose secret signed it. */
export function alertOf(body: z.output<typeof AlertBody>, source: string, raw: string): NewAlert {
  return {
    tenant: body.tenant,
    source: 'hook',
    sourceId: `${source}:${body.id}`,
    at: new Date(body.raisedAt).toISOString(),
    name: body.name,
    hints: {
      connector: body.connector ?? null,
      domain: body.domain?.toLowerCase() ?? null,
      error: body.error ?? null,
      count: body.count ?? null,
    },
    raw,
  }
}
