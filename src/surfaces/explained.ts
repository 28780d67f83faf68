import type { Card } from '../cards/card.ts'
import { codeCard, type ExplainedIn, explanationCard, noticeCard, partnerNoteCard, refusalCard, workingCard } from '../cards/index.ts'
import type { Desk } from '../core/desk.ts'
import { connectorIn, connectorTypeIn } from '../core/explain.ts'
import type { Channel } from '../domain/person.ts'
import type { Press } from '../domain/press.ts'
import { refused } from '../domain/refusal.ts'
import { withoutPeople } from '../domain/without-people.ts'
import type { CommandContext } from './commands.ts'
import type { PressAnswer, PressContext } from './presses.ts'
import { type ErrorInput, readTogether } from './read-together.ts'

type Of<Verb extends Press['verb']> = Extract<Press, { verb: Verb }>

/** What a delivery error means, read from a code, a line, a non-delivery report or a mail (text or bytes), for whoever asked. */
export async function explainInput(input: ErrorInput, context: CommandContext): Promise<Card> {
  const { desk, showing } = context
  const reports = await readTogether(input, desk)
  const behind = partsOf(input)
    .map(connectorTypeIn)
    .find((each) => each !== null)
  return explanationCard({ reports, behind: behind ?? null, place: await placeOf(input, context) }, showing)
}

const partsOf = (input: ErrorInput): readonly (string | Uint8Array)[] =>
  typeof input === 'string' || input instanceof Uint8Array ? [input] : input

/** What can be done here: shown to others only where there are others. */
async function placeOf(input: ErrorInput, { desk, channel }: CommandContext): Promise<ExplainedIn> {
  const named = partsOf(input)
    .map(connectorIn)
    .find((each) => each !== null)
  const known = await desk.channel(channel)
  return { tenant: tenantIn(known, desk), connector: named ?? null, shareTo: channel.isPersonal ? null : channel.id }
}

/** The tenant a channel serves; the only one where there is just one. */
const tenantIn = (channel: Channel | null, { tenants }: Pick<Desk, 'tenants'>): string | null =>
  channel?.tenants[0] ?? (tenants.length === 1 ? (tenants[0] ?? null) : null)

/** The presses on the cards that explain errors. */
export async function answerExplained(
  press: Of<'examine' | 'open-destination' | 'partner-note' | 'share' | 'show-code'>,
  context: PressContext,
): Promise<PressAnswer> {
  const { showing } = context
  switch (press.verb) {
    case 'examine':
      return examine(press, context)
    case 'open-destination':
      return openDestination(press, context)
    case 'share':
      return share(press, context)
    case 'partner-note':
      return { is: 'dialog', card: partnerNoteCard(press, showing), submit: null }
    case 'show-code':
      return { is: 'dialog', card: codeCard({ finding: press.finding }, showing), submit: null }
  }
}

/** A tenant is looked at only for those who see it here: its connectors answer to their names. */
async function examine(
  { tenant, target, report }: Of<'examine'>,
  { desk, acting, showing, reply, channel }: PressContext,
): Promise<PressAnswer> {
  if (!reply) return notice(refusalCard(refused('too-late'), showing))
  const here = channel ? ((await desk.channel(channel))?.tenants ?? []) : []
  if (![...here, ...desk.sees(acting)].includes(tenant)) return notice(refusalCard(refused('unknown-tenant', { tenant }), showing))
  await desk.examineLater(tenant, target, reply, showing.language, report)
  return notice(workingCard({ what: 'diagnosing', subject: target }, showing))
}

async function openDestination(press: Of<'open-destination'>, { desk, acting, showing }: PressContext): Promise<PressAnswer> {
  const { tenant, domain, reports } = press
  const ruling = await desk.openDestination(acting, tenant, domain, reports)
  if (ruling.is === 'refused') return notice(refusalCard(ruling, showing))
  return notice(noticeCard({ what: 'opened-destination', args: { domain } }, showing))
}

/** Everybody reads it in the channel's language; who a message was for stays between the bot and whoever asked. */
async function share({ reports, to, behind }: Of<'share'>, { desk, acting, showing, channel }: PressContext): Promise<PressAnswer> {
  const where = channel && { ...channel, id: to ?? channel.id }
  if (!where) return notice(refusalCard(refused('nowhere-to-share'), showing))
  const [language, known] = await Promise.all([desk.languageIn(where), desk.channel(where)])
  const place = { tenant: tenantIn(known, desk), connector: null, shareTo: null }
  return {
    is: 'public',
    card: explanationCard(
      { reports: reports.map(withoutPeople), sharedBy: acting.person.name, behind: behind ?? null, place },
      { ...showing, language },
    ),
    to: to ?? null,
    told: noticeCard({ what: 'shared', args: {} }, showing),
  }
}

const notice = (card: Card): PressAnswer => ({ is: 'notice', card })
