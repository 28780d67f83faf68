import { addressOf, organisationKey, type Profile } from '../domain/person.ts'
import type { FixName } from '../domain/plan.ts'
import { type Refused, refused } from '../domain/refusal.ts'

/** Who may do what, from configuration alone. Deny by default. */
export interface Policy {
  /** Person ids (e-mail addresses in lower case). */
  readonly requesters: ReadonlySet<string>
  readonly approvers: ReadonlySet<string>
  /** Other addresses of a person → the address that is their id. */
  readonly joined: ReadonlyMap<string, string>
  /** Slack workspaces and Entra tenants whose people count, as `organisationKey` writes them. */
  readonly organisations: ReadonlySet<string>
  /** Approvals a fix needs at least, where configured above its own number. */
  readonly quorum: Partial<Readonly<Record<FixName | 'undo', number>>>
  /** Minutes a request waits. */
  readonly expiryMinutes: Partial<Readonly<Record<FixName | 'undo', number>>>
  readonly defaultExpiryMinutes: number
}

/** Approvers may also request: they could be asked for anything a requester asks. */
export const mayRequest = (policy: Policy, person: string): boolean => policy.requesters.has(person) || policy.approvers.has(person)
export const mayApprove = (policy: Policy, person: string): boolean => policy.approvers.has(person)

/** The person an account leads to, or why it leads to nobody. Names are never compared. */
export function personOf(policy: Policy, profile: Profile): { readonly is: 'person'; readonly id: string } | Refused {
  if (!policy.organisations.has(organisationKey(profile.platform, profile.organisation))) return refused('wrong-organisation')
  if (profile.disqualified) return refused('not-linked', { reason: profile.disqualified })
  if (!profile.email) return refused('not-linked', { reason: 'no-email' })
  const email = addressOf(profile.email)
  return { is: 'person', id: idOf(policy, email) }
}

/** The id of whoever is known by an address: addresses joined since a decision was taken count as one person, too. */
export const idOf = (policy: Policy, address: string): string => policy.joined.get(address) ?? address

export function approvalsFor(policy: Policy, fix: FixName | 'undo', own: number, oneMore: boolean): number {
  return Math.max(own, policy.quorum[fix] ?? 1) + (oneMore ? 1 : 0)
}

export const expiryMs = (policy: Policy, fix: FixName | 'undo'): number =>
  (policy.expiryMinutes[fix] ?? policy.defaultExpiryMinutes) * 60_000
