import { and, desc, eq, gt, inArray, isNull, lte, max, ne, or, type SQL } from 'drizzle-orm'
import type { Account, ChannelKey } from '../../domain/person.ts'
import { type CardSubject, type Post, subjectKey } from '../../domain/post.ts'
import type { Reads } from '../../ports/store.ts'
import { auditPage } from './audit-chain.ts'
import type { Handle } from './database.ts'
import { accounts, alerts, channels, conversations, freezes, incidents, posts, requests } from './schema.ts'

/** More than anybody lists; a query without a limit still ends. */
const EVERYTHING = 100_000

/** Every reading over one handle: the pool's, or a transaction's. */
export function createReads(handle: Handle): Reads {
  return { ...documentReads(handle), ...placeReads(handle), auditRows: (after, limit) => auditPage(handle, after, limit) }
}

type DocumentReads = Pick<Reads, 'alert' | 'incident' | 'openIncident' | 'latestIncident' | 'incidents' | 'request' | 'requests'>

function documentReads(handle: Handle): DocumentReads {
  const incidentWhere = async (where: SQL | undefined, limit = 1) =>
    (
      await handle
        .select({ document: incidents.document })
        .from(incidents)
        .where(where)
        .orderBy(desc(incidents.openedAt), desc(incidents.id))
        .limit(limit)
    ).map((row) => row.document)
  const requestWhere = async (where: SQL | undefined, limit = 1) =>
    (
      await handle
        .select({ document: requests.document })
        .from(requests)
        .where(where)
        .orderBy(desc(requests.requestedAt), desc(requests.id))
        .limit(limit)
    ).map((row) => row.document)
  return {
    async alert(id) {
      const [row] = await handle.select().from(alerts).where(eq(alerts.id, id))
      return row ? { ...row, receivedAt: row.receivedAt.toISOString() } : null
    },
    incident: async (id) => (await incidentWhere(eq(incidents.id, id)))[0] ?? null,
    openIncident: async (fingerprint) =>
      (await incidentWhere(and(eq(incidents.fingerprint, fingerprint), ne(incidents.state, 'resolved'))))[0] ?? null,
    latestIncident: async (fingerprint) => (await incidentWhere(eq(incidents.fingerprint, fingerprint)))[0] ?? null,
    incidents: ({ tenant, states, umbrella, limit }) =>
      incidentWhere(
        and(
          tenant === undefined ? undefined : eq(incidents.tenant, tenant),
          states === undefined ? undefined : inArray(incidents.state, [...states]),
          umbrella === undefined ? undefined : eq(incidents.umbrella, umbrella),
        ),
        limit ?? EVERYTHING,
      ),
    request: async (id) => (await requestWhere(eq(requests.id, id)))[0] ?? null,
    requests: ({ incident, tenant, states, limit }) =>
      requestWhere(
        and(
          incident === undefined ? undefined : eq(requests.incident, incident),
          tenant === undefined ? undefined : eq(requests.tenant, tenant),
          states === undefined ? undefined : inArray(requests.state, [...states]),
        ),
        limit ?? EVERYTHING,
      ),
  }
}

type PlaceReads = Pick<
  Reads,
  'posts' | 'channels' | 'channel' | 'conversation' | 'conversations' | 'account' | 'accountsOf' | 'frozenUntil'
>

function placeReads(handle: Handle): PlaceReads {
  return {
    async posts(subject) {
      const rows = await handle
        .select()
        .from(posts)
        .where(eq(posts.subject, subjectKey(subject)))
        .orderBy(posts.platform, posts.organisation, posts.channel)
      return rows.map((row) => postOf(subject, row))
    },
    channels: () => handle.select().from(channels).orderBy(channels.platform, channels.organisation, channels.id),
    channel: async (key) => (await handle.select().from(channels).where(isPlace(channels, key)))[0] ?? null,
    async conversation(key) {
      const [row] = await handle.select().from(conversations).where(isPlace(conversations, key))
      return row ? { key: { platform: row.platform, organisation: row.organisation, id: row.id }, reference: row.reference } : null
    },
    async conversations(platform, organisation) {
      const where = and(eq(conversations.platform, platform), eq(conversations.organisation, organisation))
      const rows = await handle.select().from(conversations).where(where).orderBy(conversations.id)
      return rows.map((row) => ({ key: { platform: row.platform, organisation: row.organisation, id: row.id }, reference: row.reference }))
    },
    async account(platform, organisation, user) {
      const where = and(eq(accounts.platform, platform), eq(accounts.organisation, organisation), eq(accounts.user, user))
      const [row] = await handle.select().from(accounts).where(where)
      return row ? accountOf(row) : null
    },
    async accountsOf(person) {
      const rows = await handle
        .select()
        .from(accounts)
        .where(eq(accounts.person, person))
        .orderBy(accounts.platform, accounts.organisation, accounts.user)
      return rows.map(accountOf)
    },
    async frozenUntil(tenant, now) {
      const moment = new Date(now)
      const where = and(or(isNull(freezes.tenant), eq(freezes.tenant, tenant)), lte(freezes.startsAt, moment), gt(freezes.endsAt, moment))
      const [row] = await handle
        .select({ end: max(freezes.endsAt) })
        .from(freezes)
        .where(where)
      return row?.end?.toISOString() ?? null
    },
  }
}

export const isPlace = (table: typeof channels | typeof conversations, key: ChannelKey): SQL | undefined =>
  and(eq(table.platform, key.platform), eq(table.organisation, key.organisation), eq(table.id, key.id))

function postOf(subject: CardSubject, row: typeof posts.$inferSelect): Post {
  return {
    subject,
    channel: { platform: row.platform, organisation: row.organisation, id: row.channel },
    message: row.message,
    shown: row.shown,
  }
}

const accountOf = (row: typeof accounts.$inferSelect): Account => ({ ...row, checkedAt: row.checkedAt.toISOString() })
