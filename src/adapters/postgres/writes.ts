import { randomUUID } from 'node:crypto'
import { and, count, eq, inArray, lt, sql } from 'drizzle-orm'
import { Failure } from '../../domain/failure.ts'
import { fingerprint, type Incident } from '../../domain/incident.ts'
import { type Post, subjectKey } from '../../domain/post.ts'
import type { ChangeRequest } from '../../domain/request.ts'
import type { Transaction } from '../../ports/store.ts'
import type { Handle } from './database.ts'
import { isPlace } from './reads.ts'
import { accounts, alerts, changes, channels, conversations, decisions, incidents, people, posts, requests, sightings } from './schema.ts'
import { storable, storableText } from './storable.ts'

const SIGHTINGS_KEPT_MS = 48 * 3_600_000

type DocumentWrites = Pick<Transaction, 'addAlert' | 'addIncident' | 'saveIncident' | 'addRequest' | 'saveRequest'>

/** Alerts, incidents and requests. A lost race shows in the number of rows written. */
export function documentWrites(handle: Handle): DocumentWrites {
  return {
    async addAlert(alert, receivedAt) {
      const { tenant, source, sourceId, at, name, hints, raw } = storable(alert)
      const row = { id: randomUUID(), tenant, source, sourceId, at, name, hints, raw, receivedAt: new Date(receivedAt) }
      const added = await handle.insert(alerts).values(row).onConflictDoNothing().returning({ id: alerts.id })
      if (added[0]) return { is: 'new', id: added[0].id }
      const same = and(eq(alerts.tenant, tenant), eq(alerts.source, source), eq(alerts.sourceId, sourceId))
      const [seen] = await handle.select({ id: alerts.id }).from(alerts).where(same)
      if (!seen) throw new Failure('lost-race', { subject: `alert ${sourceId}` })
      return { is: 'seen', id: seen.id }
    },
    async addIncident(incident) {
      const row = incidentRow(incident)
      await hold(handle, row.fingerprint)
      const added = await handle.insert(incidents).values(row).onConflictDoNothing().returning({ id: incidents.id })
      return added.length === 1
    },
    saveIncident: (incident, expected) => saveIncident(handle, incident, expected),
    async addRequest(request) {
      const added = await handle.insert(requests).values(requestRow(request)).onConflictDoNothing().returning({ id: requests.id })
      if (added.length === 0) return false
      await keepInStep(handle, request)
      return true
    },
    async saveRequest(request, expected) {
      const where = and(eq(requests.id, request.id), eq(requests.version, expected))
      const saved = await handle.update(requests).set(requestRow(request)).where(where).returning({ id: requests.id })
      if (saved.length === 0) return false
      await keepInStep(handle, request)
      return true
    },
  }
}

/**
 * A lock on a key until the transaction ends. Whoever opens or reopens an incident of one fingerprint takes it, too: a refused row would
 * otherwise end the whole transaction.
 */
export async function hold(handle: Handle, key: string): Promise<void> {
  await handle.execute(sql`select pg_advisory_xact_lock(hashtextextended(${key}, 0))`)
}

async function saveIncident(handle: Handle, incident: Incident, expected: number): Promise<boolean> {
  const row = incidentRow(incident)
  const isOpen = row.state !== 'resolved'
  if (isOpen) await hold(handle, row.fingerprint)
  const alone = sql`not exists (select 1 from ${incidents} as other where other.fingerprint = ${row.fingerprint} and other.state <> 'resolved' and other.id <> ${row.id})`
  const where = and(eq(incidents.id, row.id), eq(incidents.version, expected), isOpen ? alone : undefined)
  const saved = await handle.update(incidents).set(row).where(where).returning({ id: incidents.id })
  return saved.length === 1
}

function incidentRow(incident: Incident): typeof incidents.$inferInsert {
  const document = storable(incident)
  const { id, tenant, state, version, umbrella } = document
  const openedAt = new Date(document.openedAt)
  return { id, tenant, fingerprint: fingerprint(tenant, document.subject), state, version, umbrella, openedAt, document }
}

function requestRow(request: ChangeRequest): typeof requests.$inferInsert {
  const document = storable(request)
  const { id, tenant, incident, state, version, undoes } = document
  const times = { requestedAt: new Date(document.requestedAt), expiresAt: new Date(document.expiresAt) }
  return { id, tenant, incident, planHash: document.plan.hash, state, version, undoes, ...times, document }
}

