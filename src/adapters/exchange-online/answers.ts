import { z } from 'zod'
import { utc } from './utc.ts'

/** What the admin API answers, row by row. A property that decides about safety must be there: left out is not the same as false. */

export type Row = Readonly<Record<string, unknown>>

const Envelope = z.object({
  value: z.union([z.array(z.record(z.string(), z.unknown())), z.record(z.string(), z.unknown()).transform((row) => [row])]).nullish(),
  '@odata.nextLink': z.string().nullish(),
  '@adminapi.warnings': z.array(z.string()).nullish(),
})

export interface Page {
  readonly rows: readonly Row[]
  readonly next: string | null
  readonly warnings: readonly string[]
}

/** Reads a success envelope; null when it is none. Cmdlets without output leave `value` out, and some answer nothing at all. */
export function parseEnvelope(body: string): Page | null {
  if (body.trim() === '') return { rows: [], next: null, warnings: [] }
  try {
    const envelope = Envelope.parse(JSON.parse(body))
    return {
      rows: (envelope.value ?? []).map(withoutAnnotations),
      next: envelope['@odata.nextLink'] ?? null,
      warnings: envelope['@adminapi.warnings'] ?? [],
    }
  } catch {
    return null
  }
}

const withoutAnnotations = (row: Row): Row => Object.fromEntries(Object.entries(row).filter(([key]) => !key.includes('@')))

const texts = z
  .array(z.string())
  .nullish()
  .transform((list) => list ?? [])
const textOrNull = z
  .string()
  .nullish()
  .transform((text) => text || null)
const date = z.string().transform((text, context) => {
  const at = utc(text)
  if (at === null) context.addIssue({ code: 'custom', message: 'not a date' })
  return at ?? z.NEVER
})

export const ConnectorRow = z.object({
  Guid: z.string().min(1),
  Name: z.string().min(1),
  Identity: textOrNull,
  Enabled: z.boolean(),
  ConnectorType: z.enum(['Partner', 'OnPremises']),
  ConnectorSource: z
    .string()
    .nullish()
    .transform((source) => source || 'Default'),
  UseMXRecord: z.boolean(),
  SmartHosts: texts,
  RecipientDomains: texts,
  AllAcceptedDomains: z.boolean(),
  TlsSettings: z.preprocess((value) => value || null, z.enum(['EncryptionOnly', 'CertificateValidation', 'DomainValidation']).nullable()),
  TlsDomain: textOrNull,
  IsTransportRuleScoped: z.boolean(),
  RouteAllMessagesViaOnPremises: z.boolean(),
  CloudServicesMailEnabled: z.boolean(),
  TestMode: z.boolean(),
  Comment: textOrNull,
  WhenChangedUTC: z
    .string()
    .nullish()
    .transform((text) => (text ? utc(text) : null)),
})

export const AcceptedDomainRow = z.object({
  Guid: z.string().nullish(),
  DomainName: z.string().min(1),
  Identity: textOrNull,
  DomainType: z.enum(['Authoritative', 'InternalRelay', 'ExternalRelay']),
  Default: z.boolean(),
  InitialDomain: z
    .boolean()
    .nullish()
    .transform((initial) => initial ?? null),
  MatchSubDomains: z.boolean(),
})

export const RecipientRow = z.object({
  PrimarySmtpAddress: textOrNull,
  EmailAddresses: texts,
  RecipientTypeDetails: z.string(),
  ExternalEmailAddress: textOrNull,
})

export const TransportRuleRow = z.object({
  Name: z.string(),
  State: z.string(),
  RouteMessageOutboundConnector: textOrNull,
})

export const JournalRuleRow = z.object({
  Name: z.string(),
  Enabled: z.boolean(),
  JournalEmailAddress: z
    .string()
    .nullish()
    .transform((address) => address ?? ''),
})

export const OnPremisesOrganizationRow = z.object({
  Name: z.string(),
  OutboundConnector: textOrNull,
  HybridDomains: texts,
})

/** Only the first two are documented; the message was sent by then, so what is told with them is taken in whatever shape it comes. */
export const ValidationRow = z.object({
  TaskName: z.string().min(1),
  IsTaskSuccessful: z.union([z.boolean(), z.stringbool({ truthy: ['true'], falsy: ['false'] })]),
  TaskDetail: z.unknown().transform((detail) => (typeof detail === 'string' ? detail : detail == null ? '' : JSON.stringify(detail))),
})

export const TransportConfigRow = z.object({ MessageExpiration: z.string() })

export const TraceRowAnswer = z.object({
  MessageTraceId: z.string().min(1),
  MessageId: z
    .string()
    .nullish()
    .transform((id) => id ?? ''),
  Received: date,
  SenderAddress: z
    .string()
    .nullish()
    .transform((address) => address ?? ''),
  RecipientAddress: z.string().min(1),
  Status: z.string(),
})

export const TraceDetailAnswer = z.object({
  Date: date,
  Event: z.string(),
  Detail: z
    .string()
    .nullish()
    .transform((detail) => detail ?? ''),
  Data: z
    .string()
    .nullish()
    .transform((data) => data ?? ''),
})
