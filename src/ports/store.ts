import type { Alert, NewAlert } from '../domain/alert.ts'
import type { AuditCheck, AuditEntry, AuditRow } from '../domain/audit.ts'
import type { Incident, IncidentState } from '../domain/incident.ts'
import type { Job, JobOptions } from '../domain/job.ts'
import type { Account, Channel, ChannelKey, ConversationReference, Platform } from '../domain/person.ts'
import type { CardSubject, Post } from '../domain/post.ts'
import type { ChangeRequest, RequestState } from '../domain/request.ts'

export interface Reads {
  alert(id: string): Promise<Alert | null>
  incident(id: string): Promise<Incident | null>
  /** The open (not resolved) incident of a fingerprint, or null. */
  openIncident(fingerprint: string): Promise<Incident | null>
  /** The newest incident of a fingerprint in any state, or null. */
  latestIncident(fingerprint: string): Promise<Incident | null>
  /** Newest first. */
  incidents(filter: {
    readonly tenant?: string
    readonly states?: readonly IncidentState[]
    readonly umbrella?: string
    readonly limit?: number
  }): Promise<readonly Incident[]>
  request(id: string): Promise<ChangeRequest | null>
  /** Newest first. */
  requests(filter: {
    readonly incident?: string
    readonly tenant?: string
    readonly states?: readonly RequestState[]
    readonly limit?: number
  }): Promise<readonly ChangeRequest[]>
  posts(subject: CardSubject): Promise<readonly Post[]>
  channels(): Promise<readonly Channel[]>
  channel(key: ChannelKey): Promise<Channel | null>
  conversation(key: ChannelKey): Promise<ConversationReference | null>
  /** Every remembered conversation of an organisation. */
  conversations(platform: Platform, organisation: string): Promise<readonly ConversationReference[]>
  account(platform: Platform, organisation: string, user: string): Promise<Account | null>
  accountsOf(person: string): Promise<readonly Account[]>
  /** The end of a freeze on changes that is in force at `now` for the tenant, or null. */
  frozenUntil(tenant: string, now: string): Promise<string | null>
  /** In order, from `after` (exclusive). */
  auditRows(after: number, limit: number): Promise<readonly AuditRow[]>
}

/** Writes, all or nothing. A false answer means that another writer was faster: read again and decide again. */
export interface Transaction extends Reads {
  /** Waits for every other transaction that holds the same key, and holds it until this one ends: what follows is read and decided alone. */
  hold(key: string): Promise<void>
  addAlert(alert: NewAlert, receivedAt: string): Promise<{ readonly is: 'new' | 'seen'; readonly id: string }>
  /** False when its fingerprint already has an open incident. */
  addIncident(incident: Incident): Promise<boolean>
  /** Writes `incident` (whose version is `expected + 1`) only while the stored version is `expected`; false also when reopening meets another open one. */
  saveIncident(incident: Incident, expected: number): Promise<boolean>
  /** False when the incident already has a waiting, approved or applying request for the same plan. */
  addRequest(request: ChangeRequest): Promise<boolean>
  saveRequest(request: ChangeRequest, expected: number): Promise<boolean>
  savePost(post: Post): Promise<void>
  removePost(post: Post): Promise<void>
  /** Forgets every message of ours in a channel: its cards are posted anew. */
  forgetPosts(channel: ChannelKey): Promise<void>
  saveChannel(channel: Channel): Promise<void>
  removeChannel(key: ChannelKey): Promise<void>
  saveConversation(conversation: ConversationReference): Promise<void>
  saveAccount(account: Account): Promise<void>
  /** True the first time this key is seen; the same key again is false. Kept at least 24 hours. */
  firstSight(key: string, now: string): Promise<boolean>
  audit(entry: AuditEntry): Promise<void>
  enqueue(job: Job, options?: JobOptions): Promise<void>
}

export interface Store extends Reads {
  /**
   * Runs `work` in one transaction; its jobs start at once after the commit. Inside `work` only `tx` may be used.
   * When two transactions stood in each other's way one is run again from its start: `work` has no effect but through `tx`.
   */
  transaction<T>(work: (tx: Transaction) => Promise<T>): Promise<T>
  /** Checks the whole chain against the key; `head` also shows truncation after an exported head. */
  verifyAudit(head?: { readonly sequence: number; readonly mac: string }): Promise<AuditCheck>
  healthy(): Promise<boolean>
  close(): Promise<void>
}
