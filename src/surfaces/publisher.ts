import { createHash } from 'node:crypto'
import type { Showing } from '../cards/card.ts'
import { incidentCard, requestCard } from '../cards/index.ts'
import type { Desk } from '../core/desk.ts'
import { Failure } from '../domain/failure.ts'
import type { Jobs as Payloads } from '../domain/job.ts'
import type { Language } from '../domain/language.ts'
import { type Channel, channelKey, type Platform } from '../domain/person.ts'
import { type CardSubject, type Drawing, type Post, type ReplyTo, subjectKey } from '../domain/post.ts'
import { isWaiting } from '../domain/request.ts'
import type { Clock } from '../ports/clock.ts'
import type { Directory } from '../ports/directory.ts'
import type { Meter } from '../ports/meter.ts'
import type { Poster, PostOutcome } from '../ports/poster.ts'
import type { Store } from '../ports/store.ts'
import { draw, drawAnswer, type Mentions } from './draw.ts'
import { createPacing, PACE_MS, type Pacing } from './pacing.ts'
import { incidentView, type PressAnswer } from './presses.ts'

export interface PublisherOptions {
  readonly desk: Desk
  readonly store: Store
  readonly posters: readonly Poster[]
  readonly directories: readonly Directory[]
  readonly clock: Clock
  readonly meter: Meter
  readonly approvers: readonly string[]
  readonly showing: (language: Language) => Showing
  readonly tenant: (id: string) => { readonly name: string; readonly language: Language }
}

export interface Publisher {
  /** The job: with no channel it hands the subject to every channel that serves its tenant; with one it draws it there. */
  publish(job: Payloads['publish']): Promise<void>
  /** Sends a delayed private answer. Waits out a 429 once; throws Failure('api') when the platform does not take it. */
  answer(reply: ReplyTo, answer: PressAnswer): Promise<void>
}

/** A first post is claimed for the present slot and the next: whoever dies over it is replaced after one slot, or two. */
const CLAIM_MS = 6_000
/** How often a request waits for its incident's message before it is announced without one. */
const MOST_TURNS = 20
const MOST_WAIT_MS = 60_000

/** Draws cards again wherever they live: one message per subject and channel, edited in place, at most one call a second a channel. */
export function createPublisher(options: PublisherOptions): Publisher {
  const { store } = options
  const pacing = createPacing(options.clock)
  return {
    async publish({ subject, channel: key, turns = 0 }) {
      const tenant = subject.is === 'incident' ? (await store.incident(subject.id))?.tenant : (await store.request(subject.id))?.tenant
      if (!tenant) return
      if (!key) return fanOut(options, subject, tenant)
      const channel = await store.channel(key)
      if (channel?.tenants.includes(tenant)) await publishIn(options, pacing, subject, channel, turns)
    },
    async answer(reply, answer) {
      const poster = options.posters.find((each) => each.platform === reply.platform)
      if (!poster) return
      const drawing = drawAnswer(answer, reply.platform)
      const give = (): Promise<PostOutcome> => count(options.meter, reply.platform, 'answer', poster.answer(reply, drawing))
      const first = await give()
      if (first.is === 'wait') await new Promise((resolve) => setTimeout(resolve, Math.min(first.ms, MOST_WAIT_MS)))
      const outcome = first.is === 'wait' ? await give() : first
      if (outcome.is === 'wait') throw new Failure('api', { status: 429, why: 'asked to wait again' })
      if (outcome.is === 'failed') throw new Failure('api', { status: 0, why: outcome.why })
    },
  }
}

/** A job of its own for every channel that serves the tenant. */
async function fanOut({ store, posters }: PublisherOptions, subject: CardSubject, tenant: string): Promise<void> {
  const channels = (await store.channels()).filter(
    (channel) => channel.tenants.includes(tenant) && posters.some((each) => each.platform === channel.platform),
  )
  await store.transaction(async (tx) => {
    for (const channel of channels) {
      await tx.enqueue(
        { name: 'publish', data: { subject, channel: keyOf(channel) } },
        { key: `${subjectKey(subject)}:${channelKey(channel)}` },
      )
    }
  })
}

const again = ({ store }: PublisherOptions, subject: CardSubject, channel: Channel, afterMs: number, turns = 0): Promise<void> =>
  store.transaction((tx) =>
    tx.enqueue(
      { name: 'publish', data: { subject, channel: keyOf(channel), ...(turns > 0 ? { turns } : {}) } },
      { key: `${subjectKey(subject)}:${channelKey(channel)}`, afterMs },
    ),
  )

async function publishIn(options: PublisherOptions, pacing: Pacing, subject: CardSubject, channel: Channel, turns: number): Promise<void> {
  const poster = options.posters.find((each) => each.platform === channel.platform)
  if (!poster) return
  const key = channelKey(channel)
  const isNew = !(await options.store.posts(subject)).some((post) => channelKey(post.channel) === key)
  const head = isNew && turns < MOST_TURNS ? await missingHead(options.store, subject, key) : null
  if (head) {
    await again(options, head, channel, 0)
    return again(options, subject, channel, PACE_MS, turns + 1)
  }
  // What comes while the channel is taken is drawn once, in its newest state, when its turn has come.
  const wait = pacing.enter(key, subjectKey(subject), isNew)
  if (wait !== null) return again(options, subject, channel, wait, turns)
  let rest = 0
  try {
    const outcome = await show(options, poster, subject, channel)
    if (outcome) rest = outcome.is === 'wait' ? Math.min(outcome.ms, MOST_WAIT_MS) : PACE_MS
    if (outcome?.is === 'wait') await again(options, subject, channel, rest)
    if (outcome?.is === 'failed') throw new Failure('api', { status: 0, why: outcome.why })
  } finally {
    pacing.leave(key, rest)
  }
}

