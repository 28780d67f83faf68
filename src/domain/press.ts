import { z } from 'zod'
import { FIX_NAMES } from './plan.ts'

const id = z.string().regex(/^[\w-]{1,64}$/)
const hash = z.string().regex(/^[0-9a-f]{16,64}$/)

/**
 * What a button carries: a verb and ids, nothing that grants a right. Everything else is looked up and every right is checked on the server.
 */
export const Press = z.discriminatedUnion('verb', [
  z.strictObject({
    verb: z.literal('plan'),
    incident: id,
    fix: z.enum(FIX_NAMES),
    set: z.record(z.string().max(64), z.string().max(255)).optional(),
  }),
  z.strictObject({ verb: z.literal('more'), incident: id }),
  z.strictObject({ verb: z.literal('request'), incident: id, plan: hash }),
  z.strictObject({ verb: z.literal('approve'), request: id, plan: hash }),
  z.strictObject({ verb: z.literal('reject'), request: id, plan: hash }),
  z.strictObject({ verb: z.literal('withdraw'), request: id }),
  z.strictObject({ verb: z.literal('undo'), request: id }),
  z.strictObject({ verb: z.literal('show-request'), request: id }),
  z.strictObject({ verb: z.literal('show-incident'), incident: id }),
  z.strictObject({ verb: z.literal('details'), incident: id }),
  z.strictObject({ verb: z.literal('diagnose'), incident: id }),
  z.strictObject({ verb: z.literal('acknowledge'), incident: id }),
  z.strictObject({ verb: z.literal('snooze'), incident: id, hours: z.number().int().min(1).max(168) }),
  z.strictObject({ verb: z.literal('resolve'), incident: id }),
  z.strictObject({
    verb: z.literal('validate'),
    tenant: z.string().max(64),
    connector: z.string().max(64),
    recipient: z.string().max(254),
  }),
  z.strictObject({ verb: z.literal('open-incident'), tenant: z.string().max(64), connector: z.string().max(64) }),
])
export type Press = z.infer<typeof Press>
export type Verb = Press['verb']
