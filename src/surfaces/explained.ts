import type { Card } from '../cards/card.ts'
import { explanationCard, noticeCard, refusalCard, workingCard } from '../cards/index.ts'
import { type Press, type PressedReport, withoutPeople } from '../domain/press.ts'
import { refused } from '../domain/refusal.ts'
import type { CommandContext } from './commands.ts'
import type { PressAnswer, PressContext } from './presses.ts'
import { type ErrorInput, readTogether } from './read-together.ts'

type Of<Verb extends Press['verb']> = Extract<Press, { verb: Verb }>

/** What a delivery error means, read from a code, a line, a non-delivery report or a mail (text or bytes), for whoever asked. */
export async function explainInput(input: ErrorInput, { desk, showing }: CommandContext): Promise<Card> {
  return explanationCard({ reports: await readTogether(input, desk) }, showing)
}

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
      return { is: 'dialog', card: explanationCard({ reports: [press.report] }, showing), submit: null }
    case 'show-code':
      return { is: 'dialog', card: explanationCard({ reports: [bare(press.finding)] }, showing), submit: null }
  }
}

/** A tenant is looked at only for those who see it here: its connectors answer to their names. */
async function examine({ tenant, target }: Of<'examine'>, { desk, acting, showing, reply, channel }: PressContext): Promise<PressAnswer> {
  if (!reply) return notice(refusalCard(refused('too-late'), showing))
  const here = channel ? ((await desk.channel(channel))?.tenants ?? []) : []
  if (![...here, ...desk.sees(acting)].includes(tenant)) return notice(refusalCard(refused('unknown-tenant', { tenant }), showing))
  await desk.examineLater(tenant, target, reply, showing.language)
  return notice(workingCard({ what: 'diagnosing', subject: target }, showing))
}

async function openDestination({ tenant, domain }: Of<'open-destination'>, { desk, acting, showing }: PressContext): Promise<PressAnswer> {
  const ruling = await desk.openDestination(acting, tenant, domain)
  if (ruling.is === 'refused') return notice(refusalCard(ruling, showing))
  return notice(noticeCard({ what: 'opened-destination', args: { domain } }, showing))
}

/** Everybody reads it in the channel's language; who a message was for stays between the bot and whoever asked. */
async function share({ reports, to }: Of<'share'>, { desk, acting, showing, channel }: PressContext): Promise<PressAnswer> {
  const where = channel && { ...channel, id: to ?? channel.id }
  if (!where) return notice(refusalCard(refused('nowhere-to-share'), showing))
  const theirs = { ...showing, language: await desk.languageIn(where) }
  return {
    is: 'public',
    card: explanationCard({ reports: reports.map(withoutPeople), sharedBy: acting.person.name }, theirs),
    to: to ?? null,
    told: noticeCard({ what: 'shared', args: {} }, showing),
  }
}

const notice = (card: Card): PressAnswer => ({ is: 'notice', card })

const bare = (finding: PressedReport['finding']): PressedReport => ({
  recipient: null,
  reply: null,
  status: null,
  finding,
  server: null,
  ip: null,
  detail: null,
})
