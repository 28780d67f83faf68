import type { Language } from './language.ts'

/** One human. `id` is the e-mail address in lower case that joins their accounts. */
export interface Person {
  readonly id: string
  /** From outside: shown, never trusted. */
  readonly name: string
}

export type Platform = 'slack' | 'teams' | 'console'

/**
 * An e-mail address as it is compared: ASCII letters in lower case. Other letters stay as they are, because some turn into ASCII when lowered
 * (the Kelvin sign becomes `k`), and a lookalike must not become somebody else.
 */
export const addressOf = (text: string): string => text.trim().replace(/[A-Z]+/g, (letters) => letters.toLowerCase())

/** How organisations are compared: one of Slack never stands for one of Teams. */
export const organisationKey = (platform: Platform, organisation: string): string => `${platform}:${organisation}`

/** One account on a platform, with the proof that joins it to a person. */
export interface Account {
  readonly platform: Platform
  /** Slack workspace id, or Microsoft Entra tenant id. */
  readonly organisation: string
  /** Slack user id, or aadObjectId. */
  readonly user: string
  readonly person: string
  readonly name: string
  readonly language: Language | null
  readonly proof: 'confirmed-email' | 'entra-upn' | 'sandbox'
  /** ISO 8601: when the platform was last asked. */
  readonly checkedAt: string
  /** What the platform needs to mention this account (Slack user id, Teams `29:…` id). */
  readonly mention: string
}

/** What a platform says of an account. `email` is null when it cannot be had or is not proven. */
export interface Profile {
  readonly platform: Platform
  readonly organisation: string
  readonly user: string
  readonly name: string
  readonly email: string | null
  readonly locale: string | null
  readonly mention: string
  readonly proof: Account['proof']
  /** Guest, stranger from a shared channel, bot, deactivated: why it can never count, or null. */
  readonly disqualified: 'guest' | 'stranger' | 'bot' | 'deactivated' | 'unconfirmed-email' | null
}

/** A place where cards are posted. */
export interface ChannelKey {
  readonly platform: Platform
  readonly organisation: string
  /** Slack channel id, or Teams conversation id. */
  readonly id: string
}

export interface Channel extends ChannelKey {
  readonly name: string
  readonly isPersonal: boolean
  /** Tenants whose incidents are posted here. */
  readonly tenants: readonly string[]
  readonly language: Language | null
}

/** All that is needed to speak into a Teams conversation again after a restart. Plain JSON. */
export interface ConversationReference {
  readonly key: ChannelKey
  readonly reference: Readonly<Record<string, unknown>>
}

export const channelKey = (channel: ChannelKey): string => `${channel.platform}:${channel.organisation}:${channel.id}`
