import type { Acting, Desk, Identity } from '../../src/core/desk.ts'
import { languageOf } from '../../src/domain/language.ts'
import type { Channel, ChannelKey, ConversationReference, Profile } from '../../src/domain/person.ts'
import { channelKey } from '../../src/domain/person.ts'
import { refused } from '../../src/domain/refusal.ts'
import { readErrors } from '../../src/knowledge/read-error.ts'

/** The part of the desk that a chat surface itself calls, with memory to look into. */
export interface DeskDouble {
  readonly desk: Desk
  readonly profiles: Profile[]
  readonly welcomed: { readonly channel: Omit<Channel, 'tenants'>; readonly conversation: ConversationReference | null }[]
  readonly left: ChannelKey[]
  readonly remembered: Map<string, ConversationReference>
  readonly remember: (conversation: ConversationReference) => Promise<void>
  readonly reference: (key: ChannelKey) => Promise<ConversationReference | null>
}

/** People are known by e-mail address; whoever is not in `people` is not linked. */
export function createDeskDouble(people: readonly string[]): DeskDouble {
  const seen = new Set<string>()
  const channels = new Map<string, Channel>()
  const remembered = new Map<string, ConversationReference>()
  const profiles: Profile[] = []
  const welcomed: DeskDouble['welcomed'] = []
  const left: ChannelKey[] = []
  const identify = async (profile: Profile): Promise<Identity> => {
    profiles.push(profile)
    if (profile.disqualified || !profile.email || !people.includes(profile.email)) {
      return refused('not-linked', { reason: profile.disqualified ?? 'unknown-person' })
    }
    const acting: Acting = { person: { id: profile.email, name: profile.name }, surface: 'teams', language: languageOf(profile.locale) }
    return { is: 'person', acting }
  }
  const part = {
    tenants: ['contoso.example'],
    identify,
    explain: readErrors,
    async firstSight(key: string) {
      const first = !seen.has(key)
      seen.add(key)
      return first
    },
    async welcome(channel: Omit<Channel, 'tenants'>, conversation: ConversationReference | null) {
      welcomed.push({ channel, conversation })
      if (conversation) remembered.set(channelKey(channel), conversation)
      const known = { ...channel, tenants: ['contoso.example'] }
      channels.set(channelKey(channel), known)
      return known
    },
    async leave(key: ChannelKey) {
      left.push(key)
      channels.delete(channelKey(key))
    },
    async languageIn(key: ChannelKey) {
      return channels.get(channelKey(key))?.language ?? 'en'
    },
    async channel(key: ChannelKey) {
      return channels.get(channelKey(key)) ?? null
    },
  }
  const desk = new Proxy(part, {
    get(target, name) {
      if (name in target) return Reflect.get(target, name)
      throw new Error(`the surface itself does not call desk.${String(name)}`)
    },
  }) as unknown as Desk
  return {
    desk,
    profiles,
    welcomed,
    left,
    remembered,
    async remember(conversation) {
      remembered.set(channelKey(conversation.key), conversation)
    },
    async reference(key) {
      return remembered.get(channelKey(key)) ?? null
    },
  }
}
