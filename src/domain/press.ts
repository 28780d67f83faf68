import { z } from 'zod'
import { EVIDENCE_CODES, FINDING_CODES } from './finding.ts'
import { LANGUAGES } from './language.ts'
import { FIX_NAMES } from './plan.ts'

const id = z.string().regex(/^[\w-]{1,64}$/)
const DOMAIN = /^[\w.-]{1,253}$/
const hash = z.string().regex(/^[0-9a-f]{16,64}$/)

/** A report as a button carries it, shortened to what a card shows (Slack takes 2,000 characters for all of a button). */
export const PressedReport = z.strictObject({
  recipient: z.string().max(254).nullable(),
  reply: z.string().max(3).nullable(),
  status: z.string().max(12).nullable(),
  finding: z.enum(FINDING_CODES),
  server: z.string().max(253).nullable(),
  ip: z.string().max(45).nullable(),
  detail: z.string().max(200).nullable(),
  /** Buttons made before these were known lack them. */
  at: z.string().max(30).nullable().default(null),
  reporter: z.string().max(253).nullable().default(null),
})
export type PressedReport = z.infer<typeof PressedReport>

/** The errors an incident is opened for, of whose recipients only the domain is told (`@contoso.example`). */
const read = z.array(PressedReport).max(3).optional()

/** What proves it, as a button carries it: evidence lines without their words. */
export const PressedProof = z.strictObject({
  code: z.enum(EVIDENCE_CODES),
  args: z.record(z.string().max(40), z.union([z.string().max(300), z.number()])),
})

export type PressedProof = z.infer<typeof PressedProof>

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
  z.strictObject({
    verb: z.literal('examine'),
    tenant: z.string().max(64),
    target: z.string().max(255),
    /** What Exchange Online wrote about it, for what is seen to be held against. */
    report: PressedReport.optional(),
  }),
  z.strictObject({ verb: z.literal('open-destination'), tenant: z.string().max(64), domain: z.string().regex(DOMAIN), reports: read }),
  z.strictObject({
    verb: z.literal('partner-note'),
    report: PressedReport,
    /** Left out: the language of whoever presses. */
    language: z.enum(LANGUAGES).optional(),
    /** The domain mail goes to. */
    domain: z.string().regex(DOMAIN).optional(),
    /** ISO 8601: when it was seen; left out where nobody knows. */
    at: z.string().max(30).optional(),
    /** What the bot itself saw from the internet; left out where it did not look. */
    seen: z.array(PressedProof).max(6).optional(),
  }),
  /** `to`: the channel it was asked in, for platforms that answer elsewhere than there. */
  z.strictObject({
    verb: z.literal('share'),
    reports: z.array(PressedReport).min(1).max(3),
    to: z.string().max(512).optional(),
    /** Where the connector leads, if that is known. */
    behind: z.enum(['Partner', 'OnPremises']).optional(),
  }),
  z.strictObject({ verb: z.literal('show-code'), finding: z.enum(FINDING_CODES) }),
  z.strictObject({ verb: z.literal('open-incident'), tenant: z.string().max(64), connector: z.string().max(64), reports: read }),
])
export type Press = z.infer<typeof Press>
export type Verb = Press['verb']
