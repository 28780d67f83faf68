import type { Card, Showing } from './card.ts'
import { normal, quiet, sandboxNote, strong } from './parts.ts'
import { voiceOf } from './voice.ts'

/** Said once where the bot was added. `tenantName` is null (or empty) while the place is tied to no tenant. */
export function welcomeCard({ tenantName }: { readonly tenantName: string | null }, showing: Showing): Card {
  const voice = voiceOf(showing)
  const { words } = voice
  const title = words('cards.welcome.title')
  const bound = tenantName ? words('cards.welcome.bound', { tenant: tenantName }) : words('cards.welcome.unbound')
  return {
    title,
    tone: 'plain',
    summary: `${title}. ${bound}`,
    parts: [...sandboxNote(voice), strong(bound), normal(words('cards.welcome.what')), quiet(words('cards.welcome.try'))],
  }
}
