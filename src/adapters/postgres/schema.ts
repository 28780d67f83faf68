import { sql } from 'drizzle-orm'
import { boolean, index, integer, jsonb, pgTable, primaryKey, text, timestamp, uniqueIndex } from 'drizzle-orm/pg-core'
import type { Alert, AlertSource } from '../../domain/alert.ts'
import type { AuditEntry } from '../../domain/audit.ts'
import type { Incident, IncidentState } from '../../domain/incident.ts'
import type { Language } from '../../domain/language.ts'
import type { Account, Platform } from '../../domain/person.ts'
import type { AppliedStep, ChangeRequest, Decision, RequestState } from '../../domain/request.ts'

const moment = (name: string) => timestamp(name, { withTimezone: true, mode: 'date' })

export const alerts = pgTable(
  'alerts',
  {
    id: text('id').primaryKey(),
    tenant: text('tenant').notNull(),
    source: text('source').$type<AlertSource>().notNull(),
    sourceId: text('source_id').notNull(),
    /** As the sender wrote it. */
    at: text('at').notNull(),
    receivedAt: moment('received_at').notNull(),
    name: text('name').notNull(),
    hints: jsonb('hints').$type<Alert['hints']>().notNull(),
    raw: text('raw').notNull(),
  },
  (table) => [uniqueIndex('alerts_once').on(table.tenant, table.source, table.sourceId)],
)

/** `document` is the incident; the other columns are copies of it to find and guard it by. */
export const incidents = pgTable(
  'incidents',
  {
    id: text('id').primaryKey(),
    tenant: text('tenant').notNull(),
    fingerprint: text('fingerprint').notNull(),
    state: text('state').$type<IncidentState>().notNull(),
    version: integer('version').notNull(),
    umbrella: text('umbrella'),
    openedAt: moment('opened_at').notNull(),
    document: jsonb('document').$type<Incident>().notNull(),
  },
  (table) => [
    uniqueIndex('incidents_one_open').on(table.fingerprint).where(sql`${table.state} <> 'resolved'`),
    index('incidents_by_fingerprint').on(table.fingerprint, table.openedAt),
    index('incidents_by_time').on(table.openedAt),
    index('incidents_by_umbrella').on(table.umbrella),
  ],
)

/** `document` is the request; the other columns are copies of it to find and guard it by. */
export const requests = pgTable(
  'requests',
  {
    id: text('id').primaryKey(),
    tenant: text('tenant').notNull(),
    incident: text('incident')
      .notNull()
      .references(() => incidents.id),
    planHash: text('plan_hash').notNull(),
    state: text('state').$type<RequestState>().notNull(),
    version: integer('version').notNull(),
    undoes: text('undoes'),
    requestedAt: moment('requested_at').notNull(),
    expiresAt: moment('expires_at').notNull(),
    document: jsonb('document').$type<ChangeRequest>().notNull(),
  },
  (table) => [
    uniqueIndex('requests_one_underway')
      .on(table.incident, table.planHash)
      .where(sql`${table.state} in ('waiting', 'approved', 'applying')`),
    index('requests_by_incident').on(table.incident, table.requestedAt),
    index('requests_by_time').on(table.requestedAt),
  ],
)

export const decisions = pgTable(
  'decisions',
  {
    request: text('request')
      .notNull()
      .references(() => requests.id),
    person: text('person').notNull(),
    verb: text('verb').$type<Decision['verb']>().notNull(),
    at: moment('at').notNull(),
    surface: text('surface').notNull(),
  },
  (table) => [primaryKey({ name: 'decisions_once', columns: [table.request, table.person] })],
)

export const changes = pgTable('changes', {
  request: text('request')
    .primaryKey()
    .references(() => requests.id),
  tenant: text('tenant').notNull(),
  steps: jsonb('steps').$type<readonly AppliedStep[]>().notNull(),
  appliedAt: moment('applied_at'),
})

export const posts = pgTable(
  'posts',
  {
    subject: text('subject').notNull(),
    platform: text('platform').$type<Platform>().notNull(),
    organisation: text('organisation').notNull(),
    channel: text('channel').notNull(),
    message: text('message').notNull(),
    shown: text('shown').notNull(),
  },
  (table) => [primaryKey({ name: 'posts_once', columns: [table.subject, table.platform, table.organisation, table.channel] })],
)

export const channels = pgTable(
  'channels',
  {
    platform: text('platform').$type<Platform>().notNull(),
    organisation: text('organisation').notNull(),
    id: text('id').notNull(),
    name: text('name').notNull(),
    isPersonal: boolean('is_personal').notNull(),
    tenants: jsonb('tenants').$type<readonly string[]>().notNull(),
    language: text('language').$type<Language>(),
  },
  (table) => [primaryKey({ name: 'channels_once', columns: [table.platform, table.organisation, table.id] })],
)

export const conversations = pgTable(
  'conversations',
  {
    platform: text('platform').$type<Platform>().notNull(),
    organisation: text('organisation').notNull(),
    id: text('id').notNull(),
    reference: jsonb('reference').$type<Readonly<Record<string, unknown>>>().notNull(),
  },
  (table) => [primaryKey({ name: 'conversations_once', columns: [table.platform, table.organisation, table.id] })],
)

export const people = pgTable('people', {
  id: text('id').primaryKey(),
  name: text('name').notNull(),
})

export const accounts = pgTable(
  'accounts',
  {
    platform: text('platform').$type<Platform>().notNull(),
    organisation: text('organisation').notNull(),
    user: text('user').notNull(),
    person: text('person')
      .notNull()
      .references(() => people.id),
    name: text('name').notNull(),
    language: text('language').$type<Language>(),
    proof: text('proof').$type<Account['proof']>().notNull(),
    checkedAt: moment('checked_at').notNull(),
    mention: text('mention').notNull(),
  },
  (table) => [
    primaryKey({ name: 'accounts_once', columns: [table.platform, table.organisation, table.user] }),
    index('accounts_by_person').on(table.person),
  ],
)

/** No tenant: the freeze holds for all. */
export const freezes = pgTable('freezes', {
  id: integer('id').primaryKey().generatedAlwaysAsIdentity(),
  tenant: text('tenant'),
  startsAt: moment('starts_at').notNull(),
  endsAt: moment('ends_at').notNull(),
})

export const sightings = pgTable(
  'sightings',
  {
    key: text('key').primaryKey(),
    seenAt: moment('seen_at').notNull(),
  },
  (table) => [index('sightings_by_time').on(table.seenAt)],
)

/** What holds for the database as a whole: `mode` says whether its incidents are simulated. */
export const marks = pgTable('marks', {
  name: text('name').primaryKey(),
  value: text('value').notNull(),
})

/** A trigger refuses update, delete and truncate (migration `audit_append_only`). */
export const audit = pgTable('audit', {
  sequence: integer('sequence').primaryKey(),
  /** Text, so that it reads back exactly as it was chained. */
  at: text('at').notNull(),
  tenant: text('tenant').notNull(),
  actor: text('actor').notNull(),
  action: text('action').notNull(),
  subject: text('subject').notNull(),
  details: jsonb('details').$type<AuditEntry['details']>().notNull(),
  mac: text('mac').notNull(),
})

/** One row, locked by every writer of the audit: it holds the chain in one line. */
export const auditHead = pgTable('audit_head', {
  id: integer('id').primaryKey(),
  sequence: integer('sequence').notNull(),
  mac: text('mac').notNull(),
})