/** The incident of a request that is to be announced where that incident has no message yet; null when it has, or there is nothing to wait for. */
async function missingHead(store: Store, subject: CardSubject, key: string): Promise<CardSubject | null> {
  const request = subject.is === 'request' ? await store.request(subject.id) : null
  if (!request) return null
  const head = { is: 'incident', id: request.incident } as const
  return (await store.posts(head)).some((post) => channelKey(post.channel) === key) ? null : head
}

const keyOf = ({ platform, organisation, id }: Channel): Omit<Channel, 'name' | 'isPersonal' | 'tenants' | 'language'> => ({
  platform,
  organisation,
  id,
})

/** Posts or edits; null when what is shown is already right (or another replica is posting it at this moment). */
async function show(options: PublisherOptions, poster: Poster, subject: CardSubject, channel: Channel): Promise<PostOutcome | null> {
  const { store, meter } = options
  const drawn = await drawSubject(options, subject, channel)
  if (!drawn) return null
  const shown = createHash('sha256').update(JSON.stringify(drawn.drawing)).digest('hex').slice(0, 32)
  const posted = (await store.posts(subject)).find((post) => channelKey(post.channel) === channelKey(channel))
  if (posted?.shown === shown) return null
  if (posted) {
    const outcome = await count(meter, channel.platform, 'edit', poster.edit(channel, posted.message, drawn.drawing))
    if (outcome.is === 'posted') await store.transaction((tx) => tx.savePost({ ...posted, shown }))
    if (outcome.is !== 'gone') return outcome
    // The message was deleted by somebody: the card is posted anew, in its newest state.
    await store.transaction((tx) => tx.removePost(posted))
    return { is: 'wait', ms: PACE_MS }
  }
  const slot = Math.floor(Date.parse(options.clock.now()) / CLAIM_MS)
  const claim = (at: number): Promise<boolean> => options.desk.firstSight(`post:${subjectKey(subject)}:${channelKey(channel)}:${at}`)
  if (!((await claim(slot)) && (await claim(slot + 1)))) return { is: 'wait', ms: PACE_MS }
  const thread = await threadOf(options, subject, channel)
  const outcome = await count(meter, channel.platform, 'post', poster.post(channel, drawn.drawing, thread))
  if (outcome.is === 'posted') {
    const post: Post = { subject, channel: keyOf(channel), message: outcome.message, shown }
    await store.transaction((tx) => tx.savePost(post))
  }
  if (outcome.is === 'gone') await options.desk.leave(channel)
  return outcome
}

/** A request is announced in the thread of its incident's message. */
async function threadOf(options: PublisherOptions, subject: CardSubject, channel: Channel): Promise<string | null> {
  if (subject.is === 'incident') return null
  const request = await options.store.request(subject.id)
  const posts = request ? await options.store.posts({ is: 'incident', id: request.incident }) : []
  return posts.find((post) => channelKey(post.channel) === channelKey(channel))?.message ?? null
}

async function drawSubject(options: PublisherOptions, subject: CardSubject, channel: Channel): Promise<{ drawing: Drawing } | null> {
  const { desk } = options
  if (subject.is === 'incident') {
    const incident = await desk.incident(subject.id)
    if (!incident) return null
    const tenant = options.tenant(incident.tenant)
    const view = await incidentView(desk, incident, () => tenant.name)
    return { drawing: draw(incidentCard(view, options.showing(channel.language ?? tenant.language)), channel.platform) }
  }
  const request = await desk.request(subject.id)
  const incident = request && (await desk.incident(request.incident))
  if (!request || !incident) return null
  const mentions = isWaiting(request) ? await mentionsIn(options, channel) : new Map()
  const approvers = options.approvers
    .filter((email) => email !== request.requester.id)
    .map((email) => ({ email, name: mentions.get(email)?.name ?? email }))
  const tenant = options.tenant(request.tenant)
  const showing = options.showing(channel.language ?? tenant.language)
  return { drawing: draw(requestCard({ request, incident, approvers, tenantName: tenant.name }, showing), channel.platform, mentions) }
}

/** Accounts of the approvers on this platform: those we know, else asked from the platform by e-mail. */
async function mentionsIn(options: PublisherOptions, channel: Channel): Promise<Mentions> {
  const directory = options.directories.find((each) => each.platform === channel.platform)
  const found = await Promise.all(
    options.approvers.map(async (email) => {
      const known = (await options.store.accountsOf(email)).find(
        (each) => each.platform === channel.platform && each.organisation === channel.organisation,
      )
      if (known) return [email, { id: known.mention, name: known.name }] as const
      const asked = await directory?.findByEmail(channel.organisation, email)
      return asked?.is === 'found' ? ([email, { id: asked.value.mention, name: asked.value.name }] as const) : null
    }),
  )
  return new Map(found.filter((each) => each !== null))
}

async function count(meter: Meter, platform: Platform, call: string, answer: Promise<PostOutcome>): Promise<PostOutcome> {
  const outcome = await answer
  meter.count('chat_calls_total', { platform, call, outcome: outcome.is === 'wait' ? '429' : outcome.is })
  return outcome
}