/** Decisions and the change as rows of their own; a person's second decision on one request meets the key and ends the transaction. */
async function keepInStep(handle: Handle, request: ChangeRequest): Promise<void> {
  const { id, tenant, decisions: all, change } = storable(request)
  if (all.length > 0) {
    const [stored] = await handle.select({ rows: count() }).from(decisions).where(eq(decisions.request, id))
    const fresh = all.slice(stored?.rows ?? 0)
    const rows = fresh.map(({ by, verb, at, surface }) => ({ request: id, person: by.id, verb, at: new Date(at), surface }))
    if (rows.length > 0) await handle.insert(decisions).values(rows)
  }
  if (change) {
    const row = { request: id, tenant, steps: change.steps, appliedAt: change.appliedAt === null ? null : new Date(change.appliedAt) }
    await handle.insert(changes).values(row).onConflictDoUpdate({ target: changes.request, set: row })
  }
}

type PlaceWrites = Pick<
  Transaction,
  'savePost' | 'removePost' | 'forgetPosts' | 'saveChannel' | 'removeChannel' | 'saveConversation' | 'saveAccount' | 'firstSight'
>

/** Where cards live, who speaks from where, and what was seen before. */
export function placeWrites(handle: Handle): PlaceWrites {
  return {
    async savePost(post) {
      const set = { message: post.message, shown: post.shown }
      const target = [posts.subject, posts.platform, posts.organisation, posts.channel]
      await handle
        .insert(posts)
        .values({ ...postKey(post), ...set })
        .onConflictDoUpdate({ target, set })
    },
    async removePost(post) {
      const { subject, platform, organisation, channel } = postKey(post)
      const place = and(eq(posts.platform, platform), eq(posts.organisation, organisation), eq(posts.channel, channel))
      await handle.delete(posts).where(and(eq(posts.subject, subject), place, eq(posts.message, post.message)))
    },
    async forgetPosts({ platform, organisation, id }) {
      await handle.delete(posts).where(and(eq(posts.platform, platform), eq(posts.organisation, organisation), eq(posts.channel, id)))
    },
    async saveChannel(channel) {
      const { platform, organisation, id, name, isPersonal, tenants, language } = storable(channel)
      const set = { name, isPersonal, tenants, language }
      const target = [channels.platform, channels.organisation, channels.id]
      await handle
        .insert(channels)
        .values({ platform, organisation, id, ...set })
        .onConflictDoUpdate({ target, set })
    },
    async removeChannel(key) {
      await handle.delete(channels).where(isPlace(channels, key))
    },
    async saveConversation(conversation) {
      const { key, reference } = storable(conversation)
      const target = [conversations.platform, conversations.organisation, conversations.id]
      const row = { platform: key.platform, organisation: key.organisation, id: key.id, reference }
      await handle.insert(conversations).values(row).onConflictDoUpdate({ target, set: { reference } })
    },
    async saveAccount(account) {
      const { platform, organisation, user, person, name, language, proof, mention, checkedAt } = storable(account)
      await handle.insert(people).values({ id: person, name }).onConflictDoUpdate({ target: people.id, set: { name } })
      const set = { person, name, language, proof, mention, checkedAt: new Date(checkedAt) }
      const target = [accounts.platform, accounts.organisation, accounts.user]
      await handle
        .insert(accounts)
        .values({ platform, organisation, user, ...set })
        .onConflictDoUpdate({ target, set })
    },
    async firstSight(key, now) {
      const seenAt = new Date(now)
      await forgetSightings(handle, new Date(seenAt.getTime() - SIGHTINGS_KEPT_MS))
      const added = await handle
        .insert(sightings)
        .values({ key: storableText(key), seenAt })
        .onConflictDoNothing()
        .returning({ key: sightings.key })
      return added.length === 1
    },
  }
}

/** A few at a time, and none that another transaction is just forgetting. */
async function forgetSightings(handle: Handle, before: Date): Promise<void> {
  const old = handle
    .select({ key: sightings.key })
    .from(sightings)
    .where(lt(sightings.seenAt, before))
    .limit(100)
    .for('update', { skipLocked: true })
  await handle.delete(sightings).where(inArray(sightings.key, old))
}

const postKey = (post: Post) => ({
  subject: subjectKey(post.subject),
  platform: post.channel.platform,
  organisation: post.channel.organisation,
  channel: post.channel.id,
})
