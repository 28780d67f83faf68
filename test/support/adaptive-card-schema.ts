import { readFileSync } from 'node:fs'
import { Ajv } from 'ajv'
import formats from 'ajv-formats'

/** Microsoft's published schema of Adaptive Cards 1.5 (github.com/microsoft/AdaptiveCards, MIT). It is draft-06 that names itself by `id`. */
const { id, $schema: _, ...schema } = JSON.parse(readFileSync(new URL('../schemas/adaptive-card-1.5.0.json', import.meta.url), 'utf8'))
const ajv = new Ajv({ strict: false })
formats.default(ajv)
const validate = ajv.compile({
  ...schema,
  $id: id,
  $schema: 'http://json-schema.org/draft-07/schema#',
})

/** The faults the schema finds. Teams' own `msteams` is legal there, but not part of the schema. */
export function adaptiveCardFaults(card: Readonly<Record<string, unknown>>): readonly string[] {
  const { msteams: __, ...plain } = card
  if (validate(plain)) return []
  return (validate.errors ?? []).slice(0, 8).map((error) => `${error.instancePath} ${error.message ?? ''}`)
}
