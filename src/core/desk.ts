import type { NewAlert } from '../domain/alert.ts'
import type { Answer } from '../domain/answer.ts'
import type { Report } from '../domain/explanation.ts'
import type { Diagnosis, Incident } from '../domain/incident.ts'
import type { ListedThing } from '../domain/job.ts'
import type { Language } from '../domain/language.ts'
import type { MailRanges } from '../domain/mail-ranges.ts'
import type { Channel, ChannelKey, ConversationReference, Person, Profile } from '../domain/person.ts'
import type { FixName, Plan } from '../domain/plan.ts'
import type { ReplyTo } from '../domain/post.ts'
import type { PressedReport } from '../domain/press.ts'
import type { Refused } from '../domain/refusal.ts'
import type { ChangeRequest } from '../domain/request.ts'
import type { AcceptedDomain, OutboundConnector } from '../domain/tenant.ts'

/** A person who passed identification, with the surface they act on (for the audit) and the language of private answers. */
export interface Acting {
  readonly person: Person
  readonly surface: string
  readonly language: Language
}

export type Identity = { readonly is: 'person'; readonly acting: Acting } | Refused
export type Ruling<T> = { readonly is: 'accepted'; readonly value: T } | Refused
export type PlanReady =
  | { readonly is: 'ready'; readonly plan: Plan; readonly incident: Incident; readonly approvals: number }
  /** The tenant is being read; the plan follows through the reply address. */
  | { readonly is: 'working' }
  | Refused

/** Everything the surfaces can ask for. Each call that changes something checks the person again. */
export interface Desk {
  readonly tenants: readonly string[]
  /** Every fix that can be asked for from "More…". */
  readonly fixes: readonly FixName[]
  receive(alert: NewAlert): Promise<'new' | 'seen'>
  /** Who an account belongs to; remembers the account. `locale` decides the language of private answers. */
  identify(profile: Profile): Promise<Identity>
  incident(id: string): Promise<Incident | null>
  request(id: string): Promise<ChangeRequest | null>
  /** The incidents an umbrella lists. */
  childrenOf(umbrella: string): Promise<readonly Incident[]>
  /** Open incidents first, newest first, of the tenants named (all when empty). */
  incidents(tenants: readonly string[]): Promise<readonly Incident[]>
  /** Newest first; of one incident, of the tenants named, or of all. */
  requests(incident?: string, tenants?: readonly string[]): Promise<readonly ChangeRequest[]>
  /** Tenants whose incidents a person is shown where no channel says which: all for those who may request, the only one for everybody. */
  sees(acting: Acting): readonly string[]
  connectors(tenant: string): Promise<Answer<readonly OutboundConnector[]>>
  domains(tenant: string): Promise<Answer<readonly AcceptedDomain[]>>
  /** Diagnoses a connector of the tenant, else a host, else a domain, now; `report` is what Exchange Online wrote about it. Touches network and tenant: not for use inside a chat answer. */
  examine(tenant: string | null, target: string, report?: PressedReport): Promise<Diagnosis>
  /** Reads what Exchange Online wrote: a code, a LED string, an NDR, a mail. */
  explain(text: string | Uint8Array): Promise<readonly Report[]>
  /** Same, as a job that answers through `reply`. */
  examineLater(tenant: string, target: string, reply: ReplyTo, language: Language, report?: PressedReport): Promise<void>
  listLater(tenant: string, what: ListedThing, reply: ReplyTo, language: Language): Promise<void>
  /** Where Exchange Online connects from on TCP port 25. Touches the network: not for use inside a chat answer. */
  ranges(): Promise<Answer<MailRanges>>
  /** Sends a real test message through a connector (Validate-OutboundConnector), as a job that answers through `reply`. */
  validate(
    acting: Acting,
    asked: { readonly tenant: string; readonly connector: string; readonly recipient: string },
    reply: ReplyTo,
  ): Promise<Ruling<{ readonly tenant: string; readonly connector: string; readonly recipient: string }>>
  /** The plan of a fix for an incident: the stored offer while it is fresh, else read anew as a job that answers through `reply`. */
  plan(acting: Acting, incident: string, fix: FixName, set: Readonly<Record<string, string>>, reply: ReplyTo | null): Promise<PlanReady>
  /** Asks for approval of a plan that was shown. Only the database is touched. */
  askFor(acting: Acting, incident: string, planHash: string): Promise<Ruling<ChangeRequest>>
  decide(acting: Acting, request: string, planHash: string, verb: 'approve' | 'reject'): Promise<Ruling<ChangeRequest>>
  withdraw(acting: Acting, request: string): Promise<Ruling<ChangeRequest>>
  /** Asks for approval of the way back. */
  undo(acting: Acting, request: string): Promise<Ruling<ChangeRequest>>
  acknowledge(acting: Acting, incident: string): Promise<Ruling<Incident>>
  snooze(acting: Acting, incident: string, hours: number): Promise<Ruling<Incident>>
  resolve(acting: Acting, incident: string): Promise<Ruling<Incident>>
  diagnoseAgain(acting: Acting, incident: string): Promise<Ruling<Incident>>
  /** Opens the incident of a connector, or finds it open; `reports`: the errors somebody opens it for. */
  openIncident(acting: Acting, tenant: string, connector: string, reports?: readonly PressedReport[]): Promise<Ruling<Incident>>
  /** The same for a domain mail goes to, where no connector is known. */
  openDestination(acting: Acting, tenant: string, domain: string, reports?: readonly PressedReport[]): Promise<Ruling<Incident>>
  /** Ties a channel to a tenant, so that its incidents are posted there; open incidents follow at once. */
  bind(acting: Acting, channel: Omit<Channel, 'tenants'>, tenant: string): Promise<Ruling<Channel>>
  /** A conversation that opened: remembered, bound to the only tenant where there is just one, and given the open incidents' cards; `anew` when it shows
   * nothing of what was posted there before. */
  welcome(channel: Omit<Channel, 'tenants'>, conversation: ConversationReference | null, anew?: 'anew'): Promise<Channel>
  /** The bot was removed from there. */
  leave(channel: ChannelKey): Promise<void>
  channel(key: ChannelKey): Promise<Channel | null>
  /** The language of what everybody reads there: the channel's own, else its tenant's, else English. */
  languageIn(key: ChannelKey): Promise<Language>
  /** True the first time; the same key again is false. */
  firstSight(key: string): Promise<boolean>
}
