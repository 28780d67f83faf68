import type { z } from 'zod'
import { type Answer, type Found, found, type Unknown, unknown } from '../../domain/answer.ts'
import type { Listing } from '../../domain/tenant.ts'
import type { Rows } from './invoke-command.ts'

/**
 * Rows in the shape of `schema`. One that cannot be understood makes the whole answer unknown: leaving it out would say "not there".
 * So does "no such object" where a list was asked for: an empty list comes as an empty list.
 */
export function readRows<S extends z.ZodType>(cmdlet: string, schema: S, answer: Answer<Rows>): Found<Listing<z.output<S>>> | Unknown {
  if (answer.is === 'absent') return unknown(`${cmdlet}: the answer is "no such object"`)
  if (answer.is === 'unknown') return answer
  const items: z.output<S>[] = []
  for (const row of answer.value.items) {
    const parsed = schema.safeParse(row)
    if (!parsed.success)
      return unknown(`${cmdlet}: ${parsed.error.issues.map((issue) => `${issue.path.join('.')} ${issue.message}`).join('; ')}`)
    items.push(parsed.data)
  }
  return found({ items, complete: answer.value.complete })
}

/** The same for lists that are only of use whole: an incomplete one is unknown. */
export function readAll<S extends z.ZodType, T>(
  cmdlet: string,
  schema: S,
  answer: Answer<Rows>,
  to: (row: z.output<S>) => T,
): Found<readonly T[]> | Unknown {
  const rows = readRows(cmdlet, schema, answer)
  if (rows.is === 'unknown') return rows
  return rows.value.complete ? found(rows.value.items.map(to)) : unknown(`${cmdlet}: the list could not be read to its end`)
}
